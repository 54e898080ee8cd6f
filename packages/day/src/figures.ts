import { HOUR, MINUTE } from '@pairgate/domain/kernel/instant.ts';
import type { Direction, TrafficClass } from '@pairgate/domain/kernel/codes.ts';

/**
 * The figures that the day is made of. Each says whether it is from a source (`field.md`) or assumed; assumed ones are
 * listed by `ASSUMPTIONS` and told at the control port.
 */

/** Hữu Nghị, mean day, as in July 2025: loaded lorries. Source: field.md, "Volumes". */
export const LORRIES: Readonly<Record<Direction, number>> = { 'VN-CN': 252, 'CN-VN': 690 };

/** Share of fruit among exports of Viet Nam. Source: mean day of 2026-01-31/02-01 at Lạng Sơn; 0.71-0.83 over the years. */
export const FRUIT_SHARE = 0.74;

/** Assumed: how far one day differs from another, as a share of the mean. */
export const DAY_DEVIATION = 0.04;

/** Milliseconds, from shortest to longest; drawn uniformly. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
const seconds = (from: number, to: number): Span => ({ from: from * 1000, to: to * 1000 });
const minutes = (from: number, to: number): Span => ({ from: from * MINUTE, to: to * MINUTE });

export const SERVICE = {
  /** Gate pass: 10-15 s for the check of the lorry, 30 s in all. Source: field.md, "Service times". */
  lane: seconds(10, 30),
  /** The border guard looks at lorry and driver: 10-15 s on the Chinese side. Source: field.md. */
  borderGuard: seconds(10, 15),
  /** Papers of customs. Source: two to five minutes, as an online declaration. */
  papers: minutes(2, 5),
  /** Fruit check: 2 min, 6-7 when tightened. Source: field.md. */
  fruit: minutes(2, 7),
  /** Examination of the goods in a bay. Assumed within the hours that public sources give for secondary inspection. */
  inspection: minutes(10, 25),
  /** Between two lorries of a bay. Assumed; better assistance raised turnover by 35 %. */
  turnover: minutes(1, 3),
  /** Assumed and compressed: a laboratory needs 2-3 working days; the demonstration shows it within the day. */
  laboratory: minutes(45, 90),
  /** From the call to the barrier of the exit. Assumed. */
  followCall: minutes(2, 8),
  /** Over the line, some hundred metres. Assumed. */
  line: minutes(1.5, 4),
  /** From the release to the barrier of the second gate. Assumed. */
  leave: minutes(3, 9),
  /** Back over the line after a refusal. Assumed. */
  turnBack: minutes(20, 60),
  /** From seeing a declaration to completing it on the other side. Assumed. */
  complete: minutes(3, 35),
  /** From a hold of papers to the amended declaration. Assumed. */
  fix: minutes(15, 60),
} as const satisfies Record<string, Span>;

/** Shares of lorries with which something happens. All assumed. */
export const TROUBLE = {
  /** A paper is missing or disagrees: 5 %, since papers reviewed before arrival pass at 95 % (field.md). */
  fault: 0.05,
  hold: 0.012,
  refused: 0.008,
  failedInspection: 0.01,
  failedSample: 0.03,
  withdrawn: 0.012,
  noShow: 0.015,
  lateDriver: 0.03,
  misread: 0.005,
  noSlot: 0.15,
} as const;

/** Share of durian lorries from which an officer takes a sample in the bay. Assumed: 100 % in early 2025, 2 % and 1 % later. */
export const SAMPLED = 0.2;

/** What a side accepts of a class in an hour when nothing is known yet. Assumed. */
export const NOMINAL: Readonly<Record<Direction, Partial<Record<TrafficClass, number>>>> = {
  'VN-CN': { perishable: 24, general: 12, high_value: 4, hazardous: 2 },
  'CN-VN': { perishable: 16, general: 68, high_value: 20, hazardous: 6 },
};

/** The bays that Youyi Guan opens in the morning; the others open under pressure. Assumed. */
export const MORNING_BAYS = 3;
/** Lorries waiting for each open bay at which one more is opened, and at which it is closed again. Assumed. */
export const PRESSURE = { open: 4, close: 0.5 } as const;

/** A declaration is lodged the evening before, or some hours ahead. Assumed. */
export const LODGED_EVENING_BEFORE = 0.6;
export const LODGED_AHEAD: Span = { from: 1.5 * HOUR, to: 6 * HOUR };

export const ASSUMPTIONS: readonly string[] = [
  'Arrivals by hour',
  'Bays, desks and benches on both sides, and how many bays open in the morning',
  'Shares of goods within fruit and within imports; shares of faults, holds, refusals and no-shows',
  'Time of an examination, from call to exit, over the line and from release to departure',
  'Laboratory: 45 to 90 minutes here, two to three working days in the field',
  'Accepted lorries an hour before the first live rate is known',
];
