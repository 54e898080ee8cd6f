import type { slots as source } from '../en/slots.ts';

export const slots: typeof source = {
  earlier: 'Sớm hơn',
  later: 'Muộn hơn',
  first: 'Sớm nhất còn chỗ',
  full: 'Ngày này đã hết chỗ',
  legend: 'Các khung 15 phút và số chỗ còn trống',
  booked: 'đã đặt ở bên này',
  free: 'còn chỗ ở cả hai bên',
  taken: 'đã dùng trong mức phía bạn nhận',
  closed: 'Ngày này không còn khung giờ: một cửa khẩu đóng, hoặc đã hết ngày.',
  quarter: (p) => `${p.vn}, giờ Trung Quốc ${p.cn}: còn ${p.free} trong ${p.places} chỗ`,
  capacity: (p) => `${p.gate} nhận ${p.perHour} xe mỗi giờ với loại hàng này, ${p.degraded ? 'mức thỏa thuận: mức đã công bố có hiệu lực đến {until}' : 'công bố đến {until}'}.`,
  unknown: (gate) => `${gate} chưa công bố năng lực tiếp nhận cho loại hàng này.`,
  book: 'Đặt khung giờ',
  move: 'Đổi khung giờ',
  booking: (lorry) => `${lorry}: đã đặt khung giờ.`,
};
