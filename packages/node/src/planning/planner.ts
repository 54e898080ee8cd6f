import { destinationOf, originOf, TRAFFIC_CLASSES, type Direction, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, HOUR, MINUTE, QUARTER } from '@pairgate/domain/kernel/instant.ts';
import type { GateView } from '@pairgate/domain/freight/context.ts';
import type { GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';
import type { PlanState } from '@pairgate/planner/problem.ts';
import { windowOf } from '@pairgate/planner/slots/window.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { Clock } from '../gateway.ts';
import type { Live } from '../live.ts';
import { gateSides } from '../states.ts';
import type { World } from '../world.ts';
import { problemOf, type NodeProblem } from './facts.ts';
import type { PlanningHours } from './hours.ts';
import { asKept, hold, type Outcome, type PlansInForce, type Span } from './held.ts';
import { readPast, type Past } from './past.ts';
import { readServices, type Services } from './services.ts';
import { Late, type PlanElsewhere } from './thread.ts';
import type { Order } from './worker.ts';

export interface PlannerOptions {
  readonly side: SideId;
  readonly pair: Pair;
  readonly journal: Journal;
  readonly live: Live;
  readonly plans: PlansInForce;
  readonly clock: Clock;
  readonly world: World;
  readonly gateTimes: (gate: GateView) => GateTimes;
  readonly hours: PlanningHours;
  readonly elsewhere: PlanElsewhere;
  /** A new plan holds. */
  readonly onPlan: (span: Span) => void;
  readonly onError: (error: unknown) => void;
}

/** A node that has just started serves people first. */
const FIRST_MS = 10_000;
const LOOK_MS = 1000;
/** Real time between two plans: at least this, and ten times what the last one took, so that planning never fills a processor. */
const REST_MS = 10_000;
const REST = 10;
const BOOKABLE: Readonly<Record<Span, number>> = { night: (7 * DAY) / QUARTER, day: (6 * HOUR) / QUARTER };
/** The plan within the day looks beyond what it gives places for, to the closing of the next day at most. */
const DAYS: Readonly<Record<Span, number>> = { night: 7, day: 2 };

/**
 * Plans the slots that this side gives: seven days once a night, and the next six hours at each quarter of an hour and
 * whenever a published capacity or an open bay changes. What it plans is this side's own and is never shared; solving
 * happens elsewhere, and when nothing comes back the last plan goes on.
 */
export class Planner {
  readonly direction: Direction;
  readonly #ended = new AbortController();
  #callOff: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  /** Real time from which on the next plan may be made. */
  #notBefore = 0;
  /** What the plan within the day was made for. */
  #plannedFor = '';
  #recorded: { readonly day: number; readonly past: Past; readonly services: Services } | undefined;

  constructor(private readonly options: PlannerOptions) {
    this.direction = options.side === 'VN' ? 'VN-CN' : 'CN-VN';
  }

  start(): void {
    this.#again(FIRST_MS);
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    this.#callOff();
    await this.#running;
  }

  #again(millis: number): void {
    if (this.#ended.signal.aborted) return;
    this.#callOff = this.options.world.after(millis, () => {
      this.#running = this.look().catch(this.options.onError).finally(() => this.#again(LOOK_MS));
    });
  }

  /** Makes the plan that is due, if one is; the night's before the day's. */
  async look(): Promise<void> {
    const { world } = this.options;
    const due = this.#due();
    if (due === undefined || world.now() < this.#notBefore) return;
    const begun = world.now();
    try {
      await this.plan(due);
    } finally {
      this.#notBefore = world.now() + Math.max(REST_MS, REST * (world.now() - begun));
    }
  }

  #due(): Span | undefined {
    const { plans, clock, hours, pair, side } = this.options;
    const now = clock.now();
    const offset = pair.sides[side].utcOffsetMinutes * MINUTE - hours.nightHour * HOUR;
    const night = plans.of('night');
    // Another night, not a later one: a clock that was ahead when the plan was made must not keep the next ones away.
    if (!night || Math.floor((night.askedAt + offset) / DAY) !== Math.floor((now + offset) / DAY)) return 'night';
    const day = plans.of('day');
    const isOver = !day || Math.floor(day.askedAt / QUARTER) !== Math.floor(now / QUARTER);
    return isOver || this.#plannedFor !== this.#published() ? 'day' : undefined;
  }

  /** Everything whose change asks for a new plan, as a text. */
  #published(): string {
    const { live, side } = this.options;
    const gate = gateSides(live.read, side);
    const accepted = TRAFFIC_CLASSES.map((each) => gate[destinationOf(this.direction)].capacity[each]?.at(-1)?.perHour);
    const closed = [originOf(this.direction), destinationOf(this.direction)].flatMap((of) =>
      Object.entries(gate[of].lane).filter(([, { open }]) => !open).map(([id]) => id),
    );
    return JSON.stringify([accepted, closed.toSorted()]);
  }

  /** Plans now. Rejects when nothing can be read or stored; a plan that failed is no error: the last one goes on. */
  async plan(span: Span): Promise<void> {
    const { plans, clock, onPlan } = this.options;
    const published = this.#published();
    const of = await this.#problem(span);
    if (span === 'day') this.#plannedFor = published;
    if (of === undefined || this.#ended.signal.aborted) return;
    const askedAt = clock.now();
    const before = plans.of(span);
    const outcome = await this.#solved(of, span, askedAt);
    if (this.#ended.signal.aborted) return;
    if (outcome instanceof Error) {
      // Not even the rule could be asked. The plan that holds stays as it is, and says so.
      if (before) await plans.put({ ...before, askedAt, stale: { since: before.stale?.since ?? askedAt, status: 'failed', reason: outcome.message } });
      throw outcome;
    }
    await plans.put(hold(of, outcome, { span, direction: this.direction, bookable: BOOKABLE[span], askedAt }, before));
    onPlan(span);
  }

  /** What holds after trying; a thread that was late or lost is followed by one that only says what holds then. */
  async #solved(of: NodeProblem, span: Span, askedAt: number): Promise<Outcome | Error> {
    const { plans, elsewhere, hours } = this.options;
    const before = plans.of(span);
    const order: Order = {
      problem: of.problem,
      kept: before && asKept(before, of),
      asked: { at: askedAt, from: of.from },
      deadlineMs: (span === 'night' ? hours.nightSeconds : hours.daySeconds) * 1000,
    };
    const { signal } = this.#ended;
    try {
      return await elsewhere(order, signal);
    } catch (error) {
      if (signal.aborted) return error as Error;
      const gaveUp = { status: error instanceof Late ? ('late' as const) : ('failed' as const), reason: (error as Error).message };
      return elsewhere({ ...order, gaveUp }, signal).catch((again: unknown) => again as Error);
    }
  }

  async #problem(span: Span): Promise<NodeProblem | undefined> {
    const { side, pair, live, clock, gateTimes } = this.options;
    const { direction } = this;
    const { past, services } = await this.#record();
    const gate = gateSides(live.read, side);
    const of = problemOf(
      {
        direction, pair, gate, past, services,
        now: clock.now(),
        gateTimes: gateTimes(gate),
        views: [...live.crossings()],
        booked: (trafficClass, start) => live.booked(direction, trafficClass, start),
      },
      DAYS[span],
    );
    if (of === undefined || span === 'night') return of;
    return { ...of, problem: windowOf(of.problem, { first: 0, bookable: BOOKABLE.day }, (periods) => until(of.problem.state!, periods)) };
  }

  /** The past is read once a day. */
  async #record() {
    const { journal, side, pair, clock } = this.options;
    const offsetMinutes = pair.sides[side].utcOffsetMinutes;
    const now = clock.now();
    const day = Math.floor((now + offsetMinutes * MINUTE) / DAY);
    if (this.#recorded?.day !== day) {
      const past = await readPast(journal, { direction: this.direction, offsetMinutes, now });
      this.#recorded = { day, past, services: await readServices(journal, side, this.direction) };
    }
    return this.#recorded;
  }
}

/** The first periods of a state. */
const until = (state: PlanState, periods: number): PlanState => ({
  booked: state.booked.map((each) => each.slice(0, periods)),
  backlog: state.backlog,
  onTheWay: state.onTheWay.map((each) => each.slice(0, periods)),
});
