import { fromMillis, localDate, MINUTE } from '@pairgate/domain/kernel/instant.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { meanOf } from '../scenario/distribution.ts';
import { RISKS, type Scenario, type ScenarioClass, type Stage } from '../scenario/schema.ts';
import { fitDurations, type Fit } from './fit.ts';
import {
  arrivalsByHour, bookings, drives, examinations, followedCalls, hasLeft, laboratoryTimes, latePapers, lateness, placesSeen, wasAt, type HourOfDay,
} from './measure.ts';
import type { Reason } from './reason.ts';
import type { Lorry, Recording } from './recording.ts';
import { crossing } from './special.ts';
import { poissonRate, wilson, type Estimate } from './shares.ts';

export type Figure = 'lorriesPerDay' | 'wishes' | 'noShow' | 'lateness' | 'papers' | 'delay' | 'service' | 'share' | 'servers';

/** A figure of the scenario, what the data says of it, and what the reference said. */
interface Part {
  /** JSON pointer into the scenario. */
  readonly pointer: string;
  readonly figure: Figure;
  /** The class or stage that it is of. */
  readonly of: string;
  readonly observations: number;
  readonly reference: number;
}

export interface DurationPart extends Part {
  readonly kind: 'duration';
  readonly fit: Fit;
}
export interface EstimatePart extends Part {
  readonly kind: 'share' | 'rate' | 'minutes' | 'places';
  readonly estimate: Estimate;
}
export interface ProfilePart extends Part {
  readonly kind: 'profile';
  readonly hours: readonly HourOfDay[];
  /** Lorries an hour as the calibrated scenario has them, by hour of the day. */
  readonly fitted: readonly number[];
}
/** Kept as it was in the reference: the data does not say. */
export interface KeptPart extends Part {
  readonly kind: 'kept';
  readonly reason: Reason;
}
export type CalibratedPart = DurationPart | EstimatePart | ProfilePart | KeptPart;

export interface Calibration {
  readonly scenario: Scenario;
  readonly parts: readonly CalibratedPart[];
}

/** Of fewer than this nothing is told but how few they were. */
const LEAST = 20;
/** Watched for less than this, an hour of the day is not known. */
const WHOLE_HOUR = 0.99;
/** With less of the reference's day watched, its rest cannot be told from it. */
const LEAST_WATCHED = 0.25;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const pointerTo = (...names: string[]): string => names.map((name) => `/${escaped(name)}`).join('');

/** What the recording says about figures of a reference scenario; whatever it does not say stays as it was. */
export class Calibrator {
  readonly parts: CalibratedPart[] = [];

  constructor(
    private readonly reference: Scenario,
    private readonly recording: Recording,
  ) {}

  calibrate(): Calibration {
    const { reference, recording } = this;
    const classes = Object.fromEntries(Object.entries(reference.classes).map(([id, of]) => [id, this.classOf(id, of)]));
    const stages = Object.fromEntries(Object.entries(reference.stages).map(([id, of]) => [id, this.stageOf(id, of)]));
    const offset = Object.values(reference.sides)[0]!.calendar.utcOffsetMinutes;
    const scenario: Scenario = {
      ...reference,
      id: `${reference.id}-calibrated`,
      title: `${reference.title}, calibrated`,
      about: `The scenario ${reference.id} with the figures that ${recording.node} recorded ${this.period()}. ${reference.about}`,
      start: localDate(recording.midnight, offset),
      classes,
      stages,
    };
    return { scenario, parts: this.parts };
  }

  private period(): string {
    const at = (minute: number): string => fromMillis(this.recording.midnight + minute * MINUTE).slice(0, 16);
    return `${at(this.recording.from)}Z–${at(this.recording.to)}Z`;
  }

  private provenance(observations: number, more = '') {
    return { source: `fitted from ${observations} observations of ${this.recording.node}, ${this.period()}${more}`, assumed: false };
  }

  private kept(part: Part, why: Reason['why']): void {
    this.parts.push({ ...part, kind: 'kept', reason: { why, seen: part.observations, needed: LEAST } });
  }

