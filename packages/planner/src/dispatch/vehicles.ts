import { assign } from './assignment.ts';

/**
 * Unmanned vehicles and the containers that wait for one. A vehicle commits only when it departs: until then each call may give
 * it another order, since what was best a minute ago need not be now (rolling assignment; Powell, "A stochastic formulation of the
 * dynamic assignment problem", 1996, with the future left out). Which vehicle has departed is the caller's to say.
 */
export interface Vehicle {
  /** Minutes from now until it stands free at `place`: 0 when it is idle, the rest of its leg when it carries or charges. */
  readonly freeIn: number;
  readonly place: number;
  /** Minutes of driving that its battery still allows, beyond the reserve. */
  readonly rangeMinutes: number;
  /** The order that it is under way to: it departed, and is not given another. */
  readonly departedFor?: number;
}

export interface Order {
  readonly from: number;
  readonly to: number;
  /** Minutes from now until its container may be picked up. */
  readonly readyIn: number;
  /** What a minute of its waiting costs against a minute of empty driving. */
  readonly weight: number;
}

/** Minutes of driving from place to place: row-major, `places · places` long. */
export interface Roads {
  readonly places: number;
  readonly minutes: Float64Array;
}

export interface VehicleDispatch {
  /** For each vehicle its order, or −1. Of those that had departed it is the order that they departed for. */
  readonly order: Int32Array;
  /** Minutes of empty driving of the orders that were given now. */
  readonly emptyMinutes: number;
}

/** Throws when two vehicles departed for the same order: a broken invariant of the caller. */
export function dispatchVehicles(vehicles: readonly Vehicle[], orders: readonly Order[], roads: Roads): VehicleDispatch {
  const order = new Int32Array(vehicles.length).fill(-1);
  const taken = new Set<number>();
  const free: number[] = [];
  vehicles.forEach(({ departedFor }, v) => {
    if (departedFor === undefined) {
      free.push(v);
      return;
    }
    if (taken.has(departedFor)) throw new Error(`two vehicles departed for order ${departedFor}`);
    taken.add(departedFor);
    order[v] = departedFor;
  });
  const open = [...orders.keys()].filter((o) => !taken.has(o));
  const cost = new Float64Array(free.length * open.length);
  free.forEach((v, row) => {
    open.forEach((o, column) => {
      cost[row * open.length + column] = costOf(vehicles[v]!, orders[o]!, roads);
    });
  });
  let emptyMinutes = 0;
  assign(cost, free.length, open.length).column.forEach((column, row) => {
    if (column === -1) return;
    const v = free[row]!;
    order[v] = open[column]!;
    emptyMinutes += between(roads, vehicles[v]!.place, orders[open[column]!]!.from);
  });
  return { order, emptyMinutes };
}

const between = ({ places, minutes }: Roads, from: number, to: number): number => minutes[from * places + to]!;

/** Empty driving, and the waiting of the container beyond its being ready; `Infinity` when the battery does not reach. */
function costOf(vehicle: Vehicle, order: Order, roads: Roads): number {
  const empty = between(roads, vehicle.place, order.from);
  if (empty + between(roads, order.from, order.to) > vehicle.rangeMinutes) return Infinity;
  return empty + order.weight * Math.max(0, vehicle.freeIn + empty - order.readyIn);
}
