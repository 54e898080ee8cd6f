import type { EventLog } from '../model/event-log.ts';
import { Accounts } from './accounts.ts';
import { Arrivals } from './arrivals.ts';
import { Fleet } from './fleet.ts';
import { EventHeap } from './heap.ts';
import { Layout } from './layout.ts';
import { ARRIVED, AT, BEEN, CLASS_OF, COUNTS, DISPLACED, DUE, ENDS, LEFT, NUMBER, PAPERS_READY, PREVIOUS, RISK, SERVED, SLOT_BEGINS, STEP, CARRIER, VISITS, WAITED, Lorries } from './lorries.ts';
import { Queues } from './queues.ts';
import { visited } from './random.ts';
import { Routes } from './routes.ts';
import type { NetworkSpec } from './spec.ts';
import { Stages, type Obstacle } from './stages.ts';
import { dayPoint, Statistics } from './statistics.ts';
import {
  BACK, BREAKS, CALL, CHARGED, CLASS_ROW, FETCHED, HOLD, INSIDE, INTERRUPTS, KIND, LOSES, LOST_COUNT, PREEMPTS, PULLING, RATIONED, RELEASE,
  REPAIRED, ROOM, SERVERS, SERVICE_KEY, SIDE, STAGE_ROW, STEP_ROW, STEP_SERVICE, TAKEN, TRAITS, VACATIONS, VEHICLE, WAITING, WAITS_IN_IT,
} from './rows.ts';
import { Trace } from './trace.ts';

/** Events that are not a lorry's: −1 − (subject × 4 + what). */
const eventOf = (subject: number, what: number): number => -1 - (subject * 4 + what);

/**
 * A network of stages as a sequence of events: the next arrival or the first event of the heap, one after the other. Invariants,
 * which the tests check: a stage with a free server has nobody waiting whom it may serve; a lorry has at most one server,
 * and keeps it until there is room ahead; every lorry that came in is in a list, in a service, or has left.
 */
export class Network {
  readonly layout: Layout;
  readonly lorries = new Lorries();
  readonly heap = new EventHeap();
  readonly statistics: Statistics;
  readonly stages: Stages;
  readonly fleet: Fleet | undefined;
  readonly arrivals = new Arrivals();
  /** The next of the arrivals; 0 when they are renewed. */
  cursor = 0;
  now = 0;
  readonly trace = new Trace();
  /** Minutes before its slot from which a lorry may be called. */
  early = 0;
  log: EventLog | undefined;
  /** Factor on the services of a stage: weather, tightened checks. */
  readonly pace: Float64Array;

  private readonly accounts: Accounts;
  readonly queues: Queues;
  readonly routes: Routes;
  /** Breakdowns or vacations so far, by stage: the numbers of their draws. */
  private readonly turns: Int32Array;

  constructor(spec: NetworkSpec, seed: number, days = 1) {
    const layout = new Layout(spec, seed);
    const { stageCount, classCount } = layout;
    this.layout = layout;
    this.statistics = new Statistics(classCount, stageCount, days);
    this.stages = new Stages(layout, this.statistics);
    this.pace = new Float64Array(stageCount).fill(1);
    this.queues = new Queues(layout, this.lorries);
    this.routes = new Routes(layout, this.lorries);
    this.accounts = new Accounts(layout, this.lorries, this.stages, this.queues, this.statistics, seed);
    this.turns = new Int32Array(stageCount);
    this.fleet = spec.fleet === undefined ? undefined : new Fleet(spec.fleet, layout, seed);
    for (let stage = 0; stage < stageCount; stage += 1) {
      if (layout.works[stage]! >= 0) for (let server = 0; server < layout.stages[stage * STAGE_ROW + SERVERS]!; server += 1) this.breakLater(stage, 0);
      if (layout.vacation[stage]! >= 0) this.rest(stage, 0);
    }
  }

  /** Everything that happens before `until`, in order. */
  advance(until: number): void {
    const { heap, arrivals, lorries } = this;
    let cursor = this.cursor;
    let arrival = cursor < arrivals.count ? arrivals.time[cursor]! : Infinity;
    for (;;) {
      const event = heap.time[0]!;
      if (arrival <= event) {
        if (arrival >= until) break;
        this.arrive(cursor, arrival);
        cursor += 1;
        arrival = cursor < arrivals.count ? arrivals.time[cursor]! : Infinity;
      } else {
        if (event >= until) break;
        const what = heap.pop();
        if (what < 0) this.happen(-1 - what, event);
        else if (lorries.real[what + ENDS] === event) {
          this.trace.add(event, lorries.int[what + NUMBER]!, lorries.int[what + AT]!);
          this.finish(what, event);
        }
      }
    }
    this.cursor = cursor;
    if (until !== Infinity) this.now = until;
  }