  /** Lorries of a class of the scenario. Classes that a node does not tell apart share them by their size in the reference. */
  private lorriesOf({ from, to, traffic, lorriesPerDay }: ScenarioClass): { lorries: readonly Lorry[]; portion: number } {
    const alike = Object.values(this.reference.classes).filter((each) => each.from === from && each.to === to && each.traffic === traffic);
    const all = alike.reduce((sum, each) => sum + each.lorriesPerDay.value, 0);
    const lorries = this.recording.lorries.filter((each) => each.direction === `${from}-${to}` && each.traffic === traffic);
    return { lorries, portion: alike.length === 1 || all === 0 ? 1 / alike.length : lorriesPerDay.value / all };
  }

  private classOf(id: string, of: ScenarioClass): ScenarioClass {
    const { lorries, portion } = this.lorriesOf(of);
    return { ...of, ...this.arrivalsOf(id, of, lorries, portion), ...this.noShowOf(id, of, lorries), ...this.latenessOf(id, of, lorries), ...this.papersOf(id, of, lorries) };
  }

  private arrivalsOf(id: string, of: ScenarioClass, lorries: readonly Lorry[], portion: number): Partial<ScenarioClass> {
    const sides = this.reference.sides;
    const first = Object.values(sides)[0]!;
    const ahead = sides[of.from]!.calendar.utcOffsetMinutes - first.calendar.utcOffsetMinutes;
    const hours = arrivalsByHour(this.recording, lorries, ahead);
    const total = of.wishes.byHour.reduce((sum, each) => sum + each, 0);
    const weights = of.wishes.byHour.map((each) => (total === 0 ? 1 / 24 : each / total));
    const known = hours.map((each) => each.watched >= WHOLE_HOUR);
    const watched = weights.reduce((sum, weight, hour) => sum + (known[hour] ? weight : 0), 0);
    const observations = hours.reduce((sum, each) => sum + each.count, 0);
    const part = { pointer: pointerTo('classes', id, 'lorriesPerDay', 'value'), figure: 'lorriesPerDay' as const, of: id, observations, reference: of.lorriesPerDay.value };
    if (watched < LEAST_WATCHED) {
      this.kept(part, 'not watched');
      return {};
    }
    const seen = hours.reduce((sum, each, hour) => sum + (known[hour] ? each.count / each.watched : 0), 0);
    const counted = hours.reduce((sum, each, hour) => sum + (known[hour] ? each.count : 0), 0);
    // Hours that nobody watched have their share of the reference; the watched ones say how many lorries that is.
    const perDay = weights.every((weight, hour) => known[hour] || weight === 0) ? seen : seen / watched;
    const fitted = hours.map((each, hour) => portion * (known[hour] ? each.count / each.watched : perDay * weights[hour]!));
    const days = hours.reduce((sum, each, hour) => sum + (known[hour] ? weights[hour]! * each.watched : 0), 0);
    const estimate = poissonRate(counted, (counted > 0 ? counted / perDay : days) / portion);
    this.parts.push({ ...part, kind: 'rate', estimate });
    const unwatched = known.every(Boolean) ? '' : `; hours that were not watched as in the reference`;
    const provenance = this.provenance(observations, unwatched);
    if (observations >= LEAST) {
      this.parts.push({ kind: 'profile', pointer: pointerTo('classes', id, 'wishes', 'byHour'), figure: 'wishes', of: id, observations, reference: of.lorriesPerDay.value, hours, fitted });
    }
    return {
      lorriesPerDay: { value: estimate.value, ...provenance },
      ...(observations >= LEAST ? { wishes: { byHour: fitted.map((each) => Number(each.toFixed(4))), ...provenance } } : {}),
    };
  }

