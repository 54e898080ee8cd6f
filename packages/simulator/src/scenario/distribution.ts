import { z } from 'zod';

/** Distributions of minutes, as a scenario writes them. Shares add up to 1. */
const mean = z.number().nonnegative();
const share = z.number().min(0).max(1);

/** Where a figure is from: the public source, or for an assumption what it rests on. */
export const provenance = { source: z.string().min(1), assumed: z.boolean() };

const addsUp = (parts: readonly { readonly share: number }[]): boolean =>
  Math.abs(parts.reduce((sum, part) => sum + part.share, 0) - 1) < 1e-9;
const ADDS_UP = { message: 'shares do not add up to 1' };

/** Each kind with its parameters; all times in minutes. */
export const distribution = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), mean }),
  z.strictObject({ kind: z.literal('uniform'), from: mean, until: mean }),
  z.strictObject({ kind: z.literal('exponential'), mean }),
  z.strictObject({ kind: z.literal('erlang'), mean, phases: z.int().min(1).max(100) }),
  /** By mean and coefficient of variation (standard deviation over mean). */
  z.strictObject({ kind: z.literal('lognormal'), mean, cv: z.number().nonnegative() }),
  /** A value of a list, each with its share: "85 % take 3 minutes, 15 % take 28". */
  z.strictObject({ kind: z.literal('discrete'), values: z.array(z.strictObject({ minutes: mean, share })).min(1).refine(addsUp, ADDS_UP) }),
  z.strictObject({ kind: z.literal('hyperexponential'), phases: z.array(z.strictObject({ mean, share })).min(1).refine(addsUp, ADDS_UP) }),
]);
export type Distribution = z.infer<typeof distribution>;

/** Variance over squared mean: 1 for the exponential distribution, 0 for a constant. */
export function variabilityOf(of: Distribution): number {
  const mean = meanOf(of);
  return mean === 0 ? 0 : squareOf(of) / (mean * mean) - 1;
}

/** The mean of the square. */
export function squareOf(of: Distribution): number {
  switch (of.kind) {
    case 'constant':
      return of.mean ** 2;
    case 'uniform':
      return (of.from ** 2 + of.from * of.until + of.until ** 2) / 3;
    case 'exponential':
      return 2 * of.mean ** 2;
    case 'erlang':
      return of.mean ** 2 * (1 + 1 / of.phases);
    case 'lognormal':
      return of.mean ** 2 * (1 + of.cv ** 2);
    case 'discrete':
      return of.values.reduce((sum, each) => sum + each.share * each.minutes ** 2, 0);
    case 'hyperexponential':
      return of.phases.reduce((sum, each) => sum + each.share * 2 * each.mean ** 2, 0);
  }
}

/** The exact mean, in minutes. */
export function meanOf(of: Distribution): number {
  switch (of.kind) {
    case 'uniform':
      return (of.from + of.until) / 2;
    case 'discrete':
      return of.values.reduce((sum, each) => sum + each.share * each.minutes, 0);
    case 'hyperexponential':
      return of.phases.reduce((sum, each) => sum + each.share * each.mean, 0);
    default:
      return of.mean;
  }
}
