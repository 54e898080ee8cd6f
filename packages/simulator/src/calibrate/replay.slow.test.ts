import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../model/compile.ts';
import { EventLog } from '../model/event-log.ts';
import type { Policy } from '../model/policy.ts';
import { run } from '../model/run.ts';
import { uniformSlots } from '../policies/uniform-slots.ts';
import { CAUSES } from '../run-result.ts';
import { scenario as schema, type Scenario } from '../scenario/schema.ts';
import type { Lorry, Recording } from './recording.ts';
import { replay } from './replay.ts';

const sample = schema.parse(
  JSON.parse(readFileSync(new URL('../../../../samples/scenarios/huu-nghi-youyi-guan.json', import.meta.url), 'utf8')),
);
/** Without breakdowns: one that falls on the recorded day makes it unlike the others. */
const reference: Scenario = {
  ...sample,
  stages: Object.fromEntries(Object.entries(sample.stages).map(([id, { breakdowns: _none, ...of }]) => [id, of])),
};

/** Both bays of quarantine as so many servers. */
const withBays = (servers: number): Scenario => ({
  ...reference,
  stages: Object.fromEntries(
    Object.entries(reference.stages).map(([id, of]) => [id, of.kind === 'quarantine' ? { ...of, servers: { ...of.servers!, value: servers } } : of]),
  ),
});

const NOTHING = { called: null, released: null, exited: null, crossed: null, missed: null, work: [], papersUntil: null, papersOpen: false };

/** Days of a scenario under uniform slots, as a node would have recorded them: arrivals, slots, departures, and stays as waits. */
async function recordedOf(scenario: Scenario, days = 1): Promise<Recording> {
  const end = days * 1440;
  const compiled = compile(scenario);
  const slots = new Map<number, number>();
  const policy: Policy = {
    ...uniformSlots,
    async begin(of, options) {
      const inner = await uniformSlots.begin(of, options);
      return {
        ...inner,
        async book(bookings) {
          await inner.book(bookings);
          for (let at = 0; at < bookings.count; at += 1) slots.set(bookings.lorry[at]!, bookings.slot[at]!);
        },
      };
    },
  };
  const log = new EventLog(0, end + 2 * 1440, 1_000_000);
  await run(compiled, policy, { seed: 77, replication: 0, days, log });
  const lorries = new Map<number, { arrived: number; classOf: number; departed: number | null; served: number; began: number }>();
  for (let at = 0; at < log.count; at += 1) {
    const [number, minute, moment] = [log.lorry[at]!, log.minute[at]!, log.moment[at]!];
    if (moment === 0) lorries.set(number, { arrived: minute, classOf: log.classOf[at]!, departed: null, served: 0, began: 0 });
    const lorry = lorries.get(number)!;
    if (moment === 4) lorry.departed = minute;
    if (log.stage[at]! < 0 || scenario.stages[compiled.stages[log.stage[at]!]!]!.kind === 'yard') continue;
    if (moment === 2) lorry.began = minute;
    if (moment === 3) lorry.served += minute - lorry.began;
  }
  return {
    node: 'the model', midnight: Date.UTC(2027, 1, 28, 17), from: 0, to: end, asOf: end + 1440,
    lorries: [...lorries].map(([number, { arrived, classOf, departed, served }]): Lorry => {
      const { from, to, traffic } = scenario.classes[compiled.classes[classOf]!]!;
      const slot = slots.get(number)!;
      return {
        ...NOTHING, direction: `${from}-${to}` as Lorry['direction'], traffic, arrived, departed,
        slot: slot < 0 ? null : slot,
        given: slot < 0 ? null : slot,
        waited: departed === null ? null : Float64Array.from(CAUSES, (cause) => (cause === 'queue' ? departed - arrived - served : 0)),
      };
    }),
  };
}

const OPTIONS = { seed: 1, replications: 6 };

describe('a recording through the model', () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordedOf(reference);
  });

  it('has the lorries of the recording and no others', async () => {
    const found = await replay(reference, recording, OPTIONS);
    const came = recording.lorries.filter((each) => each.arrived! < 1440).length;
    expect(found).toMatchObject({ lorries: came, unknown: 0, replications: 6 });
    expect(found.departures.reduce((sum, each) => sum + each.simulated, 0)).toBeGreaterThan(0.97 * came);
    expect(found.byCause.find((each) => each.cause === 'queue')!.recorded).toBeCloseTo(found.wait.recorded, 9);
    expect(found.byCause.reduce((sum, each) => sum + each.simulated, 0)).toBeCloseTo(found.wait.simulated.mean, -0.5);
    expect(found.byClass.reduce((sum, each) => sum + each.lorries, 0)).toBe(found.departed);
  });

  it('errs little where the model is what made the recording', async () => {
    // The mean wait of one day alone differs from day to day by half.
    const found = await replay(reference, await recordedOf(reference, 6), { seed: 1, replications: 4 });
    expect(Math.abs(found.wait.simulated.mean - found.wait.recorded)).toBeLessThan(0.2 * found.wait.recorded);
    const busiest = Math.max(...found.departures.map((each) => each.recorded));
    expect(found.departuresError).toBeLessThan(0.1 * busiest);
  });

  it('errs much where the model has other gates, and shows it', async () => {
    const right = await replay(reference, recording, OPTIONS);
    const wrong = await replay(withBays(2), recording, OPTIONS);
    const error = ({ wait }: typeof right) => Math.abs(wait.simulated.mean - wait.recorded);
    expect(error(wrong)).toBeGreaterThan(5 * error(right));
    expect(wrong.departuresError).toBeGreaterThan(2 * right.departuresError);
  });

  it('has a wait for every lorry also where the model cannot serve them for days', async () => {
    const narrow = withBays(1);
    const stages = Object.keys(narrow.stages).filter((id) => narrow.stages[id]!.kind === 'quarantine');
    const shocks: Scenario['shocks'] = { slow: { kind: 'pace', stages, factor: 10, from: 0, days: 60, source: 'a test', assumed: true } };
    const { wait, byClass } = await replay({ ...narrow, shocks }, recording, { seed: 1, replications: 1 });
    expect(wait.simulated.mean).toBeGreaterThan(4 * 1440);
    expect(byClass.every(({ simulated }) => Number.isFinite(simulated.mean))).toBe(true);
  });

  it('is the same again with the same seed, and stops when it is told to', async () => {
    const [once, again] = [await replay(reference, recording, { seed: 4, replications: 2 }), await replay(reference, recording, { seed: 4, replications: 2 })];
    expect(once).toEqual(again);
    const stopped = await replay(reference, recording, { seed: 4, replications: 9, onReplication: (done) => done < 2 });
    expect(stopped).toEqual(once);
  });

  it('counts the lorries for which the scenario has no class', async () => {
    const { 'VN-CN/general': _without, ...classes } = reference.classes;
    const routes = Object.fromEntries(Object.entries(reference.routes).map(([id, route]) => [id, { ...route, classes: route.classes.filter((each) => each !== 'VN-CN/general') }]));
    const found = await replay({ ...reference, classes, routes }, recording, { seed: 1, replications: 1 });
    expect(found.unknown).toBeGreaterThan(100);
    expect(found.lorries + found.unknown).toBe(recording.lorries.filter((each) => each.arrived! < 1440).length);
  });
});
