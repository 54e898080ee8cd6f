import type { DocumentTypeCode } from '@pairgate/domain/freight/declaration/schema.ts';

/**
 * What lorries carry. Commodity codes are lines of the tariff tables of Viet Nam (AHTN 2022) and China that the project
 * holds; a Chinese line that is not in that table is marked `unchecked`, and where a Chinese exporter's own line is not
 * in it, none is given. Shares and prices are assumed.
 */
export interface Goods {
  readonly name: string;
  readonly hs6: string;
  readonly vn8: string;
  readonly cn10?: string;
  readonly unchecked?: true;
  readonly en: string;
  readonly vi: string;
  readonly zh: string;
  /** Share within its list; zero outside the months of its season. */
  readonly share: number;
  /** Months, 1 to 12, from first to last; all year when absent. */
  readonly season?: readonly [number, number];
  readonly fruit?: true;
  readonly netKg: readonly [number, number];
  /** Gross above net, as a share. */
  readonly tare: number;
  readonly packageKg: number;
  readonly packageType: string;
  /** Price of a kilogram in the currency of the list. */
  readonly pricePerKg: readonly [number, number];
  /** The tariff's unit when it is not the kilogram, and how many of it a kilogram holds. */
  readonly unit?: readonly [code: string, perKg: number];
  readonly temperatureC?: string;
  readonly shelfLifeHours?: readonly [number, number];
  /** Papers beyond those of every lorry. */
  readonly papers?: readonly DocumentTypeCode[];
  /** Papers that the importer adds. */
  readonly importPapers?: readonly DocumentTypeCode[];
}

type Line = readonly [name: string, hs6: string, vn8: string, cn10: string | undefined, en: string, vi: string, zh: string];

const cold = { netKg: [18_600, 20_600], tare: 0.06, packageKg: 17, packageType: 'CT' } as const;
const dry = { netKg: [16_000, 21_500], tare: 0.05, packageKg: 25, packageType: 'CT' } as const;

const goods = ([name, hs6, vn8, cn10, en, vi, zh]: Line, more: Omit<Goods, 'name' | 'hs6' | 'vn8' | 'cn10' | 'en' | 'vi' | 'zh'>): Goods => ({
  name, hs6, vn8, ...(cn10 === undefined ? {} : { cn10 }), en, vi, zh, ...more,
});

const fruit = (line: Line, share: number, more: Partial<Goods>): Goods =>
  goods(line, {
    ...cold, share, fruit: true, pricePerKg: [0.6, 1.4], temperatureC: '12', shelfLifeHours: [120, 240], papers: ['851'],
    importPapers: ['quarantine_import_permit'], ...more,
  });

/** Fresh fruit of Viet Nam. Durian leads, as the press of late 2025 tells; the other shares are assumed. Prices in US dollars. */
export const FRUIT: readonly Goods[] = [
  fruit(['durian', '081060', '08106000', '0810600000', 'Fresh durian (Durio zibethinus)', 'Quả sầu riêng tươi (Durio zibethinus)', '鲜榴莲'], 58, {
    pricePerKg: [3.6, 4.9], temperatureC: '14', shelfLifeHours: [96, 168], papers: ['851', '4'],
  }),
  fruit(['dragon-fruit', '081090', '08109092', '0810908000', 'Fresh dragon fruit, red flesh', 'Quả thanh long tươi, ruột đỏ', '鲜火龙果'], 14, { temperatureC: '6' }),
  fruit(['jackfruit', '081090', '08109050', '0810909090', 'Fresh jackfruit', 'Quả mít tươi', '鲜菠萝蜜'], 10, {}),
  fruit(['banana', '080390', '08039020', '0803900000', 'Fresh Cavendish bananas', 'Quả chuối Cavendish tươi', '鲜香蕉'], 6, {
    unchecked: true, temperatureC: '13', packageKg: 14,
  }),
  fruit(['mango', '080450', '08045021', '0804502001', 'Fresh mangoes', 'Quả xoài tươi', '鲜芒果'], 5, {}),
  fruit(['longan', '081090', '08109010', '0810903000', 'Fresh longan', 'Quả nhãn tươi', '鲜龙眼'], 4, { temperatureC: '4', shelfLifeHours: [72, 144] }),
  fruit(['lychee', '081090', '08109020', '0810901000', 'Fresh lychee', 'Quả vải tươi', '鲜荔枝'], 30, {
    season: [5, 7], temperatureC: '3', shelfLifeHours: [48, 96],
  }),
  fruit(['rambutan', '081090', '08109030', '0810904000', 'Fresh rambutan', 'Quả chôm chôm tươi', '鲜红毛丹'], 2, { shelfLifeHours: [72, 120] }),
  fruit(['watermelon', '080711', '08071100', '0807110000', 'Fresh watermelons', 'Quả dưa hấu tươi', '鲜西瓜'], 3, {
    unchecked: true, season: [1, 7], pricePerKg: [0.25, 0.45], temperatureC: '12', packageType: 'CR',
  }),
];

