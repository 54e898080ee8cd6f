import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Run } from './simulation.ts';

/** Seeds are played in worker threads, one after the other in each; every thread takes the next seed when it is done. */
export interface Batch {
  /** The bundle that a thread runs: its own entry again. */
  readonly bundle: string;
  readonly from: number;
  readonly seeds: number;
  readonly jobs?: number;
  /** Told of each seed that has ended. False stops the rest. */
  readonly onRun: (run: Run) => boolean;
}

/** Most of what a seed makes is gone when it ends; more room for young objects spares the collector half its work. */
const YOUNG_MB = 64;

export async function playAll({ bundle, from, seeds, jobs = availableParallelism(), onRun }: Batch): Promise<void> {
  let next = from;
  let stopped = false;
  const take = (): number | undefined => (stopped || next >= from + seeds ? undefined : next++);
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const first = take();
      if (first === undefined) return resolve();
      const worker = new Worker(bundle, {
        workerData: { faults: true },
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
      worker.on('message', (run: Run) => {
        if (!onRun(run)) stopped = true;
        const seed = take();
        if (seed === undefined) void worker.terminate();
        else worker.postMessage(seed);
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
      worker.postMessage(first);
    });
  await Promise.all(Array.from({ length: Math.min(jobs, seeds) }, one));
}
