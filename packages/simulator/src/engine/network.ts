import type { EventLog } from '../model/event-log.ts';
import { Accounts } from './accounts.ts';
import { Arrivals } from './arrivals.ts';
import { Fleet } from './fleet.ts';
import { EventHeap } from './heap.ts';
import { Layout } from './layout.ts';
import { AT, CARRIER, CLASS_OF, ENDS, FETCH, LEFT, Lorries, NUMBER, PAPERS_READY, PREVIOUS, SERVED, SLOT_BEGINS, STEP, VISITS } from './lorries.ts';
import { Queues } from './queues.ts';
import { visited } from './random.ts';
import { Routes } from './routes.ts';
import type { NetworkSpec } from './spec.ts';
import { Stages, type Obstacle } from './stages.ts';
import { Statistics } from './statistics.ts';
import {
  BACK, BREAKS, CALL, CHARGED, CLASS_ROW, FETCHED, INSIDE, INTERRUPTS, KIND, LOSES, LOST_COUNT, NOW, POINT_ENDS, PREEMPTS, PULLING, RATIONED, RELEASES,
  REPAIRED, ROOM, SERVERS, SERVICE_KEY, SIDE, STAGE_ROW, STEP_ROW, STEP_SERVICE, TAKEN, TRAITS, VACATIONS, VEHICLE, WAITING, WAITS_IN_IT,
} from './rows.ts';
import { Trace } from './trace.ts';
import { Turns } from './turns.ts';

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
  readonly arrivals: Arrivals;
  /** The next of the arrivals; 0 when they are renewed. */
  cursor = 0;
  /** The minute that it is, in a cell that all parts read: handed from call to call, a number that is not whole is boxed each time. */
  private readonly clock = new Float64Array(3);
  readonly trace = new Trace(this.clock);
  /** Minutes before its slot from which a lorry may be called. */
  early = 0;
  log: EventLog | undefined = undefined;
  private readonly drawn = new Float64Array(1);
  /** Factor on the services of a stage: weather, tightened checks. */
  readonly pace: Float64Array;

  private readonly accounts: Accounts;
  readonly queues: Queues;
  readonly routes: Routes;
  private readonly turns: Turns;

  constructor(spec: NetworkSpec, seed: number, days = 1) {
    const layout = new Layout(spec, seed);
    const { stageCount, classCount } = layout;
    this.layout = layout;
    this.arrivals = new Arrivals(this.lorries, layout.routeStart);
    this.statistics = new Statistics(classCount, stageCount, days);
    this.stages = new Stages(layout, this.statistics, this.clock);
    this.pace = new Float64Array(stageCount).fill(1);
    this.queues = new Queues(layout, this.lorries, this.clock);
    this.routes = new Routes(layout, this.lorries);
    this.accounts = new Accounts(layout, this.lorries, this.stages, this.queues, this.statistics, this.clock, seed);
    this.turns = new Turns(layout);
    this.fleet = spec.fleet === undefined ? undefined : new Fleet(spec.fleet, layout, seed);
    for (let stage = 0; stage < stageCount; stage += 1) {
      if (layout.works[stage]! >= 0) for (let server = 0; server < layout.stages[stage * STAGE_ROW + SERVERS]!; server += 1) this.breakLater(stage);
      if (layout.vacation[stage]! >= 0) this.rest(stage);
    }
  }

  /** Minutes since the start. */
  get now(): number {
    return this.clock[NOW]!;
  }

  /** Everything that happens before `until`, in order. */
  advance(until: number): void {
    const { heap, arrivals, lorries, clock } = this;
    let cursor = this.cursor;
    let arrival = cursor < arrivals.count ? arrivals.time[cursor]! : Infinity;
    for (;;) {
      const event = heap.time[0]!;
      const now = arrival <= event ? arrival : event;
      if (now >= until) break;
      clock[NOW] = now;
      if (now >= clock[POINT_ENDS]!) this.statistics.enter(clock);
      if (arrival <= event) {
        this.arrive(arrivals.lorry[cursor]!);
        cursor += 1;
        arrival = cursor < arrivals.count ? arrivals.time[cursor]! : Infinity;
      } else {
        const what = heap.pop();
        if (what < 0) this.happen(-1 - what);
        else if (lorries.real[what + ENDS] === event) {
          this.trace.add(lorries.int[what + NUMBER]!, lorries.int[what + AT]!);
          this.finish(what);
        }
      }
    }
    this.cursor = cursor;
    if (until !== Infinity) clock[NOW] = until;
  }

  /** Brings the integrals up to now: to be called before the statistics are read or reset. */
  settle(): void {
    this.stages.settle();
  }

  /** So many servers from now on. Lorries that are being served are served to the end. */
  setServers(stage: number, servers: number, overtime = false): void {
    this.stages.set(stage, servers, overtime);
    this.pull(stage);
  }

  setObstacle(stage: number, obstacle: Obstacle, present: boolean): void {
    this.stages.setObstacle(stage, obstacle, present);
  }

  /** Looks again who may go: to be called when an allowance is renewed. */
  wake(stage: number): void {
    this.pull(stage);
  }

  private arrive(lorry: number): void {
    const { lorries, statistics } = this;
    lorries.present += 1;
    statistics.moments[statistics.point]! += 1;
    this.trace.add(lorries.int[lorry + NUMBER]!, -1);
    if (this.log !== undefined) this.record(lorry, -1, 0);
    this.goOn(lorry, -1);
  }

  /** To the next stage of its route, or away. It keeps the server that it has at `from` until it is in. */
  private goOn(lorry: number, from: number): void {
    const stage = this.routes.next(lorry);
    if (stage >= 0) {
      if (!this.finds(lorry, stage)) return this.wait(lorry, stage, from);
      this.accounts.visit(lorry, stage);
      this.stages.occupy(stage);
      this.start(lorry, stage);
    } else {
      if (this.log !== undefined) this.record(lorry, -1, 4);
      this.accounts.depart(lorry);
      this.lorries.leave(lorry);
    }
    if (from >= 0) this.release(from);
  }

  /** Inside where there is room, outside with the server that it has where there is none; or it is lost. */
  private wait(lorry: number, stage: number, from: number): void {
    const { lorries, stages, queues } = this;
    const rows = stages.int;
    const row = stage * STAGE_ROW;
    const inside = rows[row + INSIDE]! < rows[row + ROOM]! || this.routes.back;
    if (!inside && (rows[row + TRAITS]! & LOSES) !== 0) {
      this.statistics.classes[lorries.int[lorry + CLASS_OF]! * CLASS_ROW + LOST_COUNT]! += 1;
      return lorries.leave(lorry);
    }
    stages.join(stage);
    this.accounts.remember(lorry, stage);
    if (this.log !== undefined) this.record(lorry, stage, 1);
    const list = queues.listOf(lorry, stage);
    if (inside) {
      rows[row + INSIDE]! += 1;
      lorries.int[lorry + AT] = -1;
      queues.lists.append(list, lorry);
      if (from >= 0) this.release(from);
    } else {
      queues.lists.append(list + queues.countOf(stage), lorry);
      stages.block(from, 1);
    }
    if ((rows[row + TRAITS]! & FETCHED) !== 0) this.pull(stage);
  }

  /** Whether there is a server for the lorry at once. Nobody else waits for it then, or somebody who may not go. */
  private finds(lorry: number, stage: number): boolean {
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    if (rows[row + PULLING] === 1) return false;
    const free = rows[row + TAKEN]! < rows[row + SERVERS]!;
    const traits = rows[row + TRAITS]! & (FETCHED | RATIONED | PREEMPTS);
    if (traits === 0) return free;
    if ((traits & FETCHED) !== 0 || !this.queues.allows(lorry, stage)) return false;
    return free || ((traits & PREEMPTS) !== 0 && this.interruptFor(lorry, stage));
  }

  /** Serves who waits, as long as there are servers; then lets those in who wait outside, as long as there is room. */
  private pull(stage: number): void {
    const { queues } = this;
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    if (rows[row + PULLING] === 1) return;
    const traits = rows[row + TRAITS]! & (FETCHED | VACATIONS);
    if (traits === 0 && rows[row + WAITING] === 0) return;
    rows[row + PULLING] = 1;
    if ((traits & FETCHED) !== 0) this.fleet!.match(this);
    else {
      while (rows[row + WAITING]! > 0 && rows[row + TAKEN]! < rows[row + SERVERS]!) {
        const outside = rows[row + INSIDE] === 0;
        const lorry = queues.pick(stage, outside);
        if (lorry < 0) break;
        this.stages.occupy(stage);
        this.take(lorry, stage, outside);
      }
    }
    while (rows[row + WAITING]! > rows[row + INSIDE]! && rows[row + INSIDE]! < rows[row + ROOM]!) this.admit(stage);
    rows[row + PULLING] = 0;
    if ((traits & VACATIONS) !== 0) this.rest(stage);
  }

  /** From waiting into service, with a server that has been taken. */
  take(lorry: number, stage: number, outside: boolean): void {
    const { stages, queues } = this;
    const rows = stages.int;
    const row = stage * STAGE_ROW;
    const from = this.lorries.int[lorry + AT]!;
    stages.leave(stage);
    if (outside) {
      queues.lists.remove(queues.listOf(lorry, stage) + queues.countOf(stage), lorry);
      stages.block(from, -1);
    } else {
      queues.lists.remove(queues.listOf(lorry, stage), lorry);
      rows[row + INSIDE]! -= 1;
    }
    this.accounts.endWait(lorry, stage, from);
    this.start(lorry, stage);
    if (from >= 0) this.release(from);
  }

  /** From outside into the room of the stage; the server that it kept is free. */
  private admit(stage: number): void {
    const { lorries, stages, queues } = this;
    const lorry = queues.pick(stage, true);
    const from = lorries.int[lorry + AT]!;
    const list = queues.listOf(lorry, stage);
    queues.lists.remove(list + queues.countOf(stage), lorry);
    this.accounts.accrue(lorry, stage, from);
    this.accounts.remember(lorry, stage);
    lorries.int[lorry + AT] = -1;
    stages.int[stage * STAGE_ROW + INSIDE]! += 1;
    queues.lists.append(list, lorry);
    stages.block(from, -1);
    if (from >= 0) this.release(from);
  }

  /** Into service, with a server that has been taken. */
  private start(lorry: number, stage: number): void {
    const { int, real } = this.lorries;
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    int[lorry + AT] = stage;
    if ((rows[row + TRAITS]! & INTERRUPTS) !== 0) this.queues.lists.append(this.queues.workOf(stage), lorry);
    if (this.log !== undefined) this.record(lorry, stage, 2);
    const left = real[lorry + LEFT]!;
    if (left >= 0) {
      real[lorry + LEFT] = -1;
      return this.last(lorry, left);
    }
    if ((rows[row + TRAITS]! & WAITS_IN_IT) !== 0) return this.last(lorry, this.heldFor(lorry, stage));
    const { layout } = this;
    const visits = int[lorry + VISITS]!;
    const number = visits === 0 ? int[lorry + NUMBER]! : visited(int[lorry + NUMBER]!, visits);
    const service = layout.steps[int[lorry + STEP]! * STEP_ROW + STEP_SERVICE]!;
    layout.draws.drawInto(this.drawn, service, rows[row + SERVICE_KEY]!, number);
    const minutes = this.drawn[0]! * this.pace[stage]!;
    if (rows[row + KIND] !== CALL) real[lorry + SERVED]! += minutes;
    else this.accounts.call(lorry, minutes);
    this.last(lorry, minutes);
  }

  /** The lorry stays in the stage for so long. */
  private last(lorry: number, minutes: number): void {
    if (minutes <= 0) return this.finish(lorry);
    const ends = this.clock[NOW]! + minutes;
    this.lorries.real[lorry + ENDS] = ends;
    this.heap.push(ends, lorry);
  }

  /** How long a lorry waits in a stage that has nothing to do for it: until it may be called, or until its vehicle is there. */
  private heldFor(lorry: number, stage: number): number {
    const { real } = this.lorries;
    this.accounts.remember(lorry, stage);
    if (this.layout.stages[stage * STAGE_ROW + KIND] === VEHICLE) return real[lorry + FETCH]!;
    return Math.max(real[lorry + PAPERS_READY]!, real[lorry + SLOT_BEGINS]! - this.early) - this.clock[NOW]!;
  }

  private finish(lorry: number): void {
    const { int, real } = this.lorries;
    const stage = int[lorry + AT]!;
    real[lorry + ENDS] = -1;
    const traits = this.stages.int[stage * STAGE_ROW + TRAITS]!;
    if (this.log !== undefined) this.record(lorry, stage, 3);
    if ((traits & (INTERRUPTS | WAITS_IN_IT | RELEASES)) !== 0) {
      if ((traits & INTERRUPTS) !== 0) this.queues.lists.remove(this.queues.workOf(stage), lorry);
      if ((traits & WAITS_IN_IT) !== 0) this.accounts.accrue(lorry, stage, -1);
      if ((traits & RELEASES) !== 0) this.giveBack(int[lorry + CARRIER]!, this.stages.int[stage * STAGE_ROW + SIDE]!);
    }
    this.goOn(lorry, stage);
  }

  private record(lorry: number, stage: number, moment: number): void {
    this.log!.add(this.now, this.lorries.int[lorry + NUMBER]!, stage, this.lorries.int[lorry + CLASS_OF]!, moment);
  }

  private release(stage: number): void {
    const { stages } = this;
    const rows = stages.int;
    const row = stage * STAGE_ROW;
    const rare = rows[row + TRAITS]! & (FETCHED | RATIONED | VACATIONS);
    if (rare === 0 && rows[row + INSIDE]! > 0 && rows[row + TAKEN]! <= rows[row + SERVERS]! && rows[row + PULLING] === 0) {
      // The server goes from one lorry to the next: nothing changes for the stage but who waits.
      rows[row + PULLING] = 1;
      this.take(this.queues.pick(stage, false), stage, false);
      rows[row + PULLING] = 0;
      if (rows[row + TAKEN]! >= rows[row + SERVERS]! && rows[row + WAITING] === rows[row + INSIDE]) return;
    } else stages.vacate(stage);
    if (rare !== 0 || rows[row + WAITING]! > 0) this.pull(stage);
  }

  /** Interrupts the lowest level at work, if it is lower than the lorry's; who has just begun first. */
  private interruptFor(lorry: number, stage: number): boolean {
    const { lorries, layout } = this;
    let lowest = -1;
    let level = layout.level[lorries.int[lorry + CLASS_OF]!]!;
    for (let each = this.queues.lists.last(this.queues.workOf(stage)); each >= 0; each = lorries.int[each + PREVIOUS]!) {
      if (layout.level[lorries.int[each + CLASS_OF]!]! <= level) continue;
      level = layout.level[lorries.int[each + CLASS_OF]!]!;
      lowest = each;
    }
    if (lowest >= 0) this.interrupt(lowest, stage);
    return lowest >= 0;
  }

  /** The lorry waits in front of all others, and goes on later where it was. */
  private interrupt(lorry: number, stage: number): void {
    const { lorries, stages, queues } = this;
    queues.lists.remove(queues.workOf(stage), lorry);
    stages.join(stage);
    stages.vacate(stage);
    stages.int[stage * STAGE_ROW + INSIDE]! += 1;
    lorries.real[lorry + LEFT] = lorries.real[lorry + ENDS]! - this.now;
    lorries.real[lorry + ENDS] = -1;
    lorries.int[lorry + AT] = -1;
    this.accounts.remember(lorry, stage);
    queues.lists.prepend(queues.listOf(lorry, stage), lorry);
  }

  private happen(code: number): void {
    this.trace.add(code, -2);
    const subject = code >> 2;
    const what = code & 3;
    if (what === CHARGED) return this.charged(subject);
    if (what === BREAKS) return this.breakDown(subject);
    this.stages.shift(subject, -1);
    if (what === REPAIRED) {
      this.stages.setObstacle(subject, 'system', false);
      this.breakLater(subject);
    }
    this.pull(subject);
  }

  /** Servers that find nobody waiting are away for a while. */
  private rest(stage: number): void {
    const { stages } = this;
    const row = stage * STAGE_ROW;
    while (stages.int[row + TAKEN]! < stages.int[row + SERVERS]!) {
      stages.shift(stage, 1);
      this.heap.push(this.now + this.turns.next(stage, this.layout.vacation[stage]!), eventOf(stage, BACK));
    }
  }

  private breakLater(stage: number): void {
    this.heap.push(this.now + this.turns.next(stage, this.layout.works[stage]!), eventOf(stage, BREAKS));
  }

  private breakDown(stage: number): void {
    const { stages, queues } = this;
    const row = stage * STAGE_ROW;
    stages.shift(stage, 1);
    const last = queues.lists.last(queues.workOf(stage));
    if (stages.int[row + TAKEN]! > stages.int[row + SERVERS]! && last >= 0) this.interrupt(last, stage);
    if (stages.int[row + SERVERS] === 0) stages.setObstacle(stage, 'system', true);
    this.heap.push(this.now + this.turns.next(stage, this.layout.repair[stage]!), eventOf(stage, REPAIRED));
  }

  private giveBack(vehicle: number, side: number): void {
    const minutes = this.fleet!.giveBack(vehicle, side, this.now);
    if (minutes > 0) this.heap.push(this.now + minutes, eventOf(vehicle, CHARGED));
    else this.charged(vehicle);
  }

  private charged(vehicle: number): void {
    this.fleet!.idle[vehicle] = 1;
    for (const stage of this.fleet!.stages) this.pull(stage);
  }
}
