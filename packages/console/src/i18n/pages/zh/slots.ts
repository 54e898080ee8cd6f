import type { slots as source } from '../en/slots.ts';

export const slots: typeof source = {
  earlier: '更早',
  later: '更晚',
  first: '最早有空',
  full: '当日已约满',
  legend: '每刻钟的剩余名额',
  booked: '本方已预约',
  free: '双方均有空',
  taken: '对方接收量中已占用',
  closed: '当日已无时段：有一方口岸关闭，或当日已结束。',
  quarter: (p) => `${p.vn}（中国 ${p.cn}）：${p.places} 个名额中剩 ${p.free} 个`,
  capacity: (p) => `${p.gate}对此类货物每小时接收 ${p.perHour} 辆${p.degraded ? '（约定速率），此前公布的能力有效至 {until}' : '，公布有效至 {until}'}。`,
  unknown: (gate) => `${gate}尚未公布此类货物的通关能力。`,
  book: '预约时段',
  move: '改约时段',
  booking: (lorry) => `${lorry}：已预约。`,
};
