import { destinationOf, originOf, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { MINUTE } from '@pairgate/domain/kernel/instant.ts';
import type { Step } from '../agenda.ts';
import { gate, yard } from '../accounts.ts';
import { noted, spanOf, type Day } from '../day.ts';
import { SERVICE } from '../figures.ts';
import { bothOpen, nextOpen, openOn, stationsOf } from '../hours.ts';
import type { NodeClient } from '@pairgate/client/client.ts';
import type { Lorry } from '../world.ts';
import type { Yards } from './yards.ts';

type Passage = 'record-exit' | 'record-crossing' | 'record-departure' | 'record-return';

/** A lorry at the barrier of the second gate waits this long for word of it from the first, and is let up to it then. */
const WORD = 20_000;
const WORD_LIMIT = 15 * MINUTE;
/** What was refused at a barrier is tried again after this. */
const AGAIN = 8 * MINUTE;
/** Word of what was done may come back this much later; until then it is not meant anew. */
const SETTLE = 3 * MINUTE;
/** What nobody has told about is looked for at this interval: a stream that broke, a restart. */
const SWEEP = 5 * MINUTE;

/** The readers of the lanes of both gates, and the drivers who come to them when they may. */
export class Gates {
  /** Passages that are on their way, so that one lorry is not sent twice. */
  readonly #meant = new Set<string>();
  /** When each lane is free again. */
  readonly #lanes = new Map<string, number>();

  constructor(
    private readonly day: Day,
    private readonly yards: Yards,
  ) {}

  start(): void {
    this.day.world.onRow((lorry, side) => this.#look(lorry, side));
    const sweep = (): void => {
      for (const lorry of this.day.world.all()) for (const side of Object.keys(lorry.rows) as SideId[]) this.#look(lorry, side);
      this.day.world.forget(this.day.clock.now());
      this.day.engine.after(SWEEP, 'sweep', sweep);
    };
    this.day.engine.after(SWEEP, 'sweep', sweep);
  }

  /** What a lorry does next follows from where the side that has it says it is. */
  #look(lorry: Lorry, side: SideId): void {
    const row = lorry.rows[side];
    if (!row) return;
    if (side === originOf(lorry.direction)) {
      if (row.phase === 'released') this.#exit(lorry);
      else if (row.phase === 'refused') this.#return(lorry);
      else if (row.phase === 'exited') this.#cross(lorry);
    } else if (row.phase === 'cleared') this.#depart(lorry);
  }

  /** Does something once until it is over, whatever goes wrong on the way. */
  #once(lorry: Lorry, passage: Passage, delay: number, run: (step: Step) => Promise<boolean>): void {
    const key = `${lorry.reference}/${passage}`;
    if (this.#meant.has(key)) return;
    this.#meant.add(key);
    const go = async (step: Step): Promise<void> => {
      let over = false;
      try {
        over = await run(step);
      } finally {
        if (over) this.day.engine.after(SETTLE, 'settled', () => this.#meant.delete(key));
        else this.day.engine.after(AGAIN, passage, go);
      }
    };
    this.day.engine.after(delay, passage, go);
  }

  #exit(lorry: Lorry): void {
    const delay = this.yards.followsAfter(lorry.reference);
    if (delay === undefined) return;
    const side = originOf(lorry.direction);
    this.#once(lorry, 'record-exit', delay, async (step) => {
      if (lorry.rows[side]?.phase !== 'released') return true;
      if (!bothOpen(this.day.clock.now())) return false;
      const tried = await this.#record(step, lorry, side, 'record-exit');
      return tried.ok || tried.code !== 'hold_open';
    });
  }

  #cross(lorry: Lorry): void {
    const far = destinationOf(lorry.direction);
    let waited = 0;
    const delay = spanOf(this.day.chance.of(`line/${lorry.reference}`), SERVICE.line);
    const arrive = async (step: Step): Promise<boolean> => {
      const known = lorry.rows[far]?.phase;
      if (known !== undefined && !['planned', 'booked', 'arrived', 'called', 'released', 'exited'].includes(known)) return true;
      // The reader of the second gate may be faster than the link; then the lorry waits at the barrier for word.
      if (known !== 'exited' && waited < WORD_LIMIT) {
        waited += WORD;
        await step.rest(WORD);
        return arrive(step);
      }
      await this.#record(step, lorry, far, 'record-crossing');
      return true;
    };
    this.#once(lorry, 'record-crossing', delay, arrive);
  }

  #depart(lorry: Lorry): void {
    const far = destinationOf(lorry.direction);
    const now = this.day.clock.now();
    const delay = spanOf(this.day.chance.of(`leave/${lorry.reference}`), SERVICE.leave);
    this.#once(lorry, 'record-departure', openOn(far, now) ? delay : nextOpen(far, now) - now + delay, async (step) => {
      const tried = await this.#record(step, lorry, far, 'record-departure');
      return tried.ok || tried.code !== 'hold_open';
    });
  }

  #return(lorry: Lorry): void {
    const side = originOf(lorry.direction);
    const now = this.day.clock.now();
    const delay = spanOf(this.day.chance.of(`back/${lorry.reference}`), SERVICE.turnBack);
    this.#once(lorry, 'record-return', openOn(side, now) ? delay : nextOpen(side, now) - now + delay, async (step) => {
      await this.#record(step, lorry, side, 'record-return');
      return true;
    });
  }

  /** The lorry passes the first lane that is free, and the reader tells what it saw. */
  async #record(step: Step, lorry: Lorry, side: SideId, passage: Passage) {
    const now = this.day.clock.now();
    const service = spanOf(this.day.chance.of(`${passage}/${lorry.reference}/${now}`), SERVICE.lane);
    const lanes = stationsOf(side, 'lane', lorry.direction);
    const lane = lanes.reduce((best, each) => (this.#freeAt(each) < this.#freeAt(best) ? each : best));
    const through = Math.max(now, this.#freeAt(lane)) + service;
    this.#lanes.set(lane, through);
    await step.rest(through - now);
    const marks = await this.#marks(lorry, side);
    const options = { params: { path: { reference: lorry.reference } }, body: { lane, ...marks } };
    const post = (client: NodeClient) => {
      if (passage === 'record-exit') return client.POST('/api/crossings/{reference}/record-exit', options);
      if (passage === 'record-crossing') return client.POST('/api/crossings/{reference}/record-crossing', options);
      if (passage === 'record-return') return client.POST('/api/crossings/{reference}/record-return', options);
      return client.POST('/api/crossings/{reference}/record-departure', options);
    };
    return noted(this.day, passage.replace('record-', ''), await this.day.nodes[side].try(gate(side), post));
  }

  #freeAt(lane: string): number {
    return this.#lanes.get(lane) ?? 0;
  }

  /** What stands on the lorry: known for one of the plan, read from the case for a stranger's. */
  async #marks(lorry: Lorry, side: SideId): Promise<{ tractorID?: string; sealID: string[] }> {
    if (lorry.plan) return { tractorID: lorry.plan.marks.tractorID, sealID: [lorry.plan.marks.sealID] };
    const { attachments } = await this.day.nodes[side].read(yard(side), (client) =>
      client.GET('/api/crossings/{reference}', { params: { path: { reference: lorry.reference } } }),
    );
    return {
      sealID: attachments.sealID,
      ...(attachments.tractorID === null ? {} : { tractorID: attachments.tractorID }),
    };
  }
}