/** What else Viet Nam sends here. */
export const EXPORTS: readonly Goods[] = [
  goods(['chilli', '070960', '07096010', '0709600000', 'Fresh chillies', 'Quả ớt tươi', '鲜辣椒'], {
    ...cold, share: 18, pricePerKg: [1.2, 2], temperatureC: '8', shelfLifeHours: [120, 200], papers: ['851'],
    importPapers: ['quarantine_import_permit'],
  }),
  goods(['cassava-starch', '110814', '11081400', '1108140000', 'Cassava starch', 'Tinh bột sắn', '木薯淀粉'], {
    ...dry, unchecked: true, share: 34, pricePerKg: [0.42, 0.55], packageKg: 50, packageType: 'BG', papers: ['851'],
  }),
  goods(['pangasius', '030462', '03046200', '0304620000', 'Frozen pangasius fillets', 'Cá tra phi lê đông lạnh', '冻鲶鱼片'], {
    ...cold, unchecked: true, share: 16, pricePerKg: [2.2, 3], packageKg: 10, temperatureC: '-18', papers: ['853'],
  }),
  goods(['rubber', '400122', '40012220', '4001220000', 'Natural rubber, TSNR 20', 'Cao su tự nhiên TSNR 20', '天然橡胶 TSNR 20'], {
    ...dry, unchecked: true, share: 16, pricePerKg: [1.6, 1.9], packageKg: 35, packageType: 'BL',
  }),
  goods(['t-shirts', '610910', '61091010', '6109100010', 'Cotton T-shirts, knitted', 'Áo phông dệt kim bằng bông', '棉制针织T恤衫'], {
    ...dry, netKg: [8_000, 12_000], share: 16, pricePerKg: [9, 14], unit: ['H87', 6],
  }),
];

const factory = (line: Line, share: number, more: Partial<Goods> = {}): Goods => goods(line, { ...dry, share, pricePerKg: [4, 12], ...more });
const grown = (line: Line, share: number, more: Partial<Goods> = {}): Goods =>
  goods(line, { ...cold, share, pricePerKg: [3, 8], temperatureC: '2', shelfLifeHours: [240, 480], papers: ['851'], ...more });

