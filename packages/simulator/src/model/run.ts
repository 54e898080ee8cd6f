import { Network } from '../engine/network.ts';
import { Outlook } from '../engine/outlook.ts';
import { keyOf } from '../engine/random.ts';
import { CLASS_OF, DUE, RISK, SINCE, SLOT_BEGINS } from '../engine/lorries.ts';
import { OBSTACLES } from '../engine/stages.ts';
import type { RunResult } from '../run-result.ts';
import type { Compiled } from './compile.ts';
import type { EventLog } from './event-log.ts';
import { Expected, type OpenBookings } from './expected.ts';
import { Hours, shocksOf, type Working } from './hours.ts';
import type { BeginOptions, Policy, PolicyRun } from './policy.ts';
import { Population, type DayOfLorries } from './population.ts';
import { Observations, resultOf } from './result.ts';
import { SERVERS, STAGE_ROW, TAKEN, UNLIMITED, WAITING } from '../engine/rows.ts';

export interface RunOptions extends Pick<BeginOptions, 'breathe' | 'earlier' | 'isRough'> {
  /** The experiment's seed; replications of it are independent, policies of one replication serve the same lorries. */
  readonly seed: number;
  readonly replication: number;
  /** Days on which lorries are booked; the run goes on until the last of them has left. */
  readonly days: number;
  /** Lorries of the first days are served, and not counted in the results by class. */
  readonly warmUpDays?: number;
  /** Called after each day; false ends the run there, with the result so far. */
  readonly onDay?: (day: number) => boolean | void;
  /** Filled with what happens in its window, for pictures that move. */
  readonly log?: EventLog;
  /** The lorries of each day, such as recorded ones, in place of those that the scenario draws. */
  readonly lorries?: (day: number) => DayOfLorries;
}

const DAY = 1440;
/** After the last booking, so many days at most until the last lorry has left; what is there then is reported, not awaited. */
const DRAIN_DAYS = 400;
/** A driver who is this close to arriving has set out. */
export const NOTICE_MINUTES = 120;

/** One replication of one policy. */
export async function run(compiled: Compiled, policy: Policy, options: RunOptions): Promise<RunResult> {
  const seed = keyOf(options.seed, options.replication);
  const { days, breathe, earlier, isRough } = options;
  const policyRun = await policy.begin(compiled, { seed, days, breathe, earlier, isRough });
  return new GateRun(compiled, policy, policyRun, options, seed).all();
}

class GateRun {
  private readonly network: Network;
  private readonly hours: Hours;
  private readonly population: Population;
  private readonly expected: Expected;
  private readonly observations: Observations;
  private readonly working: Working[];
  /** Switchable lanes that a stage has more, or less, than at the beginning. */
  private readonly lanes: Int32Array;

  constructor(
    private readonly compiled: Compiled,
    private readonly policy: Policy,
    private readonly policyRun: PolicyRun,
    private readonly options: RunOptions,
    seed: number,
  ) {
    this.network = new Network(compiled.network, seed, options.days);
    this.hours = new Hours(compiled);
    this.population = new Population(compiled, this.hours, seed);
    this.expected = new Expected(compiled.slotMinutes);
    this.observations = new Observations(compiled, options.days);
    this.working = compiled.network.stages.map(({ servers }) => ({ servers, overtime: false, closed: false, other: false, system: false }));
    this.lanes = new Int32Array(compiled.stages.length);
    this.network.log = options.log;
    connect(this.network, compiled, policyRun);
  }

  async all(): Promise<RunResult> {
    const { days, onDay, breathe } = this.options;
    let day = 0;
    for (; day < days; day += 1) {
      await breathe?.();
      await this.book(day);
      await this.through(day);
      this.observations.midnight(day, this.network, this.expected.count);
      if (onDay?.(day) === false) break;
    }
    const last = Math.min(day + 1, days);
    for (; day < days + DRAIN_DAYS && (this.network.lorries.present > 0 || this.expected.count > 0); day += 1) {
      await breathe?.();
      await this.through(day);
    }
    this.network.settle();
    return resultOf(this.compiled, this.policy, this.options, this.network, this.observations, last);
  }

  private async book(day: number): Promise<void> {
    const lorries = this.options.lorries?.(day) ?? this.population.day(day);
    const slot = new Float64Array(lorries.count).fill(-1);
    await this.policyRun.book({ day, count: lorries.count, lorry: lorries.lorry, classOf: lorries.classOf, risk: lorries.risk, wish: lorries.wish, slot });
    this.expected.add(lorries, slot);
    this.observations.booked(lorries, slot, day >= (this.options.warmUpDays ?? 0));
  }

  /** A day, from edge to edge: opening hours, shifts, shocks, reviews. */
  private async through(day: number): Promise<void> {
    const end = (day + 1) * DAY;
    this.shocks(day);
    const review = this.policyRun.review === undefined ? Infinity : (this.policyRun.reviewMinutes ?? 60);
    const staffed = new Set(this.hours.edges(day));
    const edges = this.edgesOf(day, staffed);
    let next = day * DAY;
    for (const [index, edge] of edges.entries()) {
      if (edge >= next) {
        if (edge > day * DAY) await this.review(edge);
        next = Math.min(end, edge + review);
        this.expected.dispatch(edge, next, (this.options.warmUpDays ?? 0) * DAY, this.network);
        this.network.cursor = 0;
      }
      this.switchLanes(edge);
      if (staffed.has(edge)) this.staff(edge);
      this.network.advance(edges[index + 1] ?? end);
    }
  }

