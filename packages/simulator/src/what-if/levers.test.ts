import { beforeAll, describe, expect, it } from 'vitest';
import { RISKS } from '../scenario/schema.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/schema.ts';
import { sample } from '../testing/scenarios.ts';
import { applyLevers, changesIn, clip, leverOf, leversOf, type Lever } from './levers.ts';

let scenario: Scenario;
let levers: readonly Lever[];
const lever = (id: string): Lever => levers.find((each) => each.id === id)!;

beforeAll(() => {
  scenario = sample('huu-nghi-youyi-guan');
  levers = leversOf(scenario);
});

describe('the levers of a scenario', () => {
  it('are lanes, bays and hours of each side, and what both have together, each with its value today', () => {
    expect(levers.map(({ id }) => id)).toEqual(expect.arrayContaining([
      'servers.VN.gate.out', 'servers.CN.gate.in', 'servers.VN.quarantine.in', 'servers.CN.quarantine.out', 'opens.VN', 'closes.CN',
      'arrivals', 'inspected', 'vehicles', 'joint',
    ]));
    expect(new Set(levers.map(({ id }) => id)).size).toBe(levers.length);
    expect(lever('servers.CN.quarantine.in')).toMatchObject({ today: 3, min: 0, side: 'CN' });
    expect(lever('closes.VN').today).toBe(1140);
    expect(lever('arrivals').today).toBe(3000);
  });

  it('hold today in their range, and clip what lies outside of it', () => {
    for (const each of levers) {
      expect(each.today).toBeGreaterThanOrEqual(each.min);
      expect(each.today).toBeLessThanOrEqual(each.max);
      expect(clip(each, 1e9)).toBeLessThanOrEqual(each.max);
    }
  });

  it('change nothing when nothing is asked, or what is today', () => {
    expect(applyLevers(scenario, {})).toEqual(scenario);
    expect(applyLevers(scenario, { 'servers.VN.gate.out': 5, arrivals: 3000, unknown: 7, vehicles: Number.NaN })).toEqual(scenario);
    expect(changesIn(levers, { vehicles: 13 })).toHaveLength(1);
  });
});

describe('a changed scenario', () => {
  it('has one bay more, there and in what both share, marked as assumed; the one given stays as it is', () => {
    const before = structuredClone(scenario);
    const changed = applyLevers(scenario, { 'servers.CN.quarantine.in': 4 });
    expect(changed.stages['VN-CN/destination-quarantine']!.servers).toEqual({ value: 4, source: 'what if', assumed: true });
    expect(changed.joint!.pairs.find(({ second }) => second === 'VN-CN/destination-quarantine')!.servers.value).toBe(7);
    expect(changed.stages['CN-VN/destination-quarantine']).toEqual(scenario.stages['CN-VN/destination-quarantine']);
    expect(scenario).toEqual(before);
  });

  it('has lanes that can be switched as many as both stages have', () => {
    const changed = applyLevers(scenario, { 'servers.CN.gate.in': 8 });
    expect(changed.switchable['youyi-guan']!.lanes).toBe(14);
  });

  it('closes later, by the clock of that side', () => {
    const changed = applyLevers(scenario, { 'closes.CN': 1200 });
    expect(changed.sides['CN']!.calendar.hours.at(-1)).toMatchObject({ closesMinute: 1200, assumed: true });
    expect(changed.sides['VN']).toEqual(scenario.sides['VN']);
  });

  it('has as many lorries as asked, in the same proportions', () => {
    const changed = applyLevers(scenario, { arrivals: 3300 });
    const sum = Object.values(changed.classes).reduce((total, each) => total + each.lorriesPerDay.value, 0);
    expect(sum).toBeCloseTo(3300, 6);
    expect(changed.classes['VN-CN/perishable']!.lorriesPerDay.value).toBeCloseTo(594, 6);
  });

  it('has as many as asked also where today is no whole number of lorries, and no lever where nobody comes', () => {
    const withLorries = (value: number): Scenario => ({
      ...scenario, classes: Object.fromEntries(Object.entries(scenario.classes).map(([id, each]) => [id, { ...each, lorriesPerDay: { ...each.lorriesPerDay, value } }])),
    });
    const changed = applyLevers(withLorries(100.04), { arrivals: 1500 });
    expect(Object.values(changed.classes).reduce((total, each) => total + each.lorriesPerDay.value, 0)).toBeCloseTo(1500, 9);
    expect(leversOf(withLorries(0)).map(({ id }) => id)).not.toContain('arrivals');
  });

  it.each([0, 5, 40, 100])('inspects %i %% of the lorries, with shares between 0 and 1', (percent) => {
    const changed = applyLevers(scenario, { inspected: percent });
    expect(leversOf(changed).find(({ id }) => id === 'inspected')!.today).toBe(percent);
    for (const stage of Object.values(changed.stages)) {
      for (const risk of RISKS) expect(stage.share?.[risk] ?? 0).toBeGreaterThanOrEqual(0);
      for (const risk of RISKS) expect(stage.share?.[risk] ?? 0).toBeLessThanOrEqual(1);
    }
  });

  it.each(['servers.VN.gate.out', 'servers.CN.quarantine.in', 'opens.VN', 'closes.CN', 'arrivals', 'inspected', 'vehicles'])(
    'can be read again, whatever is asked of %s',
    (id) => {
      const { max } = lever(id);
      const value = id.startsWith('opens') ? 300 : max;
      expect(readScenario(applyLevers(scenario, { [id]: value }), () => undefined)).toMatchObject({ ok: true });
    },
  );

  it.each([
    ['servers.VN.gate.out', 0, 'nobody works here, ever'],
    ['closes.CN', 300, 'is never open'],
    ['vehicles', 0, 'no vehicle ever comes'],
  ])('is refused when it cannot work, and the lever is found: %s', (id, value, reason) => {
    const read = readScenario(applyLevers(scenario, { [id]: value }), () => undefined);
    if (read.ok) throw new Error('was not refused');
    expect(read.faults[0]!.reason).toBe(reason);
    const found = leverOf(levers, read.faults[0]!)!;
    expect(found.pointers).toEqual(lever(id).pointers);
  });
});
