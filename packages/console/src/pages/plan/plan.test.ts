import { describe, expect, it } from 'vitest';
import type { Comparison, Outcome } from '@pairgate/simulator/what-if/compare.ts';
import { applyLevers, leversOf } from '@pairgate/simulator/what-if/levers.ts';
import { QUARTERS, REASONS } from '@pairgate/simulator/what-if/yard-counts.ts';
import { readScenario } from '@pairgate/simulator/scenario/read.ts';
import reference from '../../../../../samples/scenarios/huu-nghi-youyi-guan.json';
import type { Lever } from '@pairgate/simulator/what-if/levers.ts';
import { en } from '../../i18n/en.ts';
import { vi } from '../../i18n/vi.ts';
import { zh } from '../../i18n/zh.ts';
import { readSetting, searchOf, withValue, writeSetting } from './address.ts';
import type { Offer } from './messages.ts';
import { answerOf, changesOf, knownValues } from './sentence.ts';
import { answerWords, changesWords, faultWords, signed, type Speech } from './words.ts';
import { marksOf, pitchOf, waitingAt, worstQuarter } from './yard-layout.ts';

const bays: Lever = {
  id: 'servers.CN.quarantine.in', of: 'servers', side: 'CN', kind: 'quarantine', way: 'in', min: 0, max: 10, step: 1, today: 5,
  pointers: ['/stages/VN-CN~1destination-quarantine'],
};
const closes: Lever = { id: 'closes.CN', of: 'closes', side: 'CN', min: 0, max: 1440, step: 30, today: 1140, pointers: ['/sides/CN'] };
const TODAY = { policy: 'P1', values: {} };
const offer: Offer = {
  title: 'A pair', sides: [], levers: [bays, closes], today: TODAY, size: { replications: 6, days: 10 }, figures: { all: 2, assumed: 1 },
  stages: [{ id: 'VN-CN/destination-quarantine', side: 'CN', kind: 'quarantine', cause: 'bay' }],
  policies: [{ id: 'P0', names: { en: 'Walk-in', vi: 'Không đặt chỗ', zh: '随到随办' } }, { id: 'P1', names: { en: 'Uniform slots', vi: 'Khung giờ đều', zh: '均匀时段' } }],
};
const SPEECHES: readonly Speech[] = [{ m: en, language: 'en', offer }, { m: vi, language: 'vi', offer }, { m: zh, language: 'zh', offer }];
const [english] = SPEECHES;

const interval = (mean: number, half = 0.1) => ({ mean, lower: mean - half, upper: mean + half, count: 6 });
const outcome = (wait: number, displacement: number): Outcome => ({
  wait: interval(wait), waitP90: interval(2 * wait), displacement: interval(displacement), servedADay: interval(2850),
  byCause: { papers: wait, slot: 0, queue: 0, bay: 0, laboratory: 0, other: 0, closed: 0, driver: 0, system: 0 },
  busiest: { stage: 'VN-CN/destination-quarantine', utilisation: 0.9 },
});
const comparison = (from: number, to: number, half: number): Comparison => ({
  today: outcome(from, 47.4), whatIf: outcome(to, 41.7), savedHoursADay: interval(((from - to) * 2850) / 60),
  difference: { wait: interval(to - from, half), waitP90: interval(0), displacement: interval(-5.7), servedADay: interval(0) },
});
const asked = { policy: 'P1', values: { [bays.id]: 6, [closes.id]: 1200 } };
const changes = changesOf(offer.levers, asked, TODAY);

describe('the address', () => {
  it('keeps the setting, and gives it back', () => {
    const search = writeSetting({ ...asked, policy: 'P0' }, TODAY);
    expect(search).toEqual({ policy: 'P0', set: 'servers.CN.quarantine.in:6_closes.CN:1200' });
    expect(readSetting(searchOf({ ...search }), TODAY)).toEqual({ ...asked, policy: 'P0' });
    expect(writeSetting(TODAY, TODAY)).toEqual({});
  });

  it('that somebody has written by hand is read as far as it can be', () => {
    const { values } = readSetting(searchOf({ set: 'servers.CN.quarantine.in:99_nothing:3_closes.CN:_x', policy: 7 }), TODAY);
    expect(knownValues(offer.levers, values)).toEqual({ [bays.id]: 10 });
  });

  it('forgets a value that is back at today’s', () => {
    expect(withValue({ a: 1 }, 'b', 2, 3)).toEqual({ a: 1, b: 2 });
    expect(withValue({ a: 1, b: 2 }, 'b', 3, 3)).toEqual({ a: 1 });
  });
});

