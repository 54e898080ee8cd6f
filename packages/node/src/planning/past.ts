import type { Direction, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { DAY, MINUTE, QUARTER, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Journal } from '@pairgate/store/journal.ts';

/** How far back days are looked at, and how many of the newest count when none was on the same weekday. */
const WEEKS = 4;
const NEWEST_DAYS = 7;

/** Where a forecast of a day comes from: days on the same weekday, other days, or nothing that was recorded. */
export type Basis = 'weekday' | 'days' | 'none';

export interface DayForecast {
  readonly basis: Basis;
  /** Days that it is the mean of. */
  readonly days: number;
  /** Lorries in each quarter of an hour of the local day. */
  readonly perQuarter: Readonly<Partial<Record<TrafficClass, Float64Array>>>;
}

/** Lorries of one class that came, or had a slot, in one quarter of an hour; `quarter` counts from 1970 in UTC. */
export interface PastQuarter {
  readonly trafficClass: TrafficClass;
  readonly quarter: number;
  readonly lorries: number;
}

const PER_DAY = DAY / QUARTER;

/**
 * What is expected of a day: the mean of the recorded days on the same weekday in the last four weeks; where there is none,
 * the mean of the newest seven days that have a record; else nothing. Days on which nobody came count as closed.
 */
export class Past {
  readonly #days = new Map<number, PastQuarter[]>();
  readonly #forecasts = new Map<number, DayForecast>();

  /** `offsetMinutes` of the side whose local days are meant; today is no past day. */
  constructor(
    rows: readonly PastQuarter[],
    private readonly offsetMinutes: number,
    now: number,
  ) {
    const today = this.#dayOf(now);
    for (const row of rows) {
      const day = this.#dayOf(row.quarter * QUARTER);
      if (day < today) this.#days.set(day, [...(this.#days.get(day) ?? []), row]);
    }
  }

  #dayOf(millis: number): number {
    return Math.floor((millis + this.offsetMinutes * MINUTE) / DAY);
  }

  /** Quarters of an hour from an instant to the end of its local day. */
  quartersLeft(millis: number): number {
    return PER_DAY - Math.floor(((millis + this.offsetMinutes * MINUTE) % DAY) / QUARTER);
  }

  /** Of the local day in which an instant lies. */
  of(millis: number): DayForecast {
    const day = this.#dayOf(millis);
    const known = this.#forecasts.get(day) ?? this.#forecast(day);
    this.#forecasts.set(day, known);
    return known;
  }

  #forecast(day: number): DayForecast {
    const known = [...this.#days.keys()].toSorted((a, b) => b - a);
    const alike = known.filter((each) => (day - each) % 7 === 0);
    const chosen = alike.length > 0 ? alike : known.slice(0, NEWEST_DAYS);
    const perQuarter: Partial<Record<TrafficClass, Float64Array>> = {};
    for (const { trafficClass, quarter, lorries } of chosen.flatMap((each) => this.#days.get(each)!)) {
      const sums = (perQuarter[trafficClass] ??= new Float64Array(PER_DAY));
      const at = (((quarter + (this.offsetMinutes * MINUTE) / QUARTER) % PER_DAY) + PER_DAY) % PER_DAY;
      sums[at]! += lorries / chosen.length;
    }
    return { basis: alike.length > 0 ? 'weekday' : chosen.length > 0 ? 'days' : 'none', days: chosen.length, perQuarter };
  }
}

/** Reads the past from the list of crossings: a lorry counts in its slot, or when it came if it had none. */
export async function readPast(journal: Journal, of: { direction: Direction; offsetMinutes: number; now: number }): Promise<Past> {
  const rows = await journal.db.query<{ traffic_class: TrafficClass; quarter: number; lorries: number }>(
    `SELECT traffic_class, floor(extract(epoch FROM coalesce(slot_start, arrived_at)::timestamptz) / 900)::int AS quarter, count(*)::int AS lorries
     FROM crossing WHERE pair = $1 AND direction = $2 AND planned_at >= $3 AND coalesce(slot_start, arrived_at) IS NOT NULL
     GROUP BY traffic_class, quarter`,
    [journal.pair, of.direction, fromMillis(of.now - (WEEKS * 7 + 7) * DAY)],
  );
  // From a midnight on: half a day, counted as a whole one, would make that weekday look calm.
  const offset = of.offsetMinutes * MINUTE;
  const from = (Math.floor((of.now + offset) / DAY - WEEKS * 7) * DAY - offset) / QUARTER;
  const quarters = rows.map((row) => ({ trafficClass: row.traffic_class, quarter: Number(row.quarter), lorries: Number(row.lorries) }));
  return new Past(quarters.filter(({ quarter }) => quarter >= from), of.offsetMinutes, of.now);
}
