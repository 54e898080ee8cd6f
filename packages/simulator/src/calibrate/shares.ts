import { crossing, upperGamma } from './special.ts';

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

const Z = 1.959963984540054;

/** A share with Wilson's score interval (1927); of nothing, nothing is known. */
export function wilson(hits: number, of: number): Estimate {
  if (of === 0) return { value: 0, lower: 0, upper: 1 };
  const p = hits / of;
  const middle = (p + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  const half = (Z / (1 + (Z * Z) / of)) * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  return { value: p, lower: hits === 0 ? 0 : middle - half, upper: hits === of ? 1 : middle + half };
}

/** Events per unit of time, seen over so many units, with the exact interval of the Poisson distribution (Garwood 1936). */
export function poissonRate(count: number, units: number): Estimate {
  if (units <= 0) return { value: 0, lower: 0, upper: Infinity };
  const most = count + 20 * Math.sqrt(count + 1) + 40;
  // P(N ≥ count | mean) = 1 − Q(count, mean) grows with the mean; P(N > count | mean) = 1 − Q(count + 1, mean).
  const lower = count === 0 ? 0 : crossing((mean) => 1 - upperGamma(count, mean), 0.025, 0, most);
  const upper = crossing((mean) => 1 - upperGamma(count + 1, mean), 0.975, 0, most);
  return { value: count / units, lower: lower / units, upper: upper / units };
}
