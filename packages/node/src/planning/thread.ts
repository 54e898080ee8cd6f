import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { World } from '../world.ts';
import type { Outcome } from './held.ts';
import type { Order } from './worker.ts';

/** How a plan is worked out: away from the thread that serves people. Rejects with why it gave none. */
export type PlanElsewhere = (order: Order, signal: AbortSignal) => Promise<Outcome>;

/** A thread had time enough and did not answer. */
export class Late extends Error {}

/** What starting a thread and loading the solver may take beside the solver's own deadline. */
const GRACE_MS = 10_000;

/**
 * The worker is bundled code, because Node 20 cannot run TypeScript: it lies beside the bundle that asks for it, or in
 * `build/` of the repository when the sources themselves are run by a test.
 */
function workerFile(): string {
  const file = [new URL('./plan-worker.js', import.meta.url), new URL('../../../../build/plan-worker.js', import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error('The planning worker is not built; run `npm run build` first.');
  return file;
}

/** A new thread for each plan, ended with it, so that the solver's memory is held only while it solves. */
export const inThread = (world: World): PlanElsewhere => (order, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: order });
    const finish = (settle: () => void): void => {
      callOff();
      signal.removeEventListener('abort', abort);
      void worker.terminate();
      settle();
    };
    const fail = (error: Error): void => finish(() => reject(error));
    const abort = (): void => fail(new Error('planning was called off'));
    const callOff = world.after(order.deadlineMs + GRACE_MS, () =>
      fail(new Late(`no plan within ${order.deadlineMs + GRACE_MS} ms; the thread was ended`)),
    );
    signal.addEventListener('abort', abort);
    worker.on('message', (outcome: Outcome) => finish(() => resolve(outcome)));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the planning thread ended with code ${code}`)));
    if (signal.aborted) abort();
  });
