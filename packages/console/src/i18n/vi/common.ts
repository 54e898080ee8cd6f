import type { common as source } from '../en/common.ts';

export const common: typeof source = {
  zones: 'UTC+7 và UTC+8',
  bothSides: 'cả hai bên',
  channels: { green: 'không kiểm tra', yellow: 'kiểm tra giấy tờ', red: 'kiểm tra giấy tờ và hàng hóa' },
  causes: {
    papers: 'Giấy tờ', slot: 'Khung giờ', queue: 'Hàng chờ', bay: 'Vị trí kiểm tra', laboratory: 'Thử nghiệm',
    other: 'Phía bạn', closed: 'Ngoài giờ', driver: 'Lái xe', system: 'Hệ thống',
  },
  alarms: {
    crossed_under_hold: 'qua khi bị dừng', crossed_unannounced: 'không báo trước', exited_unreleased: 'ra chưa được phép',
    plate_mismatch: 'biển số khác', seal_mismatch: 'niêm phong khác', hold_overdue: 'dừng quá hạn',
    crossed_after_refusal: 'qua dù bị từ chối',
  },
  nothingWaited: 'không phải chờ',
  whatHappened: 'Diễn biến theo thứ tự',
  until: 'đến',
  loading: 'Đang tải',
  failed: 'Không thực hiện được.',
  noAnswer: 'Máy chủ không trả lời.',
  nothingLost: 'Chưa có gì thay đổi. Nội dung bạn nhập vẫn còn.',
  tryAgain: 'Thử lại',
  close: 'Đóng',
  sentOver: 'Nội dung này được gửi sang phía bên kia.',
  notFound: 'Không có trang nào ở địa chỉ này.',
  home: 'Về trang đầu',
};
