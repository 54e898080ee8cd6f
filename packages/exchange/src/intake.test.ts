import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP, grow, type Tip } from '@pairgate/ledger/tiles.ts';
import type { Entry } from './entry.ts';
import { receive, type Chunk, type Held, type LogTerms } from './intake.ts';
import { KeyRing } from './key-ring.ts';
import { acceptanceOf, activationOf, Amending, proposalOf } from './testing/amending.ts';
import type { Json } from './project.ts';
import {
  begun, documentOf, envelopeOf, forge, keyPair, ORIGINS, SEEDS, sha256, statementPorts, verifyEd25519,
} from './testing/pair.ts';
import { enrolled, retired, revoked, signed, type Of } from './testing/statements.ts';

const { signer } = keyPair(ORIGINS.VN, SEEDS.VN[1]);
const keys = KeyRing.of(documentOf(), statementPorts);
const terms: LogTerms = { author: 'VN', keys, sha256, verify: verifyEd25519 };

/** What is held of a log that the first version is in force in. */
const held = (tip: Tip): Held => ({ tip, agreements: begun, logSeq: 1 });

const entryOf = (seq: number): Entry =>
  forge(envelopeOf({ seq, id: String(seq).padStart(32, '0') }), { operation: { vehicle: `AGV-${seq}` } });
const log = Array.from({ length: 30 }, (_, index) => entryOf(index + 1));

const tipOf = (entries: readonly Entry[], tip: Tip = EMPTY_TIP): Tip =>
  grow(sha256, tip, entries.map((entry) => leafHash(sha256, entry.leaf))).tip;
const noteOf = (size: number, entries: readonly Entry[] = log, by = signer, origin = ORIGINS.VN): string =>
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
    const stranger = keyPair(ORIGINS.VN, 3).signer;
    const other = keyPair(ORIGINS.CN, SEEDS.CN[1]).signer;
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

describe('the version that an entry names', () => {
  const second = { ...documentOf(), version: 2, validUntil: '2026-11-19T04:00:00.000Z' };
  /** What a log says after it was begun and the amendment proposed, and what the other side makes of it, which accepted. */
  const judge = (entries: readonly Entry[]) => {
    const proposed = new Amending();
    proposed.tell('VN', 'AgreementProposed', proposalOf('VN', second));
    proposed.tell('CN', 'AgreementAccepted', acceptanceOf('CN', second));
    const begins = log.slice(0, 2);
    const given = { first: 2, entries, note: noteOf(2 + entries.length, [...begins, ...entries]) };
    const received = receive(given, { tip: tipOf(begins), agreements: proposed.agreements, logSeq: 2 }, terms);
    if (!received.ok) throw new Error(received.fault);
    return received.value.entries.map(({ fault }) => fault);
  };
  const under = (agreement: number, over = {}) => forge(envelopeOf({ agreement, ...over }), { operation: { vehicle: 'AGV-1' } });
  const activated = (seq: number, data: object, over = {}) =>
    forge(envelopeOf({ type: 'AgreementActivated', stream: 'log:VN', agreement: 2, saw: 9, seq, ...over }), { record: data as Json });

  it('is the one in force at its index: the old one before an activation in the same chunk, the new one after it', () => {
    const [before, after] = [under(1), under(2)];
    expect(judge([before, after, activated(3, activationOf(second)), before, after])).toEqual([
      undefined, 'agreement_unknown', undefined, 'agreement_unknown', undefined,
    ]);
  });

  it('is not changed by an activation that does not count, and nothing is stalled by it', () => {
    const other = { ...activationOf(second), digest: '0'.repeat(64) };
    const next = under(1);
    expect(judge([activated(3, other), next])).toEqual(['amendment_digest_differs', undefined]);
    expect(judge([activated(4, activationOf(second)), next])).toEqual(['sequence_broken', undefined]);
    expect(judge([activated(3, activationOf(second), { agreement: 1 }), next])).toEqual(['agreement_unknown', undefined]);
    expect(judge([activated(3, { ...activationOf(second), version: 3 }, { agreement: 3 }), next])).toEqual(['agreement_unknown', undefined]);
    expect(judge([activated(3, { version: 1, digest: other.digest }, { agreement: 1 }), next])).toEqual(['amendment_not_next', undefined]);
  });

  it('covers nothing after its time but what is said of the exchange itself', () => {
    const late = { recordedtime: '2026-11-19T04:00:00.000Z' };
    const judged = forge(envelopeOf({ type: 'Judged', stream: 'log:VN', agreement: 2, seq: 4, ...late }), { record: { upTo: 1, exceptions: [] } });
    expect(judge([activated(3, activationOf(second)), under(2), under(2, late), judged])).toEqual([
      undefined, undefined, 'agreement_expired', undefined,
    ]);
  });
});

