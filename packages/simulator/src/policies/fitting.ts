import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Compiled } from '../model/compile.ts';
import { displacement } from '../model/expected.ts';
import { Hours } from '../model/hours.ts';
import type { BeginOptions, Bookings, Earlier, Policy, PolicyRun } from '../model/policy.ts';
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
const ROUGH_DAYS = 3;
/** Between the displacement of uniform slots and the one aimed at is the chance of other lorries. */
const ALLOWED = 0.985;
const NEAR = 0.004;
const ROUNDS = 4;

type Book = PolicyRun['book'];
type Options = Pick<BeginOptions, 'seed' | 'days'>;

/** How slots are given in a scenario. */
export interface Fitted {
  /** The book of one run; `quotas` when it plans. */
  open(options: Options): { readonly book: Book; readonly quotas?: Quotas };
}

interface Planned extends Fitted {
  readonly quotas: Quotas;
  /** The budget with which as much displacement was found as aimed at, as a part of that. */
  readonly corrected: number;
}

/** In which order lorries are served and containers fetched, whatever their slots: slots are fitted to it. */
export interface Handling {
  readonly id: string;
  of(compiled: Compiled): Pick<PolicyRun, 'rule' | 'dispatch'>;
}

export const inOrder: Handling = { id: 'in order', of: () => ({}) };

/** By scenario; the keys are those of `once`. */
const known = new WeakMap<object, Map<string, Promise<Fitted>>>();

/** Fits once for each scenario and handling: the result is the same whoever asks first, unless it is a rough one. */
export function fittedFor(compiled: Compiled, solver: Solver, handling: Handling, options: BeginOptions): Promise<Fitted> {
  return options.isRough === true
    ? once(compiled, `rough, ${handling.id}`, () => roughFit(compiled, solver, handling, options.earlier))
    : once(compiled, handling.id, () => fit(compiled, solver, handling, options));
}

/** What was given up is begun again by whoever asks next. */
async function once<Made extends Fitted>(compiled: Compiled, what: string, make: () => Promise<Made>): Promise<Made> {
  const of = (known.get(compiled.scenario) ?? new Map()) as Map<string, Promise<Made>>;
  known.set(compiled.scenario, of);
  const key = keyOf(compiled, what);
  const made = of.get(key) ?? make();
  of.set(key, made);
  try {
    return await made;
  } catch (error) {
    if (of.get(key) === made) of.delete(key);
    throw error;
  }
}

/** One examination on each side and joint ones are different things. */
const keyOf = (compiled: Compiled, what: string): string => `${what}${compiled.joint ? ', joint' : ''}`;

/**
 * Plays the plan and uniform slots on pilot days, both with the handling. The program sees a fluid, the simulator sees lorries: where
 * the plan makes them wait longer, uniform slots stay.
 */
async function fit(compiled: Compiled, solver: Solver, handling: Handling, { breathe, earlier }: BeginOptions): Promise<Fitted> {
  const uniform = evenly(compiled);
  const planned = await once(compiled, PLAN, async () =>
    plannedFor(compiled, solver, ALLOWED * (await displacementOf(compiled, uniform, PILOT_DAYS)), breathe));
  earlier?.set(keyOf(compiled, PLAN), planned);
  const [plan, even] = [await waitOf(compiled, planned, handling, breathe), await waitOf(compiled, uniform, handling, breathe)];
  const isPlanned = plan <= even;
  earlier?.set(keyOf(compiled, handling.id), isPlanned);
  return isPlanned ? planned : uniform;
}

const PLAN = 'plan';
const evenly = (compiled: Compiled): Fitted => ({ open: (options) => ({ book: uniformBook(compiled, options.days) }) });

/**
 * For a first answer: whether the plan or uniform slots are better, and how the budget is corrected, are taken over from the setting that
 * was fitted last, and its plans are where the solver begins. Nobody is served for it.
 */
async function roughFit(compiled: Compiled, solver: Solver, handling: Handling, earlier: Earlier | undefined): Promise<Fitted> {
  const uniform = evenly(compiled);
  if (earlier?.get(keyOf(compiled, handling.id)) === false) return uniform;
  const last = earlier?.get(keyOf(compiled, PLAN)) as Planned | undefined;
  const target = ALLOWED * (await displacementOf(compiled, uniform, ROUGH_DAYS));
  const corrected = last?.corrected ?? 1;
  const planned = plannedWith(compiled, { quotas: new Quotas(compiled, solver, corrected * target, { from: last?.quotas, isRough: true }), corrected });
  // A plan of a moment is better to begin from than none.
  if (last === undefined) earlier?.set(keyOf(compiled, PLAN), planned);
  return planned;
}

/** The plan whose budget of displacement causes, with lorries of pilot days, as much of it as aimed at. */
async function plannedFor(compiled: Compiled, solver: Solver, target: number, breathe: BeginOptions['breathe']): Promise<Planned> {
  let budget = target;
  for (let round = 0; ; round += 1) {
    await breathe?.();
    const planned = plannedWith(compiled, { quotas: new Quotas(compiled, solver, budget), corrected: budget / target });
    const found = await displacementOf(compiled, planned, PILOT_DAYS, breathe);
    if (round >= ROUNDS || Math.abs(found - target) < NEAR * target) return planned;
    budget += target - found;
  }
}

const plannedWith = (compiled: Compiled, of: Pick<Planned, 'quotas' | 'corrected'>): Planned => ({
  ...of,
  open() {
    const quotas = of.quotas.again();
    const book = new SlotBook(compiled, quotas);
    return { book: (bookings: Bookings) => book.book(bookings), quotas };
  },
});

/** Mean displacement of the pilot days, in minutes: nobody has to be served for it to be known. */
async function displacementOf(compiled: Compiled, fitted: Fitted, days: number, breathe?: BeginOptions['breathe']): Promise<number> {
  const population = new Population(compiled, new Hours(compiled), PILOT_SEED);
  const { book } = fitted.open({ seed: PILOT_SEED, days });
  let [sum, count] = [0, 0];
  for (let day = 0; day < days; day += 1) {
    await breathe?.();
    const lorries = population.day(day);
    const slot = new Float64Array(lorries.count).fill(-1);
    await book({ day, count: lorries.count, lorry: lorries.lorry, classOf: lorries.classOf, risk: lorries.risk, wish: lorries.wish, slot });
    for (let at = 0; at < lorries.count; at += 1) sum += displacement(lorries.wish[at]!, slot[at]!, compiled.slotMinutes);
    count += lorries.count;
  }
  return sum / Math.max(1, count);
}

/** Mean wait of the lorries of the pilot days, in minutes. */
async function waitOf(compiled: Compiled, fitted: Fitted, handling: Handling, breathe: BeginOptions['breathe']): Promise<number> {
  const policy: Policy = {
    id: 'pilot', name: 'Pilot',
    begin: (_, options) => ({ earlyMinutes: EARLY_MINUTES, book: fitted.open(options).book, ...handling.of(compiled) }),
  };
  return meanWait(await run(compiled, policy, { seed: PILOT_SEED, replication: 0, days: PILOT_DAYS, breathe }));
}

function meanWait({ classes }: RunResult): number {
  const served = classes.reduce((sum, each) => sum + each.served, 0);
  return classes.reduce((sum, each) => sum + each.served * each.wait.mean, 0) / Math.max(1, served);
}
