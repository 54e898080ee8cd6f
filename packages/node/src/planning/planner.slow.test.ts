import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, QUARTER } from '@pairgate/domain/kernel/instant.ts';
import { gateOf, NOW } from '@pairgate/domain/kernel/testing/history.ts';
import { given } from '@pairgate/domain/kernel/testing/specification.ts';
import { VN } from '@pairgate/domain/kernel/testing/cast.ts';
import { huuNghiYouyiGuan as pair } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { keepPlan } from '@pairgate/planner/slots/keep.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import { gateTimes } from '../gate-times.ts';
import { Live } from '../live.ts';
import { planView } from '../readings/slots.ts';
import { applyPeer, emptyState } from '../states.ts';
import { realWorld } from '../world.ts';
import { PlansInForce } from './held.ts';
import { PLANNING_HOURS } from './hours.ts';
import { readPast } from './past.ts';
import { Planner } from './planner.ts';
import { inThread, Late, type PlanElsewhere } from './thread.ts';

let db: Database;
let journal: Journal;
let live: Live;
let plans: PlansInForce;
/** The node's clock, and real time. */
let now: number;
let real: number;

beforeAll(async () => {
  db = await openPglite();
  await migrate(db);
});
afterAll(() => db.close());

/** Each test has a pair of its own in the one database. */
let pairs = 0;
beforeEach(async () => {
  journal = new Journal(db, `pair ${++pairs}`);
  await journal.prepare(['VN', 'CN']);
  live = new Live('VN');
  plans = await PlansInForce.read(journal);
  now = NOW;
  real = 0;
});

/** What Youyi Guan publishes reaches this side. */
function publish(perHour: number): void {
  const { world } = given(gateOf('CN').capacity('general', perHour), gateOf('CN').capacity('perishable', perHour));
  let state = live.read('gate:CN') ?? emptyState('gate:CN');
  for (const fact of world.facts('CN')) state = applyPeer('gate:CN', state, { ...fact, occurredAt: new Date(now).toISOString() });
  live.commit(new Map([['gate:CN', state]]));
}

const thread = inThread(realWorld);
const planner = (elsewhere: PlanElsewhere = thread) =>
  new Planner({
    side: 'VN', pair, journal, live, plans, elsewhere,
    clock: { now: () => now, virtual: true },
    world: { ...realWorld, now: () => real },
    gateTimes: gateTimes(pair),
    hours: PLANNING_HOURS,
    onPlan: () => undefined,
    onError: (error) => {
      throw error;
    },
  });

/** Answers the orders one after the other; the last of these answers all that follow. */
const inTurn = (...each: PlanElsewhere[]): PlanElsewhere => (order, signal) => (each.length > 1 ? each.shift()! : each[0]!)(order, signal);
const late: PlanElsewhere = () => Promise.reject(new Late('no plan within 70000 ms; the thread was ended'));
const infeasible: PlanElsewhere = (order, signal) => thread({ ...order, gaveUp: { status: 'infeasible', reason: 'no solution keeps every constraint' } }, signal);
/** A thread that dies of what it is given. */
const dying: PlanElsewhere = (order, signal) => thread({ ...order, problem: undefined as never }, signal);
/** Quick, and without a solver. */
const ruled: PlanElsewhere = async ({ problem, kept, asked }) => ({ kept: keepPlan(kept, { status: 'failed', reason: 'no solver' }, problem, asked) });

