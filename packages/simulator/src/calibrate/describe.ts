import type { Distribution } from '../scenario/distribution.ts';
import type { CalibratedPart } from './apply.ts';

/** What was found, in words and figures that a terminal and a page share. */

export const short = (value: number): string => (Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : '–');
export const between = (lower: number, upper: number): string => `${short(lower)} to ${short(upper)}`;

export function nameOf(of: Distribution): string {
  switch (of.kind) {
    case 'uniform':
      return `uniform ${between(of.from, of.until)}`;
    case 'erlang':
      return `Erlang, ${of.phases} phases`;
    case 'lognormal':
      return `lognormal, cv ${short(of.cv)}`;
    case 'hyperexponential':
      return `two exponentials, ${of.phases.map((each) => `${short(100 * each.share)} % of mean ${short(each.mean)}`).join(' and ')}`;
    case 'discrete':
      return `the data itself, ${of.values.length} values`;
    default:
      return of.kind;
  }
}

/** A figure that the data tells. */
export interface Told {
  readonly what: string;
  readonly reference: string;
  readonly data: string;
  readonly interval: string;
  readonly observations: string;
  readonly fit: string;
}

/** Nothing for a part that stays as it was, and for a profile, which is a picture. */
export function told(part: CalibratedPart): Told | undefined {
  const common = { what: part.what, reference: short(part.reference), observations: String(part.observations), fit: '' };
  if (part.kind === 'kept' || part.kind === 'profile') return undefined;
  if (part.kind === 'places') return { ...common, data: short(part.estimate.value), interval: 'or more' };
  if (part.kind !== 'duration') {
    const { value, lower, upper } = part.estimate;
    return { ...common, data: short(value), interval: between(lower, upper) };
  }
  const { fit } = part;
  if (fit.verdict === 'cannot tell') return undefined;
  const goodness = fit.verdict === 'fitted' ? `distance ${short(fit.distance)}, p ${short(fit.p)}` : 'no family agrees with it';
  return {
    ...common,
    data: short(fit.mean.value),
    interval: between(fit.mean.lower, fit.mean.upper),
    observations: `${fit.events}${fit.censored > 0 ? ` + ${fit.censored} going on` : ''}`,
    fit: `${nameOf(fit.is)}; ${goodness}`,
  };
}

/** Why a part stays as it was. */
export const untold = (part: CalibratedPart): string | undefined =>
  part.kind === 'kept' ? part.reason : part.kind === 'duration' && part.fit.verdict === 'cannot tell' ? part.fit.reason : undefined;
