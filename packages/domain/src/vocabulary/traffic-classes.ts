import type { TrafficClass } from '../kernel/codes.ts';
import type { Labels } from './labels.ts';

/** Classes that slots, capacity and the order are counted by. */
export const TRAFFIC_CLASS_LABELS: Readonly<Record<TrafficClass, Labels>> = {
  perishable: { en: 'Perishable', vi: 'Hàng dễ hỏng', zh: '易腐货物' },
  general: { en: 'General', vi: 'Hàng thông thường', zh: '普通货物' },
  high_value: { en: 'High value', vi: 'Hàng giá trị cao', zh: '高值货物' },
  hazardous: { en: 'Hazardous', vi: 'Hàng nguy hiểm', zh: '危险货物' },
  empty: { en: 'Empty', vi: 'Xe, container rỗng', zh: '空车空箱' },
  smart_lane: { en: 'Smart-lane container', vi: 'Container làn thông minh', zh: '智慧通道集装箱' },
};
