import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Compiled } from '../model/compile.ts';
import { displacement } from '../model/expected.ts';
import { Hours } from '../model/hours.ts';
import type { Bookings, Policy, PolicyRun } from '../model/policy.ts';
import { Population } from '../model/population.ts';
import { run } from '../model/run.ts';
import type { RunResult } from '../run-result.ts';
import { Quotas } from './quotas.ts';
import { SlotBook } from './slot-book.ts';
import { uniformBook } from './uniform-slots.ts';

/** A driver who is early by no more than this is called when he comes: a free lane has no reason to wait for a clock. */
export const EARLY_MINUTES = 60;

/** Lorries that no experiment sees: what is fitted to them is not fitted to those whose waits are reported. */
const PILOT_SEED = 0x51075;
const PILOT_DAYS = 10;
/** Between the displacement of uniform slots and the one aimed at is the chance of other lorries. */
const ALLOWED = 0.985;
const NEAR = 0.004;
const ROUNDS = 4;

type Book = PolicyRun['book'];
type Options = Parameters<Policy['begin']>[1];

/** How slots are given in a scenario. */
export interface Fitted {
  /** The book of one run; `quotas` when it plans. */
  open(options: Options): { readonly book: Book; readonly quotas?: Quotas };
}

/** In which order lorries are served and containers fetched, whatever their slots: slots are fitted to it. */
export interface Handling {
  readonly id: string;
  of(compiled: Compiled): Pick<PolicyRun, 'rule' | 'dispatch'>;
}

export const inOrder: Handling = { id: 'in order', of: () => ({}) };

/** By scenario; the keys are those of `once`. */
const known = new WeakMap<object, Map<string, Promise<Fitted>>>();

/** Fits once for each scenario and handling: the result is the same whoever asks first. */
export function fittedFor(compiled: Compiled, solver: Solver, handling: Handling): Promise<Fitted> {
  return once(compiled, handling.id, () => fit(compiled, solver, handling));
}

/** One examination on each side and joint ones are different things. */
function once(compiled: Compiled, what: string, make: () => Promise<Fitted>): Promise<Fitted> {
  const of = known.get(compiled.scenario) ?? new Map<string, Promise<Fitted>>();
  known.set(compiled.scenario, of);
  const key = `${what}${compiled.joint ? ', joint' : ''}`;
  const made = of.get(key) ?? make();
  of.set(key, made);
  return made;
}

/**
 * Plays the plan and uniform slots on pilot days, both with the handling. The program sees a fluid, the simulator sees lorries: where
 * the plan makes them wait longer, uniform slots stay.
 */
async function fit(compiled: Compiled, solver: Solver, handling: Handling): Promise<Fitted> {
  const uniform: Fitted = { open: (options) => ({ book: uniformBook(compiled, options.days) }) };
  const planned = await once(compiled, 'plan', async () => plannedFor(compiled, solver, ALLOWED * (await displacementOf(compiled, uniform))));
  const [plan, even] = [await waitOf(compiled, planned, handling), await waitOf(compiled, uniform, handling)];
  return plan <= even ? planned : uniform;
}

/** The plan whose budget of displacement causes, with lorries of pilot days, as much of it as aimed at. */
async function plannedFor(compiled: Compiled, solver: Solver, target: number): Promise<Fitted> {
  let budget = target;
  for (let round = 0; ; round += 1) {
    const quotas = new Quotas(compiled, solver, budget);
    const planned: Fitted = {
      open() {
        const own = quotas.again();
        const book = new SlotBook(compiled, own);
        return { book: (bookings: Bookings) => book.book(bookings), quotas: own };
      },
    };
    const found = await displacementOf(compiled, planned);
    if (round >= ROUNDS || Math.abs(found - target) < NEAR * target) return planned;
    budget += target - found;
  }
}

/** Mean displacement of the pilot days, in minutes: nobody has to be served for it to be known. */
async function displacementOf(compiled: Compiled, fitted: Fitted): Promise<number> {
  const population = new Population(compiled, new Hours(compiled), PILOT_SEED);
  const { book } = fitted.open({ seed: PILOT_SEED, days: PILOT_DAYS });
  let [sum, count] = [0, 0];
  for (let day = 0; day < PILOT_DAYS; day += 1) {
    const lorries = population.day(day);
    const slot = new Float64Array(lorries.count).fill(-1);
    await book({ day, count: lorries.count, lorry: lorries.lorry, classOf: lorries.classOf, risk: lorries.risk, wish: lorries.wish, slot });
    for (let at = 0; at < lorries.count; at += 1) sum += displacement(lorries.wish[at]!, slot[at]!, compiled.slotMinutes);
    count += lorries.count;
  }
  return sum / Math.max(1, count);
}

/** Mean wait of the lorries of the pilot days, in minutes. */
async function waitOf(compiled: Compiled, fitted: Fitted, handling: Handling): Promise<number> {
  const policy: Policy = {
    id: 'pilot', name: 'Pilot',
    begin: (_, options) => ({ earlyMinutes: EARLY_MINUTES, book: fitted.open(options).book, ...handling.of(compiled) }),
  };
  return meanWait(await run(compiled, policy, { seed: PILOT_SEED, replication: 0, days: PILOT_DAYS }));
}

function meanWait({ classes }: RunResult): number {
  const served = classes.reduce((sum, each) => sum + each.served, 0);
  return classes.reduce((sum, each) => sum + each.served * each.wait.mean, 0) / Math.max(1, served);
}
