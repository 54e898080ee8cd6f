import type { shell as source } from '../en/shell.ts';

export const shell: typeof source = {
  skip: 'Tới nội dung',
  screens: 'Các trang',
  languages: 'Ngôn ngữ',
  nav: { control: 'Phòng điều hành', plan: 'Phương án', work: 'Việc cần xử lý', find: 'Tìm xe', declare: 'Khai báo', lorries: 'Xe của tôi', agreement: 'Thỏa thuận', log: 'Nhật ký', kiosk: 'Ki-ốt', dayList: 'Danh sách ngày' },
  receiptAll: 'mọi mục đã có xác nhận',
  behind: (count) => `${count} chưa có xác nhận`,
  linkTitle: 'Kết nối giữa hai nút',
  theme: 'Sáng hoặc tối',
  signOut: 'Đăng xuất',
  signIn: 'Đăng nhập',
  frozen: (gate) => `**Đã ngừng nhận từ ${gate} từ** {since}.`,
  peerSilent: (gate) => `**Mất kết nối với ${gate} từ** {since}.`,
  peerSilentWorks: (behind) =>
    `Công việc bên này vẫn tiếp tục. ${behind} sự kiện chờ gửi; phần của bên kia trong mỗi hình là số liệu lúc {since}.`,
  nodeSilent: '**Trang này mất kết nối với máy chủ từ** {since}.',
  nodeSilentWorks: 'Bạn đang xem số liệu lúc đó. Chưa thể ra quyết định cho đến khi có lại kết nối; hệ thống thử lại mỗi năm giây.',
  polling: 'Luồng trực tiếp bị ngắt; trang hỏi lại mỗi năm giây.',
  keys: {
    title: 'Tất cả phím',
    groups: { list: 'Trong danh sách', decide: 'Trong hồ sơ', go: 'Đi tới', picture: 'Trong hình', plan: 'Trong phương án' },
    names: {
      next: 'tiếp theo', previous: 'trước đó', open: 'mở', find: 'tìm', release: 'cho qua', ask: 'yêu cầu giấy tờ',
      sample: 'lấy mẫu', hold: 'tạm dừng', refuse: 'từ chối', decide: 'quyết định và sang xe sau', control: 'phòng điều hành',
      work: 'việc cần xử lý', lorries: 'xe của tôi', agreement: 'thỏa thuận', log: 'nhật ký', declare: 'khai báo xe', play: 'chạy hoặc dừng',
      earlier: 'lùi một khắc (15 phút)', later: 'tiến một khắc (15 phút)', now: 'hiện tại', mirror: 'đảo gương hình',
      plan: 'phương án', undo: 'hoàn tác một thay đổi', help: 'tất cả phím',
    },
    note: 'Phím chữ chỉ để chọn; không có gì được ký chỉ bằng một phím. Trong ô nhập, phím chữ không có tác dụng này.',
  },
};
