import { compare, sum } from '../quantity.ts';
import { fault, type Fault } from './fault.ts';

/** The header states what the items add up to, exactly: a rounded total hides an item. */
export function checkTotalMass(statedKg: string, itemsKg: readonly string[]): Fault | undefined {
  const total = sum(itemsKg);
  return compare(statedKg, total) === 0
    ? undefined
    : fault('total_gross_mass_differs', { stated: statedKg, sum: total });
}

export function checkTotalPackages(stated: number, items: readonly number[]): Fault | undefined {
  const total = items.reduce((sofar, quantity) => sofar + quantity, 0);
  return stated === total ? undefined : fault('total_packages_differs', { stated, sum: total });
}

/** All amounts must be in one currency; the caller has checked that. */
export function checkTotalValue(stated: string, items: readonly string[]): Fault | undefined {
  const total = sum(items);
  return compare(stated, total) === 0 ? undefined : fault('total_value_differs', { stated, sum: total });
}
