import { agreement } from './zh/agreement.ts';
import { common } from './zh/common.ts';
import { control } from './zh/control.ts';
import { dayList } from './zh/day-list.ts';
import { log } from './zh/log.ts';
import { shell } from './zh/shell.ts';
import { signIn } from './zh/sign-in.ts';
import { verify } from './zh/verify.ts';
import { pages } from './pages/zh.ts';
import type { Messages } from './messages.tsx';

export const zh: Messages = { agreement, common, shell, signIn, control, log, verify, dayList, ...pages };
