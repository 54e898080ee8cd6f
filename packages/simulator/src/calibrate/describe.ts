import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { Distribution } from '../scenario/distribution.ts';
import { className, fullStageName, type PairView } from '../report/view.ts';
import type { CalibratedPart } from './apply.ts';
import { say, type CalibrationWord } from './words.ts';
import type { Reason } from './reason.ts';

/** What was found, in words and figures that a terminal and a page share. */

export const short = (value: number): string => (Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : '–');
export const between = (lower: number, upper: number): string => `${short(lower)} – ${short(upper)}`;

/** "Perishable Viet Nam → China: no-show". */
export function partName({ of, figure, pointer }: CalibratedPart, view: PairView, language: Language): string {
  const subject = pointer.startsWith('/stages/') ? fullStageName(view, of, language) : className(view, of, language);
  return `${subject}${language === 'zh' ? '：' : ': '}${say(figure, language)}`;
}

export function nameOf(of: Distribution, language: Language): string {
  const words = (word: CalibrationWord, values = {}): string => say(word, language, values);
  switch (of.kind) {
    case 'uniform':
      return words('uniform', { range: between(of.from, of.until) });
    case 'erlang':
      return words('erlang', { phases: of.phases });
    case 'lognormal':
      return words('lognormal', { cv: short(of.cv) });
    case 'hyperexponential':
      return words('hyperexponential', { phases: of.phases.map((each) => `${short(100 * each.share)} % × ${short(each.mean)}`).join(' + ') });
    case 'discrete':
      return words('discrete', { values: of.values.length });
    default:
      return words(of.kind);
  }
}

/** A figure that the data tells. */
export interface Told {
  readonly reference: string;
  readonly data: string;
  readonly interval: string;
  readonly observations: string;
  readonly fit: string;
}

/** Nothing for a part that stays as it was, and for a profile, which is a picture. */
export function told(part: CalibratedPart, language: Language): Told | undefined {
  const common = { reference: short(part.reference), observations: String(part.observations), fit: '' };
  if (part.kind === 'kept' || part.kind === 'profile') return undefined;
  if (part.kind === 'places') return { ...common, data: short(part.estimate.value), interval: say('orMore', language) };
  if (part.kind !== 'duration') {
    const { value, lower, upper } = part.estimate;
    return { ...common, data: short(value), interval: between(lower, upper) };
  }
  const { fit } = part;
  if (fit.verdict === 'cannot tell') return undefined;
  const goodness = fit.verdict === 'fitted' ? say('goodness', language, { distance: short(fit.distance), p: short(fit.p) }) : say('noFamilyAgrees', language);
  return {
    ...common,
    data: short(fit.mean.value),
    interval: between(fit.mean.lower, fit.mean.upper),
    observations: fit.censored === 0 ? String(fit.events) : say('goingOn', language, { events: fit.events, censored: fit.censored }),
    fit: `${nameOf(fit.is, language)}; ${goodness}`,
  };
}

const REASONS: Readonly<Record<Reason['why'], CalibrationWord>> = {
  'few services': 'fewServices', 'few bookings': 'fewBookings', 'few arrivals': 'fewArrivals', 'few lorries': 'fewLorries', 'few passed': 'fewPassed',
  'few examinations': 'fewExaminations', 'no family': 'noFamily', 'no tail': 'noTail', 'no fact': 'noFact', 'not watched': 'notWatched',
};

/** Why a part stays as it was. */
export function untold(part: CalibratedPart, language: Language): string | undefined {
  const reason = part.kind === 'kept' ? part.reason : part.kind === 'duration' && part.fit.verdict === 'cannot tell' ? part.fit.reason : undefined;
  return reason && say(REASONS[reason.why], language, { seen: reason.seen, needed: reason.needed });
}
