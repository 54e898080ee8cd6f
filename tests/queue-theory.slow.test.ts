import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CASES } from '@pairgate/simulator/queueing/cases.ts';
import { truthAsHtml } from '@pairgate/simulator/queueing/page.ts';
import type * as Truth from '@pairgate/simulator/queueing/truth.ts';
import { bundleInto } from '../tools/build.mjs';

/**
 * Bundled, as the engine is delivered: a hundred million events take ten times as long where every named number is looked up in
 * its module.
 */
await bundleInto('queue-truth', 'packages/simulator/src/queueing/truth.ts');
const { judge } = (await import(pathToFileURL(join(import.meta.dirname, '../build', 'queue-truth.js')).href)) as typeof Truth;


const SEED = 20_261_122;

/** Each of these is simulated until one standard error is below 1 % of the exact value. */
describe('the engine reproduces what theory knows', () => {
  const all: Truth.Verdict[] = [];

  it.each(CASES.map((each) => [`${each.id}. ${each.name}`, each] as const))('%s', (_, each) => {
    const verdicts = judge(each, SEED);
    all.push(...verdicts);
    const wrong = verdicts.filter(({ holds }) => !holds);
    expect(wrong.map(({ figure, exact, estimate, errors, precision }) => ({ figure, exact, estimate, errors, precision }))).toEqual([]);
  });

  it('and shows each on a page', () => {
    const page = truthAsHtml(all);
    expect(page.match(/<tr class="yes">/g)).toHaveLength(all.length);
    expect(page).not.toContain('<tr class="no">');
  });

  it('would not pass with another service', () => {
    const [first] = CASES;
    const slower = { ...first!, queue: { ...first!.queue, rates: [0.82] }, arrivals: 40_000 };
    expect(judge(slower, SEED).some(({ holds }) => !holds)).toBe(true);
  });
});