describe('keys that change', () => {
  const first: Of = { side: 'VN', purpose: 'checkpoint', seed: SEEDS.VN[1] };
  const second: Of = { side: 'VN', purpose: 'checkpoint', seed: 101 };
  const next = keyPair(ORIGINS.VN, 101).signer;
  const ten = tipOf(log.slice(0, 10));
  const ringWith = (...statements: unknown[]) => {
    const ring = keys.addAll(statements);
    expect(ring.statements).toHaveLength(statements.length);
    return ring;
  };
  const rotated = ringWith(enrolled(second, 15), retired(first, 20));
  const faultOf = (end: number, by: typeof signer, ring = rotated) => {
    const received = receive({ ...chunk(10, end), note: noteOf(end, log, by) }, held(ten), { ...terms, keys: ring });
    return received.ok ? 'none' : received.fault;
  };

  it('a checkpoint by the new key before its beginning is not taken', () => {
    expect([faultOf(14, next), faultOf(15, next)]).toEqual(['checkpoint_invalid', 'none']);
  });

  it('a checkpoint by the retired key after its end is not taken', () => {
    expect([faultOf(20, signer), faultOf(21, signer), faultOf(21, next)]).toEqual(['none', 'checkpoint_invalid', 'none']);
  });

  it('a checkpoint by a revoked key is not taken, of whatever size', () => {
    const emergency = ringWith(enrolled(second, 10), revoked(first, 12));
    expect([faultOf(11, signer, emergency), faultOf(12, signer, emergency), faultOf(13, signer, emergency)]).toEqual([
      'checkpoint_invalid', 'checkpoint_invalid', 'checkpoint_invalid',
    ]);
    expect(faultOf(13, next, emergency)).toBe('none');
  });

  it('a cosignature key signs no checkpoint', () => {
    const wrong = ringWith(enrolled({ ...second, purpose: 'cosignature' }, 0));
    expect(faultOf(15, next, wrong)).toBe('checkpoint_invalid');
  });

  const stating = (type: string, statement: unknown, seq = 1): Entry =>
    forge(envelopeOf({ stream: 'log:VN', seq, type, id: `f${seq}`.padStart(32, '0') }), { record: statement as Record<string, Json> });
  const take = (entries: readonly Entry[], by: typeof signer, ring = keys) =>
    receive({ first: 0, entries, note: noteOf(entries.length, entries, by) }, { tip: EMPTY_TIP, agreements: begun, logSeq: 0 }, { ...terms, keys: ring });

  it('a chunk may be signed by the key that it enrols itself, which a reader needs that was away for long', () => {
    const entries = [stating('KeyEnrolled', enrolled(second, 1)), stating('KeyRetired', retired(first, 1), 2), entryOf(1)];
    const received = take(entries, next);
    if (!received.ok) throw new Error(received.fault);
    expect(received.value.keys.at('VN', 'checkpoint', 3).map((key) => key.keyHash)).toEqual([next.keyHash]);
    expect(received.value.entries.every((entry) => entry.fact && !entry.fault)).toBe(true);
    expect(keys.statements).toEqual([]);
  });

  it('a chunk is not taken when the statement in it does not count, whoever signs the checkpoint', () => {
    for (const statement of [
      { ...signed(enrolled(second, 1).statement, SEEDS.CN[0]), proof: enrolled(second, 1).proof },
      enrolled(second, 1, 102), enrolled(second, 9), enrolled({ ...second, side: 'CN' }, 1),
    ]) {
      const received = take([stating('KeyEnrolled', statement), entryOf(1)], next);
      expect(received.ok ? 'none' : received.fault).toBe('checkpoint_invalid');
    }
  });

  it.each<[string, string, unknown]>([
    ['signed by the other root', 'KeyEnrolled', { ...signed(enrolled(second, 1).statement, SEEDS.CN[0]), proof: enrolled(second, 1).proof }],
    ['of the other side, truly signed by its root', 'KeyRetired', retired({ ...first, side: 'CN', seed: SEEDS.CN[1] }, 9)],
    ['without possession', 'KeyEnrolled', enrolled(second, 1, 102)],
    ['of a key that is nobody\'s', 'KeyRetired', retired(second, 9)],
  ])('a statement %s is refused and keeps its place', (_name, type, statement) => {
    const received = take([stating(type, statement), entryOf(1)], signer);
    if (!received.ok) throw new Error(received.fault);
    expect(received.value.entries.map(({ fault }) => fault)).toEqual(['key_statement_refused', undefined]);
    expect(received.value.keys.statements).toEqual([]);
  });

  it('a statement that came before, as a file, is no fault when it comes with the log', () => {
    const before = ringWith(enrolled(second, 1));
    const received = take([stating('KeyEnrolled', enrolled(second, 1))], signer, before);
    expect(received.ok && received.value.entries[0]!.fault).toBe(undefined);
    expect(received.ok && received.value.keys).toBe(before);
  });
});