describe('the planner of a node', () => {
  it('plans seven days in a thread while this one turns, and the plan survives a restart', async () => {
    publish(9);
    let turns = 0;
    let over = false;
    const planned = planner().plan('night').finally(() => (over = true));
    while (!over) {
      await realWorld.turn();
      turns += 1;
    }
    await planned;
    expect(turns).toBeGreaterThan(1);
    const held = plans.of('night')!;
    expect(held).toMatchObject({ span: 'night', by: 'solver', from: NOW, until: NOW + 7 * DAY, stale: null, forecast: { basis: 'none' } });
    // Nothing is recorded, so that the plan gives all that the capacity allows, and limits nobody.
    expect(held.places).toEqual(held.capacity);
    expect(plans.slot('VN-CN', 'general', NOW + HOUR)).toEqual({ span: 'night', places: 3, expected: 3, limits: false });
    const again = await PlansInForce.read(journal);
    expect(again.of('night')).toEqual(held);
  });

  it('plans nothing before anything was published', async () => {
    await planner(() => Promise.reject(new Error('nobody is asked'))).plan('night');
    expect(plans.of('night')).toBeUndefined();
  });

  it.each([
    ['late', inTurn(late, thread), 'late'],
    ['infeasible', infeasible, 'infeasible'],
    ['lost', inTurn(dying, thread), 'failed'],
  ] as const)('keeps the last plan when the solver is %s, with since when and why', async (_, elsewhere, status) => {
    publish(9);
    await planner().plan('day');
    const first = plans.of('day')!;
    now += QUARTER;
    await planner(elsewhere).plan('day');
    const second = plans.of('day')!;
    expect(second).toMatchObject({ by: 'solver', madeAt: first.madeAt, from: NOW + QUARTER, stale: { since: now, status } });
    expect(second.places[0]!.slice(0, 20)).toEqual(first.places[0]!.slice(1, 21));
    expect(second.resources).toEqual(first.resources);
    now += QUARTER;
    await planner().plan('day');
    expect(plans.of('day')).toMatchObject({ stale: null, madeAt: now });
  });

  it('limits nobody by a capacity that has risen since the plan was made that goes on', async () => {
    publish(8);
    await planner().plan('day');
    now += QUARTER;
    publish(16);
    await planner(inTurn(late, thread)).plan('day');
    expect(plans.of('day')).toMatchObject({ by: 'solver', from: NOW + QUARTER, stale: { status: 'late' } });
    expect(plans.slot('VN-CN', 'general', NOW + HOUR)).toMatchObject({ places: 2, limits: false });
    expect(plans.planned('VN-CN', 'general', NOW + HOUR)).toBeUndefined();
  });

  it('leaves the plan that holds as it is when no thread answers at all', async () => {
    publish(9);
    await planner().plan('day');
    const first = plans.of('day')!;
    now += QUARTER;
    await expect(planner(dying).plan('day')).rejects.toThrow();
    expect(plans.of('day')).toEqual({ ...first, askedAt: now, stale: { since: now, status: 'failed', reason: expect.any(String) } });
  });

  it('lets the rule step in when there never was a plan', async () => {
    publish(9);
    await planner(infeasible).plan('day');
    expect(plans.of('day')).toMatchObject({ by: 'rule', stale: { status: 'infeasible' }, resources: [] });
    expect(plans.of('day')!.places.flat().reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
  });
});

describe('what is read of the past', () => {
  const lorry = (reference: string, at: number) =>
    db.query(
      `INSERT INTO crossing (pair, reference, direction, traffic_class, phase, open, slot_start, planned_at, owners, search, change)
       VALUES ($1, $2, 'VN-CN', 'general', 'departed', false, $3, $3, '', '', 1)`,
      [journal.pair, reference, new Date(at).toISOString()],
    );

  it('are whole local days of four weeks, whatever the time of the day is', async () => {
    // It is 10:00 at Hữu Nghị: a recorded day begins ten hours before.
    await lorry('PG-1', NOW - 28 * DAY - 2 * HOUR);
    await lorry('PG-2', NOW - 28 * DAY + 2 * HOUR);
    await lorry('PG-3', NOW - 35 * DAY + HOUR);
    await lorry('PG-4', NOW - HOUR);
    const forecast = (await readPast(journal, { direction: 'VN-CN', offsetMinutes: 420, now })).of(NOW);
    expect(forecast).toMatchObject({ basis: 'weekday', days: 1 });
    const hours = [...forecast.perQuarter.general!].flatMap((lorries, quarter) => (lorries > 0 ? [[quarter / 4, lorries]] : []));
    expect(hours).toEqual([[8, 1], [12, 1]]);
    expect((await readPast(journal, { direction: 'CN-VN', offsetMinutes: 480, now })).of(NOW).basis).toBe('none');
  });
});

describe('when it plans', () => {
  it('the night once a night, the day at each quarter and when a capacity changes; never two within a rest', async () => {
    publish(9);
    const asked: string[] = [];
    const one = planner(ruled);
    const look = async () => {
      const before = [plans.of('night')?.askedAt, plans.of('day')?.askedAt, plans.of('day')];
      await one.look();
      const after = [plans.of('night')?.askedAt, plans.of('day')?.askedAt, plans.of('day')];
      asked.push(after[0] !== before[0] ? 'night' : after[2] !== before[2] ? 'day' : '-');
      real += MINUTE;
      now += 1000;
    };
    await look();
    await look();
    await look();
    now += QUARTER;
    await look();
    publish(4);
    await look();
    await look();
    // 02:00 at Hữu Nghị is 19:00 UTC.
    now = NOW + 16 * HOUR - MINUTE;
    await look();
    now = NOW + 16 * HOUR;
    await look();
    await look();
    expect(asked).toEqual(['night', 'day', '-', 'day', 'day', '-', 'day', 'night', 'day']);
    now += QUARTER;
    real -= MINUTE;
    await look();
    expect(asked.at(-1)).toBe('-');
  });
});

describe('after a clock that was ahead', () => {
  it('plans again, though the plans that were made then are of days to come', async () => {
    publish(9);
    now = NOW + 3 * DAY;
    for (const span of ['night', 'day'] as const) await planner(ruled).plan(span);
    now = NOW;
    const again = planner(ruled);
    await again.look();
    expect(plans.of('night')!.askedAt).toBe(NOW);
    real += MINUTE;
    await again.look();
    expect(plans.of('day')!.askedAt).toBe(NOW);
  });
});

describe('bookings', () => {
  const slot = NOW + HOUR;

  it('keep to the plan where it gives less than the capacity did, and to the capacity of now elsewhere', async () => {
    publish(8);
    await planner(ruled).plan('night');
    const held = plans.of('night')!;
    const c = held.classes.indexOf('general');
    const t = (slot - held.from) / QUARTER;
    const places = held.places.map((row) => [...row]);
    const all = held.capacity.map((row) => [...row]);
    places[c] = [...all[c]!];
    places[c]![t] = 1;
    await plans.put({ ...held, places });
    expect(plans.planned('VN-CN', 'general', slot)).toBe(1);
    expect(plans.planned('VN-CN', 'general', slot + QUARTER)).toBeUndefined();
    expect(plans.planned('VN-CN', 'general', held.until)).toBeUndefined();
    // The other direction's slots are the other side's to give.
    expect(plans.planned('CN-VN', 'general', slot)).toBeUndefined();
  });

  it('are shown with what is planned, taken and allowed', async () => {
    const { world } = given(gateOf('CN').capacity('general', 8), gateOf('CN').capacity('perishable', 8));
    publish(8);
    await planner().plan('night');
    world.planned = plans.planned;
    const view = planView(plans, 'VN-CN', NOW - 3 * HOUR, world.context(VN.manager));
    expect(view.plans).toMatchObject([{ span: 'night', by: 'solver', stale: null, forecast: { basis: 'none', days: 0 } }]);
    const found = view.slots.find((each) => each.start === new Date(slot).toISOString() && each.trafficClass === 'general');
    expect(found).toEqual({ start: new Date(slot).toISOString(), trafficClass: 'general', span: 'night', expected: 2, planned: 2, taken: 0, capacity: 2, places: 2 });
    const kinds = view.plans[0]!.resources.map(({ kind, side }) => `${kind} ${side}`);
    expect(new Set(kinds)).toEqual(new Set(['accepted CN']));
  });
});

it('only the worker reaches a solver, so that the thread of the node never solves', () => {
  const folder = import.meta.dirname;
  const reaching = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => /\b(planSlots|keepPlan|highsSolver)\(/.test(readFileSync(join(folder, file), 'utf8')));
  expect(reaching).toEqual(['worker.ts']);
});
