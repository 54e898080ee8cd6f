import type { dayList as source } from '../en/day-list.ts';

export const dayList: typeof source = {
  title: (p) => `${p.gate}，${p.date}`,
  sentence: (p) => `当日有 **${p.count} 辆**在场或离场。`,
  explain: '按进场顺序。时间为本口岸当地时间。文件可用电子表格打开，文字显示正确。',
  date: '日期',
  earlier: '前一天',
  later: '后一天',
  download: '存为 CSV',
  empty: '当日没有车辆。',
};
