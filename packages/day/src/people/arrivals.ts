import { originOf } from '@pairgate/domain/kernel/codes.ts';
import { MINUTE, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { noted, type Day } from '../day.ts';
import { yard } from '../accounts.ts';
import type { PlannedLorry } from '../plan.ts';
import { yardOf } from '../hours.ts';

/** A lorry with a slot comes this long before it. */
const EARLY = { from: 15 * MINUTE, to: 75 * MINUTE } as const;
/** A reading that the yard's system missed is entered from paper this much later, with its true time. */
const PAPER_DELAY = 12 * MINUTE;
/** One reading in so many goes over paper. Assumed. */
const PAPER_SHARE = 0.004;

export interface Marking {
  readonly tractorID: string;
  readonly sealID: readonly string[];
  readonly weighedMassKg: string;
}

/** Drivers come to the yard of their side, and the yard weighs them, reads plate and seals and hands out the ticket. */
export class Arrivals {
  readonly #slots = new Map<string, number>();

  constructor(private readonly day: Day) {}

  /** A slot was booked: the lorry need not come much earlier. */
  booked(crossing: string, start: number): void {
    this.#slots.set(crossing, start);
  }

  /** The lorry of the plan comes, or waits elsewhere until its slot is near. */
  async come(crossing: string, lorry: PlannedLorry): Promise<void> {
    const { clock, engine } = this.day;
    const chance = this.day.chance.of(`arrival/${lorry.reference}`);
    const slot = this.#slots.get(crossing);
    const due = slot === undefined ? lorry.arriveAt : Math.max(lorry.arriveAt, slot - chance.between(EARLY.from, EARLY.to));
    if (due > clock.now() + MINUTE) {
      engine.at(due, 'arrive', () => this.come(crossing, lorry));
      return;
    }
    const { tractorID, sealID } = lorry.marks;
    // The reader drops the first character of a dirty plate.
    const read = lorry.misread ? tractorID.slice(1) : tractorID;
    const marking = { tractorID: read, sealID: [sealID], weighedMassKg: lorry.weighedMassKg };
    if (chance.happens(PAPER_SHARE)) {
      const occurredAt = fromMillis(clock.now());
      engine.after(PAPER_DELAY, 'arrive on paper', () => this.record(crossing, lorry.direction, marking, occurredAt));
    } else await this.record(crossing, lorry.direction, marking);
    this.#slots.delete(crossing);
  }

  /** Records the arrival; true when the lorry stands in the yard now. */
  async record(
    crossing: string,
    direction: PlannedLorry['direction'],
    { tractorID, sealID, weighedMassKg }: Marking,
    occurredAt?: string,
  ): Promise<boolean> {
    const side = originOf(direction);
    const tried = noted(this.day, 'arrived', await this.day.nodes[side].try(yard(side), (client) =>
      client.POST('/api/crossings/{reference}/record-arrival', {
        params: { path: { reference: crossing } },
        body: {
          tractorID, sealID: [...sealID], weighedMassKg, yard: yardOf(side, direction),
          ...(occurredAt === undefined ? {} : { occurredAt }),
        },
      }),
    ));
    return tried.ok || tried.code === 'already_arrived';
  }
}
