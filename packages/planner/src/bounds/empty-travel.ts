import { assign } from '../dispatch/assignment.ts';
import type { Roads } from '../dispatch/vehicles.ts';

/**
 * Minutes of empty driving that no dispatch of these orders is below. Before each pick-up its vehicle comes from where it began or from
 * the end of another order, and from each of those at most once: the cheapest assignment of pick-ups to such places. A real
 * dispatch is one, and besides has no cycles (assignment relaxation of the asymmetric travelling salesman; Balas and Toth 1985).
 */
export function emptyTravelBound(
  vehicles: readonly { readonly place: number }[],
  orders: readonly { readonly from: number; readonly to: number }[],
  { places, minutes }: Roads,
): number {
  const columns = vehicles.length + orders.length;
  const cost = new Float64Array(orders.length * columns);
  orders.forEach(({ from }, row) => {
    vehicles.forEach(({ place }, v) => {
      cost[row * columns + v] = minutes[place * places + from]!;
    });
    orders.forEach(({ to }, before) => {
      cost[row * columns + vehicles.length + before] = before === row ? Infinity : minutes[to * places + from]!;
    });
  });
  return assign(cost, orders.length, columns).cost;
}
