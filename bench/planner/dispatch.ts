import { performance } from 'node:perf_hooks';
import { dispatchVehicles, type Order, type Vehicle } from '@pairgate/planner/dispatch/vehicles.ts';
import { draws } from '@pairgate/planner/testing/queues.ts';

const PLACES = 12;

/** One dispatch of vehicles that stand, drive and charge in two yards, with as many orders: the p99 of many different ones. */
export function dispatchFigures({ vehicles, rounds }: { readonly vehicles: number; readonly rounds: number }): { readonly p99Ms: number } {
  const draw = draws(1);
  const roads = { places: PLACES, minutes: Float64Array.from({ length: PLACES * PLACES }, () => 1 + 14 * draw()) };
  const place = (): number => Math.floor(draw() * PLACES);
  const times: number[] = [];
  for (let round = -20; round < rounds; round += 1) {
    const fleet = Array.from({ length: vehicles }, (): Vehicle => ({ freeIn: 20 * draw(), place: place(), rangeMinutes: 20 + 100 * draw() }));
    const orders = Array.from({ length: vehicles }, (): Order => ({ from: place(), to: place(), readyIn: 10 * draw(), weight: 0.5 + draw() }));
    const begun = performance.now();
    const { order } = dispatchVehicles(fleet, orders, roads);
    const took = performance.now() - begun;
    if (!order.some((each) => each >= 0)) throw new Error('no vehicle was dispatched');
    // The first rounds warm up and are not counted.
    if (round >= 0) times.push(took);
  }
  times.sort((a, b) => a - b);
  return { p99Ms: times[Math.floor((times.length - 1) * 0.99)]! };
}
