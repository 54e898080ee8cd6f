import { SIDES, type Authority, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Chance } from './chance.ts';

/**
 * The people of the demonstration whom the day plays, by the names of their accounts, and the firms that appear in papers.
 * All are invented.
 */
export type Persona = string;

const of = (side: SideId, part: string): Persona => `${side.toLowerCase()}-${part}`;

export const manager = (side: SideId): Persona => of(side, 'manager');
export const yard = (side: SideId): Persona => of(side, 'yard');
export const gate = (side: SideId): Persona => of(side, 'gate');
export const laboratory = (side: SideId): Persona => of(side, 'laboratory');
/** Sees every crossing of its side and does nothing: through its eyes the day follows what other people do. */
export const onlooker = (side: SideId): Persona => of(side, 'auditor');
export const officer = (side: SideId, authority: Authority): Persona => of(side, authority.replace('_', '-'));

export interface Trader {
  readonly persona: Persona;
  readonly side: SideId;
  readonly firm: string;
  readonly name: string;
  /** Share of the day's lorries that it declares, and of those that it completes for the other side's exporters. */
  readonly declares: number;
  readonly completes: number;
}

/** The firms of the accounts. The first of each side declares little, so that a visitor finds its own lorries in its list. */
export const TRADERS: readonly Trader[] = [
  { persona: 'vn-trader', side: 'VN', firm: '1201234567', name: 'Công ty TNHH Trái cây Tiền Giang', declares: 4, completes: 2 },
  { persona: 'vn-trader-2', side: 'VN', firm: '2400987654', name: 'Công ty TNHH Điện tử Bắc Giang', declares: 26, completes: 90 },
  { persona: 'vn-trader-3', side: 'VN', firm: '6001234567', name: 'Công ty TNHH Nông sản Đắk Thành', declares: 70, completes: 8 },
  { persona: 'cn-trader', side: 'CN', firm: '91451481MA5NL8XK2T', name: '凭祥南岭果品有限公司', declares: 2, completes: 4 },
  { persona: 'cn-trader-2', side: 'CN', firm: '91451481MA5NEXAMP1', name: '广西南果进出口有限公司', declares: 22, completes: 88 },
  { persona: 'cn-trader-3', side: 'CN', firm: '91450100MA5NELEC33', name: '广西邕电电子有限公司', declares: 76, completes: 8 },
];

/** How soon somebody's request is sent when there are many: 0 at once, 1 when nobody at the gate waits, 2 last. */
export type Urgency = 0 | 1 | 2;
const AT_THE_GATE = SIDES.flatMap((side) => [manager(side), yard(side), gate(side)]);

export function urgencyOf(persona: Persona): Urgency {
  if (AT_THE_GATE.includes(persona)) return 0;
  return TRADERS.some((trader) => trader.persona === persona) ? 2 : 1;
}

export const tradersOf = (side: SideId): Trader[] => TRADERS.filter((trader) => trader.side === side);
export const traderOf = (side: SideId, firm: string | undefined): Trader | undefined =>
  TRADERS.find((trader) => trader.side === side && trader.firm === firm);

interface Firm {
  readonly name: string;
  readonly ID: string;
}

/** Firms without an account: a trader above declares for them as their customs agent. */
export const EXPORTERS: Readonly<Record<SideId, readonly Firm[]>> = {
  VN: [
    { name: 'Công ty TNHH Sầu riêng Krông Pắc', ID: '6001887301' },
    { name: 'Hợp tác xã Thanh long Chợ Gạo', ID: '1201887302' },
    { name: 'Công ty CP Nông sản Cai Lậy', ID: '1201887303' },
    { name: 'Công ty TNHH Xuất khẩu trái cây Đồng Tháp', ID: '1401887304' },
    { name: 'Công ty TNHH Tinh bột sắn Tây Ninh', ID: '3901887305' },
    { name: 'Công ty CP Thủy sản Sông Hậu', ID: '1801887306' },
    { name: 'Công ty TNHH Ớt sạch Hải Dương', ID: '0801887307' },
    { name: 'Công ty CP Cao su Bình Long', ID: '3801887308' },
  ],
  CN: [
    { name: '南宁桂川电子有限公司', ID: '91450100MA5NDAY301' },
    { name: '东莞市恒信元件厂', ID: '91441900MA5NDAY302' },
    { name: '柳州华岭机械有限公司', ID: '91450200MA5NDAY303' },
    { name: '绍兴锦川纺织有限公司', ID: '91330600MA5NDAY304' },
    { name: '山东鲁蒜农产品有限公司', ID: '91370800MA5NDAY305' },
    { name: '陕西渭北果业有限公司', ID: '91610500MA5NDAY306' },
    { name: '佛山南海金属材料有限公司', ID: '91440600MA5NDAY307' },
    { name: '崇左和顺贸易有限公司', ID: '91451400MA5NDAY308' },
  ],
};

const NAMES: Readonly<Record<SideId, { readonly family: readonly string[]; readonly given: readonly string[] }>> = {
  VN: {
    family: ['Nguyễn Văn', 'Trần Văn', 'Lê Đình', 'Phạm Hữu', 'Hoàng Văn', 'Vi Văn', 'Nông Văn', 'Đặng Quang'],
    given: ['An', 'Bình', 'Dũng', 'Hải', 'Khánh', 'Long', 'Nam', 'Phúc', 'Sơn', 'Thắng', 'Tuấn', 'Vinh'],
  },
  CN: {
    family: ['韦', '黄', '农', '梁', '陆', '覃', '李', '陈', '莫', '蒙'],
    given: ['建国', '志强', '国辉', '文军', '永康', '海明', '振华', '德胜', '家旺', '光荣'],
  },
};

export function driverName(side: SideId, chance: Chance): string {
  const { family, given } = NAMES[side];
  return `${chance.pick(family)}${side === 'VN' ? ' ' : ''}${chance.pick(given)}`;
}
