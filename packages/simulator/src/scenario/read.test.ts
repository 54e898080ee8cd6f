import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSample, sample, sampleDocument, SAMPLES } from '../testing/scenarios.ts';
import { mergePatch, readScenario } from './read.ts';
import { scenario } from './schema.ts';

const REFERENCE = 'huu-nghi-youyi-guan';
const faultsOf = (patch: object): string[] => {
  const read = readSample(REFERENCE, patch);
  return read.ok ? [] : read.faults.map(({ pointer, reason }) => `${pointer} ${reason}`);
};
const figure = (value: number) => ({ value, source: 'test', assumed: true });

describe('every sample', () => {
  it.each(SAMPLES)('%s is a scenario of its own name', (id) => {
    expect(sample(id).format).toBe('pairgate-scenario/1');
    expect((sampleDocument(id) as { id: string }).id).toBe(id);
  });

  it('is small, but for the reference', () => {
    const patches = SAMPLES.filter((id) => id !== REFERENCE);
    expect(patches.every((id) => (sampleDocument(id) as { extends: string }).extends === REFERENCE)).toBe(true);
  });

  it('has a schema that an editor can use', () => {
    expect(JSON.stringify(z.toJSONSchema(scenario, { io: 'input' }))).toContain('lorriesPerDay');
  });
});

describe('a merge patch', () => {
  it('does what the examples of RFC 7396 say', () => {
    expect(mergePatch({ a: 'b' }, { a: 'c' })).toEqual({ a: 'c' });
    expect(mergePatch({ a: 'b', b: 'c' }, { a: null })).toEqual({ b: 'c' });
    expect(mergePatch({ a: ['b'] }, { a: 'c' })).toEqual({ a: 'c' });
    expect(mergePatch({ a: { b: 'c' } }, { a: { b: 'd', c: null } })).toEqual({ a: { b: 'd' } });
    expect(mergePatch(['a', 'b'], ['c', 'd'])).toEqual(['c', 'd']);
    expect(mergePatch({}, { a: { bb: { ccc: null } } })).toEqual({ a: { bb: {} } });
  });

  it('of a scenario that is not there is refused, and so is a circle', () => {
    expect(readScenario({ extends: 'nowhere' }, () => undefined)).toMatchObject({ ok: false, faults: [{ pointer: '/extends' }] });
    expect(readScenario({ extends: 'self' }, () => ({ extends: 'self' }))).toMatchObject({ ok: false, faults: [{ pointer: '/extends' }] });
    expect(readScenario('text', () => undefined)).toMatchObject({ ok: false });
  });
});

describe('a scenario that cannot work is refused with its place', () => {
  const gate = 'VN-CN/origin-gate';
  it.each([
    ['negative time', { stages: { [gate]: { service: { is: { mean: -1 } } } } }, '/stages/VN-CN~1origin-gate/service/is/mean'],
    ['no lane', { stages: { [gate]: { servers: figure(0) } } }, '/stages/VN-CN~1origin-gate/servers nobody works here'],
    ['lane without hours', {
      stages: { [gate]: { shifts: [{ from: '20:00', until: '21:00', servers: 5, source: 'test', assumed: true }] } },
    }, '/stages/VN-CN~1origin-gate has servers, and no hours'],
    ['side that never opens', { sides: { CN: { calendar: { hours: [] } } } }, '/sides/CN/calendar/hours is never open'],
    ['unknown class', { routes: { 'VN-CN/by-driver': { classes: ['VN-CN/ghost'] } } }, '/routes/VN-CN~1by-driver/classes/0 unknown class'],
    ['unknown stage', { shocks: { stop: { kind: 'stop', stages: ['nowhere'], cause: 'system', from: 0, days: 1, source: 'x', assumed: true } } },
      '/shocks/stop/stages/0 unknown stage'],
    ['class without a route', { routes: { 'VN-CN/by-vehicle': null } }, '/classes/VN-CN~1smart_lane has no route'],
    ['more days than a run can number', { days: 3661 }, '/days is more than 3660'],
    ['more lorries than a day can number', { classes: { 'VN-CN/general': { lorriesPerDay: { value: 8192 } } } }, '/classes/VN-CN~1general/lorriesPerDay is not below 8192'],
    ['more lorries in a surge than a day can number', {
      shocks: {
        fair: { kind: 'demand', classes: ['VN-CN/general'], factor: 100, from: 3, days: 4, source: 'x', assumed: true },
        calm: { kind: 'demand', classes: ['VN-CN/general'], factor: 0.01, from: 3, days: 2, source: 'x', assumed: true },
      },
    }, '/classes/VN-CN~1general/lorriesPerDay is not below 8192'],
    ['more phantoms than a day can number', {
      shocks: { bots: { kind: 'phantoms', classes: ['VN-CN/general'], perDay: 8100, from: 1, days: 1, source: 'x', assumed: true } },
    }, '/classes/VN-CN~1general/lorriesPerDay is not below 8192'],
    ['shares beyond 1', { classes: { 'VN-CN/general': { risk: { low: 0.9 } } } }, '/classes/VN-CN~1general/risk shares'],
    ['nobody left after hours', { sides: { VN: { overtime: figure(0) } } }, '/sides/VN/overtime lorries in transit'],
    ['slots that do not fill a day', { slotMinutes: 7 }, '/slotMinutes does not divide'],
    ['kinds that are decided nowhere', { stages: { 'VN-CN/origin-quarantine': { decided: { at: 'nowhere' } } } },
      '/stages/VN-CN~1origin-quarantine/decided/at unknown stage'],
    ['kinds that are decided afterwards', { stages: { 'VN-CN/origin-quarantine': { decided: { at: 'VN-CN/origin-exit' } } } },
      '/stages/VN-CN~1origin-quarantine/decided/at VN-CN/origin-exit is not an earlier stage'],
    ['lengths that pass for kinds', {
      stages: { 'VN-CN/origin-quarantine': { service: { is: { values: [1, 2, 3, 4, 5].map((minutes) => ({ minutes, share: 0.2 })) } } } },
    }, '/stages/VN-CN~1origin-quarantine/decided a list of 5 lengths'],
    ['a fleet of none', { fleet: null }, '/fleet the route'],
    ['unknown member', { lanes: 3 }, ' '],
  ])('%s', (_, patch, start) => {
    expect(faultsOf(patch).some((each) => each.startsWith(start)), faultsOf(patch).join('\n')).toBe(true);
  });

  it('cycle in stages, in one route or over two', () => {
    const driver = sample(REFERENCE).routes['VN-CN/by-driver']!.stages;
    const twice = faultsOf({ routes: { 'VN-CN/by-driver': { stages: [...driver, driver[2]!] } } });
    expect(twice[0]).toContain('comes twice: stages form a cycle');
    const swapped = [...driver];
    [swapped[3], swapped[4]] = [swapped[4]!, swapped[3]!];
    expect(faultsOf({ routes: { 'VN-CN/by-driver': { stages: swapped } } }).join()).toContain('cycle of stages');
  });

  it('more load than capacity for ever is run, and said before', () => {
    const read = readSample(REFERENCE, { classes: { 'VN-CN/perishable': { lorriesPerDay: figure(3000) } } });
    expect(read.ok && read.warnings.map((each) => each.pointer)).toContain('/stages/VN-CN~1origin-scan');
    expect(readSample(REFERENCE)).toMatchObject({ ok: true, warnings: [] });
  });
});
