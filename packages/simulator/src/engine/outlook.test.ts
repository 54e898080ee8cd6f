import { describe, expect, it } from 'vitest';
import { station, visit } from '../queueing/queue.ts';
import type { Distribution } from '../scenario/distribution.ts';
import { Layout } from './layout.ts';
import { CLASS_OF, Lorries, NUMBER, STEP, VISITS } from './lorries.ts';
import { Outlook } from './outlook.ts';
import { visited } from './random.ts';
import { SERVICE_KEY } from './rows.ts';

const bay = (service: Distribution, decided: boolean, seed = 1) => {
  const layout = new Layout({ stages: [station('bay', 1)], routes: [[{ ...visit(0, service), decided }]], levels: [0] }, seed);
  const lorries = new Lorries();
  const lorry = lorries.take();
  lorries.int[lorry + CLASS_OF] = 0;
  lorries.int[lorry + STEP] = 1;
  const outlook = new Outlook(layout, lorries);
  /** What is known of the lorry with this number on this visit, and what its service will take. */
  const of = (number: number, visits = 0): readonly [number, number] => {
    lorries.int[lorry + NUMBER] = number;
    lorries.int[lorry + VISITS] = visits;
    return [outlook.minutes(lorry, 0), layout.draws.draw(0, layout.stages[SERVICE_KEY]!, visited(number, visits))];
  };
  return of;
};
const two: Distribution = { kind: 'discrete', values: [{ minutes: 3, share: 0.85 }, { minutes: 28, share: 0.15 }] };
const numbers = Array.from({ length: 400 }, (_, number) => number);

describe('what is known of the service that a lorry waits for', () => {
  it('is the mean of all kinds where nothing was decided', () => {
    const of = bay(two, false);
    expect(new Set(numbers.map((number) => of(number)[0]))).toEqual(new Set([0.85 * 3 + 0.15 * 28]));
  });

  it('is its kind where that was decided, on every visit', () => {
    const of = bay(two, true);
    for (const number of numbers) for (const visits of [0, 1]) expect(of(number, visits)[0]).toBe(of(number, visits)[1]);
    expect(new Set(numbers.map((number) => of(number)[0]))).toEqual(new Set([3, 28]));
  });

  it('is never how long a service of the kind takes', () => {
    const phases: Distribution = { kind: 'hyperexponential', phases: [{ mean: 3, share: 0.5 }, { mean: 28, share: 0.5 }] };
    const of = bay(phases, true);
    const known = numbers.map((number) => of(number));
    expect(new Set(known.map(([minutes]) => minutes))).toEqual(new Set([3, 28]));
    for (const kind of [3, 28]) {
      const taken = known.filter(([minutes]) => minutes === kind).map(([, minutes]) => minutes);
      expect(new Set(taken).size).toBe(taken.length);
      expect(Math.abs(taken.reduce((sum, each) => sum + each, 0) / taken.length / kind - 1)).toBeLessThan(0.25);
    }
    const other = bay({ kind: 'lognormal', mean: 5, cv: 0.5 }, true);
    expect(new Set(numbers.map((number) => other(number)[0]))).toEqual(new Set([5]));
  });
});
