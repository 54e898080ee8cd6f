import type { EventLog } from '../model/event-log.ts';
import { Accounts } from './accounts.ts';
import { Arrivals } from './arrivals.ts';
import { Fleet } from './fleet.ts';
import { EventHeap } from './heap.ts';
import { CALL, HOLD, Layout, RELEASE, VEHICLE } from './layout.ts';
import { ARRIVED, AT, BEEN, CLASS_OF, COUNTS, DISPLACED, DUE, ENDS, LEFT, NUMBER, PAPERS_READY, PREVIOUS, RISK, SERVED, SLOT_BEGINS, STEP, CARRIER, VISITS, WAITED, Lorries } from './lorries.ts';
import { Queues } from './queues.ts';
import { visited } from './random.ts';
import { Routes } from './routes.ts';
import type { NetworkSpec } from './spec.ts';
import { Stages, type Obstacle } from './stages.ts';
import { dayPoint, Statistics } from './statistics.ts';

/** Events that are not a lorry's: −1 − (subject × 4 + what). */
const [BACK, BREAKS, REPAIRED, CHARGED] = [0, 1, 2, 3] as const;
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
  events = 0;
  /** Changes with every event: when, who, where. */
  traceHigh = 0x6a09e667;
  traceLow = 0x3c6ef372;
  /** Minutes before its slot from which a lorry may be called. */
  early = 0;
  log: EventLog | undefined;
  /** Factor on the services of a stage: weather, tightened checks. */
  readonly pace: Float64Array;

  private readonly accounts: Accounts;
  readonly queues: Queues;
  readonly routes: Routes;
  private readonly pulling: Uint8Array;
  /** Breakdowns or vacations so far, by stage: the numbers of their draws. */
  private readonly turns: Int32Array;
  private readonly clock = new Float64Array(1);
  private readonly clockBits = new Int32Array(this.clock.buffer);

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
    this.pulling = new Uint8Array(stageCount);
    this.turns = new Int32Array(stageCount);
    this.fleet = spec.fleet === undefined ? undefined : new Fleet(spec.fleet, layout, seed);
    for (let stage = 0; stage < stageCount; stage += 1) {
      if (layout.works[stage]! >= 0) for (let server = 0; server < layout.servers[stage]!; server += 1) this.breakLater(stage, 0);
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
          this.trace(event, lorries.int[what + NUMBER]!, lorries.int[what + AT]!);
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

  /** Lorries that have been called and have not left, by class. */
  inTransit(): Int32Array {
    return this.statistics.called.map((called, classOf) => called - this.statistics.departed[classOf]!);
  }

  private arrive(index: number, now: number): void {
    const { lorries, arrivals, layout } = this;
    const lorry = lorries.take();
    const classOf = arrivals.classOf[index]!;
    const number = arrivals.number[index]!;
    lorries.int[lorry + NUMBER] = number;
    lorries.int[lorry + CLASS_OF] = classOf;
    lorries.int[lorry + RISK] = arrivals.risk[index]!;
    lorries.int[lorry + STEP] = layout.routeStart[classOf]! - 1;
    lorries.int[lorry + BEEN] = 0;
    lorries.int[lorry + VISITS] = 0;
    lorries.int[lorry + AT] = -1;
    lorries.real[lorry + LEFT] = -1;
    lorries.real[lorry + ARRIVED] = now;
    lorries.real[lorry + WAITED] = 0;
    lorries.real[lorry + SERVED] = 0;
    lorries.real[lorry + PAPERS_READY] = arrivals.papers[index]!;
    lorries.real[lorry + SLOT_BEGINS] = arrivals.slot[index]!;
    lorries.real[lorry + DUE] = arrivals.due[index]!;
    lorries.real[lorry + DISPLACED] = arrivals.displaced[index]!;
    lorries.int[lorry + COUNTS] = arrivals.counts[index]!;
    this.trace(now, number, -1);
    this.statistics.arrivedAt[dayPoint(now)]! += 1;
    this.log?.add(now, number, -1, classOf, 0);
    this.goOn(lorry, now);
  }

  private trace(now: number, number: number, stage: number): void {
    this.events += 1;
    this.clock[0] = now;
    this.traceLow = Math.imul(this.traceLow ^ this.clockBits[0]! ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b);
    this.traceHigh = Math.imul(this.traceHigh ^ this.clockBits[1]! ^ stage ^ (this.traceLow >>> 15), 0xc2b2ae35);
  }

  /** To the next stage of its route, or away. It keeps the server that it has until it is in. */
  private goOn(lorry: number, now: number): void {
    const stage = this.routes.next(lorry);
    if (stage >= 0) return this.request(lorry, stage, now);
    const from = this.lorries.int[lorry + AT]!;
    this.log?.add(now, this.lorries.int[lorry + NUMBER]!, -1, this.lorries.int[lorry + CLASS_OF]!, 4);
    this.accounts.depart(lorry, now);
    this.lorries.leave(lorry);
    if (from >= 0) this.release(from, now);
  }

  private request(lorry: number, stage: number, now: number): void {
    const { lorries, layout, stages, queues } = this;
    const from = lorries.int[lorry + AT]!;
    if (this.finds(lorry, stage, now)) {
      this.accounts.visit(lorry, stage);
      this.start(lorry, stage, 0, now);
      if (from >= 0) this.release(from, now);
      return;
    }
    const inside = this.routes.back || stages.inside[stage]! < layout.room[stage]!;
    if (!inside && layout.loses[stage] === 1) {
      this.statistics.lost[lorries.int[lorry + CLASS_OF]!]! += 1;
      return lorries.leave(lorry);
    }
    stages.join(stage, now);
    this.accounts.remember(lorry, stage, now);
    this.log?.add(now, lorries.int[lorry + NUMBER]!, stage, lorries.int[lorry + CLASS_OF]!, 1);
    const list = queues.listOf(lorry, stage);
    if (inside) {
      stages.inside[stage]! += 1;
      lorries.int[lorry + AT] = -1;
      queues.lists.append(list, lorry);
      if (from >= 0) this.release(from, now);
    } else {
      queues.lists.append(list + layout.listCount[stage]!, lorry);
      stages.block(from, 1, now);
    }
    if (layout.kind[stage] === VEHICLE) this.pull(stage, now);
  }

  /** Whether there is a server for the lorry at once. Nobody else waits for it then, or somebody who may not go. */
  private finds(lorry: number, stage: number, now: number): boolean {
    const { layout, stages, queues } = this;
    if (this.pulling[stage] === 1 || layout.kind[stage] === VEHICLE || !queues.allows(lorry, stage)) return false;
    return stages.taken[stage]! < stages.servers[stage]! || (layout.preempts[stage] === 1 && this.interruptFor(lorry, stage, now));
  }

  /** Serves who waits, as long as there are servers; then lets those in who wait outside, as long as there is room. */
  private pull(stage: number, now: number): void {
    if (this.pulling[stage] === 1) return;
    const { layout, stages, queues } = this;
    this.pulling[stage] = 1;
    if (layout.kind[stage] === VEHICLE) this.fleet!.match(this, now);
    else {
      while (stages.waiting[stage]! > 0 && stages.taken[stage]! < stages.servers[stage]!) {
        const outside = stages.inside[stage] === 0;
        const lorry = queues.pick(stage, outside, now);
        if (lorry < 0) break;
        this.take(lorry, stage, outside, 0, now);
      }
    }
    while (stages.waiting[stage]! > stages.inside[stage]! && stages.inside[stage]! < layout.room[stage]!) this.admit(stage, now);
    this.pulling[stage] = 0;
    if (layout.vacation[stage]! >= 0) this.rest(stage, now);
  }

  /** From waiting into service, which begins with `extra` minutes: a vehicle on its way. */
  take(lorry: number, stage: number, outside: boolean, extra: number, now: number): void {
    const { lorries, stages, queues } = this;
    queues.lists.remove(queues.listOf(lorry, stage) + (outside ? this.layout.listCount[stage]! : 0), lorry);
    stages.touch(stage, now);
    stages.waiting[stage]! -= 1;
    const from = lorries.int[lorry + AT]!;
    if (outside) stages.block(from, -1, now);
    else stages.inside[stage]! -= 1;
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
    queues.lists.remove(list + this.layout.listCount[stage]!, lorry);
    this.accounts.accrue(lorry, stage, from, now);
    this.accounts.remember(lorry, stage, now);
    lorries.int[lorry + AT] = -1;
    stages.inside[stage]! += 1;
    queues.lists.append(list, lorry);
    stages.block(from, -1, now);
    if (from >= 0) this.release(from, now);
  }

  private start(lorry: number, stage: number, extra: number, now: number): void {
    const { lorries, layout, stages } = this;
    const kind = layout.kind[stage]!;
    stages.touch(stage, now);
    stages.taken[stage]! += 1;
    lorries.int[lorry + AT] = stage;
    if (layout.interrupts[stage] === 1) this.queues.lists.append(this.queues.workOf(stage), lorry);
    this.log?.add(now, lorries.int[lorry + NUMBER]!, stage, lorries.int[lorry + CLASS_OF]!, 2);
    let minutes = lorries.real[lorry + LEFT]!;
    if (minutes >= 0) lorries.real[lorry + LEFT] = -1;
    else if (kind === HOLD || kind === VEHICLE) {
      this.accounts.remember(lorry, stage, now);
      minutes = kind === HOLD ? Math.max(lorries.real[lorry + PAPERS_READY]!, lorries.real[lorry + SLOT_BEGINS]! - this.early) - now : extra;
    } else {
      const number = visited(lorries.int[lorry + NUMBER]!, lorries.int[lorry + VISITS]!);
      minutes = layout.draws.draw(layout.stepService[lorries.int[lorry + STEP]!]!, layout.serviceKey[stage]!, number) * this.pace[stage]!;
      this.accounts.serve(lorry, stage, minutes);
      if (kind === CALL) {
        this.queues.call(lorry, now);
        this.statistics.called[lorries.int[lorry + CLASS_OF]!]! += 1;
        this.statistics.calledAt[dayPoint(now)]! += 1;
      }
    }
    if (minutes <= 0) return this.finish(lorry, now);
    lorries.real[lorry + ENDS] = now + minutes;
    this.heap.push(now + minutes, lorry);
  }

  private finish(lorry: number, now: number): void {
    const { lorries, layout } = this;
    const stage = lorries.int[lorry + AT]!;
    const kind = layout.kind[stage]!;
    lorries.real[lorry + ENDS] = -1;
    this.log?.add(now, lorries.int[lorry + NUMBER]!, stage, lorries.int[lorry + CLASS_OF]!, 3);
    if (layout.interrupts[stage] === 1) this.queues.lists.remove(this.queues.workOf(stage), lorry);
    if (kind === HOLD || kind === VEHICLE) this.accounts.accrue(lorry, stage, -1, now);
    if (kind === RELEASE) this.giveBack(lorries.int[lorry + CARRIER]!, layout.side[stage]!, now);
    this.goOn(lorry, now);
  }

  private release(stage: number, now: number): void {
    this.stages.touch(stage, now);
    this.stages.taken[stage]! -= 1;
    this.pull(stage, now);
  }

  /** Interrupts the lowest level at work, if it is lower than the lorry's; who has just begun first. */
  private interruptFor(lorry: number, stage: number, now: number): boolean {
    const { lorries, layout } = this;
    let lowest = -1;
    let level = layout.level[lorries.int[lorry + CLASS_OF]!]!;
    for (let each = this.queues.lists.tail[this.queues.workOf(stage)]!; each >= 0; each = lorries.int[each + PREVIOUS]!) {
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
    stages.inside[stage]! += 1;
    stages.taken[stage]! -= 1;
    lorries.real[lorry + LEFT] = lorries.real[lorry + ENDS]! - now;
    lorries.real[lorry + ENDS] = -1;
    lorries.int[lorry + AT] = -1;
    this.accounts.remember(lorry, stage, now);
    queues.lists.prepend(queues.listOf(lorry, stage), lorry);
  }

  private happen(code: number, now: number): void {
    this.trace(now, code, -2);
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
    while (stages.taken[stage]! < stages.servers[stage]!) {
      stages.shift(stage, 1, now);
      this.heap.push(now + this.turn(stage, this.layout.vacation[stage]!), eventOf(stage, BACK));
    }
  }

  private breakLater(stage: number, now: number): void {
    this.heap.push(now + this.turn(stage, this.layout.works[stage]!), eventOf(stage, BREAKS));
  }

  private breakDown(stage: number, now: number): void {
    const { stages, queues } = this;
    stages.shift(stage, 1, now);
    const last = queues.lists.tail[queues.workOf(stage)]!;
    if (stages.taken[stage]! > stages.servers[stage]! && last >= 0) this.interrupt(last, stage, now);
    if (stages.servers[stage] === 0) stages.setObstacle(stage, 'system', true, now);
    this.heap.push(now + this.turn(stage, this.layout.repair[stage]!), eventOf(stage, REPAIRED));
  }

  /** The next draw of what happens to the servers of a stage. */
  private turn(stage: number, distribution: number): number {
    this.turns[stage]! += 1;
    return this.layout.draws.draw(distribution, this.layout.eventKey[stage]!, this.turns[stage]!);
  }

  private giveBack(vehicle: number, side: number, now: number): void {
    const minutes = this.fleet!.giveBack(vehicle, side);
    if (minutes > 0) this.heap.push(now + minutes, eventOf(vehicle, CHARGED));
    else this.charged(vehicle, now);
  }

  private charged(vehicle: number, now: number): void {
    this.fleet!.idle[vehicle] = 1;
    for (const stage of this.fleet!.stages) this.pull(stage, now);
  }
}