  /** Brings the integrals up to now: to be called before the statistics are read or reset. */
  settle(): void {
    for (let stage = 0; stage < this.layout.stageCount; stage += 1) this.stages.touch(stage, this.now);
  }

  /** So many servers from now on. Lorries that are being served are served to the end. */
  setServers(stage: number, servers: number, overtime = false): void {
    this.stages.set(stage, servers, overtime, this.now);
    this.pull(stage, this.now);
  }

  setObstacle(stage: number, obstacle: Obstacle, present: boolean): void {
    this.stages.setObstacle(stage, obstacle, present, this.now);
  }

  /** Looks again who may go: to be called when an allowance is renewed. */
  wake(stage: number): void {
    this.pull(stage, this.now);
  }

  private arrive(index: number, now: number): void {
    const { lorries, arrivals } = this;
    const lorry = lorries.take();
    const { int, real } = lorries;
    const classOf = arrivals.classOf[index]!;
    const number = arrivals.number[index]!;
    int[lorry + NUMBER] = number;
    int[lorry + CLASS_OF] = classOf;
    int[lorry + RISK] = arrivals.risk[index]!;
    int[lorry + STEP] = this.layout.routeStart[classOf]!;
    int[lorry + BEEN] = 0;
    int[lorry + VISITS] = 0;
    int[lorry + AT] = -1;
    int[lorry + COUNTS] = arrivals.counts[index]!;
    real[lorry + LEFT] = -1;
    real[lorry + ARRIVED] = now;
    real[lorry + WAITED] = 0;
    real[lorry + SERVED] = 0;
    real[lorry + PAPERS_READY] = arrivals.papers[index]!;
    real[lorry + SLOT_BEGINS] = arrivals.slot[index]!;
    real[lorry + DUE] = arrivals.due[index]!;
    real[lorry + DISPLACED] = arrivals.displaced[index]!;
    this.trace.add(now, number, -1);
    this.statistics.arrivedAt[dayPoint(now)]! += 1;
    if (this.log !== undefined) this.log.add(now, number, -1, classOf, 0);
    this.goOn(lorry, -1, now);
  }

  /** To the next stage of its route, or away. It keeps the server that it has at `from` until it is in. */
  private goOn(lorry: number, from: number, now: number): void {
    const stage = this.routes.next(lorry);
    if (stage >= 0) return this.request(lorry, stage, from, now);
    if (this.log !== undefined) this.record(lorry, -1, 4, now);
    this.accounts.depart(lorry, now);
    this.lorries.leave(lorry);
    if (from >= 0) this.release(from, now);
  }

  private request(lorry: number, stage: number, from: number, now: number): void {
    if (!this.finds(lorry, stage, now)) return this.wait(lorry, stage, from, now);
    this.accounts.visit(lorry, stage);
    this.start(lorry, stage, 0, now);
    if (from >= 0) this.release(from, now);
  }

  /** Inside where there is room, outside with the server that it has where there is none; or it is lost. */
  private wait(lorry: number, stage: number, from: number, now: number): void {
    const { lorries, stages, queues } = this;
    const rows = stages.int;
    const row = stage * STAGE_ROW;
    const inside = rows[row + INSIDE]! < rows[row + ROOM]! || this.routes.back;
    if (!inside && (rows[row + TRAITS]! & LOSES) !== 0) {
      this.statistics.classes[lorries.int[lorry + CLASS_OF]! * CLASS_ROW + LOST_COUNT]! += 1;
      return lorries.leave(lorry);
    }
    stages.join(stage, now);
    this.accounts.remember(lorry, stage, now);
    if (this.log !== undefined) this.record(lorry, stage, 1, now);
    const list = queues.listOf(lorry, stage);
    if (inside) {
      rows[row + INSIDE]! += 1;
      lorries.int[lorry + AT] = -1;
      queues.lists.append(list, lorry);
      if (from >= 0) this.release(from, now);
    } else {
      queues.lists.append(list + queues.countOf(stage), lorry);
      stages.block(from, 1, now);
    }
    if ((rows[row + TRAITS]! & FETCHED) !== 0) this.pull(stage, now);
  }

  /** Whether there is a server for the lorry at once. Nobody else waits for it then, or somebody who may not go. */
  private finds(lorry: number, stage: number, now: number): boolean {
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    if (rows[row + PULLING] === 1) return false;
    const free = rows[row + TAKEN]! < rows[row + SERVERS]!;
    const traits = rows[row + TRAITS]! & (FETCHED | RATIONED | PREEMPTS);
    if (traits === 0) return free;
    if ((traits & FETCHED) !== 0 || !this.queues.allows(lorry, stage)) return false;
    return free || ((traits & PREEMPTS) !== 0 && this.interruptFor(lorry, stage, now));
  }

