import { describe, expect, it } from 'vitest';
import { PoissonArrivals, simulateQueue, station, visit } from '../queueing/queue.ts';
import { meanSojourn } from '../queueing/measures.ts';
import type { Distribution } from '../scenario/distribution.ts';
import { Network } from './network.ts';
import type { NetworkSpec } from './spec.ts';
import { CAUSES } from '../run-result.ts';
import {
  BLOCKED, INSIDE, SERVERS, STAGE_ROW, TAKEN, WAITING, CAUSE_COUNT, CLOSED, DRIVER, OTHER, PAPERS, SLOT, SYSTEM,
} from './rows.ts';

const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((all, each) => all + each, 0);

/** A gate, a desk that sends some back, a bay with little room for a part, and an exit: all that can block. */
const border: NetworkSpec = {
  stages: [
    station('gate', 2, { room: 3 }),
    station('desk', 2, { room: 2, breakdowns: { works: exponential(200), repair: exponential(10) } }),
    station('bay', 1, { room: 1 }),
    station('exit', 1, { room: 0, discipline: 'level' }),
  ],
  routes: [0, 1].map(() => [
    visit(0, exponential(0.5)),
    visit(1, exponential(1), { again: 0.1, againTo: 1 }),
    visit(2, exponential(4), { share: [0.15, 0.15, 0.15] }),
    visit(3, exponential(0.4)),
  ]),
  levels: [0, 1],
};

function empty(spec: NetworkSpec, rates: readonly number[], arrivals: number, watch?: (network: Network) => void): Network {
  const network = new Network(spec, 5);
  const poisson = new PoissonArrivals(rates, 5);
  const step = watch === undefined ? 1000 : 1;
  for (let left = arrivals; left > 0; left -= step) {
    poisson.feed(network, Math.min(step, left));
    watch?.(network);
  }
  // Breakdowns go on for ever, lorries do not.
  while (network.lorries.present > 0) network.advance(network.now + 100);
  network.settle();
  return network;
}

describe('what comes in goes out', () => {
  const network = empty(border, [0.6, 0.6], 40_000);
  const { statistics } = network;

  it('once each', () => {
    expect(sum(statistics.served)).toBe(40_000);
    expect(network.lorries.present).toBe(0);
    expect([TAKEN, WAITING, INSIDE, BLOCKED].flatMap((count) => [...network.stages.column(count)])).toEqual(Array(16).fill(0));
  });

  it('and lorries that find no room are lost, not forgotten', () => {
    const lossy: NetworkSpec = { stages: [station('queue', 1, { room: 2, loses: true })], routes: [[visit(0, exponential(1))]], levels: [0] };
    const full = empty(lossy, [1.5], 10_000);
    expect(sum(full.statistics.lost)).toBeGreaterThan(1000);
    expect(sum(full.statistics.served) + sum(full.statistics.lost)).toBe(10_000);
  });

  it("by Little's law: lorries times minutes are minutes times lorries, at each stage and in all", () => {
    for (const stage of border.stages.keys()) {
      const waited = sum(statistics.stageWait.slice(stage * 2, stage * 2 + 2));
      expect(statistics.queueArea[stage]! / waited).toBeCloseTo(1, 9);
    }
    expect((sum(statistics.queueArea) + sum(statistics.workArea)) / sum(statistics.sojourn)).toBeCloseTo(1, 9);
  });

  it('and its time is waiting or service, nothing else', () => {
    expect((sum(statistics.waited) + sum(statistics.service)) / sum(statistics.sojourn)).toBeCloseTo(1, 9);
    expect(sum(statistics.byCause) / sum(statistics.waited)).toBeCloseTo(1, 9);
  });

  it('blocked on the way, since room is finite', () => {
    expect(statistics.blockedArea[0]).toBeGreaterThan(100);
    expect(statistics.blockedArea[1]).toBeGreaterThan(100);
  });
});

describe('at every moment', () => {
  it('a free server has nobody waiting, and no room holds more than it can', () => {
    let looked = 0;
    empty(border, [0.6, 0.6], 20_000, ({ stages }) => {
      for (const [stage, { room }] of border.stages.entries()) {
        const [waiting, taken, servers, inside, blocked] = [WAITING, TAKEN, SERVERS, INSIDE, BLOCKED].map((of) => stages.int[stage * STAGE_ROW + of]!);
        if (waiting! > 0) expect(taken).toBeGreaterThanOrEqual(servers!);
        // Who is sent back, or interrupted, finds room where it was.
        if (stage !== 1) expect(inside).toBeLessThanOrEqual(room);
        expect(blocked).toBeLessThanOrEqual(taken!);
        looked += 1;
      }
    });
    expect(looked).toBe(80_000);
  });
});

