import { MINUTE, fromMillis, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { CAUSE_LABELS } from '@pairgate/domain/vocabulary/causes.ts';
import { commodityName } from '@pairgate/domain/vocabulary/commodities.ts';
import type { Labels, Language } from '@pairgate/domain/vocabulary/labels.ts';
import { PHASE_LABELS } from '@pairgate/domain/vocabulary/phases.ts';
import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import { csvOf } from './csv.ts';
import type { CrossingRow } from './readings.ts';

/** The list of a day as RFC 4180 text that a spreadsheet opens in the right script and does not run. */

interface Column {
  readonly heading: Labels;
  readonly cell: (row: CrossingRow, language: Language, local: (at: Instant | null) => string) => string;
}

const COLUMNS: readonly Column[] = [
  { heading: { en: 'Reference', vi: 'Số tham chiếu', zh: '参考编号' }, cell: (row) => row.reference },
  { heading: { en: 'Direction', vi: 'Chiều', zh: '方向' }, cell: (row) => row.direction },
  { heading: { en: 'Plate', vi: 'Biển số', zh: '车牌号' }, cell: (row) => row.tractorID ?? '' },
  { heading: { en: 'Container', vi: 'Container', zh: '集装箱号' }, cell: (row) => row.containerID ?? '' },
  {
    heading: { en: 'Class', vi: 'Loại', zh: '类别' },
    cell: (row, language) => TRAFFIC_CLASS_LABELS[row.trafficClass][language],
  },
  { heading: { en: 'Goods', vi: 'Hàng hóa', zh: '货物' }, cell: (row, language) => commodityName(row.goods ?? undefined, language) ?? '' },
  { heading: { en: 'HS', vi: 'Mã HS', zh: 'HS编码' }, cell: (row) => row.goods?.hs6 ?? '' },
  { heading: { en: 'Net mass, kg', vi: 'Trọng lượng tịnh, kg', zh: '净重(千克)' }, cell: (row) => row.goods?.netMassKg ?? '' },
  { heading: { en: 'Consignments', vi: 'Lô hàng', zh: '货物批次' }, cell: (row) => row.consignments.join(' ') },
  { heading: { en: 'Slot', vi: 'Khung giờ', zh: '预约时段' }, cell: (row, _language, local) => local(row.slotStart) },
  { heading: { en: 'Arrived', vi: 'Vào bãi', zh: '进场时间' }, cell: (row, _language, local) => local(row.arrivedAt) },
  { heading: { en: 'Ended', vi: 'Kết thúc', zh: '结束时间' }, cell: (row, _language, local) => local(row.endedAt) },
  { heading: { en: 'State', vi: 'Trạng thái', zh: '状态' }, cell: (row, language) => PHASE_LABELS[row.phase][language] },
  {
    heading: { en: 'Waiting for', vi: 'Đang chờ', zh: '等候原因' },
    cell: (row, language) => (row.cause === null ? '' : CAUSE_LABELS[row.cause][language]),
  },
  {
    heading: { en: 'Waited, minutes', vi: 'Đã chờ, phút', zh: '已等候(分钟)' },
    cell: (row) => String(Math.round(row.waitedMs / MINUTE)),
  },
];

/** Local time of the gate as `2026-11-19 10:42`, which sorts and which every spreadsheet reads. */
const localAt = (offsetMinutes: number) => (at: Instant | null): string =>
  at === null ? '' : fromMillis(toMillis(at) + offsetMinutes * MINUTE).slice(0, 16).replace('T', ' ');

/** `offsetMinutes` is the gate's own distance from UTC. */
export function dayListCsv(rows: readonly CrossingRow[], language: Language, offsetMinutes: number): string {
  const local = localAt(offsetMinutes);
  const lines = [
    COLUMNS.map((column) => column.heading[language]),
    ...rows.map((row) => COLUMNS.map((column) => column.cell(row, language, local))),
  ];
  return csvOf(lines);
}
