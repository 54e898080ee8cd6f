import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Step } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { DayClock } from './clock.ts';
import type { Engine } from './engine.ts';
import type { Span } from './figures.ts';
import type { Stations } from './hours.ts';
import type { NodeLink, Tried } from './node-link.ts';
import type { World } from './world.ts';

/** What everybody who is played shares: time, the two nodes, what goes on there, and the stations of both sides. */
export interface Day {
  readonly clock: DayClock;
  readonly engine: Engine;
  readonly nodes: Readonly<Record<SideId, NodeLink>>;
  readonly world: World;
  readonly stations: Readonly<Record<SideId, Stations>>;
  readonly chance: Chance;
  readonly tally: Tally;
}

/** What was done, by name, for the status of the control port. */
export class Tally {
  readonly #counts: Record<string, number> = {};

  add(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }

  get counts(): Readonly<Record<string, number>> {
    return this.#counts;
  }
}

export const spanOf = (chance: Chance, { from, to }: Span): number => Math.round(chance.between(from, to));

/** Counts an act under its name, or its refusal under the name and the code. */
export function noted<T>(day: Day, name: string, tried: Tried<T>): Tried<T> {
  day.tally.add(tried.ok ? name : `${name}: ${tried.code}`);
  return tried;
}

/** At least this much real time lies between two looks of the same person, however fast the clock runs. */
const LOOK_MS = 400;
/** A look that took long is followed by a pause in proportion, so that nodes with much to do are asked less. */
const PAUSE = 1;

/** Somebody looks again and again, every so many virtual milliseconds. */
export function every(day: Day, period: number, name: string, look: () => Promise<void> | void): void {
  let notBefore = 0;
  const pause = (): number => Math.max(period, LOOK_MS * day.clock.speed);
  const again = async (step: Step): Promise<void> => {
    // The pause is in real time: the clock may go at another speed by then.
    while (performance.now() < notBefore) await step.rest(pause());
    const begun = performance.now();
    try {
      await look();
    } finally {
      notBefore = performance.now() + PAUSE * (performance.now() - begun);
      day.engine.after(pause(), name, again);
    }
  };
  day.engine.after(0, name, again);
}
