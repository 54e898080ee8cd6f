import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Compiled } from '../model/compile.ts';
import type { Bookings, Policy } from '../model/policy.ts';
import { displacement } from '../model/expected.ts';
import { Hours } from '../model/hours.ts';
import { Population } from '../model/population.ts';
import { Quotas } from './quotas.ts';
import { SlotBook } from './slot-book.ts';
import { uniformSlots } from './uniform-slots.ts';

/** A driver who is early by no more than this is called when he comes; nobody in a slot is worse off for it, since it has its places. */
export const EARLY_MINUTES = 60;

/**
 * P3: quotas for each class and slot by a linear program over the resources of both sides. Of all quotas that move lorries no
 * further from their wishes, on average, than uniform slots do, it takes those with the least expected waiting.
 */
export const classQuotas = (solver: Solver): Policy => ({
  id: 'P3',
  name: 'Two-sided class quotas',
  async begin(compiled) {
    const book = new SlotBook(compiled, await quotasWithin(compiled, solver));
    return { earlyMinutes: EARLY_MINUTES, book: (bookings) => book.book(bookings) };
  },
});

/** Quotas whose displacement is that of uniform slots at most, found on days of lorries of their own. */
const fitted = new WeakMap<object, Promise<Quotas>[]>();
export function quotasWithin(compiled: Compiled, solver: Solver): Promise<Quotas> {
  const of = fitted.get(compiled.scenario) ?? [];
  fitted.set(compiled.scenario, of);
  return (of[Number(compiled.joint)] ??= fit(compiled, solver));
}
async function fit(compiled: Compiled, solver: Solver): Promise<Quotas> {
  const target = ALLOWED * (await pilot(compiled, async (days) => (await uniformSlots.begin(compiled, { seed: PILOT_SEED, days })).book));
  let budget = target;
  for (let round = 0; ; round += 1) {
    const quotas = new Quotas(compiled, solver, budget);
    const book = new SlotBook(compiled, quotas);
    const found = await pilot(compiled, () => Promise.resolve((bookings: Bookings) => book.book(bookings)));
    if (round >= ROUNDS || Math.abs(found - target) < NEAR * target) return quotas;
    budget += target - found;
  }
}

/** Mean displacement over some days of bookings, in minutes; nobody has to wait for it to be known. */
async function pilot(compiled: Compiled, policy: (days: number) => Promise<(bookings: Bookings) => void | Promise<void>>): Promise<number> {
  const population = new Population(compiled, new Hours(compiled), PILOT_SEED);
  const book = await policy(PILOT_DAYS);
  let sum = 0;
  let count = 0;
  for (let day = 0; day < PILOT_DAYS; day += 1) {
    const lorries = population.day(day);
    const slot = new Float64Array(lorries.count).fill(-1);
    await book({ day, count: lorries.count, lorry: lorries.lorry, classOf: lorries.classOf, risk: lorries.risk, wish: lorries.wish, slot });
    for (let at = 0; at < lorries.count; at += 1) sum += displacement(lorries.wish[at]!, slot[at]!, compiled.slotMinutes);
    count += lorries.count;
  }
  return sum / Math.max(1, count);
}

const PILOT_SEED = 0x51075;
const PILOT_DAYS = 10;
/** Between P1's displacement and the one aimed at is the chance of other lorries. */
const ALLOWED = 0.97;
const NEAR = 0.015;
const ROUNDS = 2;