describe('the sentence', () => {
  it('says what was changed, what became of the wait, and how sure that is', () => {
    const sentences = answerWords(answerOf(comparison(8.3, 3.1, 0.7), true), changes, english!);
    expect(sentences).toEqual([
      'With 1 more inspection bay for entering at Youyi Guan and Youyi Guan closing at 20:00, **a lorry waits 3.1 min instead of 8.3** (−5.9 to −4.5).',
      '**247 lorry-hours a day are saved.**',
      'It comes 41.7 min away from the time it wished; today 47.4.',
    ]);
  });

  it('claims nothing that the interval does not bear', () => {
    expect(answerOf(comparison(5.6, 5.5, 0.3), true)).toMatchObject({ is: 'same' });
    expect(answerOf(comparison(5.6, 5.5, 0.3), true)).not.toHaveProperty('savedHoursADay');
    expect(answerOf(comparison(5.6, 6.5, 0.3), true)).toMatchObject({ is: 'more' });
  });

  it('names the stage that overflows instead of a mean that will not last', () => {
    const { whatIf, ...rest } = comparison(5.6, 90, 1);
    const unstable = { stage: 'VN-CN/destination-quarantine', replications: 6, growthPerDay: 41.2 };
    const [sentence] = answerWords(answerOf({ ...rest, whatIf: { ...whatIf, unstable } }, true), changes, english!);
    expect(sentence).toContain('**inspection at Youyi Guan overflows**: every day 41 lorries more');
  });

  it.each(SPEECHES)('speaks $language whole: nothing missing, nothing of another language', (speech) => {
    const said = [
      ...answerWords(answerOf(comparison(8.3, 3.1, 0.7), true), changes, speech),
      ...answerWords(answerOf(comparison(3, 8, 0.7), true), changesOf(offer.levers, { ...asked, policy: 'P0' }, TODAY), speech),
      ...answerWords(answerOf(comparison(3, 3, 0.7), false), [], speech),
    ].join(' ');
    expect(said).not.toMatch(/undefined|NaN|\{|quarantine/);
    expect(said).toContain(speech.language === 'vi' ? '3,1' : '3.1');
    if (speech.language !== 'en') expect(said).not.toMatch(/\b(lorry|with|more|today)\b/i);
  });

  it('names a few changes, and counts the others', () => {
    const many = changesOf([1, 2, 3, 4, 5, 6].map((n) => ({ ...bays, id: `x${n}` })), { policy: 'P1', values: { x1: 6, x2: 6, x3: 6, x4: 6, x5: 4 } }, TODAY);
    expect(changesWords(many, english!)).toMatch(/^1 more .*, 1 more .*, 1 more .* and 2 more changes$/);
  });

  it('writes no sign before nothing', () => {
    expect([signed(0.02, 'en'), signed(-0.02, 'en'), signed(-1.26, 'en'), signed(122.4, 'en')]).toEqual(['0.0', '0.0', '−1.3', '+122']);
  });
});

describe('what cannot work', () => {
  it.each(SPEECHES)('is said in $language, with the field', (speech) => {
    const fault = { pointer: '/stages/VN-CN~1destination-quarantine/servers', reason: 'nobody works here, ever' };
    const { where, why, translated } = faultWords(fault, speech);
    expect(translated).toBe(true);
    expect(where).toContain(speech.m.plan.levers.servers.quarantine!.in);
    expect(why).toBe(speech.m.plan.faults.noServers);
  });

  it('is known here in the very words of the simulator', () => {
    const read = readScenario(reference, () => undefined);
    if (!read.ok) throw new Error('the reference is refused');
    const levers = leversOf(read.scenario);
    const asked = [{ 'servers.VN.gate.out': 0 }, { 'closes.CN': 300 }, { 'opens.VN': 1140, 'closes.CN': 1170 }, { vehicles: 0 }, { arrivals: 6000 }];
    const reasons = asked.flatMap((values) => {
      const checked = readScenario(applyLevers(read.scenario, values), () => undefined);
      const faults = checked.ok ? checked.warnings : checked.faults;
      expect(faults.length, JSON.stringify(values)).toBeGreaterThan(0);
      return faults.slice(0, 1);
    });
    for (const speech of SPEECHES) {
      for (const fault of reasons) expect(faultWords(fault, { ...speech, offer: { ...offer, levers } }), fault.reason).toMatchObject({ translated: true });
    }
  });

  it('keeps the words of the check where it has none of its own', () => {
    expect(faultWords({ pointer: '/format', reason: 'is unknown' }, english!)).toEqual({ where: '/format', why: 'is unknown', translated: false });
  });
});

describe('the yards', () => {
  const cells = [{ from: 'VN', to: 'CN', side: 'VN', row: 'gate' }] as const;
  const day = (count: number) => {
    const counts = new Uint16Array(QUARTERS * REASONS);
    counts[40 * REASONS + 2] = count;
    counts[41 * REASONS - 1] = 3;
    return { cells, counts };
  };

  it('draw one mark for each lorry, from the line outwards', () => {
    const pitch = pitchOf([day(7)], cells[0], ['VN'], 100);
    const paths = marksOf([0, 0, 7, 0, 0, 0, 0, 0, 0, 3], pitch, 1, 'right', 100);
    expect(paths.map((path) => path.split('M').length - 1)).toEqual([0, 0, 7, 0, 0, 0, 0, 0, 0, 3]);
  });

  it('keep one height for a place on both days, which holds all of its lorries', () => {
    const both = pitchOf([day(3), day(400)], cells[0], ['VN'], 150);
    expect(Math.ceil(403 / both.columns) * both.mark * 0.72).toBeLessThanOrEqual(both.height);
    expect(both.height).toBeLessThanOrEqual(80);
  });

  it('begin where most lorries wait', () => {
    expect(worstQuarter(day(7))).toBe(40);
    expect(waitingAt(day(7), 40)).toBe(7);
  });
});
