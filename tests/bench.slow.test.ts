import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';

/** The benches run and say what they promise; how fast is no business of a test. */
const ROOT = dirname(import.meta.dirname);

function bench(name: string): Record<string, number> {
  const run = spawnSync(process.execPath, ['tools/bench.mjs', name, '--json', '--smoke'], { cwd: ROOT, encoding: 'utf8' });
  expect(run.stderr.split('\n').filter((line) => /Error/.test(line))).toEqual([]);
  return JSON.parse(run.stdout.trimEnd().split('\n').at(-1)!) as Record<string, number>;
}

it('the bench of the exchange carries every fact and gives its figures', { timeout: 1_200_000 }, () => {
  const figures = bench('exchange');
  const names = [
    'facts_per_s', 'p99_ms_50ms_link', 'p99_ms', 'drain_s', 'peak_mb', 'ratio_logical_replication',
    'ratio_logical_replication_drain', 'api_facts_per_s',
  ];
  for (const name of names) expect([name, figures[name]! > 0]).toEqual([name, true]);
  // Light takes no less than the delay that was asked for: there and back.
  expect(figures['p99_ms_50ms_link']).toBeGreaterThan(100);
});

it('the bench of the ledger proves what it appended', () => {
  const figures = bench('ledger');
  for (const name of ['leaves_per_s', 'proofs_per_s', 'verify_per_s']) expect(figures[name]).toBeGreaterThan(0);
});

it('the bench of the planner plans and dispatches', { timeout: 900_000 }, () => {
  const figures = bench('planner');
  for (const name of ['plan_1d_s', 'plan_7d_s', 'dispatch_100_p99_ms']) expect(figures[name]).toBeGreaterThan(0);
});

it('the bench of the page Plan sees a first answer and a last one', { timeout: 900_000 }, () => {
  const figures = bench('what-if');
  expect(figures['what_if_first_ms']).toBeGreaterThan(0);
  expect(figures['what_if_last_ms']).toBeGreaterThanOrEqual(figures['what_if_first_ms']!);
});

it('the bench of the simulator plays queues and the border', { timeout: 900_000 }, () => {
  const figures = bench('simulator');
  for (const name of ['mm1_events_per_s', 'border_events_per_s', 'run_90d_3000_s', 'run_90d_peak_mb']) expect(figures[name]).toBeGreaterThan(0);
  // Null where there is no SimPy to compare with.
  expect(figures['ratio_simpy'] === null || figures['ratio_simpy']! > 0).toBe(true);
});

it('the bench of queues judges every figure', { timeout: 900_000 }, () => {
  const figures = bench('queue-theory');
  expect(figures['figures']).toBeGreaterThan(40);
  expect(figures['hold']).toBeGreaterThan(0);
  expect(figures['seconds']).toBeGreaterThan(0);
});
