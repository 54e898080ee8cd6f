import type { Layout } from './layout.ts';
import { CARRIER, CLASS_OF, FETCH, NUMBER, SINCE } from './lorries.ts';
import type { Network } from './network.ts';
import { keyOf, purposeOf } from './random.ts';
import type { FleetSpec } from './spec.ts';
import { KIND, SIDE, STAGE_ROW, VEHICLE, WAITING } from './rows.ts';

/**
 * Who assigns vehicles to containers in the place of the fleet's own rule; fills `choice`. Asked when a container or a vehicle becomes
 * free; only vehicles that are free depart, and the rest is thought anew next time.
 */
export interface Dispatcher {
  assign(state: FleetState): void;
}

/** Times in minutes since the start; sides are 0 and 1. */
export interface FleetState {
  readonly now: number;
  readonly vehicles: number;
  /** Side on which each vehicle stands or will stand, and when it will be free; `now` or earlier: it is. */
  readonly vehicleAt: Uint8Array;
  readonly ready: Float64Array;
  readonly containers: number;
  readonly containerAt: Uint8Array;
  /** When each container began to wait. */
  readonly since: Float64Array;
  readonly classOf: Uint8Array;
  /** Mean minutes of an empty leg. */
  readonly emptyMinutes: number;
  /** For each vehicle the index of the container that it fetches, −1: none. */
  readonly choice: Int32Array;
}

/** A vehicle that should be free and is not is expected so soon: later than one that is. */
const OVERDUE_MINUTES = 1;

/** The unmanned vehicles: where each stands, whether it is free, and when it has to be charged. */
export class Fleet {
  /** Stages at which containers wait for a vehicle. */
  readonly stages: readonly number[];
  readonly at: Uint8Array;
  readonly idle: Uint8Array;
  dispatcher: Dispatcher | undefined = undefined;
  private readonly trips: Int32Array;
  private readonly ready: Float64Array;
  private readonly empty: number;
  private readonly charge: number;
  private readonly keys: { readonly empty: number; readonly charge: number };
  private draws = 0;
  /** While vehicles depart by an answer of the dispatcher; whether it is to be asked again after that. */
  private asking = false;
  private again = false;

  constructor(private readonly spec: FleetSpec, private readonly layout: Layout, seed: number) {
    this.stages = [...layout.spec.stages.keys()].filter((stage) => layout.stages[stage * STAGE_ROW + KIND] === VEHICLE);
    // At the beginning half of them stand on either side.
    this.at = Uint8Array.from({ length: spec.vehicles }, (_, index) => index % 2);
    this.idle = new Uint8Array(spec.vehicles).fill(1);
    // Batteries are not all empty at once.
    this.trips = Int32Array.from({ length: spec.vehicles }, (_, index) => index % spec.tripsPerCharge);
    this.ready = new Float64Array(spec.vehicles);
    this.empty = layout.draws.add(spec.empty);
    this.charge = layout.draws.add(spec.charge);
    this.keys = { empty: keyOf(seed, purposeOf('empty leg')), charge: keyOf(seed, purposeOf('charge')) };
  }

  /** Sends free vehicles to containers that wait. */
  match(network: Network): void {
    if (this.dispatcher !== undefined) return this.askAll(network, this.dispatcher);
    for (;;) {
      const stage = this.longest(network);
      if (stage < 0) return;
      const side = this.sideOf(stage);
      let vehicle = -1;
      for (let each = 0; each < this.at.length; each += 1) {
        if (this.idle[each] === 0 || (vehicle >= 0 && this.at[each] !== side)) continue;
        vehicle = each;
        if (this.at[each] === side) break;
      }
      if (vehicle < 0) return;
      this.send(network, vehicle, network.queues.pick(stage, false), stage);
    }
  }

  /** A vehicle has delivered on this side. Minutes until it is free: it may have to be charged. */
  giveBack(vehicle: number, side: number, now: number): number {
    this.at[vehicle] = side;
    const trips = this.trips[vehicle]! + 1;
    this.trips[vehicle] = trips % this.spec.tripsPerCharge;
    this.ready[vehicle] = now + this.layout.draws.meanOf(this.charge);
    return trips < this.spec.tripsPerCharge ? 0 : this.layout.draws.draw(this.charge, this.keys.charge, (this.draws += 1));
  }

  /** When each vehicle is expected to be free. */
  expected(now: number): Float64Array {
    return this.ready.map((ready, vehicle) => (this.idle[vehicle] === 1 ? now : Math.max(now + OVERDUE_MINUTES, ready)));
  }

  private send(network: Network, vehicle: number, lorry: number, stage: number): void {
    const side = this.sideOf(stage);
    const number = network.lorries.int[lorry + NUMBER]!;
    const minutes = this.at[vehicle] === side ? 0 : this.layout.draws.draw(this.empty, this.keys.empty, number);
    this.idle[vehicle] = 0;
    // It will stand on the other side, once it has carried.
    this.at[vehicle] = 1 - side;
    network.lorries.int[lorry + CARRIER] = vehicle;
    this.ready[vehicle] = network.now + minutes + this.carryMinutes(network, lorry);
    network.lorries.real[lorry + FETCH] = minutes;
    network.stages.occupy(stage);
    network.take(lorry, stage, false);
  }

  private sideOf(stage: number): number {
    return this.layout.stages[stage * STAGE_ROW + SIDE]!;
  }

  /** Mean minutes from the vehicle to its release. */
  private carryMinutes(network: Network, lorry: number): number {
    return this.spec.carryMinutes[network.lorries.int[lorry + CLASS_OF]!]!;
  }

  /** The stage whose first container has waited longest, −1 when none waits. */
  private longest(network: Network): number {
    let best = -1;
    let since = Infinity;
    for (const stage of this.stages) {
      if (network.stages.int[stage * STAGE_ROW + WAITING] === 0) continue;
      const lorry = network.queues.pick(stage, false);
      if (network.lorries.real[lorry + SINCE]! >= since) continue;
      since = network.lorries.real[lorry + SINCE]!;
      best = stage;
    }
    return best;
  }

  /** A container that leaves lets others move on, and they may ask again: once everybody has departed whom the last answer named. */
  private askAll(network: Network, dispatcher: Dispatcher): void {
    this.again = true;
    if (this.asking) return;
    this.asking = true;
    while (this.again) {
      this.again = false;
      this.ask(network, dispatcher);
    }
    this.asking = false;
  }

  private ask(network: Network, dispatcher: Dispatcher): void {
    const { now } = network;
    const waiting = this.stages.flatMap((stage) => network.queues.inside(stage).map((lorry) => ({ lorry, stage })));
    if (waiting.length === 0 || !this.idle.includes(1)) return;
    const choice = new Int32Array(this.at.length).fill(-1);
    dispatcher.assign({
      now,
      vehicles: this.at.length,
      vehicleAt: this.at,
      ready: this.expected(now),
      containers: waiting.length,
      containerAt: Uint8Array.from(waiting, ({ stage }) => this.sideOf(stage)),
      since: Float64Array.from(waiting, ({ lorry }) => network.lorries.real[lorry + SINCE]!),
      classOf: Uint8Array.from(waiting, ({ lorry }) => network.lorries.int[lorry + CLASS_OF]!),
      emptyMinutes: this.spec.emptyMinutes,
      choice,
    });
    for (const [vehicle, container] of choice.entries()) {
      if (container >= 0 && this.idle[vehicle] === 1) this.send(network, vehicle, waiting[container]!.lorry, waiting[container]!.stage);
    }
  }
}
