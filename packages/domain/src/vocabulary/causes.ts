import type { Cause } from '../kernel/codes.ts';
import type { Labels } from './labels.ts';

/** Why somebody waits, in the order of `CAUSES`. */
export const CAUSE_LABELS: Readonly<Record<Cause, Labels>> = {
  papers: { en: 'Papers', vi: 'Giấy tờ', zh: '单证' },
  slot: { en: 'Waiting for the slot', vi: 'Chờ khung giờ', zh: '等候预约时段' },
  queue: { en: 'Waiting in the queue', vi: 'Xếp hàng', zh: '排队等候' },
  bay: { en: 'Waiting for a bay', vi: 'Chờ vị trí kiểm tra', zh: '等候检查台' },
  laboratory: { en: 'Waiting for the laboratory', vi: 'Chờ kết quả kiểm nghiệm', zh: '等候检测结果' },
  other: { en: 'Waiting for the other side', vi: 'Chờ phía bạn', zh: '等候对方' },
  closed: { en: 'Outside working hours', vi: 'Ngoài giờ làm việc', zh: '非通关时间' },
  driver: { en: 'Driver', vi: 'Do lái xe', zh: '司机原因' },
  system: { en: 'System failure', vi: 'Sự cố hệ thống', zh: '系统故障' },
};
