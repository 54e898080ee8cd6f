import type { print as source } from '../en/print.ts';

export const print: typeof source = {
  print: 'In',
  back: 'Quay lại',
  printed: 'In lúc {time}',
  notYet: 'Chưa có phiếu: phiếu được cấp khi xe vào bãi.',
  noPass: 'Không có thẻ: chuyến đã kết thúc, hoặc tài khoản này không được cấp thẻ.',
};
