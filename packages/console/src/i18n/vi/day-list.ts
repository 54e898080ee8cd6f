import type { dayList as source } from '../en/day-list.ts';

export const dayList: typeof source = {
  title: (p) => `${p.gate}, ${p.date}`,
  sentence: (p) => `**${p.count} xe** có mặt hoặc đã rời đi trong ngày đó.`,
  explain: 'Theo thứ tự vào bãi. Giờ địa phương của cửa khẩu này. Tệp mở bằng bảng tính với đúng phông chữ.',
  date: 'Ngày',
  earlier: 'Ngày trước',
  later: 'Ngày sau',
  download: 'Lưu thành CSV',
  empty: 'Không có xe nào trong ngày đó.',
};
