import { originOf, type Direction, type TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { MINUTE, QUARTER, localDate, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Persona } from '../accounts.ts';
import type { Chance } from '../chance.ts';
import type { Day } from '../day.ts';
import { offsetOf } from '../hours.ts';

interface Quarter {
  readonly start: string;
  readonly from: number;
  left: number;
}

interface View {
  readonly readAt: number;
  readonly quarters: Promise<readonly Quarter[]>;
}

/** What was read counts for this long, so that people who look at the same list at the same time read it once. */
const FRESH = 2 * MINUTE;
/** Not everybody takes the very first. */
const CHOICE = 3;

export interface SlotWish {
  readonly direction: Direction;
  readonly trafficClass: TrafficClass;
  readonly from: number;
  readonly until: number;
}

/** The free slots as people see them; what somebody was told of here is not told to the next. */
export class SlotBoard {
  readonly #views = new Map<string, View>();

  constructor(private readonly day: Day) {}

  /** A quarter that fits the wish, or `undefined` when there is none. With chance one of the first, else the first. */
  async find(persona: Persona, { direction, trafficClass, from, until }: SlotWish, chance?: Chance): Promise<string | undefined> {
    const date = localDate(from, offsetOf(originOf(direction)));
    const quarters = await this.#read(persona, direction, trafficClass, date);
    const fitting = quarters.filter((each) => each.left > 0 && each.from + QUARTER > from && each.from < until);
    if (fitting.length === 0) return undefined;
    const chosen = chance ? chance.pick(fitting.slice(0, CHOICE)) : fitting[0]!;
    chosen.left -= 1;
    return chosen.start;
  }

  #read(persona: Persona, direction: Direction, trafficClass: TrafficClass, date: string): Promise<readonly Quarter[]> {
    const key = `${direction}/${trafficClass}/${date}`;
    const now = this.day.clock.now();
    const known = this.#views.get(key);
    if (known && now - known.readAt < FRESH) return known.quarters;
    const quarters = this.day.nodes[originOf(direction)]
      .read(persona, (client) => client.GET('/api/slots', { params: { query: { direction, trafficClass, date } } }))
      .then(({ items }) =>
        items.filter((each) => each.open).map(({ start, places, booked }) => ({ start, from: toMillis(start), left: places - booked })),
      );
    this.#views.set(key, { readAt: now, quarters });
    quarters.catch(() => this.#views.delete(key));
    return quarters;
  }

  /** Somebody was quicker: the list is read again. */
  stale({ direction, trafficClass, from }: SlotWish): void {
    this.#views.delete(`${direction}/${trafficClass}/${localDate(from, offsetOf(originOf(direction)))}`);
  }
}
