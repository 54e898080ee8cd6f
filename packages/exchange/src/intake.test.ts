import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP, grow, type Tip } from '@pairgate/ledger/tiles.ts';
import type { Entry } from './entry.ts';
import { receive, type Chunk, type Held, type LogTerms } from './intake.ts';
import { begun, envelopeOf, forge, keyPair, ORIGINS, sha256, verifyEd25519 } from './testing/pair.ts';

const { key, signer } = keyPair(ORIGINS.VN, 1);
const terms: LogTerms = { author: 'VN', key, sha256, verify: verifyEd25519 };

/** What is held of a log that the first version is in force in. */
const held = (tip: Tip): Held => ({ tip, agreements: begun, logSeq: 1 });

const entryOf = (seq: number): Entry =>
  forge(envelopeOf({ seq, id: String(seq).padStart(32, '0') }), { operation: { vehicle: `AGV-${seq}` } });
const log = Array.from({ length: 30 }, (_, index) => entryOf(index + 1));

const tipOf = (entries: readonly Entry[], tip: Tip = EMPTY_TIP): Tip =>
  grow(sha256, tip, entries.map((entry) => leafHash(sha256, entry.leaf))).tip;
const noteOf = (size: number, entries = log, by = signer, origin = ORIGINS.VN): string =>
  signCheckpoint({ origin, size, root: rootOf(sha256, tipOf(entries.slice(0, size)).edge) }, by);
const chunk = (first: number, end: number): Chunk => ({ first, entries: log.slice(first, end), note: noteOf(end) });

describe('a chunk', () => {
  it('continues the log, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 29 })), (cuts) => {
        let tip = EMPTY_TIP;
        const seen: number[] = [];
        let first = 0;
        for (const end of [...cuts.toSorted((a, b) => a - b), 30]) {
          const received = receive(chunk(first, end), held(tip), terms);
          if (!received.ok) throw new Error(received.fault);
          seen.push(...received.value.entries.map((entry) => entry.index));
          expect(received.value.entries.every((entry) => entry.fact && !entry.fault)).toBe(true);
          expect(received.value.size).toBe(end);
          tip = received.value.tip;
          first = end;
        }
        expect(seen).toEqual(log.map((_, index) => index));
        expect(tip).toEqual(tipOf(log));
      }),
      { numRuns: 30 },
    );
  });

  it('may be a checkpoint alone, when nothing was added', () => {
    expect(receive({ first: 5, entries: [], note: noteOf(5) }, held(tipOf(log.slice(0, 5))), terms)).toMatchObject({
      ok: true, value: { size: 5, entries: [], tiles: [] },
    });
  });

  it('keeps the place of an entry that is refused, and names the fault', () => {
    const bad = [
      log[0]!,
      forge(envelopeOf({ seq: 2, source: ORIGINS.CN }), { operation: { vehicle: 'x' } }),
      { leaf: new Uint8Array([1]), data: new Uint8Array() },
      forge(envelopeOf({ seq: 3 }), { operation: { vehicle: 'x', stray: 1 } }),
    ];
    const received = receive({ first: 0, entries: bad, note: noteOf(4, bad) }, held(EMPTY_TIP), terms);
    if (!received.ok) throw new Error(received.fault);
    expect(received.value.entries.map(({ index, fault, pointer }) => [index, fault, pointer])).toEqual([
      [0, undefined, undefined], [1, 'other_source', undefined], [2, 'leaf_not_canonical', undefined],
      [3, 'field_not_agreed', '/operation/stray'],
    ]);
    expect(received.value.entries[1]!.envelope?.seq).toBe(2);
    expect(received.value.entries[2]!.envelope).toBeUndefined();
    expect(received.value.size).toBe(4);
  });
});

describe('a chunk is not taken', () => {
  const ten = tipOf(log.slice(0, 10));
  const faultOf = (given: Chunk, tip = ten) => {
    const received = receive(given, held(tip), terms);
    return received.ok ? 'none' : received.fault;
  };

  it('when it does not come next', () => {
    expect(faultOf(chunk(12, 20))).toBe('not_next');
    expect(faultOf(chunk(8, 20))).toBe('not_next');
    expect(faultOf(chunk(10, 20))).toBe('none');
  });

  it('when its checkpoint is older than what is held', () => {
    expect(faultOf({ first: 0, entries: [], note: noteOf(9) })).toBe('stale');
  });

  it('when its checkpoint counts other entries than came', () => {
    expect(faultOf({ ...chunk(10, 20), entries: log.slice(10, 19) })).toBe('size_differs');
    expect(faultOf({ ...chunk(10, 20), entries: log.slice(10, 21) })).toBe('size_differs');
    expect(faultOf({ first: 10, entries: [], note: noteOf(11) })).toBe('size_differs');
  });

  it('when its entries do not give its root: changed, swapped, or another past', () => {
    const [first, second, ...rest] = log.slice(10, 20) as [Entry, Entry, ...Entry[]];
    expect(faultOf({ ...chunk(10, 20), entries: [second, first, ...rest] })).toBe('root_differs');
    expect(faultOf({ ...chunk(10, 20), entries: [entryOf(99), second, ...rest] })).toBe('root_differs');
    expect(faultOf(chunk(10, 20), tipOf([entryOf(99), ...log.slice(1, 10)]))).toBe('root_differs');
    expect(faultOf({ first: 10, entries: [], note: noteOf(10, [entryOf(99), ...log.slice(1)]) })).toBe('root_differs');
  });

  it('when its checkpoint is not signed by its author, for this log, as it stands', () => {
    const stranger = keyPair(ORIGINS.VN, 2).signer;
    const other = keyPair(ORIGINS.CN, 1).signer;
    const note = noteOf(20);
    for (const wrong of [
      noteOf(20, log, stranger), noteOf(20, log, other, ORIGINS.CN), noteOf(20, log, signer, ORIGINS.CN),
      note.replace('\n20\n', '\n21\n'), note.slice(0, -2), '', 'x',
    ]) {
      expect(faultOf({ ...chunk(10, 20), note: wrong })).toBe('checkpoint_invalid');
    }
  });

  it('and what is held stays as it was', () => {
    const before = structuredClone(ten);
    receive(chunk(10, 20), held(ten), terms);
    receive({ ...chunk(10, 20), note: 'x' }, held(ten), terms);
    expect(ten).toEqual(before);
  });
});
