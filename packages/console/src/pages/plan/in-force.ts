import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { dateAt, formatDate, timeAt } from '../../format.ts';
import type { Language } from '../../i18n/language.ts';
import type { PlanInForce } from '../../schemas.ts';

/** An hour of the day, all classes together. */
export interface PlannedHour {
  /** `07`, local at the side that gives the slots. */
  readonly hour: string;
  readonly places: number;
  readonly taken: number;
  /** Something is used up in it. */
  readonly binds: boolean;
}

export type Made = PlanInForce['plans'][number];
export type Resource = Made['resources'][number];

/** The plan within the day where there is one, else that of the night: what speaks of the next hours. */
export const speaking = ({ plans }: PlanInForce): Made | undefined => plans.find(({ span }) => span === 'day') ?? plans[0];

/** Each hour takes what binds in it from the plan that its slots are of. */
export function hoursOf({ plans, slots }: PlanInForce, side: SideId): PlannedHour[] {
  const binding = new Set(plans.flatMap(({ span, resources }) => resources.flatMap(({ binds }) => binds.map((start) => `${span} ${start}`))));
  const hours = new Map<string, { places: number; taken: number; binds: boolean }>();
  for (const { start, span, places, taken } of slots) {
    const hour = hourOf(start, side);
    const sums = hours.get(hour) ?? { places: 0, taken: 0, binds: false };
    hours.set(hour, { places: sums.places + places, taken: sums.taken + taken, binds: sums.binds || binding.has(`${span} ${start}`) });
  }
  return [...hours].map(([hour, sums]) => ({ hour, ...sums }));
}

/** `02:00`; with the date when it was not today: a plan may go on for days. Local at the side. */
export function whenAt(instant: Instant, { now }: PlanInForce, side: SideId, language: Language): string {
  const time = timeAt(instant, side);
  return dateAt(instant, side) === dateAt(now, side) ? time : `${time}, ${formatDate(instant, side, language)}`;
}

const hourOf = (start: Instant, side: SideId): string => timeAt(start, side).slice(0, 2);

/** Below this many minutes a day nothing is worth a sentence. */
const WORTH_MINUTES = 1;

/** What one more of saves most. */
export function tightest({ resources }: Made): Resource | undefined {
  const [first] = resources.toSorted((a, b) => b.oneMoreSavesMinutes - a.oneMoreSavesMinutes);
  return first && first.oneMoreSavesMinutes >= WORTH_MINUTES ? first : undefined;
}