  private noShowOf(id: string, of: ScenarioClass, lorries: readonly Lorry[]): Partial<ScenarioClass> {
    const { came, absent } = bookings(this.recording, lorries);
    const part = { pointer: pointerTo('classes', id, 'noShow', 'value'), figure: 'noShow' as const, of: id, observations: came + absent, reference: of.noShow.value };
    if (came + absent < LEAST) {
      this.kept(part, 'few bookings');
      return {};
    }
    const estimate = wilson(absent, came + absent);
    this.parts.push({ ...part, kind: 'share', estimate });
    return { noShow: { value: estimate.value, ...this.provenance(came + absent) } };
  }

  private latenessOf(id: string, of: ScenarioClass, lorries: readonly Lorry[]): Partial<ScenarioClass> {
    const late = lateness(this.recording, lorries);
    const part = { pointer: pointerTo('classes', id, 'lateness', 'mean'), figure: 'lateness' as const, of: id, observations: late.length, reference: of.lateness.mean };
    if (late.length < LEAST) {
      this.kept(part, 'few arrivals');
      return {};
    }
    const mean = late.reduce((sum, each) => sum + each, 0) / late.length;
    const sd = Math.sqrt(late.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (late.length - 1));
    const half = (1.96 * sd) / Math.sqrt(late.length);
    this.parts.push({ ...part, kind: 'minutes', estimate: { value: mean, lower: mean - half, upper: mean + half } });
    return { lateness: { mean, sd, ...this.provenance(late.length) } };
  }

  private papersOf(id: string, of: ScenarioClass, lorries: readonly Lorry[]): Partial<ScenarioClass> {
    const { came, delays } = latePapers(this.recording, lorries);
    const part = { pointer: pointerTo('classes', id, 'papers', 'late'), figure: 'papers' as const, of: id, observations: came, reference: of.papers.late };
    if (came < LEAST) {
      this.kept(part, 'few lorries');
      return {};
    }
    const estimate = wilson(delays.length, came);
    this.parts.push({ ...part, kind: 'share', estimate });
    const fit = fitDurations(delays);
    const pointer = pointerTo('classes', id, 'papers', 'delay');
    this.parts.push({ kind: 'duration', pointer, figure: 'delay', of: id, observations: delays.length, reference: meanOf(of.papers.delay), fit });
    const delay = fit.verdict === 'cannot tell' ? of.papers.delay : fit.is;
    const kept = fit.verdict === 'cannot tell' ? '; how long they are late as in the reference' : '';
    return { papers: { late: estimate.value, delay, ...this.provenance(came, kept) } };
  }

  /** The lorries that a stage serves, over all routes that lead through it. */
  private through(stage: string): readonly Lorry[] {
    const { routes, classes } = this.reference;
    const ids = Object.values(routes).filter((route) => route.stages.includes(stage)).flatMap((route) => route.classes);
    const kinds = new Set(ids.map((id) => `${classes[id]!.from}-${classes[id]!.to}/${classes[id]!.traffic}`));
    return this.recording.lorries.filter((each) => kinds.has(`${each.direction}/${each.traffic}`));
  }

  private stageOf(id: string, of: Stage): Stage {
    const lorries = this.through(id);
    const side = of.side as SideId;
    const { recording } = this;
    switch (of.kind) {
      case 'quarantine': {
        const service = this.serviceOf(id, of, examinations(recording, lorries, side));
        const passed = lorries.filter((each) => hasLeft(each, side));
        const share = this.shareOf(id, of, passed.filter((each) => wasAt(each, side, 'inspection')).length, passed);
        return { ...(service.service === undefined ? of : withoutKinds(of)), ...service, ...share, ...this.placesOf(id, of, lorries) };
      }
      case 'laboratory': {
        const service = this.serviceOf(id, of, laboratoryTimes(recording, lorries, side));
        const passed = lorries.filter((each) => hasLeft(each, side) && (of.after === undefined || wasAt(each, side, 'inspection')));
        return { ...of, ...service, ...this.shareOf(id, of, passed.filter((each) => wasAt(each, side, 'laboratory')).length, passed) };
      }
      case 'call':
        return { ...of, ...this.serviceOf(id, of, followedCalls(recording, lorries)) };
      case 'drive':
        return { ...of, ...this.serviceOf(id, of, drives(recording, lorries)) };
      default:
        if (of.service) {
          const part = { pointer: pointerTo('stages', id, 'service', 'is'), figure: 'service' as const, of: id, observations: 0, reference: meanOf(of.service.is) };
          this.kept(part, 'no fact');
        }
        return of;
    }
  }

