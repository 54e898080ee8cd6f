import type { Direction } from '../../kernel/codes.ts';
import type { Bay, Lane, Pair } from './schema.ts';

/**
 * The first pair. What public sources said up to mid 2026 has its source beside it; what no public source gives is
 * assumed and says so.
 */
const PRESS = 'provincial and national press 2023-2026: haiquanonline, vietnam.vn, laodong, vietnamplus';
const UNNAMED = 'public statement read by mid 2026, publisher not recorded';
const ASSUMED = 'assumed, no public figure';

const lanes = (prefix: string, count: number, direction: Direction, about: Omit<Lane, 'id' | 'direction'>): Lane[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index + 1}`, direction, ...about }));

const stations = (kind: Bay['kind'], prefix: string, count: number, direction: Direction): Bay[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index + 1}`,
    kind,
    direction,
    source: ASSUMED,
    assumed: true,
  }));

const assumedLanes = { switchable: false, source: ASSUMED, assumed: true };
const knownLanes = { switchable: true, source: UNNAMED, assumed: false };

export const huuNghiYouyiGuan: Pair = {
  id: 'huu-nghi-youyi-guan',
  name: { en: 'Hữu Nghị – Youyi Guan', vi: 'Hữu Nghị – Hữu Nghị Quan', zh: '友谊 – 友谊关' },
  markers: {
    value: '1116/1117',
    source: 'VN-CN protocol on demarcation 2009, as quoted in public lists',
    assumed: false,
  },
  routes: [
    {
      id: '1119-1120',
      name: {
        en: 'Dedicated freight road, markers 1119-1120',
        vi: 'Đường chuyên dụng vận chuyển hàng hóa, mốc 1119-1120',
        zh: '1119-1120界碑货运专用通道',
      },
      source: PRESS,
      assumed: false,
    },
  ],
  position: {
    latitude: '21.97111',
    longitude: '106.71083',
    note: 'schematic, not for demarcation; about 0.25 km from the border line of OpenStreetMap',
    source: 'public gazetteers',
    assumed: false,
  },
  degradedShare: 0.5,
  arrivalGraceDays: 7,
  sides: {
    VN: {
      side: 'VN',
      name: { en: 'Hữu Nghị', vi: 'Hữu Nghị', zh: '友谊' },
      province: { en: 'Lạng Sơn', vi: 'Lạng Sơn', zh: '谅山省' },
      utcOffsetMinutes: 420,
      timeZone: 'Asia/Ho_Chi_Minh',
      declarationOfficeID: 'HUUNGHI',
      calendar: {
        utcOffsetMinutes: 420,
        hours: [
          { from: '2023-01-01', opensMinute: 420, closesMinute: 1140, source: UNNAMED, assumed: false },
          // To 22:00 in the fruit season; the months of the season are assumed.
          {
            from: '2026-05-01',
            until: '2026-08-31',
            opensMinute: 420,
            closesMinute: 1320,
            source: UNNAMED,
            assumed: true,
          },
        ],
        exceptions: [],
      },
      lanes: [...lanes('VN-X', 5, 'VN-CN', assumedLanes), ...lanes('VN-N', 5, 'CN-VN', assumedLanes)],
      yards: [
        {
          id: 'VN-YX',
          direction: 'VN-CN',
          places: 260,
          source: ASSUMED,
          assumed: true,
          name: { en: 'Export waiting yard', vi: 'Bãi tập kết hàng chờ xuất khẩu', zh: '出口候检停车场' },
        },
        {
          id: 'VN-YN',
          direction: 'CN-VN',
          places: 260,
          source: ASSUMED,
          assumed: true,
          name: { en: 'Import yard', vi: 'Bãi kiểm tra hàng nhập khẩu', zh: '进口货场' },
        },
      ],
      stations: [
        ...stations('bay', 'VN-BX', 4, 'VN-CN'),
        ...stations('bay', 'VN-BN', 5, 'CN-VN'),
        ...stations('desk', 'VN-DX', 4, 'VN-CN'),
        ...stations('desk', 'VN-DN', 4, 'CN-VN'),
        ...stations('laboratory', 'VN-LN', 2, 'CN-VN'),
      ],
    },
    CN: {
      side: 'CN',
      name: { en: 'Youyi Guan', vi: 'Hữu Nghị Quan', zh: '友谊关' },
      province: { en: 'Guangxi', vi: 'Quảng Tây', zh: '广西壮族自治区' },
      utcOffsetMinutes: 480,
      timeZone: 'Asia/Shanghai',
      declarationOfficeID: 'YOUYIGUAN',
      calendar: {
        utcOffsetMinutes: 480,
        hours: [{ from: '2023-01-01', opensMinute: 420, closesMinute: 1140, source: ASSUMED, assumed: true }],
        exceptions: [],
      },
      lanes: [...lanes('CN-N', 6, 'VN-CN', knownLanes), ...lanes('CN-X', 6, 'CN-VN', knownLanes)],
      yards: [
        {
          id: 'CN-YN',
          direction: 'VN-CN',
          places: 260,
          source: ASSUMED,
          assumed: true,
          name: { en: 'Import yard', vi: 'Bãi hàng nhập khẩu', zh: '进口货场' },
        },
        {
          id: 'CN-YX',
          direction: 'CN-VN',
          places: 260,
          source: ASSUMED,
          assumed: true,
          name: { en: 'Export waiting yard', vi: 'Bãi tập kết hàng chờ xuất khẩu', zh: '出口候检停车场' },
        },
      ],
      stations: [
        ...stations('bay', 'CN-BN', 6, 'VN-CN'),
        ...stations('bay', 'CN-BX', 4, 'CN-VN'),
        ...stations('desk', 'CN-DN', 4, 'VN-CN'),
        ...stations('desk', 'CN-DX', 4, 'CN-VN'),
        ...stations('laboratory', 'CN-LN', 4, 'VN-CN'),
      ],
    },
  },
};
