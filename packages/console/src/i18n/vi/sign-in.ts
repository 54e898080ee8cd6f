import type { signIn as source } from '../en/sign-in.ts';

export const signIn: typeof source = {
  title: 'Một lượt qua, hai bên',
  demo: 'Bản trình diễn với đồng hồ ảo: {date}, {time}. Hãy chọn công việc bạn muốn xem.',
  working: 'Đăng nhập vào nút của {gate}.',
  name: 'Tên',
  password: 'Mật khẩu',
  enter: 'Đăng nhập',
  wrong: 'Tên và mật khẩu không khớp.',
  otherSide: (gate) => `Đây là nút của ${gate}. Bên kia có nút riêng.`,
  goThere: (gate) => `Sang ${gate}`,
  invented: 'Mọi người, doanh nghiệp và xe ở đây đều là hư cấu.',
  anybody: 'Bất kỳ ai',
  kiosk: 'xe của tôi ở đâu, tra theo biển số?',
  questions: {
    manager: 'đang có gì, vướng ở đâu, tiếp theo là gì?',
    customs: 'tôi phải quyết định gì, căn cứ nào?',
    quarantine: 'xe nào đang chờ tôi, giấy tờ nào không khớp?',
    border_guard: 'ai được qua, ai không được qua?',
    laboratory: 'mẫu nào đến hạn, kết quả nào đã có?',
    yard: 'xe nào đã đến, đã gọi, đến muộn?',
    trader: 'tôi còn thiếu gì, bao giờ xe qua?',
    secretary: 'đã hứa gì, bằng chứng đâu?',
    auditor: 'nhật ký có nguyên vẹn không?',
    operator: 'hai nút có khớp nhau không?',
    gate: 'xe nào được qua làn này?',
  },
};
