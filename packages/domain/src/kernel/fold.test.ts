import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from './decider.ts';
import { evolve, foldSide, initialState, type Slice } from './fold.ts';

interface Tally {
  readonly sum: number;
  readonly seen: readonly string[];
}
const tally = {
  initial: { sum: 0, seen: [] } as Tally,
  evolve: {
    Added: (state, fact: Fact<string, { value?: number }>) => ({
      sum: state.sum + (fact.data.value ?? 0),
      seen: [...state.seen, fact.id],
    }),
    Cleared: () => ({ sum: 0, seen: [] }),
  },
} satisfies Slice<Tally>;
const last = {
  initial: null as string | null,
  evolve: { Added: (_state, fact: Fact) => fact.id },
} satisfies Slice<string | null>;
const slices = { tally, last };

let made = 0;
const fact = (type: string, data: object, id = `fact ${(made += 1)}`): Fact => ({
  id, type, data, stream: 'crossing:x', side: 'VN', occurredAt: '', recordedAt: '', saw: 0,
});
const correction = (corrects: string, patch?: object) => fact('FactCorrected', patch ? { corrects, patch } : { corrects });

const facts = fc.array(
  fc.oneof(
    fc.integer({ min: -9, max: 9 }).map((value) => ['Added', { value }] as const),
    fc.constant(['Cleared', {}] as const),
    fc.constant(['Unknown', {}] as const),
  ),
).map((drafts) => drafts.map(([type, data]) => fact(type, data)));

describe('a fold', () => {
  it('fact by fact is the fold of all, as long as none is corrected', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const stepwise = all.reduce((state, each) => evolve(slices, state, each), initialState(slices));
        expect(foldSide(slices, all)).toEqual(stepwise);
      }),
    );
  });

  it('leaves alone what it is given, and the parts that do not know a fact', () => {
    const before = Object.freeze({ tally: Object.freeze({ sum: 1, seen: [] }), last: 'a' });
    expect(evolve(slices, before, fact('Unknown', {}))).toBe(before);
    const after = evolve(slices, before, fact('Cleared', {}));
    expect(after).toEqual({ tally: { sum: 0, seen: [] }, last: 'a' });
    expect(before.tally.sum).toBe(1);
  });

  it('knows no fact by a name that every object has', () => {
    const state = initialState(slices);
    for (const type of ['constructor', 'toString', '__proto__']) expect(evolve(slices, state, fact(type, {}))).toBe(state);
  });
});

describe('a correction', () => {
  it('counts from the beginning: the state is as if the fact had been right', () => {
    fc.assert(
      fc.property(facts, facts, fc.integer({ min: -9, max: 9 }), (before, after, right) => {
        const wrong = fact('Added', { value: 99 });
        const corrected = foldSide(slices, [...before, wrong, ...after, correction(wrong.id, { value: right })]);
        const asIf = foldSide(slices, [...before, { ...wrong, data: { value: right } }, ...after]);
        expect(corrected).toEqual(asIf);
      }),
    );
  });

  it('of a correction is another one of the same fact: the newest holds, field by field', () => {
    const wrong = fact('Added', { value: 1 });
    expect(foldSide(slices, [wrong, correction(wrong.id, { value: 2 }), correction(wrong.id, { value: 3 })]).tally.sum).toBe(3);
    expect(foldSide(slices, [wrong, correction(wrong.id, { value: 2 }), correction(wrong.id, { other: 3 })]).tally.sum).toBe(2);
  });

  it('changes nothing when none of its fields came over, or when it names no fact', () => {
    const right = fact('Added', { value: 1 });
    expect(foldSide(slices, [right, correction(right.id)]).tally.sum).toBe(1);
    expect(foldSide(slices, [right, correction('nothing', { value: 5 })]).tally.sum).toBe(1);
  });
});
