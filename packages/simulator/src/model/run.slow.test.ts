import { describe, expect, it } from 'vitest';
import type { Scenario } from '../scenario/schema.ts';
import { CAUSES, type RunResult } from '../run-result.ts';
import { uniformSlots } from '../policies/uniform-slots.ts';
import { walkIn } from '../policies/walk-in.ts';
import { sample, withVolume } from '../testing/scenarios.ts';
import { compile } from './compile.ts';
import { EventLog, MOMENTS } from './event-log.ts';
import type { Policy } from './policy.ts';
import { run } from './run.ts';

const reference = sample('huu-nghi-youyi-guan');
const play = (scenario: Scenario, policy: Policy, days = 12, more: object = {}): Promise<RunResult> =>
  run(compile(scenario, policy.joint ?? false), policy, { seed: 7, replication: 0, days, ...more });
const mean = (result: RunResult, of: (each: RunResult['classes'][number]) => number): number => {
  const served = result.classes.reduce((sum, each) => sum + each.served, 0);
  return result.classes.reduce((sum, each) => sum + each.served * of(each), 0) / served;
};
const cause = (name: (typeof CAUSES)[number]) => (each: RunResult['classes'][number]) => each.byCause[CAUSES.indexOf(name)]!;

describe('a run', () => {
  it('is the same for the same seed, and another for another', async () => {
    const [one, two, other] = [
      await play(reference, uniformSlots, 5), await play(reference, uniformSlots, 5), await play(reference, uniformSlots, 5, { replication: 1 }),
    ];
    expect(two).toEqual(one);
    expect(other.traceHash).not.toBe(one.traceHash);
  });

  it('serves the same lorries under every policy, joint inspection or not', async () => {
    const joint: Policy = { ...uniformSlots, id: 'joint', joint: true };
    const results = [await play(reference, walkIn), await play(reference, uniformSlots), await play(reference, joint)];
    const [first] = results;
    for (const result of results) {
      expect(result.lorries).toEqual(first!.lorries);
      expect(result.classes.map(({ id, served, noShows, left }) => ({ id, served, noShows, left }))).toEqual(
        first!.classes.map(({ id, served, noShows }) => ({ id, served, noShows, left: 0 })),
      );
    }
  });

  it('gives every waiting minute exactly one cause', async () => {
    for (const id of ['huu-nghi-youyi-guan', 'shock-acceptance-2022-02', 'shock-it-outage']) {
      for (const policy of [walkIn, uniformSlots]) {
        const result = await play(sample(id), policy);
        for (const each of result.classes.filter(({ served }) => served > 0)) {
          expect(Math.min(...each.byCause)).toBeGreaterThanOrEqual(0);
          expect(each.byCause.reduce((sum, minutes) => sum + minutes, 0)).toBeCloseTo(each.wait.mean, 6);
        }
      }
    }
  });

  it('shows the displacement beside the wait: none for walk-in, some for slots', async () => {
    expect(mean(await play(reference, walkIn), (each) => each.displacement.mean)).toBe(0);
    expect(mean(await play(reference, uniformSlots), (each) => each.displacement.mean)).toBeGreaterThan(10);
  });

  it('ends early when it is asked to, with what it has', async () => {
    const result = await play(reference, walkIn, 12, { onDay: (day: number) => day < 3 });
    expect(result.days).toBe(4);
    expect(result.daily).toHaveLength(4);
  });
});

describe("Little's law", () => {
  it('holds at the border: lorries there over time are their waits and services, and those who wait at a stage its mean queue', async () => {
    const compiled = compile(reference);
    const log = new EventLog(0, Infinity, 2_000_000);
    const result = await run(compiled, uniformSlots, { seed: 3, replication: 0, days: 4, log });
    const [arrives, waits, starts, , departs] = MOMENTS.keys();
    const waiting = compiled.stages.map(() => 0);
    const at = new Map<number, number>();
    let present = 0;
    for (let index = 0; index < log.count; index += 1) {
      const [minute, lorry, stage, moment] = [log.minute[index]!, log.lorry[index]!, log.stage[index]!, log.moment[index]!];
      if (moment === arrives) present -= minute;
      if (moment === departs) present += minute;
      if (moment === waits) {
        at.set(lorry, stage);
        waiting[stage]! -= minute;
      }
      if (moment === starts && at.get(lorry) === stage) {
        at.delete(lorry);
        waiting[stage]! += minute;
      }
    }
    const sojourns = result.classes.reduce((sum, each) => sum + each.served * (each.wait.mean + each.service), 0);
    expect(present / sojourns).toBeCloseTo(1, 9);
    const until = Math.ceil(log.minute[log.count - 1]! / 1440) * 1440;
    // Whom a breakdown interrupts waits too, and the log has no word for it.
    const steady = compiled.stages.filter((id) => reference.stages[id]!.breakdowns === undefined);
    expect(steady.filter((id) => waiting[compiled.stages.indexOf(id)]! > 100).length).toBeGreaterThan(10);
    for (const id of steady) {
      const stage = compiled.stages.indexOf(id);
      expect(result.stages[stage]!.meanQueue).toBeCloseTo(waiting[stage]! / until, 9);
    }
  });
});