  /** Serves who waits, as long as there are servers; then lets those in who wait outside, as long as there is room. */
  private pull(stage: number, now: number): void {
    const { queues } = this;
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    if (rows[row + PULLING] === 1) return;
    const traits = rows[row + TRAITS]! & (FETCHED | VACATIONS);
    if (traits === 0 && rows[row + WAITING] === 0) return;
    rows[row + PULLING] = 1;
    if ((traits & FETCHED) !== 0) this.fleet!.match(this, now);
    else {
      while (rows[row + WAITING]! > 0 && rows[row + TAKEN]! < rows[row + SERVERS]!) {
        const outside = rows[row + INSIDE] === 0;
        const lorry = queues.pick(stage, outside, now);
        if (lorry < 0) break;
        this.take(lorry, stage, outside, 0, now);
      }
    }
    while (rows[row + WAITING]! > rows[row + INSIDE]! && rows[row + INSIDE]! < rows[row + ROOM]!) this.admit(stage, now);
    rows[row + PULLING] = 0;
    if ((traits & VACATIONS) !== 0) this.rest(stage, now);
  }

  /** From waiting into service, which begins with `extra` minutes: a vehicle on its way. */
  take(lorry: number, stage: number, outside: boolean, extra: number, now: number): void {
    const { stages, queues } = this;
    const rows = stages.int;
    const row = stage * STAGE_ROW;
    const from = this.lorries.int[lorry + AT]!;
    stages.touch(stage, now);
    rows[row + WAITING]! -= 1;
    if (outside) {
      queues.lists.remove(queues.listOf(lorry, stage) + queues.countOf(stage), lorry);
      stages.block(from, -1, now);
    } else {
      queues.lists.remove(queues.listOf(lorry, stage), lorry);
      rows[row + INSIDE]! -= 1;
    }
    this.accounts.endWait(lorry, stage, from, now);
    this.start(lorry, stage, extra, now);
    if (from >= 0) this.release(from, now);
  }

  /** From outside into the room of the stage; the server that it kept is free. */
  private admit(stage: number, now: number): void {
    const { lorries, stages, queues } = this;
    const lorry = queues.pick(stage, true, now);
    const from = lorries.int[lorry + AT]!;
    const list = queues.listOf(lorry, stage);
    queues.lists.remove(list + queues.countOf(stage), lorry);
    this.accounts.accrue(lorry, stage, from, now);
    this.accounts.remember(lorry, stage, now);
    lorries.int[lorry + AT] = -1;
    stages.int[stage * STAGE_ROW + INSIDE]! += 1;
    queues.lists.append(list, lorry);
    stages.block(from, -1, now);
    if (from >= 0) this.release(from, now);
  }

  private start(lorry: number, stage: number, extra: number, now: number): void {
    const { int, real } = this.lorries;
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    this.stages.touch(stage, now);
    rows[row + TAKEN]! += 1;
    int[lorry + AT] = stage;
    if ((rows[row + TRAITS]! & INTERRUPTS) !== 0) this.queues.lists.append(this.queues.workOf(stage), lorry);
    if (this.log !== undefined) this.record(lorry, stage, 2, now);
    const left = real[lorry + LEFT]!;
    const minutes = left < 0 ? this.minutesOf(lorry, stage, extra, now) : left;
    if (left >= 0) real[lorry + LEFT] = -1;
    if (minutes <= 0) return this.finish(lorry, now);
    real[lorry + ENDS] = now + minutes;
    this.heap.push(now + minutes, lorry);
  }

  /** How long a lorry that begins will be in the stage: until it may be called, until its vehicle is there, or for a service of its own. */
  private minutesOf(lorry: number, stage: number, extra: number, now: number): number {
    const { int, real } = this.lorries;
    const { layout, accounts } = this;
    const kind = layout.stages[stage * STAGE_ROW + KIND]!;
    if (kind === HOLD || kind === VEHICLE) {
      accounts.remember(lorry, stage, now);
      return kind === HOLD ? Math.max(real[lorry + PAPERS_READY]!, real[lorry + SLOT_BEGINS]! - this.early) - now : extra;
    }
    const service = layout.steps[int[lorry + STEP]! * STEP_ROW + STEP_SERVICE]!;
    const key = layout.stages[stage * STAGE_ROW + SERVICE_KEY]!;
    const minutes = layout.draws.draw(service, key, visited(int[lorry + NUMBER]!, int[lorry + VISITS]!)) * this.pace[stage]!;
    accounts.serve(lorry, stage, minutes);
    if (kind === CALL) accounts.call(lorry, now);
    return minutes;
  }

