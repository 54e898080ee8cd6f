/** Student's t distribution, by the regularised incomplete beta function (Abramowitz and Stegun 26.7.1 and 26.5.8). */

/** Lanczos, g = 7, nine terms: relative error below 1e-15 for x > 0. */
const LANCZOS = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
] as const;

export function logGamma(x: number): number {
  const at = x - 1;
  const base = at + 7.5;
  let sum: number = LANCZOS[0];
  for (let term = 1; term < LANCZOS.length; term++) sum += LANCZOS[term]! / (at + term);
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(base) - base + Math.log(sum);
}

const TINY = 1e-300;

/** The continued fraction of the incomplete beta function, by Lentz's method; converges fast for x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

/** I_x(a, b), 0 ≤ x ≤ 1. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** P(T > t) for t ≥ 0. */
const upperTail = (t: number, degrees: number): number => 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

/** P(T ≤ t) with so many degrees of freedom. */
export const studentCdf = (t: number, degrees: number): number => (t < 0 ? upperTail(-t, degrees) : 1 - upperTail(t, degrees));

/** The t with P(T ≤ t) = `probability`. Throws `RangeError` unless 0 < probability < 1 and there is a degree of freedom. */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`a probability between 0 and 1, not ${probability}`);
  if (!(degrees >= 1)) throw new RangeError(`at least one degree of freedom, not ${degrees}`);
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  const tail = 1 - probability;
  let [low, high] = [0, 1];
  while (upperTail(high, degrees) > tail) high *= 2;
  // The tail falls steadily: halving until the two neighbours are equal in double precision.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (upperTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
