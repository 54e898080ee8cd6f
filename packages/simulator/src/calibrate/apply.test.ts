import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromMillis, MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { Draws } from '../engine/draws.ts';
import { keyOf, purposeOf, uniform } from '../engine/random.ts';
import { meanOf, type Distribution } from '../scenario/distribution.ts';
import { scenario as schema, type Scenario } from '../scenario/schema.ts';
import { calibrate, type Calibration } from './apply.ts';
import { recordingOf, type Past, type PastLorry } from './recording.ts';

const reference: Scenario = schema.parse(
  JSON.parse(readFileSync(new URL('../../../../samples/scenarios/huu-nghi-youyi-guan.json', import.meta.url), 'utf8')),
);

const EXAMINATION: Distribution = { kind: 'uniform', from: 10, until: 25 };
const DRIVE: Distribution = { kind: 'lognormal', mean: 3, cv: 0.4 };
const LABORATORY: Distribution = { kind: 'lognormal', mean: 300, cv: 0.5 };
const FROM = '2026-11-18T17:00:00.000Z';

interface Truth {
  readonly days: number;
  readonly perDay: number;
  readonly noShow: number;
  readonly examined: number;
  /** The recording ends so many minutes after its last midnight. */
  readonly cut?: number;
}

/** A recording of export fruit made by known figures: arrivals from 07:00 to 17:00 local, examined at the destination. */
function recorded({ days, perDay, noShow, examined, cut = 0 }: Truth): Past {
  const draws = new Draws();
  const [examination, drive, laboratory] = [EXAMINATION, DRIVE, LABORATORY].map((each) => draws.add(each)) as [number, number, number];
  const to = days * 1440 + cut;
  const draw = (of: number, purpose: string, lorry: number) => draws.draw(of, keyOf(5, purposeOf(purpose)), lorry);
  const chance = (purpose: string, lorry: number) => uniform(keyOf(5, purposeOf(purpose)), lorry);
  const at = (minute: number) => fromMillis(toMillis(FROM) + Math.round(minute * MINUTE));
  const seen = (minute: number) => (minute <= to ? at(minute) : null);
  const lorries = Array.from({ length: Math.ceil(to / 1440) * perDay }, (_, number): PastLorry | undefined => {
    const day = Math.floor(number / perDay);
    const slot = day * 1440 + Math.floor((420 + 600 * chance('slot', number)) / 15) * 15;
    const nobody = { slot: { start: null, bookedAt: null, missedAt: seen(slot + 75) }, arrivedAt: null, calledAt: null, releasedAt: null, exitedAt: null, crossedAt: null, departedAt: null, endedAt: null, work: [], waits: [] };
    const base = { direction: 'VN-CN', trafficClass: 'perishable' } as const;
    if (chance('no-show', number) < noShow) return slot + 75 <= to ? { ...base, ...nobody } : undefined;
    const arrived = slot - 10 + 20 * chance('late', number);
    if (arrived > to) return undefined;
    const [called, exited] = [arrived + 5, arrived + 9];
    const crossed = exited + draw(drive, 'drive', number);
    const begun = crossed + 2;
    const isExamined = chance('examined', number) < examined;
    const end = isExamined ? begun + draw(examination, 'examination', number) : begun;
    const sampled = isExamined && chance('sampled', number) < 0.5;
    const result = end + (sampled ? draw(laboratory, 'laboratory', number) : 0);
    const work: PastLorry['work'] = [
      ...(isExamined && begun <= to ? [{ side: 'CN' as const, kind: 'inspection' as const, authority: 'quarantine' as const, station: null, from: at(begun), to: seen(end) }] : []),
      ...(sampled && end <= to ? [{ side: 'CN' as const, kind: 'laboratory' as const, authority: 'quarantine' as const, station: null, from: at(end), to: seen(result) }] : []),
    ];
    return {
      ...base,
      slot: { start: at(slot), bookedAt: at(slot - 600), missedAt: null },
      arrivedAt: at(arrived), calledAt: seen(called), releasedAt: seen(arrived + 1), exitedAt: seen(exited), crossedAt: seen(crossed),
      departedAt: seen(result + 5), endedAt: seen(result + 5), work, waits: [],
    };
  }).filter((each) => each !== undefined);
  return { node: 'http://localhost:4080', from: FROM, to: at(to), asOf: at(to), lorries };
}

