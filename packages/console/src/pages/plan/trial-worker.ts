import { runTrial } from '@pairgate/simulator/experiment/trial.ts';
import { breath } from './breath.ts';
import type { TrialAnswer, TrialRequest } from './trial-helpers.ts';

/** Runs trials for the simulator of the page, one after the other, until it is told to give them up. */
let givenUp = 0;
let working: Promise<void> = Promise.resolve();

async function run({ ask, setting, trial }: Extract<TrialRequest, { is: 'run' }>): Promise<TrialAnswer> {
  const breathe = async (): Promise<void> => {
    await breath();
    if (ask <= givenUp) throw new Error('given up');
  };
  try {
    await breathe();
    return { is: 'done', ask, result: await runTrial(setting, trial, { breathe }) };
  } catch (error) {
    return { is: 'not_done', ask, reason: (error as Error).message };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<TrialRequest>) => {
  if (data.is === 'give_up') givenUp = data.upTo;
  else working = working.then(async () => self.postMessage(await run(data)));
});
