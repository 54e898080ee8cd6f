import { parentPort, workerData } from 'node:worker_threads';
import type { Trial } from '@pairgate/simulator/experiment/experiment.ts';
import { textOfRun } from '@pairgate/simulator/experiment/run-text.ts';
import { runTrial, runYardDay, type Setting } from '@pairgate/simulator/experiment/trial.ts';
import type { YardDay } from '@pairgate/simulator/report/yard-day.ts';

/** One thread of a crew. It carries out one order after the other, and knows nothing of files. */

/** A trial; with `yardDay` the moving picture of that day in place of its result. */
export interface Order extends Trial {
  readonly yardDay?: number;
}

export type Answer = { readonly text: string } | { readonly yard: YardDay };

/** An order and its answer, as they are sent: the number says which belongs to which. */
export interface Asked {
  readonly number: number;
  readonly order: Order;
}
export type Answered = { readonly number: number } & ({ readonly answer: Answer } | { readonly error: Error });

const setting = workerData as Setting;

async function carryOut(order: Order): Promise<Answer> {
  if (order.yardDay !== undefined) return { yard: await runYardDay(setting, order, order.yardDay) };
  return { text: textOfRun(await runTrial(setting, order)) };
}

parentPort!.on('message', async ({ number, order }: Asked) => {
  const answered: Answered = await carryOut(order).then((answer) => ({ number, answer }), (error: Error) => ({ number, error }));
  parentPort!.postMessage(answered);
});