  private edgesOf(day: number, staffed: ReadonlySet<number>): readonly number[] {
    const found = new Set(staffed);
    const every = [
      ...Object.values(this.compiled.scenario.switchable).map((each) => each.reviewMinutes),
      ...(this.policyRun.review === undefined ? [] : [this.policyRun.reviewMinutes ?? 60]),
    ];
    for (const minutes of every) for (let at = minutes; at < DAY; at += minutes) found.add(day * DAY + at);
    return [...found].toSorted((a, b) => a - b);
  }

  private staff(minute: number): void {
    const { network } = this;
    for (const [stage, now] of this.hours.working(minute).entries()) {
      const before = this.working[stage]!;
      for (const obstacle of OBSTACLES) if (now[obstacle] !== before[obstacle]) network.setObstacle(stage, obstacle, now[obstacle]);
      this.working[stage] = now;
      if (now.servers !== before.servers || now.overtime !== before.overtime) this.man(stage);
    }
  }

  private man(stage: number): void {
    const { servers, overtime } = this.working[stage]!;
    this.network.setServers(stage, Number.isFinite(servers) ? servers + (overtime ? 0 : this.lanes[stage]!) : UNLIMITED, overtime);
  }

  /** A lane goes to the other stage when more than two lorries more wait there. */
  private switchLanes(minute: number): void {
    const { network, compiled } = this;
    for (const { stages, lanes, reviewMinutes } of Object.values(compiled.scenario.switchable)) {
      if (minute % reviewMinutes !== 0) continue;
      const [one, other] = stages.map((id) => compiled.stages.indexOf(id)) as [number, number];
      const difference = network.stages.int[one * STAGE_ROW + WAITING]! - network.stages.int[other * STAGE_ROW + WAITING]!;
      const [to, from] = difference > 0 ? [one, other] : [other, one];
      const left = compiled.network.stages[from]!.servers + this.lanes[from]!;
      const room = left > 1 && compiled.network.stages[to]!.servers + this.lanes[to]! < lanes;
      const moved = Math.abs(difference) > 2 && room ? 1 : difference === 0 ? -this.lanes[to]! : 0;
      if (moved === 0) continue;
      this.lanes[to]! += moved;
      this.lanes[from]! -= moved;
      this.man(to);
      this.man(from);
    }
  }

  private shocks(day: number): void {
    const { network, compiled } = this;
    const { scenario, stages, classes } = compiled;
    network.pace.fill(1);
    network.routes.control.fill(NaN);
    for (const shock of shocksOf(scenario, 'pace', day)) for (const id of shock.stages) network.pace[stages.indexOf(id)]! *= shock.factor;
    for (const shock of shocksOf(scenario, 'control', day)) {
      for (const stage of shock.stages) {
        for (const id of shock.classes) network.routes.control[stages.indexOf(stage) * classes.length + classes.indexOf(id)] = shock.share;
      }
    }
    const groups = shocksOf(scenario, 'acceptance', day).map((shock) => ({
      classes: shock.classes.map((id) => classes.indexOf(id)),
      count: shock.perDay,
    }));
    network.queues.allow(groups);
    for (const stage of new Set(compiled.callOf)) if (stage >= 0) network.wake(stage);
  }

  private async review(now: number): Promise<void> {
    const { network, expected, policyRun } = this;
    if (policyRun.review === undefined) return;
    network.settle();
    const earliest = now + NOTICE_MINUTES;
    let open: OpenBookings | undefined;
    await policyRun.review({
      now, earliest,
      waiting: network.stages.column(WAITING),
      busy: network.stages.column(TAKEN),
      servers: network.stages.column(SERVERS),
      inTransit: network.statistics.inTransit(),
      get open() {
        open ??= expected.open(earliest);
        return { day: Math.floor(now / DAY), ...open };
      },
      get coming() {
        return { day: Math.floor(now / DAY), ...expected.open(now, earliest) };
      },
    });
    if (open !== undefined) expected.change(open, earliest);
  }
}

function connect(network: Network, compiled: Compiled, { rule, dispatch, earlyMinutes = 0 }: PolicyRun): void {
  network.early = earlyMinutes;
  if (rule !== undefined) {
    const stages = new Uint8Array(compiled.stages.length);
    for (const stage of rule.stages) stages[stage] = 1;
    const outlook = new Outlook(network.layout, network.lorries);
    const waiting = { classOf: 0, risk: 0, since: 0, slot: 0, due: 0, now: 0, stage: 0, minutes: 0 };
    network.queues.rule = {
      stages,
      score: (lorries, lorry, stage, now) => {
        waiting.classOf = lorries.int[lorry + CLASS_OF]!;
        waiting.risk = lorries.int[lorry + RISK]!;
        waiting.since = lorries.real[lorry + SINCE]!;
        waiting.slot = lorries.real[lorry + SLOT_BEGINS]!;
        waiting.due = lorries.real[lorry + DUE]!;
        waiting.now = now;
        waiting.stage = stage;
        waiting.minutes = outlook.minutes(lorry, stage);
        return rule.score(waiting);
      },
    };
  }
  if (dispatch !== undefined && network.fleet !== undefined) network.fleet.dispatcher = dispatch;
}
