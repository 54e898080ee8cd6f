import type { Trial } from '@pairgate/simulator/experiment/experiment.ts';
import type { Setting } from '@pairgate/simulator/experiment/trial.ts';
import type { RunResult } from '@pairgate/simulator/run-result.ts';
import type { Helper } from '@pairgate/simulator/what-if/study.ts';

/** To a helper. `ask` counts up. */
export type TrialRequest =
  | { readonly is: 'run'; readonly ask: number; readonly setting: Setting; readonly trial: Trial }
  | { readonly is: 'give_up'; readonly upTo: number };

/** From a helper. */
export type TrialAnswer =
  | { readonly is: 'done'; readonly ask: number; readonly result: RunResult }
  | { readonly is: 'not_done'; readonly ask: number; readonly reason: string };

/** More would take memory and find little to do: a question has five replications. */
const MOST = 3;

/** Threads that run trials beside the simulator's own: one for each processor but that one. */
export class TrialHelpers {
  readonly #threads: Thread[];
  readonly helpers: readonly Helper[];

  constructor(processors: number, start: () => Worker) {
    this.#threads = Array.from({ length: Math.max(0, Math.min(MOST, processors - 1)) }, () => new Thread(start()));
    this.helpers = this.#threads.map((thread) => (setting, trial) => thread.run(setting, trial));
  }

  /** What was asked until now is wanted no more. */
  giveUp(): void {
    for (const thread of this.#threads) thread.giveUp();
  }
}

interface Waiting {
  readonly done: (result: RunResult) => void;
  readonly failed: (error: Error) => void;
}

class Thread {
  readonly #waiting = new Map<number, Waiting>();
  #asks = 0;
  #broken: Error | undefined;

  constructor(private readonly worker: Worker) {
    worker.addEventListener('message', ({ data }: MessageEvent<TrialAnswer>) => {
      const waiting = this.#waiting.get(data.ask);
      this.#waiting.delete(data.ask);
      if (data.is === 'done') waiting?.done(data.result);
      else waiting?.failed(new Error(data.reason));
    });
    // Whatever it cannot do is done without it.
    worker.addEventListener('error', ({ message }) => {
      this.#broken = new Error(message);
      for (const { failed } of this.#waiting.values()) failed(this.#broken);
      this.#waiting.clear();
    });
  }

  run(setting: Setting, trial: Trial): Promise<RunResult> {
    if (this.#broken) return Promise.reject(this.#broken);
    const ask = ++this.#asks;
    return new Promise((done, failed) => {
      this.#waiting.set(ask, { done, failed });
      this.#send({ is: 'run', ask, setting, trial });
    });
  }

  giveUp(): void {
    if (this.#waiting.size > 0) this.#send({ is: 'give_up', upTo: this.#asks });
  }

  #send(request: TrialRequest): void {
    this.worker.postMessage(request);
  }
}
