import { beforeAll, describe, expect, it } from 'vitest';
import { runTrial } from '../experiment/trial.ts';
import { smallScenario } from '../report/testing.ts';
import { CAUSES } from '../run-result.ts';
import { FIRST, openStudy, SIZE, TODAY, type Compared, type Helper, type Study } from './study.ts';
import { QUARTERS, REASONS } from './yard-counts.ts';

/** A tenth of the lorries: the questions are the same, and the answers come in a moment. */
let study: Study;
beforeAll(() => {
  const opened = openStudy(smallScenario(), () => undefined);
  if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
  ({ study } = opened);
});

async function compared(asked: Parameters<Study['compare']>[0]) {
  const answer = await study.compare(asked);
  if (answer.is !== 'compared') throw new Error(answer.is);
  return answer.comparison;
}

describe('a study', () => {
  it('finds no difference between today and today', async () => {
    const { today, whatIf, difference } = await compared(TODAY);
    expect(whatIf).toEqual(today);
    expect(difference.wait).toMatchObject({ mean: 0, lower: 0, upper: 0, count: SIZE.replications });
  });

  it('gives the same answer to the same question, and pairs replications', async () => {
    const asked = { policy: 'P1', values: { 'servers.VN.scan.out': 1 } };
    const first = await compared(asked);
    const again = openStudy(smallScenario(), () => undefined);
    if (!again.ok) throw new Error('was refused');
    expect(await again.study.compare(asked)).toMatchObject({ is: 'compared', comparison: first });
    expect(first.difference.wait.mean).toBeCloseTo(first.whatIf.wait.mean - first.today.wait.mean, 9);
    expect(first.difference.servedADay.mean).toBe(0);
  });

  it('adds up waiting by cause to the wait', async () => {
    const { whatIf } = await compared({ policy: 'P0', values: {} });
    expect(Object.values(whatIf.byCause).reduce((sum, each) => sum + each, 0)).toBeCloseTo(whatIf.wait.mean, 6);
    expect(whatIf.displacement.mean).toBe(0);
  });

  it('says which stage overflows', async () => {
    const { whatIf } = await compared({ policy: 'P0', values: { 'servers.VN.scan.out': 1, 'servers.CN.scan.in': 1, arrivals: 600, inspected: 100, 'servers.VN.quarantine.out': 1 } });
    expect(whatIf.unstable).toMatchObject({ stage: 'VN-CN/origin-quarantine' });
    expect(whatIf.unstable!.growthPerDay).toBeGreaterThan(1);
  });

  it('names what limits the day, where bookings are put off instead of queueing', async () => {
    const { whatIf } = await compared({ policy: 'P1', values: { arrivals: 600, inspected: 100, 'servers.VN.quarantine.out': 1 } });
    expect(whatIf.unstable).toMatchObject({ stage: 'VN-CN/origin-quarantine' });
  });

  it('refuses what cannot work, with the place', async () => {
    const answer = await study.compare({ policy: 'P1', values: { 'servers.CN.gate.in': 0 } });
    expect(answer).toMatchObject({ is: 'refused', faults: [{ pointer: '/stages/VN-CN~1destination-gate/servers' }] });
  });

  it.each(['P0', 'P3', 'P5'])('answers roughly first and says so, and then as whoever waits for the whole answer: %s', async (policy) => {
    const asked = { policy, values: { 'servers.CN.quarantine.in': 2 } };
    const firsts: Extract<Compared, { is: 'compared' }>[] = [];
    const last = await study.compare(asked, { onFirst: (first) => firsts.push(first) });
    const [{ basis, comparison }] = firsts as [(typeof firsts)[number]];
    expect(basis.isFitted).toBe(policy === 'P0');
    expect(basis.replications).toBeGreaterThanOrEqual(FIRST.least);
    expect(basis.replications).toBeLessThanOrEqual(FIRST.replications);
    expect(comparison.difference.wait.count).toBe(basis.replications);
    expect(last).toMatchObject({ is: 'compared', basis: { replications: SIZE.replications, isFitted: true } });
    // On a study that has not been asked before, without a first answer, the last one is the same.
    const opened = openStudy(smallScenario(), () => undefined);
    if (!opened.ok) throw new Error('was refused');
    expect(await opened.study.compare(asked)).toEqual(last);
    // What is known is not asked roughly again.
    await study.compare(asked, { onFirst: (first) => firsts.push(first) });
    expect(firsts).toHaveLength(1);
  });

  it.each(['P0', 'P3'])('gives the same answer when others help, and when they give up: %s', async (policy) => {
    const asked = { policy, values: { 'servers.CN.quarantine.in': 2 } };
    let helped = 0;
    const helper: Helper = (setting, trial) => {
      helped += 1;
      // As it would come from another thread: with a scenario of its own.
      return runTrial(structuredClone(setting), trial);
    };
    const idle: Helper = () => Promise.reject(new Error('given up'));
    const opened = openStudy(smallScenario(), () => undefined, [idle, helper]);
    if (!opened.ok) throw new Error('was refused');
    expect(await opened.study.compare(asked)).toEqual(await study.compare(asked));
    expect(helped).toBeGreaterThan(0);
  });

  it('is not led astray by what was given up, nor by what was made ready', async () => {
    const asked = { policy: 'P5', values: { 'servers.VN.scan.out': 1 } };
    const opened = openStudy(smallScenario(), () => undefined);
    if (!opened.ok) throw new Error('was refused');
    await opened.study.warm(() => false);
    let days = 0;
    for (const until of [0, 3, 40, 65]) {
      days = 0;
      expect(await opened.study.compare(asked, { isStale: () => (days += 1) > until })).toEqual({ is: 'stale' });
    }
    expect(await opened.study.compare(asked)).toEqual(await study.compare(asked));
  });

  it('gives up when something else is asked', async () => {
    expect(await study.compare({ policy: 'P1', values: { vehicles: 3 } }, { isStale: () => true })).toEqual({ is: 'stale' });
  });

  it('counts every lorry of a quarter of an hour once, where it stands', async () => {
    const { today, whatIf } = await study.yards({ policy: 'P0', values: {} });
    expect(today.cells).toEqual(whatIf.cells);
    expect(today.counts).toHaveLength(QUARTERS * today.cells.length * REASONS);
    const noon = (of: typeof today) => of.counts.subarray(48 * of.cells.length * REASONS, 49 * of.cells.length * REASONS).reduce((sum, each) => sum + each, 0);
    expect(noon(today)).toBeGreaterThan(0);
    expect(noon(whatIf)).toBeGreaterThan(0);
    const slots = (of: typeof today) => of.counts.filter((_, index) => index % REASONS === CAUSES.indexOf('slot')).reduce((sum, each) => sum + each, 0);
    expect(slots(today)).toBeGreaterThan(0);
    expect(slots(whatIf)).toBe(0);
    expect(today.cells.filter(({ row }) => row === 'yard').map(({ from, side }) => [from, side])).toEqual([['VN', 'VN'], ['CN', 'CN']]);
  });

  it.each([
    ['the same lorries', { vehicles: 3 }, 'every policy serves the same lorries'],
    ['more lorries', { arrivals: 400 }, 'the number of lorries differs'],
  ])('is reported on one page: %s', async (_, values, method) => {
    const words = { language: 'en', title: 'With other vehicles', about: 'What if.', today: 'Today', whatIf: 'What if' } as const;
    const page = await study.report({ policy: 'P1', values }, words);
    expect(page).toContain('<!doctype html>');
    expect(page).toContain('With other vehicles');
    expect(page).toContain(method);
  });

  it('gives its scenario away as a document that can be opened again', () => {
    const document = study.document({ policy: 'P1', values: { vehicles: 3 } }, { title: 'Three vehicles', about: 'What if.' });
    const opened = openStudy(JSON.parse(JSON.stringify(document)), () => undefined);
    if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
    expect(opened.study.title).toBe('Three vehicles');
    expect(opened.study.levers.find(({ id }) => id === 'vehicles')!.today).toBe(3);
  });
});
