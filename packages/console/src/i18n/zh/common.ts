import type { common as source } from '../en/common.ts';

export const common: typeof source = {
  zones: 'UTC+7 与 UTC+8',
  bothSides: '双方',
  channels: { green: '免查验', yellow: '审核单证', red: '审核单证并查验货物' },
  causes: {
    papers: '单证', slot: '预约时段', queue: '排队', bay: '检查台', laboratory: '实验室', other: '对方', closed: '闭关时间',
    driver: '司机', system: '系统',
  },
  alarms: {
    crossed_under_hold: '暂缓中过境线', crossed_unannounced: '未预告', exited_unreleased: '未放行驶出', plate_mismatch: '车牌不符',
    seal_mismatch: '封志不符', hold_overdue: '暂缓超期', crossed_after_refusal: '拒绝后过境线',
  },
  nothingWaited: '没有等候',
  whatHappened: '经过（按顺序）',
  until: '截止',
  loading: '正在加载',
  failed: '操作没有成功。',
  noAnswer: '节点没有应答。',
  nothingLost: '没有任何改动，您填写的内容仍保留。',
  tryAgain: '重试',
  close: '关闭',
  sentOver: '此内容会发送给对方。',
  notFound: '此地址没有页面。',
  home: '回到首页',
};
