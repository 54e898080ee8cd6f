import { agreement } from './en/agreement.ts';
import { common } from './en/common.ts';
import { control } from './en/control.ts';
import { dayList } from './en/day-list.ts';
import { log } from './en/log.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { verify } from './en/verify.ts';
import { pages } from './pages/en.ts';

export const en = { agreement, common, shell, signIn, control, log, verify, dayList, ...pages };
