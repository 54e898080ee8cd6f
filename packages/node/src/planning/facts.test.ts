import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, QUARTER } from '@pairgate/domain/kernel/instant.ts';
import {
  CONSIGNMENT, CROSSING, gateOf, historyOf, NOW, SECOND_CONSIGNMENT, SECOND_CROSSING,
} from '@pairgate/domain/kernel/testing/history.ts';
import { given } from '@pairgate/domain/kernel/testing/specification.ts';
import { problemOf, type PlanningFacts } from './facts.ts';
import { Past, type PastQuarter } from './past.ts';
import { servicesOf, type Services } from './services.ts';

const OFFSET = 420;
const unknown: Services = { lorries: 0, bay: () => undefined, crossingLag: 0, noShow: 0 };
const { capacity, stationOpened, stationClosed } = gateOf('CN');

function factsOf(history: Parameters<typeof given>, over: Partial<PlanningFacts> = {}): PlanningFacts {
  const { world } = given(...history);
  return {
    direction: 'VN-CN', now: NOW, pair: world.pair, gate: world.gate('VN'), gateTimes: world.gateTimes('VN'),
    views: world.crossings('VN'),
    booked: (trafficClass, start) => world.context({ side: 'VN', role: 'system', account: 'system' }).booked('VN-CN', trafficClass, start),
    past: new Past([], OFFSET, NOW),
    services: unknown,
    ...over,
  };
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((all, each) => all + each, 0);

describe('the problem of a node', () => {
  it('is none before anybody has published what it accepts', () => {
    expect(problemOf(factsOf([]), 1)).toBeUndefined();
  });

  it('is made of what the other side accepts, while both gates are open', () => {
    const of = problemOf(factsOf([capacity('perishable', 10, NOW + 2 * HOUR), capacity('general', 4)]), 1)!;
    expect(of.classes).toEqual(['perishable', 'general']);
    expect(of.from).toBe(NOW);
    // Ten an hour while it is valid, then the degraded half of it, until 18:00 at Hữu Nghị, when Youyi Guan closes.
    expect([...of.capacity[0]!.subarray(0, 10)]).toEqual([3, 3, 2, 2, 3, 3, 2, 2, 2, 1]);
    expect(sum(of.capacity[0]!.subarray(0, 32))).toBe(2 * 10 + 6 * 5);
    expect(sum(of.capacity[0]!.subarray(32, 60))).toBe(0);
    expect(of.problem.resources.map(({ id }) => id)).toEqual(['accepts perishable', 'accepts general']);
    expect([...of.problem.classes[0]!.mayArrive!.subarray(30, 34)]).toEqual([1, 1, 0, 0]);
  });

  it('expects all that the capacity allows where nothing is recorded', () => {
    const of = problemOf(factsOf([capacity('general', 8)]), 1)!;
    expect(of.forecast).toEqual({ basis: 'none', days: 0 });
    expect([...of.problem.classes[0]!.wished]).toEqual([...of.capacity[0]!]);
  });

  it('gives no place from which a lorry would reach a closed gate', () => {
    const of = problemOf(factsOf([capacity('general', 4)], { services: { ...unknown, crossingLag: 40 } }), 1)!;
    expect([...of.problem.classes[0]!.mayArrive!.subarray(28, 33)]).toEqual([1, 1, 0, 0, 0]);
  });

  it('counts the open bays of either side when inspections are recorded', () => {
    const services: Services = { ...unknown, bay: (party) => (party === 'destination' ? { minutes: 12, lag: 60 } : undefined) };
    const of = problemOf(factsOf([capacity('general', 8), stationOpened('CN-BN1'), stationClosed('CN-BN1')], { services }), 1)!;
    expect(of.resources.at(-1)).toEqual({ kind: 'bay', side: 'CN', trafficClass: null });
    expect(of.problem.resources.at(-1)).toMatchObject({ id: 'bays CN' });
    expect(of.problem.resources.at(-1)!.capacity[0]).toBe(5 * 15);
    expect(of.problem.uses.at(-1)).toEqual({ class: 'general', resource: 'bays CN', minutes: 12, lag: 60 });
  });

  it('cuts all classes alike where a resource cannot take all', () => {
    const services: Services = { ...unknown, bay: (party, each) => (party === 'destination' ? { minutes: each === 'general' ? 60 : 6, lag: 0 } : undefined) };
    const of = problemOf(factsOf([capacity('general', 20), capacity('empty', 20)], { services }), 1)!;
    const [general, empty] = of.problem.classes.map(({ wished }) => sum(wished));
    expect(general).toBeCloseTo(empty!, 6);
    const work = general! * 60 + empty! * 6;
    expect(work).toBeLessThanOrEqual(sum(of.problem.resources.at(-1)!.capacity) + 1e-6);
    expect(general).toBeGreaterThan(0);
  });
});

describe('what is under way', () => {
  const one = historyOf('VN-CN', CONSIGNMENT, CROSSING);
  const other = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
  const booked = [one.lodged(), one.planned(), one.slotBooked(NOW + HOUR)];

  it('a place that is taken is given no more', () => {
    const of = problemOf(factsOf([capacity('perishable', 8), ...booked]), 1)!;
    expect(of.taken[0]![4]).toBe(1);
    expect(of.problem.state!.booked[0]![4]).toBe(1);
    expect(of.problem.classes[0]!.wished[4]).toBe(of.capacity[0]![4]! - 1);
  });

  it('a lorry that may be called stands before every resource that is still ahead of it', () => {
    const standing = [...one.inOrder(), one.arrived()];
    const of = problemOf(factsOf([capacity('perishable', 8), ...standing]), 1)!;
    expect(of.problem.state!.backlog[0]).toBe(1);
    const crossed = problemOf(factsOf([capacity('perishable', 8), ...standing, one.called(), ...one.cleared('origin'), one.exited(), one.crossed()]), 1)!;
    expect(crossed.problem.state!.backlog[0]).toBe(0);
  });

  it('a lorry that wants papers is in nobody’s way', () => {
    const of = problemOf(factsOf([capacity('perishable', 8), one.lodged(), one.planned(), one.slotBooked(NOW - HOUR), one.arrived()]), 1)!;
    expect(of.problem.state!.backlog[0]).toBe(0);
  });

  it('a lorry comes to a resource when its lag is over', () => {
    const services: Services = { ...unknown, bay: (party) => (party === 'destination' ? { minutes: 9, lag: 60 } : undefined) };
    const facts = factsOf([capacity('perishable', 8), ...other.inOrder(), other.arrived()], { services });
    const of = problemOf(facts, 1)!;
    const onTheWay = (problem: typeof of.problem) => [...problem.state!.onTheWay.at(-1)!].flatMap((minutes, t) => (minutes > 0 ? [[t, minutes]] : []));
    expect(onTheWay(of.problem)).toEqual([[3, 9]]);
    // A running quarter is the first one until its end: the lorry does not come sooner because somebody plans late in it.
    const later = problemOf({ ...facts, now: NOW + 14 * MINUTE }, 1)!;
    expect([later.from, onTheWay(later.problem)]).toEqual([of.from, [[3, 9]]]);
  });
});

describe('the past', () => {
  const at = (daysAgo: number, hour: number, lorries: number): PastQuarter => {
    const midnight = Math.floor((NOW + OFFSET * MINUTE) / DAY) * DAY - OFFSET * MINUTE;
    return { trafficClass: 'general', quarter: (midnight - daysAgo * DAY + hour * HOUR) / QUARTER, lorries };
  };
  const eight = (past: Past, millis: number) => past.of(millis).perQuarter.general?.[32];

  it('is the mean of the same weekdays', () => {
    const past = new Past([at(7, 8, 4), at(14, 8, 8), at(1, 8, 100)], OFFSET, NOW);
    expect(past.of(NOW)).toMatchObject({ basis: 'weekday', days: 2 });
    expect(eight(past, NOW)).toBe(6);
  });

  it('else the mean of the newest days, today not among them', () => {
    const past = new Past([at(0, 8, 50), at(1, 8, 3), at(2, 8, 6)], OFFSET, NOW);
    expect(past.of(NOW)).toMatchObject({ basis: 'days', days: 2 });
    expect(eight(past, NOW)).toBe(4.5);
    expect(new Past([at(0, 8, 50)], OFFSET, NOW).of(NOW)).toMatchObject({ basis: 'none', days: 0 });
  });

  it('is expected with a reserve, and more when more is booked than ever came', () => {
    const past = new Past(Array.from({ length: 40 }, (_, quarter) => at(7, 8 + quarter / 4, 1)), OFFSET, NOW);
    const calm = problemOf(factsOf([capacity('general', 40)], { past }), 1)!;
    // One came in each quarter: a quarter more, and one an hour that is always expected.
    expect(calm.expected[0]![0]).toBeCloseTo(1.5, 9);
    const busy = problemOf(factsOf([capacity('general', 40)], { past, booked: () => 2 }), 1)!;
    expect(sum(busy.expected[0]!)).toBeGreaterThan(sum(busy.taken[0]!));
  });
});

describe('services', () => {
  const through = (minutes: number) => {
    const history = historyOf();
    const facts = [
      ...history.inOrder(), history.arrived(), history.called(), history.inspectionStarted('origin', 'customs'),
      ...Array.from({ length: minutes - 1 }, (_, at) => gateOf('CN').capacity('general', at)),
      history.inspectionFinished('origin', 'customs'), ...history.cleared('origin'), history.exited(), history.crossed(),
    ];
    return given(...facts).world.crossing('VN', CROSSING)!;
  };

  it('are what the newest crossings took, once enough are recorded', () => {
    const view = through(10);
    expect(servicesOf(Array.from({ length: 29 }, () => view)).bay('origin', 'perishable')).toBeUndefined();
    const services = servicesOf(Array.from({ length: 30 }, () => view));
    expect(services.bay('origin', 'perishable')).toEqual({ minutes: 10, lag: 2 });
    expect(services.bay('destination', 'perishable')).toBeUndefined();
    expect(services.crossingLag).toBeGreaterThan(10);
    expect(services.noShow).toBe(0);
  });
});
