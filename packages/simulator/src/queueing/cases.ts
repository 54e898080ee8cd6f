import type { Distribution } from '../scenario/distribution.ts';
import { lost, meanPresent, meanQueue, meanServed, meanSojourn, meanWait, wait95, waits } from './measures.ts';
import { station, visit, type Measure, type Queue } from './queue.ts';

/**
 * Queues whose exact values are known, with the values and the formula that each follows from. The engine has to reproduce them:
 * these are the stages, the priorities, the repetitions and the interruptions that the border is made of.
 */
export interface QueueCase {
  readonly id: number;
  readonly name: string;
  readonly parameters: string;
  readonly source: string;
  readonly queue: Queue;
  readonly figures: readonly { readonly name: string; readonly exact: number; readonly measure: Measure }[];
  /** Arrivals in a batch, for a standard error below 1 %. */
  readonly arrivals: number;
}

const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });
const constant = (mean: number): Distribution => ({ kind: 'constant', mean });
const ERLANG_C = 'Erlang C: C(c, a); Wq = C / (c mu - lambda); the wait of those who wait is exponential';
const POLLACZEK = 'Pollaczek-Khinchine: Wq = lambda E[S^2] / (2 (1 - rho))';
const COBHAM = 'Cobham 1954: Wq_k = R / ((1 - s_{k-1}) (1 - s_k)), R = sum lambda_i E[S_i^2] / 2';

/** One stage, one class. */
const single = (rate: number, servers: number, service: Distribution, more: Parameters<typeof station>[2] = {}, width = 0): Queue => ({
  network: { stages: [station('queue', servers, more)], routes: [[visit(0, service)]], levels: [0] },
  rates: [rate],
  ...(width > 0 ? { histogram: { stage: 0, width, bins: 20_000 } } : {}),
});

/** One stage, a class for each rate, the first with priority. */
const levelled = (
  rates: readonly number[],
  services: readonly Distribution[],
  servers = 1,
  discipline: 'level' | 'preemptive' = 'level',
): Queue => ({
  network: {
    stages: [station('queue', servers, { discipline })],
    routes: services.map((service) => [visit(0, service)]),
    levels: rates.map((_, index) => index),
  },
  rates,
});

const manyServers = (id: number, rate: number, mean: number, servers: number, exact: readonly number[], arrivals: number): QueueCase => ({
  id, name: 'M/M/c', parameters: `lambda ${rate}, mu ${Math.round(1 / mean)}, c ${servers}`, source: ERLANG_C, arrivals,
  queue: single(rate, servers, exponential(mean), {}, mean / 200),
  figures: [
    { name: 'C', exact: exact[0]!, measure: waits(0) },
    { name: 'Wq', exact: exact[1]!, measure: meanWait(0) },
    { name: 'Lq', exact: exact[2]!, measure: meanQueue(0) },
    { name: 'P95 of Wq', exact: exact[3]!, measure: wait95 },
  ],
});

const oneServer = (id: number, name: string, parameters: string, rate: number, service: Distribution, exact: number, arrivals: number): QueueCase => ({
  id, name, parameters, source: POLLACZEK, arrivals,
  queue: single(rate, 1, service),
  figures: [{ name: 'Wq', exact, measure: meanWait(0) }],
});

const H2_SHARE = (1 + Math.SQRT1_2) / 2;

const tandem = (first: number, second: number): Queue => ({
  network: {
    stages: [station('first', 1), station('second', 1)],
    routes: [[visit(0, constant(first)), visit(1, constant(second))]],
    levels: [0],
  },
  rates: [0.9],
});

