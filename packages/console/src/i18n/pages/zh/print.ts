import type { print as source } from '../en/print.ts';

export const print: typeof source = {
  print: '打印',
  back: '返回',
  printed: '打印于 {time}',
  notYet: '尚无排队票：车辆进场时发给。',
  noPass: '没有通行证：本车次已结束，或此账户无权发放。',
};
