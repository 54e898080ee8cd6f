import type { find as source } from '../en/find.ts';

export const find: typeof source = {
  title: 'Tìm xe',
  label: 'Số tham chiếu, biển số, container hoặc hàng hóa',
  explain: 'Mọi chuyến mà nút này biết, mới nhất ở trên.',
  none: 'Không có gì phù hợp.',
  noneMore: 'Chỉ cần một phần số tham chiếu, biển số, số container hoặc một từ trong tên hàng.',
  more: 'Xem thêm',
  open: 'đang đi',
  all: 'cả chuyến đã xong',
  which: 'Những chuyến nào',
  columns: { lorry: 'Xe', goods: 'Hàng hóa', state: 'Trạng thái', slot: 'Khung giờ', planned: 'Khai lúc' },
};
