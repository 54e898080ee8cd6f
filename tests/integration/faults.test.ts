import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleSimulation } from '../faults/bundle.ts';
import { playAll } from '../faults/jobs.ts';
import { MIN_CRASHES, MIN_FACTS, MIN_FAULTS } from '../faults/faults.ts';
import { MUTATIONS } from '../faults/mutations.ts';
import type { Run } from '../faults/simulation.ts';
import { add, emptySummary } from '../faults/summary.ts';

/** The deterministic simulation of both nodes (docs/reference/fault-simulation.md), and that it finds what it should. */
const SEEDS = 200;
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, each) => all + each, 0);

let bundle: string;
beforeAll(async () => {
  bundle = await bundleSimulation();
});

async function play(from: number, seeds: number, of = bundle): Promise<Run[]> {
  const runs: Run[] = [];
  await playAll({ bundle: of, from, seeds, onRun: (run) => runs.push(run) > 0 });
  return runs.toSorted((one, other) => one.seed - other.seed);
}

describe('two nodes through faults and crashes', () => {
  it(`lose nothing, apply nothing twice and agree in ${SEEDS} seeds`, { timeout: 1_800_000 }, async () => {
    const summary = emptySummary();
    for (const run of await play(1, SEEDS)) {
      add(summary, run);
      expect(run.failure, `seed ${run.seed}`).toBeUndefined();
      expect(run.exercised.facts).toBeGreaterThanOrEqual(MIN_FACTS);
      expect(sum(run.exercised.faults)).toBeGreaterThanOrEqual(MIN_FAULTS);
      expect(sum(run.exercised.crashes)).toBeGreaterThanOrEqual(MIN_CRASHES);
    }
    expect(summary.seeds).toBe(SEEDS);
    // Of each kind of fault and of crash there was some, and the nodes had to drop what the network had damaged.
    for (const kind of ['drop', 'duplicate', 'reorder', 'flip', 'link cut', 'database lost', 'disk full', 'clock wrong']) {
      expect(summary.faults[kind], kind).toBeGreaterThan(0);
    }
    expect(summary.crashes.killed).toBeGreaterThan(0);
    expect(summary.crashes['power cut']).toBeGreaterThan(0);
    expect(summary.dropped.root_differs).toBeGreaterThan(0);
    expect(summary.repeated).toBeGreaterThan(0);
    // The agreement was amended in the middle of it, in every way that there is, and nodes died where a version begins.
    for (const type of ['AgreementProposed', 'AgreementAccepted', 'AgreementRejected', 'AgreementWithdrawn', 'versions']) {
      expect(summary.agreement[type], type).toBeGreaterThan(0);
    }
    expect(summary.agreement['entries under a later version']).toBeGreaterThan(summary.entries / 6);
    expect(summary.agreement['crashes right after an activation']).toBeGreaterThan(0);
    // Keys were rotated and revoked meanwhile, and lorries went through what is rare.
    for (const act of ['rotated checkpoint', 'rotated cosignature', 'revoked checkpoint', 'revoked cosignature']) {
      expect(summary.keys[act], act).toBeGreaterThan(SEEDS / 20);
    }
    for (const type of ['FactCorrected', 'InspectionStarted']) expect(summary.types[type], type).toBeGreaterThan(SEEDS / 2);
    for (const type of ['SampleTaken', 'TransferDispatched', 'VehicleDeparted']) expect(summary.types[type], type).toBeGreaterThan(0);
    // Damage to the data beside a leaf is fetched again and refuses nothing for good.
    expect(summary.dropped.data_differ).toBeGreaterThan(0);
    expect(summary.refusedEntries).toBe(0);
  });

  it('run the same way again from the same seed', async () => {
    const [first, second] = [await play(7, 3), await play(7, 3)];
    expect(second.map((run) => run.trace)).toEqual(first.map((run) => run.trace));
    expect(new Set(first.map((run) => run.trace)).size).toBe(3);
  });
});

describe('a mutation of the product', () => {
  it.each(MUTATIONS)('is found within its seeds: $name', { timeout: 1_800_000 }, async (mutation) => {
    const mutated = await bundleSimulation(mutation);
    const failed: Run[] = [];
    await playAll({
      bundle: mutated,
      from: 1,
      seeds: mutation.seeds,
      onRun(run) {
        // Another failure than that which the mutation must lead to does not count.
        if (run.failure && mutation.reason.test(run.failure.message)) failed.push(run);
        return failed.length === 0;
      },
    });
    expect(failed.length).toBeGreaterThan(0);
    const [{ seed, failure }] = failed as [Run];
    // The command says which seed and which step, and comes to the same step again.
    const args = [mutated, '--from', String(seed), '--seeds', '1'];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain(`seed ${seed} failed at step ${failure!.step}: ${failure!.message}`);
  });
});
