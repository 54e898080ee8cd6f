import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Network } from '@pairgate/simulator/engine/network.ts';
import { compile } from '@pairgate/simulator/model/compile.ts';
import { run } from '@pairgate/simulator/model/run.ts';
import { uniformSlots } from '@pairgate/simulator/policies/uniform-slots.ts';
import { CASES } from '@pairgate/simulator/queueing/cases.ts';
import { CHUNK, PoissonArrivals } from '@pairgate/simulator/queueing/queue.ts';
import { readScenario } from '@pairgate/simulator/scenario/read.ts';

/**
 * The engine on one thread: M/M/1 of the truth suite, and ninety days of the reference scenario, 3,000 lorries a day, under uniform
 * slots with all results by class, stage, cause and day. Medians of the rounds; the first round warms up. The peer is the same M/M/1
 * in SimPy 3, Debian's `python3-simpy3`, which the bench installs when it may; null when it cannot be had.
 */
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const SMOKE = process.argv.includes('--smoke');
const ROUNDS = argument('--rounds', SMOKE ? 1 : 5);
const ARRIVALS = argument('--arrivals', SMOKE ? 20_000 : 4_000_000);
const DAYS = argument('--days', SMOKE ? 5 : 90);
const PYTHON = '/usr/bin/python3';

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Events a second; an arrival and a departure are one each. */
function mm1(): number {
  const queue = CASES.find((each) => each.name === 'M/M/1')!.queue;
  const network = new Network(queue.network, 1);
  const arrivals = new PoissonArrivals(queue.rates, 1);
  const begun = performance.now();
  for (let left = ARRIVALS; left > 0; left -= CHUNK) arrivals.feed(network, Math.min(left, CHUNK));
  return network.trace.events / ((performance.now() - begun) / 1000);
}

const SIMPY = `
import random, simpy, sys, time
def customer(env, server, rng):
    with server.request() as request:
        yield request
        yield env.timeout(rng.expovariate(1.0))
def source(env, server, rng, count):
    for _ in range(count):
        yield env.timeout(rng.expovariate(0.8))
        env.process(customer(env, server, rng))
count = int(sys.argv[1])
rng = random.Random(1)
env = simpy.Environment()
server = simpy.Resource(env, 1)
env.process(source(env, server, rng, count))
begun = time.perf_counter()
env.run()
print(2 * count / (time.perf_counter() - begun))
`;

/** The same arrivals and departures a second, by SimPy 3; null when it is not there and cannot be installed. */
function simpy(): number | null {
  const version = (): string => spawnSync(PYTHON, ['-c', 'import simpy; print(simpy.__version__)'], { encoding: 'utf8' }).stdout ?? '';
  if (!version().startsWith('3')) {
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'python3-simpy3'], { stdio: 'ignore' });
    if (!version().startsWith('3')) return null;
  }
  const done = spawnSync(PYTHON, ['-c', SIMPY, String(SMOKE ? 2000 : 200_000)], { encoding: 'utf8' });
  return done.status === 0 ? Number(done.stdout) : null;
}

const FOLDER = join(import.meta.dirname, '../samples/scenarios');
const read = readScenario({ extends: 'huu-nghi-youyi-guan' }, (id) => JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8')));
if (!read.ok) throw new Error(JSON.stringify(read.faults));
const compiled = compile(read.scenario);

const rates = { mm1: [] as number[], simpy: [] as (number | null)[], border: [] as number[], seconds: [] as number[], ratio: [] as number[] };
for (let round = 0; round <= ROUNDS; round += 1) {
  const events = mm1();
  const peer = simpy();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const result = await run(compiled, uniformSlots, { seed: 1, replication: round, days: DAYS });
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  process.stderr.write(
    `round ${round}: M/M/1 ${(events / 1e6).toFixed(2)} M events/s, SimPy ${peer === null ? 'not there' : (peer / 1e6).toFixed(3)}, ` +
      `${DAYS} days ${seconds.toFixed(2)} s (processor ${((user + system) / 1e6).toFixed(2)} s), ${result.events} events\n`,
  );
  if (round === 0 && !SMOKE) continue;
  rates.mm1.push(events);
  rates.simpy.push(peer);
  rates.border.push(result.events / seconds);
  rates.seconds.push(seconds);
  if (peer !== null) rates.ratio.push(events / peer);
}
const result = {
  mm1_events_per_s: Math.round(median(rates.mm1)),
  border_events_per_s: Math.round(median(rates.border)),
  run_90d_3000_s: Number(median(rates.seconds).toFixed(3)),
  run_90d_peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  ratio_simpy: rates.ratio.length > 0 ? Number(median(rates.ratio).toFixed(1)) : null,
  days: DAYS,
  load_average: loadavg().map((each) => each.toFixed(1)).join(' '),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
