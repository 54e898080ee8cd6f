import { runTrial, type Setting } from '@pairgate/simulator/experiment/trial.ts';
import type { TrialAnswer, TrialRequest } from './trial-helpers.ts';

/** Runs trials for the simulator of the page, one after the other, until it is told to give them up. */
let givenUp = 0;
let working: Promise<void> = Promise.resolve();
/** The setting that was run last: what is worked out of a scenario is kept as long as the scenario is the same object. */
let last: { readonly of: number; readonly setting: Setting } | undefined;

/** Lets an order that has come in meanwhile be seen. */
const breath = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

async function run({ ask, of, setting, trial }: Extract<TrialRequest, { is: 'run' }>): Promise<TrialAnswer> {
  const breathe = async (): Promise<void> => {
    await breath();
    if (ask <= givenUp) throw new Error('given up');
  };
  if (last?.of !== of) last = { of, setting };
  try {
    await breathe();
    return { is: 'done', ask, result: await runTrial(last.setting, trial, { breathe }) };
  } catch (error) {
    return { is: 'not_done', ask, reason: (error as Error).message };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<TrialRequest>) => {
  if (data.is === 'give_up') givenUp = data.upTo;
  else working = working.then(async () => self.postMessage(await run(data)));
});
