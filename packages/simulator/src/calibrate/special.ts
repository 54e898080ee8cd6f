import { logGamma } from '../experiment/student-t.ts';

/** Functions of statistics that JavaScript does not have. */

/** Terms that are enough: near x = a both expansions need some ten standard deviations of them (Numerical Recipes 6.2). */
const mostTerms = (a: number): number => 500 + 20 * Math.sqrt(a);

/** Upper regularised incomplete gamma function Q(a, x), a > 0, x ≥ 0: series below a + 1, continued fraction (Lentz) above. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  const most = mostTerms(a);
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < most && term > sum * 1e-16; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - scale * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < most; n += 1) {
    const an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return scale * fraction;
}

/** Standard normal: upper tail, by way of the incomplete gamma function, so that far tails keep their digits. */
export const normalTail = (z: number): number => (z >= 0 ? upperGamma(0.5, (z * z) / 2) / 2 : 1 - upperGamma(0.5, (z * z) / 2) / 2);

export const normalDensity = (z: number): number => Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Density over upper tail; far out the tail is lost in rounding, and the ratio nears z + 1/z. */
export const millsInverse = (z: number): number => (z > 30 ? z + 1 / z : normalDensity(z) / normalTail(z));

/** Where a growing function crosses a value, between two ends, to 1e-10 of the distance. */
export function crossing(grows: (x: number) => number, value: number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let round = 0; round < 100 && high - low > 1e-10 * (to - from); round += 1) {
    const middle = (low + high) / 2;
    if (grows(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Where a function with one hill is highest, between two ends: golden section. */
export function highest(of: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [fa, fb] = [of(a), of(b)];
  for (let round = 0; round < 80; round += 1) {
    if (fa > fb) {
      [high, b, fb] = [b, a, fa];
      a = high - golden * (high - low);
      fa = of(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + golden * (high - low);
      fb = of(b);
    }
  }
  return (low + high) / 2;
}
