import { describe, expect, it } from 'vitest';
import { Draws } from '../engine/draws.ts';
import { meanOf, squareOf, type Distribution } from './distribution.ts';

const KINDS: readonly Distribution[] = [
  { kind: 'constant', mean: 3 },
  { kind: 'uniform', from: 2, until: 8 },
  { kind: 'exponential', mean: 4 },
  { kind: 'erlang', mean: 4, phases: 3 },
  { kind: 'lognormal', mean: 5, cv: 0.5 },
  { kind: 'discrete', values: [{ minutes: 3, share: 0.85 }, { minutes: 28, share: 0.15 }] },
  { kind: 'hyperexponential', phases: [{ mean: 1, share: 0.7 }, { mean: 6, share: 0.3 }] },
];

describe('moments', () => {
  it.each(KINDS)('of $kind are those of its draws', (of) => {
    const draws = new Draws();
    const index = draws.add(of);
    const count = 200_000;
    let [sum, square] = [0, 0];
    for (let number = 0; number < count; number += 1) {
      const drawn = draws.draw(index, 7, number);
      sum += drawn;
      square += drawn * drawn;
    }
    expect(sum / count / meanOf(of)).toBeCloseTo(1, 1.5);
    expect(square / count / squareOf(of)).toBeCloseTo(1, 1);
  });
});
