import { Worker } from 'node:worker_threads';
import type { Setting } from '@pairgate/simulator/experiment/trial.ts';
import type { Answer, Answered, Asked, Order } from './worker.ts';

/** Threads that simulate. Which of them does what changes nothing: a result depends on its order alone. */
export class Crew {
  readonly #workers: readonly Worker[];

  constructor(file: string, setting: Setting, readonly size: number) {
    this.#workers = Array.from({ length: size }, () => new Worker(file, { workerData: setting }));
    // An order that is waited for hears of it; a thread that dies between two orders is found dead at the next one.
    for (const worker of this.#workers) worker.on('error', () => {});
  }

  /** Carries out the orders, each on whichever thread is free, until all are done or `stop` resolves. Rejects with the first error. */
  async carryOut<O extends Order>(orders: readonly O[], onAnswer: (order: O, answer: Answer) => Promise<void> | void, stop: Promise<void>): Promise<void> {
    let stopped = false;
    const halted = stop.then(() => void (stopped = true));
    const next = orders.values();
    const work = async (worker: Worker): Promise<void> => {
      for (const order of next) {
        const answer = await Promise.race([ask(worker, order), halted.then(() => undefined)]);
        if (answer === undefined || stopped) return;
        await onAnswer(order, answer);
      }
    };
    await Promise.all(this.#workers.map(work));
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** An order under its number: a thread may still answer one that nobody waits for any more, and that is no answer to the next. */
let orders = 0;

function ask(worker: Worker, order: Order): Promise<Answer> {
  const number = ++orders;
  return new Promise((done, fail) => {
    const end = (): void => void worker.off('message', heard).off('error', broken).off('exit', gone);
    const heard = (answer: Answered): void => {
      if (answer.number !== number) return;
      end();
      if ('error' in answer) fail(answer.error);
      else done(answer.answer);
    };
    const broken = (error: Error): void => (end(), fail(error));
    const gone = (): void => (end(), fail(new Error('A thread that simulated has ended.')));
    // Of a thread that has ended nothing is heard any more.
    if (worker.threadId === -1) return gone();
    worker.on('message', heard).on('error', broken).on('exit', gone);
    worker.postMessage({ number, order } satisfies Asked);
  });
}