/** What China sends here: parts and machines, cloth, metals, plastics, vegetables and fruit. Prices in yuan. */
export const IMPORTS: readonly Goods[] = [
  factory(['pcb', '853400', '85340090', '8534001000', 'Printed circuits, multilayer', 'Mạch in nhiều lớp', '多层印制电路板'], 9, {
    netKg: [6_000, 12_000], pricePerKg: [120, 260], unit: ['H87', 24], unchecked: true,
  }),
  factory(['inductors', '850450', '85045010', '8504500000', 'Inductors for power supplies', 'Cuộn cảm cho bộ nguồn', '电源用电感器'], 7, {
    netKg: [9_000, 15_000], pricePerKg: [40, 70], unit: ['H87', 26],
  }),
  factory(['assemblies', '847330', '84733010', '8473309000', 'Printed circuit assemblies for computers', 'Tấm mạch in đã lắp ráp cho máy tính', '计算机用印刷电路组件'], 8, {
    netKg: [6_000, 11_000], pricePerKg: [45, 90], unit: ['H87', 3], unchecked: true,
  }),
  factory(['solar', '854143', '85414300', undefined, 'Photovoltaic modules', 'Tấm mô-đun quang điện', '光伏组件'], 5, { pricePerKg: [8, 11], unit: ['H87', 0.04], packageKg: 900, packageType: 'PX' }),
  factory(['laptops', '847130', '84713020', undefined, 'Portable computers', 'Máy tính xách tay', '便携式计算机'], 4, {
    netKg: [5_000, 9_000], pricePerKg: [900, 1600], unit: ['H87', 0.6],
  }),
  factory(['processors', '854231', '85423100', undefined, 'Processors, integrated circuits', 'Bộ vi xử lý, mạch tích hợp', '处理器集成电路'], 3, {
    netKg: [1_500, 4_000], pricePerKg: [4000, 9000], unit: ['H87', 60],
  }),
  factory(['base-stations', '851761', '85176100', undefined, 'Base stations', 'Thiết bị trạm gốc', '基站'], 2, {
    netKg: [5_000, 9_000], pricePerKg: [200, 420], unit: ['H87', 0.05], importPapers: ['conformity'],
  }),
  factory(['batteries', '850760', '85076031', undefined, 'Lithium-ion accumulators for portable computers', 'Ắc quy ion liti cho máy tính xách tay', '便携式计算机用锂离子电池'], 2, {
    netKg: [8_000, 14_000], pricePerKg: [110, 180], unit: ['H87', 4], papers: ['890', 'battery_test_summary'],
  }),
  factory(['woven', '540752', '54075200', undefined, 'Woven fabric of polyester, dyed', 'Vải dệt thoi từ polyester, đã nhuộm', '染色聚酯机织物'], 8, { pricePerKg: [22, 40], packageType: 'RO', packageKg: 40 }),
  factory(['knitted', '600622', '60062200', undefined, 'Knitted fabric of cotton, dyed', 'Vải dệt kim từ bông, đã nhuộm', '染色棉针织物'], 6, { pricePerKg: [35, 60], packageType: 'RO', packageKg: 30 }),
  factory(['valves', '848180', '84818099', undefined, 'Valves for pipes', 'Van cho đường ống', '管道阀门'], 5, { pricePerKg: [30, 70], unit: ['H87', 0.6] }),
  factory(['coolers', '841869', '84186910', undefined, 'Beverage coolers', 'Thiết bị làm lạnh đồ uống', '饮料冷却设备'], 3, { pricePerKg: [25, 40], unit: ['H87', 0.02], packageKg: 60 }),
  factory(['steel', '721049', '72104911', undefined, 'Steel sheet, zinc coated', 'Thép lá mạ kẽm', '镀锌钢板'], 6, { pricePerKg: [4.2, 5.4], packageType: 'CL', packageKg: 5000 }),
  factory(['screws', '731815', '73181590', undefined, 'Screws and bolts of steel', 'Vít và bu lông thép', '钢制螺钉螺栓'], 3, { pricePerKg: [9, 16] }),
  factory(['aluminium', '760611', '76061110', undefined, 'Aluminium plate', 'Tấm nhôm', '铝板'], 3, { pricePerKg: [21, 26], packageType: 'PX', packageKg: 1000 }),
  factory(['polyethylene', '390120', '39012000', undefined, 'Polyethylene in primary form', 'Polyetylen dạng nguyên sinh', '初级形状聚乙烯'], 4, { pricePerKg: [7, 9], packageType: 'BG' }),
  factory(['film', '392010', '39201090', undefined, 'Film of polyethylene', 'Màng polyetylen', '聚乙烯薄膜'], 3, { pricePerKg: [11, 16], packageType: 'RO' }),
  factory(['car-parts', '870899', '87089999', undefined, 'Parts of motor vehicles', 'Phụ tùng xe có động cơ', '机动车零件'], 4, { pricePerKg: [35, 80] }),
  factory(['toys', '950300', '95030099', undefined, 'Toys', 'Đồ chơi', '玩具'], 3, { netKg: [6_000, 10_000], pricePerKg: [25, 45] }),
  grown(['garlic', '070320', '07032090', undefined, 'Garlic', 'Tỏi', '大蒜'], 4, { packageType: 'BG', temperatureC: '-2', shelfLifeHours: [720, 1400] }),
  grown(['onions', '070310', '07031029', '0703102000', 'Shallots', 'Hành, hẹ', '青葱'], 2),
  grown(['carrots', '070610', '07061010', undefined, 'Carrots', 'Cà rốt', '胡萝卜'], 2),
  grown(['potatoes', '070190', '07019090', undefined, 'Potatoes', 'Khoai tây', '马铃薯'], 2, { packageType: 'BG' }),
  grown(['apples', '080810', '08081000', undefined, 'Fresh apples', 'Quả táo tươi', '鲜苹果'], 4, { fruit: true }),
  grown(['grapes', '080610', '08061000', undefined, 'Fresh grapes', 'Quả nho tươi', '鲜葡萄'], 3, { fruit: true, pricePerKg: [8, 16], shelfLifeHours: [168, 336] }),
  grown(['pears', '080830', '08083000', undefined, 'Fresh pears', 'Quả lê tươi', '鲜梨'], 2, { fruit: true }),
  grown(['mandarins', '080521', '08052100', undefined, 'Fresh mandarins', 'Quả quýt tươi', '鲜柑橘'], 3, { fruit: true }),
];

/** Whether goods travel in a month of the year. */
export function inSeason({ season }: Goods, month: number): boolean {
  return season === undefined || (season[0] <= month && month <= season[1]);
}

/** The national line of a side for goods that somebody else declared by their six common digits, if we know one. */
export function lineFor(side: 'VN' | 'CN', hs6: string): string {
  const known = [...FRUIT, ...EXPORTS, ...IMPORTS].find((each) => each.hs6 === hs6 && (side === 'VN' || each.cn10 !== undefined));
  const line = side === 'VN' ? known?.vn8 : known?.cn10;
  return line ?? hs6.padEnd(side === 'VN' ? 8 : 10, '0');
}