export const CASES: readonly QueueCase[] = [
  {
    id: 1, name: 'M/M/1', parameters: 'lambda 0.8, mu 1', source: 'rho / (mu - lambda); P(Wq > t) = rho exp(-(mu - lambda) t)', arrivals: 100_000,
    queue: single(0.8, 1, exponential(1), {}, 0.02),
    figures: [
      { name: 'Lq', exact: 3.2, measure: meanQueue(0) },
      { name: 'Wq', exact: 4, measure: meanWait(0) },
      { name: 'W', exact: 5, measure: meanSojourn() },
      { name: 'P(wait)', exact: 0.8, measure: waits(0) },
      { name: 'P95 of Wq', exact: 13.8629436112, measure: wait95 },
    ],
  },
  manyServers(2, 4, 1, 5, [0.554112554113, 0.554112554113, 2.21645021645, 2.40534482695], 110_000),
  manyServers(3, 45, 0.1, 5, [0.762493220733, 0.152498644147, 6.8624389866, 0.544914122434], 350_000),
  manyServers(4, 90, 1 / 6, 16, [0.730075961086, 0.121679326848, 10.9511394163, 0.446854263264], 1_200_000),
  {
    id: 5, name: 'M/M/c/c', parameters: 'a 10, c 10', source: 'Erlang B', arrivals: 7_000,
    queue: single(10, 10, exponential(1), { room: 0, loses: true }),
    figures: [{ name: 'B', exact: 0.214582343107, measure: lost(0) }],
  },
  {
    id: 6, name: 'M/G/c/c', parameters: 'a 20, c 25, lognormal service of cv 1.5', source: 'Erlang B, whatever the service (insensitivity)', arrivals: 65_000,
    queue: single(20, 25, { kind: 'lognormal', mean: 1, cv: 1.5 }, { room: 0, loses: true }),
    figures: [{ name: 'B', exact: 0.0502217778908, measure: lost(0) }],
  },
  {
    id: 7, name: 'M/M/1/K', parameters: 'lambda 0.9, mu 1, K 10', source: 'birth and death: p_n = rho^n (1 - rho) / (1 - rho^(K+1))', arrivals: 50_000,
    queue: single(0.9, 1, exponential(1), { room: 9, loses: true }),
    figures: [
      { name: 'P(block)', exact: 0.0508137313274, measure: lost(0) },
      { name: 'L', exact: 3.96944059859, measure: meanPresent(0) },
      { name: 'Wq', exact: 3.64660067212, measure: meanWait(0) },
    ],
  },
  {
    id: 8, name: 'M/D/1', parameters: 'lambda 0.8, D 1', source: `${POLLACZEK}; the quantile by Crommelin 1932`, arrivals: 60_000,
    queue: single(0.8, 1, constant(1), {}, 0.01),
    figures: [
      { name: 'Wq', exact: 2, measure: meanWait(0) },
      { name: 'P(no wait)', exact: 0.2, measure: (statistics, minutes) => 1 - waits(0)(statistics, minutes) },
      { name: 'P95 of Wq', exact: 6.62032499684, measure: wait95 },
    ],
  },
  oneServer(9, 'M/E3/1', 'lambda 0.8, E[S] 1, three phases', 0.8, { kind: 'erlang', mean: 1, phases: 3 }, 2.66666666667, 40_000),
  oneServer(
    10, 'M/H2/1', 'lambda 0.8, E[S] 1, cv^2 3, balanced means', 0.8,
    { kind: 'hyperexponential', phases: [{ share: H2_SHARE, mean: 0.5 / H2_SHARE }, { share: 1 - H2_SHARE, mean: 0.5 / (1 - H2_SHARE) }] },
    8, 150_000,
  ),
  oneServer(11, 'M/LN/1', 'lambda 0.7, E[S] 1, cv 0.5', 0.7, { kind: 'lognormal', mean: 1, cv: 0.5 }, 1.45833333333, 22_000),
  {
    id: 12, name: 'M/G/1, an inspection bay', parameters: 'lambda 1/9, 85 % take 3 minutes, 15 % take 28', source: POLLACZEK, arrivals: 40_000,
    queue: single(1 / 9, 1, { kind: 'discrete', values: [{ minutes: 3, share: 0.85 }, { minutes: 28, share: 0.15 }] }),
    figures: [
      { name: 'rho', exact: 0.75, measure: meanServed(0) },
      { name: 'Wq', exact: 27.8333333333, measure: meanWait(0) },
    ],
  },
  {
    id: 13, name: 'M/M/1, two levels', parameters: 'lambda 0.3 and 0.5, mu 1', source: COBHAM, arrivals: 60_000,
    queue: levelled([0.3, 0.5], [exponential(1), exponential(1)]),
    figures: [
      { name: 'Wq 1', exact: 1.14285714286, measure: meanWait(0, 0) },
      { name: 'Wq 2', exact: 5.71428571429, measure: meanWait(0, 1) },
      { name: 'Wq', exact: 4, measure: meanWait(0) },
    ],
  },
  {
    id: 14, name: 'M/G/1, three levels', parameters: 'lambda 0.1, 0.2, 0.15; exponential 1, constant 2, exponential 2', source: COBHAM, arrivals: 60_000,
    queue: levelled([0.1, 0.2, 0.15], [exponential(1), constant(2), exponential(2)]),
    figures: [
      { name: 'Wq 1', exact: 1.22222222222, measure: meanWait(0, 0) },
      { name: 'Wq 2', exact: 2.44444444444, measure: meanWait(0, 1) },
      { name: 'Wq 3', exact: 11, measure: meanWait(0, 2) },
    ],
  },
  {
    id: 15, name: 'M/M/1, two levels, preemptive resume', parameters: 'lambda 0.3 and 0.5, mu 1', arrivals: 60_000,
    source: 'T_k = E[S_k] / (1 - s_{k-1}) + R_k / ((1 - s_{k-1}) (1 - s_k))',
    queue: levelled([0.3, 0.5], [exponential(1), exponential(1)], 1, 'preemptive'),
    figures: [
      { name: 'T 1', exact: 1.42857142857, measure: meanSojourn(0) },
      { name: 'T 2', exact: 7.14285714286, measure: meanSojourn(1) },
    ],
  },
  {
    id: 16, name: 'M/M/c, two levels', parameters: 'lambda 1 and 3, mu 1, c 5', arrivals: 120_000,
    source: 'Cobham 1954 with the wait of Erlang C: Wq_k = C / (c mu (1 - s_{k-1}) (1 - s_k))',
    queue: levelled([1, 3], [exponential(1), exponential(1)], 5),
    figures: [
      { name: 'Wq 1', exact: 0.138528138528, measure: meanWait(0, 0) },
      { name: 'Wq 2', exact: 0.692640692641, measure: meanWait(0, 1) },
    ],
  },
  {
    id: 17, name: 'Open Jackson network', parameters: 'lambda 1 a minute; gate 3 x 2 min, papers 4 x 3 min, quarantine 4 x 20 min for 15 %, of which 10 % back to papers; transfer 12 x 10 min',
    source: 'Jackson 1957: each node as M/M/c at its own rate', arrivals: 450_000,
    queue: {
      network: {
        stages: [station('gate', 3), station('papers', 4), station('quarantine', 4), station('transfer', 12)],
        routes: [[
          visit(0, exponential(2)),
          visit(1, exponential(3)),
          visit(2, exponential(20), { share: [0.15, 0.15, 0.15], again: 0.1, againTo: 1 }),
          visit(3, exponential(10)),
        ]],
        levels: [0],
      },
      rates: [1],
    },
    figures: [
      { name: 'Wq gate', exact: 0.888888888889, measure: meanWait(0) },
      { name: 'Wq papers', exact: 1.66225254409, measure: meanWait(1) },
      { name: 'Wq quarantine', exact: 11.0816836273, measure: meanWait(2) },
      { name: 'Wq transfer', exact: 2.24694112149, measure: meanWait(3) },
      { name: 'W', exact: 24.602332638, measure: meanSojourn() },
    ],
  },
  {
    id: 18, name: 'Tandem M/D/1 - /D/1, slower first', parameters: 'lambda 0.9, D 1 and 0.7', source: `${POLLACZEK}; nobody can wait behind a slower stage`, arrivals: 110_000,
    queue: tandem(1, 0.7),
    figures: [
      { name: 'Wq 1', exact: 4.5, measure: meanWait(0) },
      { name: 'Wq 2', exact: 0, measure: meanWait(1) },
    ],
  },
  {
    id: 19, name: 'Tandem M/D/1 - /D/1, slower second', parameters: 'lambda 0.9, D 0.7 and 1', source: 'Friedman 1965: the order of constant stages does not change the whole wait', arrivals: 110_000,
    queue: tandem(0.7, 1),
    figures: [
      { name: 'Wq 1', exact: 0.595945945946, measure: meanWait(0) },
      { name: 'Wq 1 + 2', exact: 4.5, measure: (statistics, minutes) => meanWait(0)(statistics, minutes) + meanWait(1)(statistics, minutes) },
      { name: 'Wq 2', exact: 3.90405405405, measure: meanWait(1) },
    ],
  },
  {
    id: 20, name: 'M/M/1 with vacations', parameters: 'lambda 0.5, mu 1, each vacation 5', source: 'decomposition: Wq of M/M/1 + E[V^2] / (2 E[V])', arrivals: 4_000,
    queue: single(0.5, 1, exponential(1), { vacation: constant(5) }),
    figures: [{ name: 'Wq', exact: 3.5, measure: meanWait(0) }],
  },
];
