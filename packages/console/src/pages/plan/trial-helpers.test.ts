import type { Setting } from '@pairgate/simulator/experiment/trial.ts';
import type { RunResult } from '@pairgate/simulator/run-result.ts';
import { describe, expect, it } from 'vitest';
import { TrialHelpers, type TrialAnswer, type TrialRequest } from './trial-helpers.ts';

/** A worker that is answered for by the test. */
class Told extends EventTarget {
  readonly requests: TrialRequest[] = [];

  postMessage(request: TrialRequest): void {
    this.requests.push(request);
  }

  say(data: TrialAnswer): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  breakDown(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

function crewOf(processors: number) {
  const workers: Told[] = [];
  const crew = new TrialHelpers(processors, () => {
    const worker = new Told();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { crew, workers };
}

const settingOf = (seed: number) => ({ scenario: {}, seed, days: 10 }) as Setting;
const trial = { policy: 'P0', replication: 0, warmUpDays: 1 };
const resultOf = (seed: number) => ({ seed }) as unknown as RunResult;

describe('threads that help the page Plan', () => {
  it.each([[1, 0], [2, 1], [4, 3], [16, 3]])('are, with %i processors, %i', (processors, count) => {
    expect(crewOf(processors).crew.helpers).toHaveLength(count);
  });

  it('give each answer to who asked for it', async () => {
    const { crew, workers: [worker] } = crewOf(2);
    const [help] = crew.helpers;
    const [one, other] = [settingOf(1), settingOf(2)];
    const asked = [help!(one, trial), help!(other, trial), help!(one, trial)];
    expect(worker!.requests).toEqual([one, other, one].map((setting, index) => ({ is: 'run', ask: index + 1, setting, trial })));
    for (const ask of [2, 1, 3]) worker!.say({ is: 'done', ask, result: resultOf(ask) });
    expect(await Promise.all(asked)).toEqual([1, 2, 3].map(resultOf));
  });

  it('are told once to give up what nobody wants any more, and go on with what is asked then', async () => {
    const { crew, workers: [worker] } = crewOf(2);
    const [help] = crew.helpers;
    crew.giveUp();
    const first = help!(settingOf(1), trial);
    crew.giveUp();
    expect(worker!.requests.slice(1)).toEqual([{ is: 'give_up', upTo: 1 }]);
    worker!.say({ is: 'not_done', ask: 1, reason: 'given up' });
    await expect(first).rejects.toThrow('given up');
    const second = help!(settingOf(1), trial);
    worker!.say({ is: 'done', ask: 2, result: resultOf(2) });
    expect(await second).toEqual(resultOf(2));
  });

  it('reject everything once they are broken', async () => {
    const { crew, workers: [worker] } = crewOf(2);
    const [help] = crew.helpers;
    const waiting = help!(settingOf(1), trial);
    worker!.breakDown('out of memory');
    await expect(waiting).rejects.toThrow('out of memory');
    await expect(help!(settingOf(1), trial)).rejects.toThrow('out of memory');
    expect(worker!.requests).toHaveLength(1);
  });
});