  private serviceOf(id: string, of: Stage, observations: Parameters<typeof fitDurations>[0]): Partial<Stage> {
    const fit = fitDurations(observations);
    const reference = of.service ? meanOf(of.service.is) : 0;
    this.parts.push({
      kind: 'duration', pointer: pointerTo('stages', id, 'service', 'is'), figure: 'service', of: id, observations: observations.length, reference, fit,
    });
    if (fit.verdict === 'cannot tell') return {};
    const censored = fit.censored > 0 ? `; ${fit.censored} of them still went on` : '';
    // What differed by class in the reference was not told apart here.
    return { service: { is: fit.is, ...this.provenance(observations.length, censored) } };
  }

  /** Declared risk is not among the facts: the shares keep their proportions, as far as nobody is sent there twice. */
  private shareOf(id: string, of: Stage, hits: number, passed: readonly Lorry[]): Partial<Stage> {
    const mixture = this.risksOf(passed);
    const before = of.share ?? { low: 1, medium: 1, high: 1 };
    const sum = (factor: number): number => RISKS.reduce((all, risk) => all + mixture[risk] * Math.min(1, factor * before[risk]), 0);
    const part = { pointer: pointerTo('stages', id, 'share'), figure: 'share' as const, of: id, observations: passed.length, reference: sum(1) };
    if (passed.length < LEAST) {
      this.kept(part, 'few passed');
      return {};
    }
    const estimate = wilson(hits, passed.length);
    this.parts.push({ ...part, kind: 'share', estimate });
    const most = 1 / Math.max(1e-6, Math.min(...RISKS.filter((risk) => before[risk] > 0).map((risk) => before[risk])));
    const factor = crossing(sum, estimate.value, 0, most);
    const reached = Math.abs(sum(factor) - estimate.value) < 1e-6;
    const each = (risk: (typeof RISKS)[number]): number => (reached ? Math.min(1, factor * before[risk]) : estimate.value);
    return { share: { low: each('low'), medium: each('medium'), high: each('high'), ...this.provenance(passed.length) } };
  }

  private risksOf(lorries: readonly Lorry[]): Record<(typeof RISKS)[number], number> {
    const mixture = { low: 0, medium: 0, high: 0 };
    const known = new Map(Object.values(this.reference.classes).map((each) => [`${each.from}-${each.to}/${each.traffic}`, each.risk]));
    for (const lorry of lorries) {
      const risk = known.get(`${lorry.direction}/${lorry.traffic}`)!;
      for (const each of RISKS) mixture[each] += risk[each] / lorries.length;
    }
    return mixture;
  }

  private placesOf(id: string, of: Stage, lorries: readonly Lorry[]): Partial<Stage> {
    const examined = lorries.filter((each) => wasAt(each, of.side as SideId, 'inspection')).length;
    const part = { pointer: pointerTo('stages', id, 'servers', 'value'), figure: 'servers' as const, of: id, observations: examined, reference: of.servers?.value ?? 0 };
    if (examined < LEAST) {
      this.kept(part, 'few examinations');
      return {};
    }
    const places = placesSeen(this.recording, lorries, of.side as SideId);
    this.parts.push({ ...part, kind: 'places', estimate: { value: places, lower: places, upper: Infinity } });
    return { servers: { value: places, ...this.provenance(examined, '; there may be more') } };
  }
}

export const calibrate = (reference: Scenario, recording: Recording): Calibration => new Calibrator(reference, recording).calibrate();

/** Kinds of service are not told apart in what was recorded: with a list of what was seen, a rule of order would know lengths. */
function withoutKinds(of: Stage): Stage {
  const stage = { ...of };
  delete stage.decided;
  return stage;
}