  private finish(lorry: number, now: number): void {
    const { int, real } = this.lorries;
    const stage = int[lorry + AT]!;
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    real[lorry + ENDS] = -1;
    if (this.log !== undefined) this.record(lorry, stage, 3, now);
    if ((rows[row + TRAITS]! & INTERRUPTS) !== 0) this.queues.lists.remove(this.queues.workOf(stage), lorry);
    if ((rows[row + TRAITS]! & WAITS_IN_IT) !== 0) this.accounts.accrue(lorry, stage, -1, now);
    else if (rows[row + KIND] === RELEASE) this.giveBack(int[lorry + CARRIER]!, rows[row + SIDE]!, now);
    this.goOn(lorry, stage, now);
  }

  private record(lorry: number, stage: number, moment: number, now: number): void {
    this.log!.add(now, this.lorries.int[lorry + NUMBER]!, stage, this.lorries.int[lorry + CLASS_OF]!, moment);
  }

  private release(stage: number, now: number): void {
    this.stages.touch(stage, now);
    this.stages.int[stage * STAGE_ROW + TAKEN]! -= 1;
    this.pull(stage, now);
  }

  /** Interrupts the lowest level at work, if it is lower than the lorry's; who has just begun first. */
  private interruptFor(lorry: number, stage: number, now: number): boolean {
    const { lorries, layout } = this;
    let lowest = -1;
    let level = layout.level[lorries.int[lorry + CLASS_OF]!]!;
    for (let each = this.queues.lists.last(this.queues.workOf(stage)); each >= 0; each = lorries.int[each + PREVIOUS]!) {
      if (layout.level[lorries.int[each + CLASS_OF]!]! <= level) continue;
      level = layout.level[lorries.int[each + CLASS_OF]!]!;
      lowest = each;
    }
    if (lowest >= 0) this.interrupt(lowest, stage, now);
    return lowest >= 0;
  }

  /** The lorry waits in front of all others, and goes on later where it was. */
  private interrupt(lorry: number, stage: number, now: number): void {
    const { lorries, stages, queues } = this;
    queues.lists.remove(queues.workOf(stage), lorry);
    stages.join(stage, now);
    stages.int[stage * STAGE_ROW + INSIDE]! += 1;
    stages.int[stage * STAGE_ROW + TAKEN]! -= 1;
    lorries.real[lorry + LEFT] = lorries.real[lorry + ENDS]! - now;
    lorries.real[lorry + ENDS] = -1;
    lorries.int[lorry + AT] = -1;
    this.accounts.remember(lorry, stage, now);
    queues.lists.prepend(queues.listOf(lorry, stage), lorry);
  }

  private happen(code: number, now: number): void {
    this.trace.add(now, code, -2);
    const subject = code >> 2;
    const what = code & 3;
    if (what === CHARGED) return this.charged(subject, now);
    if (what === BREAKS) return this.breakDown(subject, now);
    this.stages.shift(subject, -1, now);
    if (what === REPAIRED) {
      this.stages.setObstacle(subject, 'system', false, now);
      this.breakLater(subject, now);
    }
    this.pull(subject, now);
  }

  /** Servers that find nobody waiting are away for a while. */
  private rest(stage: number, now: number): void {
    const { stages } = this;
    const row = stage * STAGE_ROW;
    while (stages.int[row + TAKEN]! < stages.int[row + SERVERS]!) {
      stages.shift(stage, 1, now);
      this.heap.push(now + this.turn(stage, this.layout.vacation[stage]!), eventOf(stage, BACK));
    }
  }

  private breakLater(stage: number, now: number): void {
    this.heap.push(now + this.turn(stage, this.layout.works[stage]!), eventOf(stage, BREAKS));
  }

  private breakDown(stage: number, now: number): void {
    const { stages, queues } = this;
    const row = stage * STAGE_ROW;
    stages.shift(stage, 1, now);
    const last = queues.lists.last(queues.workOf(stage));
    if (stages.int[row + TAKEN]! > stages.int[row + SERVERS]! && last >= 0) this.interrupt(last, stage, now);
    if (stages.int[row + SERVERS] === 0) stages.setObstacle(stage, 'system', true, now);
    this.heap.push(now + this.turn(stage, this.layout.repair[stage]!), eventOf(stage, REPAIRED));
  }

  /** The next draw of what happens to the servers of a stage. */
  private turn(stage: number, distribution: number): number {
    this.turns[stage]! += 1;
    return this.layout.draws.draw(distribution, this.layout.eventKey[stage]!, this.turns[stage]!);
  }

  private giveBack(vehicle: number, side: number, now: number): void {
    const minutes = this.fleet!.giveBack(vehicle, side, now);
    if (minutes > 0) this.heap.push(now + minutes, eventOf(vehicle, CHARGED));
    else this.charged(vehicle, now);
  }

  private charged(vehicle: number, now: number): void {
    this.fleet!.idle[vehicle] = 1;
    for (const stage of this.fleet!.stages) this.pull(stage, now);
  }
}
