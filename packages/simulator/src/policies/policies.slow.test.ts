import { describe, expect, it } from 'vitest';
import { compile } from '../model/compile.ts';
import { run } from '../model/run.ts';
import { measuresOf } from '../experiment/measures.ts';
import { sample, withVolume } from '../testing/scenarios.ts';
import type { RunResult } from '../run-result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { findPolicy, POLICIES } from './table.ts';

const reference = sample('huu-nghi-youyi-guan');
const play = (scenario: Scenario, id: string, days = 6): Promise<RunResult> => {
  const policy = findPolicy(id)!;
  return run(compile(scenario, policy.joint ?? false), policy, { seed: 11, replication: 0, days, warmUpDays: 1 });
};
const runs = new Map<string, Promise<RunResult>>();
/** Six days of the reference scenario, played once. */
const played = (id: string): Promise<RunResult> => {
  const known = runs.get(id) ?? play(reference, id);
  runs.set(id, known);
  return known;
};
const of = async (result: Promise<RunResult>) => measuresOf((await result).classes);

describe('policies', { timeout: 1_200_000 }, () => {
  it('are P0 to P6', () => {
    expect(POLICIES.map(({ id }) => id)).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6']);
  });

  it('serve the same lorries, all of them', async () => {
    const walkIn = await played('P0');
    for (const { id } of POLICIES) {
      const result = await played(id);
      expect(result.lorries).toEqual(walkIn.lorries);
      expect(result.classes.map((each) => each.left)).toEqual(result.classes.map(() => 0));
    }
  });

  it('do the same again for the same seed', async () => {
    for (const id of ['P2', 'P3', 'P5', 'P6']) expect((await play(reference, id)).traceHash).toBe((await played(id)).traceHash);
  });

  it('show displacement: none for walk-in, some for every other', async () => {
    for (const { id } of POLICIES) {
      const { displacement } = await of(played(id));
      if (id === 'P0') expect(displacement).toBe(0);
      else expect(displacement).toBeGreaterThan(5);
    }
  });

  it('P1 is frozen: what it gives to whom does not change', async () => {
    const { slot, wish } = await bookingsOf('P1');
    expect(Array.from(slot.subarray(0, 12))).toMatchInlineSnapshot(`
      [
        480,
        450,
        420,
        1035,
        900,
        450,
        585,
        765,
        870,
        705,
        945,
        810,
      ]
    `);
    expect(slot).toHaveLength(wish.length);
  });

  it('P2 waits for the other side, which P1 does not', async () => {
    const other = async (id: string): Promise<number> => (await of(played(id))).byCause[5]!;
    expect(await other('P2')).toBeGreaterThan(3 * (await other('P1')));
  });

  it('P3, P4 and P5 wait less than P1, and move lorries no further', async () => {
    const uniform = await of(played('P1'));
    for (const id of ['P3', 'P4', 'P5']) {
      const planned = await of(played(id));
      expect(planned.wait).toBeLessThan(0.85 * uniform.wait);
      expect(planned.displacement).toBeLessThanOrEqual(uniform.displacement);
    }
  });

  it('keep uniform slots where a plan would make lorries wait longer', async () => {
    // Punctual lorries that all come, and few of them examined: nothing is left to win, for the same displacement.
    const calm = {
      ...withVolume(reference, 2600),
      classes: Object.fromEntries(
        Object.entries(withVolume(reference, 2600).classes).map(([id, each]) => [
          id, { ...each, noShow: { ...each.noShow, value: 0 }, lateness: { ...each.lateness, sd: 0 } },
        ]),
      ),
    };
    const uniform = await of(play(calm, 'P1'));
    for (const id of ['P3', 'P5']) {
      const planned = await of(play(calm, id));
      expect(planned.wait).toBeLessThanOrEqual(uniform.wait);
      expect(planned.displacement).toBeLessThanOrEqual(uniform.displacement * (1 + 1e-9));
    }
  });

  it('P4 moves lorries when far more work stands at a stage than can be done', async () => {
    const shocks: Scenario['shocks'] = {
      slow: { kind: 'pace', stages: ['VN-CN/destination-quarantine'], factor: 3, from: 2, days: 1, source: 'a test', assumed: true },
    };
    const scenario = { ...reference, shocks };
    const [fixed, again] = [await play(scenario, 'P3'), await play(scenario, 'P4')];
    expect(again.lorries).toEqual(fixed.lorries);
    expect(again.traceHash).not.toBe(fixed.traceHash);
    expect(measuresOf(again.classes).wait).toBeLessThan(measuresOf(fixed.classes).wait);
  });

  it('P4 makes room for a queue once, and does not push the day in front of itself', async () => {
    // A run in which lorries stood over night: each look put the bookings of the day off for them, until the day was too short.
    const busy = compile(withVolume(reference, 3300), false);
    const waitOf = async (id: string) =>
      measuresOf((await run(busy, findPolicy(id)!, { seed: 20_271_122, replication: 6, days: 23, warmUpDays: 3 })).classes).wait;
    expect(await waitOf('P4')).toBeLessThan(1.1 * (await waitOf('P3')));
  });

  it('P5 lets perishable goods wait less than P4 does', async () => {
    const perishable = async (id: string) => measuresOf((await played(id)).classes.filter((each) => each.id.endsWith('perishable')));
    expect((await perishable('P5')).wait).toBeLessThan((await perishable('P4')).wait);
  });

  it('P5 takes short examinations first, and only because their kind was decided before', async () => {
    const nobodyKnows = Object.fromEntries(Object.keys(reference.stages).map((id) => [id, { decided: null }]));
    const [told, untold] = [await of(played('P5')), await of(play(sample('huu-nghi-youyi-guan', { stages: nobodyKnows }), 'P5'))];
    expect(told.wait).toBeLessThan(0.9 * untold.wait);
    expect(told.wait).toBeLessThan(0.5 * (await of(played('P1'))).wait);
  });

  it('P5 lets nobody starve: whoever has waited four hours at a bay is before everybody else', async () => {
    const { rule } = await findPolicy('P5')!.begin(compile(reference), { seed: 1, days: 1 });
    const lorry = { classOf: 0, risk: 0, slot: 0, due: Infinity, now: 300, stage: 0 };
    const [long, short] = [{ ...lorry, minutes: 28, since: 59 }, { ...lorry, minutes: 3, since: 61 }];
    expect(rule!.score(long)).toBeGreaterThan(rule!.score(short));
    expect(rule!.score({ ...long, since: 61 })).toBeLessThan(rule!.score(short));
  });

  it('P5 fetches containers about as soon as whoever sends the nearest vehicle', async () => {
    const queue = async (id: string) =>
      (await played(id)).stages.filter((stage) => stage.id.endsWith('/vehicle')).reduce((sum, stage) => sum + stage.meanQueue, 0);
    expect(await queue('P5')).toBeLessThan(3 * (await queue('P4')));
  });

  it('P6 examines once for both sides', async () => {
    const result = await played('P6');
    expect(result.stages.find(({ id }) => id === 'VN-CN/destination-quarantine')!.utilisation).toBe(0);
    expect((await of(played('P6'))).wait).toBeLessThan((await of(played('P5'))).wait);
  });

  it('give places on a later day to whom a day has no room for', async () => {
    const result = await play(withVolume(reference, 3700), 'P3', 2);
    expect(result.classes.map((each) => each.left)).toEqual(result.classes.map(() => 0));
    expect(measuresOf(result.classes).displacement).toBeGreaterThan((await of(played('P3'))).displacement);
  });
});

/** The first day's bookings of the reference scenario. */
async function bookingsOf(id: string): Promise<{ slot: Float64Array; wish: Float64Array }> {
  const policy = findPolicy(id)!;
  const compiled = compile(reference);
  let found: { slot: Float64Array; wish: Float64Array } | undefined;
  const watched = {
    ...policy,
    begin: async (...args: Parameters<typeof policy.begin>) => {
      const inner = await policy.begin(...args);
      return {
        ...inner,
        book: async (bookings: Parameters<typeof inner.book>[0]) => {
          await inner.book(bookings);
          found ??= { slot: bookings.slot.slice(), wish: bookings.wish.slice() };
        },
      };
    },
  };
  await run(compiled, watched, { seed: 11, replication: 0, days: 1 });
  return found!;
}