const calibrated = (truth: Truth): Calibration => calibrate(reference, recordingOf(recorded(truth), 420));
const FIGURES = {
  'lorries a day': 'lorriesPerDay', 'no-show': 'noShow', minutes: 'service', 'share of lorries': 'share',
} as const;
const part = ({ parts }: Calibration, what: string) => {
  const [of, figure] = what.split(': ') as [string, keyof typeof FIGURES];
  return parts.find((each) => each.of === of && each.figure === FIGURES[figure] && each.kind !== 'profile')!;
};
const CLASS = 'VN-CN/perishable';

describe('a calibrated scenario', () => {
  const found = calibrated({ days: 3, perDay: 300, noShow: 0.1, examined: 0.6 });

  it('passes the schema and says of each figure where it is from', () => {
    expect(schema.parse(found.scenario)).toEqual(found.scenario);
    expect(found.scenario.start).toBe('2026-11-19');
    const { source, assumed } = found.scenario.stages['VN-CN/destination-quarantine']!.service!;
    expect([source, assumed]).toEqual([expect.stringMatching(/^fitted from \d+ observations of http:\/\/localhost:4080, 2026-11-18T17:00Z–2026-11-21T17:00Z/), false]);
  });

  it('has the arrivals, the no-shows, the shares and the times that made the recording', () => {
    const of = found.scenario.classes[CLASS]!;
    expect(of.lorriesPerDay.value).toBeCloseTo(270, -1.3);
    expect(of.wishes.byHour.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(of.wishes.byHour[12]! / 27).toBeCloseTo(1, 0);
    expect(of.noShow.value).toBeCloseTo(0.1, 1);
    expect(of.lateness).toMatchObject({ mean: expect.closeTo(0, -0.3), sd: expect.closeTo(20 / Math.sqrt(12), 0) });
    const { service, share, servers } = found.scenario.stages['VN-CN/destination-quarantine']!;
    expect(service!.is.kind).toBe('uniform');
    expect(found.scenario.stages['VN-CN/destination-quarantine']).not.toHaveProperty('decided');
    expect(found.scenario.stages['VN-CN/origin-quarantine']).toHaveProperty('decided');
    expect(meanOf(service!.is)).toBeCloseTo(17.5, 0);
    expect(servers!.value).toBeGreaterThan(3);
    const { low, medium, high } = of.risk;
    expect(low * share!.low + medium * share!.medium + high * share!.high).toBeCloseTo(0.6, 1);
    expect(share!.low).toBeLessThan(share!.high);
    expect(meanOf(found.scenario.stages['VN-CN/drive']!.service!.is)).toBeCloseTo(3, 0);
  });

  it('gives intervals that hold the truth', () => {
    const rate = part(found, `${CLASS}: lorries a day`);
    const noShow = part(found, `${CLASS}: no-show`);
    for (const [each, truth] of [[rate, 270], [noShow, 0.1]] as const) {
      if (each.kind !== 'rate' && each.kind !== 'share') throw new Error(each.kind);
      expect(each.estimate.lower <= truth && truth <= each.estimate.upper, each.pointer).toBe(true);
    }
  });

  it('keeps what no fact tells, and says so', () => {
    expect(part(found, 'VN-CN/origin-papers: minutes')).toMatchObject({ kind: 'kept', reason: { why: 'no fact' } });
    expect(found.scenario.stages['VN-CN/origin-papers']).toEqual(reference.stages['VN-CN/origin-papers']);
    expect(part(found, 'CN-VN/general: no-show')).toMatchObject({ kind: 'kept', reason: { why: 'few bookings', seen: 0 } });
    expect(found.scenario.classes['CN-VN/general']!.noShow).toEqual(reference.classes['CN-VN/general']!.noShow);
  });

  it('of a class that nobody saw has none, and an upper bound', () => {
    expect(found.scenario.classes['CN-VN/general']!.lorriesPerDay.value).toBe(0);
    const none = part(found, 'CN-VN/general: lorries a day');
    expect(none).toMatchObject({ kind: 'rate', estimate: { value: 0, lower: 0, upper: expect.closeTo(3.689 / 3, 1) } });
  });
});

describe('a recording that ends while work goes on', () => {
  // It ends in the middle of the second day: most laboratories of that day still work.
  const found = calibrated({ days: 1, perDay: 600, noShow: 0, examined: 0.9, cut: 900 });

  it('does not take the short results for all results', () => {
    const times = part(found, 'VN-CN/destination-laboratory: minutes');
    if (times.kind !== 'duration' || times.fit.verdict === 'cannot tell') throw new Error('not fitted');
    expect(times.fit.censored).toBeGreaterThan(50);
    const { events } = times.fit.sample;
    const naive = events.reduce((sum, each) => sum + each, 0) / events.length;
    expect(naive).toBeLessThan(285);
    expect(times.fit.mean.lower <= 300 && 300 <= times.fit.mean.upper).toBe(true);
  });

  it('counts a lorry that may still be examined on neither side of the share', () => {
    const share = part(found, 'VN-CN/destination-quarantine: share of lorries');
    expect(share.observations).toBeLessThan(recorded({ days: 1, perDay: 600, noShow: 0, examined: 0.9, cut: 900 }).lorries.length);
  });
});

describe('a recording of a few hours', () => {
  it('keeps the shape of the hours that nobody watched', () => {
    const past = recorded({ days: 0, perDay: 300, noShow: 0, examined: 0.5, cut: 720 });
    const found = calibrate(reference, recordingOf(past, 420));
    const { byHour } = found.scenario.classes[CLASS]!.wishes;
    const before = reference.classes[CLASS]!.wishes.byHour;
    expect(byHour[15]! / byHour[16]!).toBeCloseTo(before[15]! / before[16]!, 2);
    expect(found.scenario.classes[CLASS]!.lorriesPerDay.source).toContain('not watched as in the reference');
  });

  it('says nothing of a day of which it saw too little', () => {
    const past = { ...recorded({ days: 0, perDay: 300, noShow: 0, examined: 0.5, cut: 480 }) };
    const found = calibrate(reference, recordingOf(past, 420));
    expect(part(found, `${CLASS}: lorries a day`)).toMatchObject({ kind: 'kept', reason: { why: 'not watched' } });
    expect(found.scenario.classes[CLASS]!.lorriesPerDay).toEqual(reference.classes[CLASS]!.lorriesPerDay);
  });
});

describe('papers that a lorry comes without', () => {
  const past = recorded({ days: 1, perDay: 200, noShow: 0, examined: 0 });
  const later = (at: string, minutes: number) => fromMillis(toMillis(at) + minutes * MINUTE);
  const waiting = (each: PastLorry, minutes: number, ended: boolean): PastLorry => ({
    ...each, endedAt: ended ? each.endedAt : null,
    waits: [{ from: each.arrivedAt!, to: ended ? later(each.arrivedAt!, minutes) : null, cause: 'papers', side: 'VN' }],
  });

  it('are counted from the arrival until they are complete, or as going on', () => {
    const lorries = past.lorries.map((each, at) => (at % 4 === 0 ? waiting(each, 20 + (at % 30), at % 8 === 0) : each));
    const found = calibrate(reference, recordingOf({ ...past, lorries }, 420));
    const late = found.parts.find((each) => each.of === CLASS && each.figure === 'papers')!;
    const delay = found.parts.find((each) => each.of === CLASS && each.figure === 'delay')!;
    expect(late).toMatchObject({ kind: 'share', estimate: { value: 0.25 }, observations: 200 });
    expect(delay).toMatchObject({ kind: 'duration', fit: { events: 25, censored: 25 } });
    expect(found.scenario.classes[CLASS]!.papers.late).toBe(0.25);
  });

  it('are no papers of the desk on the other side, later', () => {
    const lorries = past.lorries.map((each) => ({ ...each, waits: [{ from: later(each.arrivedAt!, 9), to: later(each.arrivedAt!, 40), cause: 'papers' as const, side: 'CN' as const }] }));
    const found = calibrate(reference, recordingOf({ ...past, lorries }, 420));
    expect(found.scenario.classes[CLASS]!.papers).toMatchObject({ late: 0, delay: reference.classes[CLASS]!.papers.delay });
  });
});

describe('a recording', () => {
  it('begins at the midnight of the first side', () => {
    const past = { ...recorded({ days: 1, perDay: 5, noShow: 0, examined: 0 }), from: '2026-11-19T02:00:00.000Z' };
    const recording = recordingOf(past, 420);
    expect(recording.from).toBe(540);
    expect(fromMillis(recording.midnight)).toBe(FROM);
  });

  it('takes a slot that the yard gave for no booking', () => {
    const [lorry] = recorded({ days: 1, perDay: 5, noShow: 0, examined: 0 }).lorries;
    const given = { ...lorry!, slot: { ...lorry!.slot, bookedAt: fromMillis(toMillis(lorry!.arrivedAt!) + MINUTE) } };
    const past = { ...recorded({ days: 1, perDay: 5, noShow: 0, examined: 0 }), lorries: [lorry!, given] };
    expect(recordingOf(past, 420).lorries.map((each) => each.slot !== null)).toEqual([true, false]);
  });
});
