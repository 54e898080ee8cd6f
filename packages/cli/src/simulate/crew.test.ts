import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { scratchFolder } from '@pairgate/store/engine/testing.ts';
import type { Setting } from '@pairgate/simulator/experiment/trial.ts';
import { Crew } from './crew.ts';
import type { Answer, Order } from './worker.ts';

const folder = scratchFolder();
afterAll(() => folder.remove());

/** A thread of one's own: what it does with a message. */
function crewOf(name: string, body: string): Crew {
  const file = join(folder.path, `${name}.mjs`);
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', ({ number, order }) => {${body}});\n`);
  return new Crew(file, {} as Setting, 1);
}
const order = (policy: string): Order => ({ policy, replication: 0, warmUpDays: 0 });
const never = new Promise<void>(() => undefined);

it('an order after the end of a thread fails at once, and is not waited for', async () => {
  const crew = crewOf('ends', "parentPort.postMessage({ number, answer: { text: order.policy } }); process.exit(3);");
  const answers: Answer[] = [];
  await crew.carryOut([order('P0')], (_, answer) => void answers.push(answer), never);
  expect(answers).toEqual([{ text: 'P0' }]);
  // The end is heard by whoever asks first; who asks after that would hear nothing more.
  await expect(crew.carryOut([order('P1')], () => undefined, never)).rejects.toThrow('has ended');
  await expect(crew.carryOut([order('P1')], () => undefined, never)).rejects.toThrow('has ended');
  await crew.dismiss();
});

it('what is still answered to an order that was stopped is no answer to the next one', async () => {
  const crew = crewOf('slow', `
    if (order.policy === 'P0') globalThis.first = number;
    else { parentPort.postMessage({ number: globalThis.first, answer: { text: 'old' } }); parentPort.postMessage({ number, answer: { text: order.policy } }); }`);
  await crew.carryOut([order('P0')], () => { throw new Error('nobody is told'); }, Promise.resolve());
  const answers: Answer[] = [];
  await crew.carryOut([order('P1')], (_, answer) => void answers.push(answer), never);
  expect(answers).toEqual([{ text: 'P1' }]);
  await crew.dismiss();
});
