import type { find as source } from '../en/find.ts';

export const find: typeof source = {
  title: '查找车辆',
  label: '参考编号、车牌、集装箱或货物',
  explain: '本节点已知的全部车次，最新的在前。',
  none: '没有符合的车次。',
  noneMore: '输入参考编号、车牌、集装箱号的一部分或货物名称即可。',
  more: '更多',
  open: '在途',
  all: '含已结束',
  which: '哪些车次',
  columns: { lorry: '车辆', goods: '货物', state: '状态', slot: '预约时段', planned: '申报时间' },
};
