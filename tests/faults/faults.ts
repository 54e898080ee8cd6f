import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { Link } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import type { Site } from './site.ts';

/** What can go wrong, and how it is brought about. Each takes effect when it is called, or lies in wait. */
export interface Target {
  readonly side: SideId;
  readonly site: Site;
  readonly link: Link;
  readonly chance: Chance;
  readonly scheduler: Scheduler;
}

type Fault = (target: Target) => void;

/** Crashes come in three ways: at once, after so many more calls of ports, or while a transaction is under way. */
function crash({ site, chance }: Target): void {
  const death = chance.happens(50) ? 'killed' : 'power cut';
  const way = chance.below(3);
  if (way === 0) return site.die(death);
  if (way === 1) return site.doom(death, 1 + chance.below(80));
  site.server.duringNext(() => site.die(death));
}

export const CRASH: Fault = crash;

const storm = (kind: 'drop' | 'duplicate' | 'reorder' | 'flip'): Fault => ({ side, link, chance }) =>
  link.storm(side, kind, 1 + chance.below(6));

export const FAULTS: Readonly<Record<string, Fault>> = {
  drop: storm('drop'),
  duplicate: storm('duplicate'),
  reorder: storm('reorder'),
  flip: storm('flip'),
  'link cut': ({ link, chance }) => link.cut(chance.below(chance.happens(20) ? 40_000 : 3000)),
  'link stands': ({ side, link, chance }) => link.stand(side, chance.below(chance.happens(10) ? 45_000 : 2000)),
  'link slow': ({ link, chance, scheduler }) => {
    link.slow(5 + chance.below(30));
    scheduler.after(chance.below(8000), 'link fast', () => link.slow(1));
  },
  'database lost': ({ site, chance }) => site.server.lose(chance.below(chance.happens(10) ? 18_000 : 800)),
  'database slow': ({ site, chance }) => site.server.slow(chance.below(3000)),
  'disk full': ({ site, chance }) => site.server.full(chance.below(600)),
  'clock wrong': ({ site, chance }) => {
    site.skew += (chance.happens(50) ? 1 : -1) * chance.below(chance.happens(20) ? 3_600_000 : 5000);
  },
  stop: ({ site }) => void site.stop(),
};

export interface Planned {
  /** Takes place when so many facts are there. */
  readonly atFacts: number;
  readonly kind: string;
  readonly side: SideId;
}

/** What a run has at least. */
export const MIN_FACTS = 200;
export const MIN_FAULTS = 10;
export const MIN_CRASHES = 2;

/** What goes wrong in a run, in the order of the facts at which it does. */
export function plan(chance: Chance): Planned[] {
  const kinds = Object.keys(FAULTS);
  const crashes = MIN_CRASHES + chance.below(3);
  const others = MIN_FAULTS + chance.below(6);
  const one = (kind: string): Planned => ({ atFacts: 4 + chance.below(MIN_FACTS - 8), kind, side: chance.pick(SIDES) });
  return [
    ...Array.from({ length: crashes }, () => one('crash')),
    ...Array.from({ length: others }, () => one(chance.pick(kinds))),
  ].toSorted((first, second) => first.atFacts - second.atFacts);
}
