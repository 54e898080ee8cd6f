import type { Phase } from '../freight/crossing/joint.ts';
import type { Labels } from './labels.ts';

/**
 * Where a crossing stands. `crossed` and `cleared` avoid 过境 (transit) and 通关 (the whole process); thông quan is the
 * final decision of customs, so the phase says that the side has let the goods pass.
 */
export const PHASE_LABELS: Readonly<Record<Phase, Labels>> = {
  planned: { en: 'Planned', vi: 'Đã khai, chưa đặt giờ', zh: '已申报未预约' },
  booked: { en: 'Booked', vi: 'Đã đặt khung giờ', zh: '已预约' },
  arrived: { en: 'Arrived in the yard', vi: 'Đã vào bãi', zh: '已进场' },
  called: { en: 'Called', vi: 'Đã được gọi', zh: '已叫号' },
  released: { en: 'Released by the exporting side', vi: 'Bên xuất đã cho qua', zh: '出境方已放行' },
  exited: { en: 'Left the exporting side', vi: 'Đã ra khỏi cửa khẩu bên xuất', zh: '已驶离出境方口岸' },
  crossed: { en: 'Crossed', vi: 'Đã qua biên giới', zh: '已过境线' },
  cleared: { en: 'Released by the importing side', vi: 'Bên nhập đã cho qua', zh: '进境方已放行' },
  departed: { en: 'Departed', vi: 'Đã rời cửa khẩu', zh: '已离场' },
  returned: { en: 'Returned', vi: 'Đã quay về', zh: '已退回' },
  withdrawn: { en: 'Withdrawn', vi: 'Đã rút khai báo', zh: '已撤回' },
  expired: { en: 'Expired', vi: 'Đã hết hiệu lực', zh: '已过有效期' },
  refused: { en: 'Refused, must return', vi: 'Bị từ chối, phải quay về', zh: '不予放行,须退回' },
};
