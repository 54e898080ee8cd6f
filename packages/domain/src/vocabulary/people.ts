import type { Authority, Role, SideId } from '../kernel/codes.ts';
import type { Labels } from './labels.ts';

/** Who acts. 边防检查 is police of the immigration administration in China, and the border guard is an army in Viet Nam. */
export const AUTHORITY_LABELS: Readonly<Record<Authority, Labels>> = {
  customs: { en: 'Customs', vi: 'Hải quan', zh: '海关' },
  quarantine: { en: 'Quarantine', vi: 'Kiểm dịch', zh: '检验检疫' },
  border_guard: { en: 'Border guard, frontier inspection', vi: 'Biên phòng', zh: '边检' },
};

export const ROLE_LABELS: Readonly<Record<Role, Labels>> = {
  trader: { en: 'Trader, customs agent', vi: 'Doanh nghiệp, đại lý hải quan', zh: '企业、报关企业' },
  driver: { en: 'Driver', vi: 'Lái xe', zh: '驾驶员' },
  yard: { en: 'Yard operator', vi: 'Đơn vị vận hành bãi', zh: '货场经营单位' },
  gate: { en: 'Gate reader', vi: 'Cổng kiểm soát', zh: '卡口' },
  customs: { en: 'Customs officer', vi: 'Công chức hải quan', zh: '海关关员' },
  quarantine: { en: 'Quarantine officer', vi: 'Cán bộ kiểm dịch', zh: '检疫人员' },
  border_guard: { en: 'Border guard, frontier inspector', vi: 'Cán bộ biên phòng', zh: '边检民警' },
  laboratory: { en: 'Laboratory', vi: 'Phòng thử nghiệm', zh: '实验室' },
  manager: { en: 'Gate manager', vi: 'Quản lý cửa khẩu', zh: '口岸管理人员' },
  secretary: { en: 'Committee secretary', vi: 'Thư ký ủy ban', zh: '委员会秘书' },
  auditor: { en: 'Auditor', vi: 'Kiểm toán viên', zh: '审计人员' },
  operator: { en: 'Operator of the node', vi: 'Quản trị hệ thống', zh: '系统运维' },
  system: { en: 'System', vi: 'Hệ thống', zh: '系统' },
  public: { en: 'Public', vi: 'Công chúng', zh: '公众' },
};

export const SIDE_LABELS: Readonly<Record<SideId, Labels>> = {
  VN: { en: 'Viet Nam', vi: 'Việt Nam', zh: '越南' },
  CN: { en: 'China', vi: 'Trung Quốc', zh: '中国' },
};
