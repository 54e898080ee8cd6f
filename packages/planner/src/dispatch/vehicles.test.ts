import { describe, expect, it } from 'vitest';
import { dispatchVehicles, type Order, type Vehicle } from './vehicles.ts';

/** Places 0, 1, 2 on a line, ten minutes apart. */
const roads = { places: 3, minutes: Float64Array.of(0, 10, 20, 10, 0, 10, 20, 10, 0) };
const vehicle = (part: Partial<Vehicle>): Vehicle => ({ freeIn: 0, place: 0, rangeMinutes: 100, ...part });
const order = (part: Partial<Order>): Order => ({ from: 0, to: 2, readyIn: 0, weight: 1, ...part });
const dispatch = (vehicles: Vehicle[], orders: Order[]) => {
  const { order: given, emptyMinutes } = dispatchVehicles(vehicles, orders, roads);
  return { given: [...given], emptyMinutes };
};

describe('vehicles', () => {
  it('are given the orders that make them drive least without a load, all together', () => {
    // The nearest vehicle to order 0 is vehicle 1, but then vehicle 0 would drive 20 minutes.
    const orders = [order({ from: 1 }), order({ from: 2 })];
    expect(dispatch([vehicle({ place: 0 }), vehicle({ place: 1 })], orders)).toEqual({ given: [0, 1], emptyMinutes: 20 });
  });

  it('keep an order that they departed for, and are given another as long as they did not', () => {
    const orders = [order({ from: 2, weight: 0 }), order({ from: 0, weight: 0 })];
    const near = vehicle({ place: 2 });
    expect(dispatch([vehicle({}), near], orders).given).toEqual([1, 0]);
    expect(dispatch([vehicle({ departedFor: 0 }), near], orders).given).toEqual([0, 1]);
  });

  it('leave the order that costs least to leave when they are too few, and stay when there are more than orders', () => {
    expect(dispatch([vehicle({ place: 1 })], [order({ from: 2 }), order({ from: 1 })]).given).toEqual([1]);
    expect(dispatch([vehicle({ place: 2 }), vehicle({ place: 1 })], [order({ from: 1 })]).given).toEqual([-1, 0]);
  });

  it('take no order that their battery does not reach the end of', () => {
    expect(dispatch([vehicle({ rangeMinutes: 29 })], [order({ from: 1, to: 0 }), order({ from: 1, to: 2 })]).given).not.toEqual([-1]);
    expect(dispatch([vehicle({ rangeMinutes: 19 })], [order({ from: 1, to: 2 })]).given).toEqual([-1]);
  });

  it('that are free later are worth waiting for when the container is not ready before', () => {
    const vehicles = [vehicle({ place: 0 }), vehicle({ place: 1, freeIn: 15 })];
    expect(dispatch(vehicles, [order({ from: 1, readyIn: 15 })]).given).toEqual([-1, 0]);
    expect(dispatch(vehicles, [order({ from: 1, readyIn: 0 })]).given).toEqual([-1, 0]);
    expect(dispatch(vehicles, [order({ from: 1, readyIn: 0, weight: 3 })]).given).toEqual([0, -1]);
  });

  it('cannot both have departed for the same order', () => {
    expect(() => dispatch([vehicle({ departedFor: 0 }), vehicle({ departedFor: 0 })], [order({})])).toThrow('two vehicles');
  });
});
