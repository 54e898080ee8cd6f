/** A time or an amount that is not known for sure: its first two moments. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

export const plus = (a: Moments, b: Moments): Moments => ({ mean: a.mean + b.mean, variance: a.variance + b.variance });

/**
 * A function of a normal value: three points that keep its first five moments (Gauss–Hermite quadrature, the unscented transform of
 * Julier and Uhlmann 1997). Good enough for functions that jump, such as closing hours, and exact for straight lines.
 */
export function through(value: Moments, of: (each: number) => number): Moments {
  const spread = Math.sqrt(3 * value.variance);
  const low = of(value.mean - spread);
  const middle = of(value.mean);
  const high = of(value.mean + spread);
  const mean = low / 6 + (2 * middle) / 3 + high / 6;
  return { mean, variance: (low - mean) ** 2 / 6 + (2 * (middle - mean) ** 2) / 3 + (high - mean) ** 2 / 6 };
}

/** The later of two independent normal times (Clark, "The greatest of a finite set of random variables", 1961). */
export function later(a: Moments, b: Moments): Moments {
  const spread = Math.sqrt(a.variance + b.variance);
  if (spread < 1e-9) return a.mean >= b.mean ? a : b;
  const apart = (a.mean - b.mean) / spread;
  const above = below(apart);
  const density = Math.exp(-(apart * apart) / 2) / Math.sqrt(2 * Math.PI);
  const mean = a.mean * above + b.mean * (1 - above) + spread * density;
  const square =
    (a.mean ** 2 + a.variance) * above + (b.mean ** 2 + b.variance) * (1 - above) + (a.mean + b.mean) * spread * density;
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/** The standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function below(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))) *
    (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI));
  return z >= 0 ? 1 - tail : tail;
}

/** The value below which a standard normal lies with this probability, between 0 and 1 (Abramowitz and Stegun 26.2.23, error below 4.5e-4). */
export function quantile(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(probability, 1 - probability)));
  const z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return probability < 0.5 ? -z : z;
}
