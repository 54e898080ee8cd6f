import { agreement } from './vi/agreement.ts';
import { common } from './vi/common.ts';
import { control } from './vi/control.ts';
import { dayList } from './vi/day-list.ts';
import { log } from './vi/log.ts';
import { shell } from './vi/shell.ts';
import { signIn } from './vi/sign-in.ts';
import { verify } from './vi/verify.ts';
import { pages } from './pages/vi.ts';
import type { Messages } from './messages.tsx';

export const vi: Messages = { agreement, common, shell, signIn, control, log, verify, dayList, ...pages };