describe('a network', () => {
  it('treats two sides that are alike alike', () => {
    const mirrored: NetworkSpec = {
      stages: ['a', 'b'].flatMap((side) => [station(`${side} gate`, 2), station(`${side} bay`, 3, { room: 4 })]),
      routes: [[visit(0, exponential(1)), visit(3, exponential(1.5))], [visit(2, exponential(1)), visit(1, exponential(1.5))]],
      levels: [0, 0],
    };
    const [one, other] = simulateQueue({ network: mirrored, rates: [1.5, 1.5] }, [meanSojourn(0), meanSojourn(1)], { seed: 3, batches: 20, arrivals: 10_000 });
    expect(Math.abs(one!.mean - other!.mean)).toBeLessThan(3 * Math.hypot(one!.error, other!.error));
  });

  it('keeps only those who are there: a hundred times the lorries take no more rows', () => {
    const spec: NetworkSpec = { stages: [station('queue', 1)], routes: [[visit(0, exponential(1))]], levels: [0] };
    expect(empty(spec, [0.5], 200_000).lorries.int.length).toBe(empty(spec, [0.5], 2000).lorries.int.length);
  });

  it('has the same trace for the same seed', () => {
    const [one, two] = [empty(border, [0.6, 0.6], 5000), empty(border, [0.6, 0.6], 5000)];
    expect(two.trace).toEqual(one.trace);
    expect(two.trace.events).toBeGreaterThan(10_000);
  });
});

it('the accounts know the causes by their places', () => {
  expect(['papers', 'slot', 'other', 'closed', 'driver', 'system']).toEqual([PAPERS, SLOT, OTHER, CLOSED, DRIVER, SYSTEM].map((at) => CAUSES[at]));
  expect(CAUSES).toHaveLength(CAUSE_COUNT);
});

describe('vehicles', () => {
  const spec: NetworkSpec = {
    stages: [
      station('call for a vehicle', Infinity, { kind: 'vehicle', side: 0 }), station('leg', Infinity, { side: 0 }),
      station('release', Infinity, { kind: 'release', side: 1 }),
      station('call back', Infinity, { kind: 'vehicle', side: 1 }), station('leg back', Infinity, { side: 1 }),
      station('release back', Infinity, { kind: 'release', side: 0 }),
    ],
    routes: [0, 3].map((first) => [visit(first, { kind: 'constant', mean: 0 }), visit(first + 1, { kind: 'constant', mean: 6 }), visit(first + 2, { kind: 'constant', mean: 0 })]),
    levels: [0, 0],
    fleet: { vehicles: 3, empty: { kind: 'constant', mean: 5 }, emptyMinutes: 5, carryMinutes: [6, 6], tripsPerCharge: 10, charge: { kind: 'constant', mean: 30 } },
  };

  it('carry everybody, never more at once than there are, and are all free at the end', () => {
    let most = 0;
    const network = empty(spec, [0.12, 0.12], 3000, ({ stages }) => (most = Math.max(most, stages.column(TAKEN)[1]! + stages.column(TAKEN)[4]!)));
    expect(sum(network.statistics.served)).toBe(3000);
    expect(most).toBe(3);
    network.advance(network.now + 100);
    expect([...network.fleet!.idle]).toEqual([1, 1, 1]);
  });

  it('come over empty when all go one way', () => {
    const network = empty(spec, [0.05, 1e-9], 500);
    expect(network.statistics.waited[0]! / 500).toBeGreaterThan(2);
  });
});

describe('vehicles that a dispatcher sends', () => {
  const way = (side: 0 | 1) => [
    visit(2 * side, { kind: 'constant', mean: 0 }), visit(4, exponential(3)), visit(2 * side + 1, { kind: 'constant', mean: 0 }),
  ];
  const lane: NetworkSpec = {
    stages: [
      station('fetch from 0', Infinity, { kind: 'vehicle', side: 0 }),
      station('release on 1', Infinity, { kind: 'release', side: 1 }),
      station('fetch from 1', Infinity, { kind: 'vehicle', side: 1 }),
      station('release on 0', Infinity, { kind: 'release', side: 0 }),
      station('road', Infinity),
    ],
    routes: [way(0), way(1)],
    levels: [0, 0],
    fleet: { vehicles: 6, empty: exponential(1), emptyMinutes: 1, carryMinutes: [3, 3], tripsPerCharge: 7, charge: { kind: 'constant', mean: 5 } },
  };

  it('carry one container each, and every one is free again in the end', () => {
    const network = new Network(lane, 5);
    let calls = 0;
    network.fleet!.dispatcher = {
      // Lets containers gather, and gives another answer each time: what was best is not when somebody has departed.
      assign({ now, vehicles, ready, containers, choice }) {
        calls += 1;
        if (containers < 3 && calls % 5 !== 0) return;
        const free = Array.from({ length: vehicles }, (_, vehicle) => vehicle).filter((vehicle) => ready[vehicle]! <= now);
        if (calls % 2 === 0) free.reverse();
        for (let container = 0; container < Math.min(containers, free.length); container += 1) choice[free[container]!] = container;
      },
    };
    const poisson = new PoissonArrivals([0.55, 0.55], 5);
    poisson.feed(network, 20_000);
    while (network.lorries.present > 0 && network.now < 1e5) {
      network.advance(network.now + 100);
      network.wake(0);
    }
    network.advance(network.now + 100);
    expect(sum(network.statistics.served)).toBe(20_000);
    expect([...network.fleet!.idle]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('are expected back when they will have been charged', () => {
    const network = new Network({ ...lane, fleet: { ...lane.fleet!, vehicles: 1, tripsPerCharge: 1, charge: { kind: 'constant', mean: 40 } } }, 5);
    expect(network.fleet!.giveBack(0, 1, 100)).toBe(40);
    network.fleet!.idle[0] = 0;
    expect(network.fleet!.expected(120)[0]).toBe(140);
    expect(network.fleet!.expected(150)[0]).toBeGreaterThan(150);
    network.fleet!.idle[0] = 1;
    expect(network.fleet!.expected(150)[0]).toBe(150);
  });
});