it('a day without lorries has no mean wait, not one of nothing', async () => {
  const closed = { kind: 'demand' as const, classes: Object.keys(reference.classes), factor: 0, from: 1, days: 1, source: 'a test', assumed: true };
  const { daily } = await play({ ...reference, shocks: { ...reference.shocks, closed } }, walkIn, 3);
  expect(daily[1]).toBeNaN();
  expect(daily[0]).toBeGreaterThan(1);
  expect(daily[2]).toBeGreaterThan(1);
});

describe('opening hours', () => {
  it('hold for the call from the yard alone: no lorry in transit waits for one', async () => {
    const compiled = compile(reference);
    const log = new EventLog(0, 6 * 1440, 2_000_000);
    await run(compiled, walkIn, { seed: 3, replication: 0, days: 4, log });
    const calls = new Set(compiled.callOf);
    const [starts, finishes] = [MOMENTS.indexOf('starts'), MOMENTS.indexOf('finishes')];
    const called: number[] = [];
    const waits = new Map<number, number>();
    let longest = 0;
    for (let at = 0; at < log.count; at += 1) {
      const [moment, stage, minute, lorry] = [log.moment[at]!, log.stage[at]!, log.minute[at]!, log.lorry[at]!];
      if (moment === starts && calls.has(stage)) called.push(minute);
      if (moment === finishes) waits.set(lorry, minute);
      if (moment === starts && waits.has(lorry) && stage >= 0 && !calls.has(stage)) longest = Math.max(longest, minute - waits.get(lorry)!);
    }
    expect(called.length).toBeGreaterThan(4000);
    // Both sides are open from 07:00 to 18:00 on the clock of the first; the last call is half an hour before.
    expect(called.every((minute) => minute % 1440 >= 420 && minute % 1440 < 1050)).toBe(true);
    // A night is thirteen hours: whoever is in transit gets on after a few at most.
    expect(longest).toBeLessThan(300);
  });
});

describe('shocks', () => {
  it('acceptance: no more are called a day than the far side takes, and the wait is the other side', async () => {
    const result = await play(sample('shock-acceptance-2022-02'), walkIn, 20);
    const fruit = result.classes.find(({ id }) => id === 'VN-CN/perishable')!;
    expect(fruit.byCause[CAUSES.indexOf('other')]! / fruit.wait.mean).toBeGreaterThan(0.6);
    expect(result.unstable?.stage).toBe('VN-CN/call');
    expect(result.unstable?.growthPerDay).toBeGreaterThan(60);
  });

  it('an outage of systems is what lorries wait for', async () => {
    const [normal, outage] = [await play(reference, walkIn, 20), await play(sample('shock-it-outage'), walkIn, 20)];
    expect(mean(normal, cause('system'))).toBe(0);
    expect(mean(outage, cause('system'))).toBeGreaterThan(100);
    expect(outage.lorries).toEqual(normal.lorries);
  });

  it('a closed week makes lorries wait for the opening, or wish in vain', async () => {
    expect(mean(await play(sample('shock-tet'), walkIn, 20), cause('closed'))).toBeGreaterThan(10 * mean(await play(reference, walkIn, 20), cause('closed')));
  });

  it('bookings that nobody comes for take places, and no lorry away', async () => {
    const [normal, phantoms] = [await play(reference, uniformSlots, 20), await play(sample('shock-phantoms'), uniformSlots, 20)];
    expect(phantoms.lorries).toEqual(normal.lorries);
    expect(mean(phantoms, (each) => each.displacement.mean)).toBeGreaterThan(mean(normal, (each) => each.displacement.mean));
  });
});

describe('more load than capacity for ever', () => {
  it('is said, with the stage that overflows', async () => {
    const result = await play(withVolume(reference, 4500), walkIn, 20);
    expect(result.unstable?.stage).toMatch(/scan|papers|quarantine/);
    expect(result.classes.every(({ left }) => left === 0)).toBe(true);
  });

  it('is not said of a busy day', async () => {
    expect((await play(withVolume(reference, 3300), walkIn, 20)).unstable).toBeUndefined();
  });
});
