import { describe, expect, it } from 'vitest';
import { openEntry } from '@pairgate/exchange/entry.ts';
import type { Received } from '@pairgate/exchange/intake.ts';
import { agreementsFrom, defaultAgreement, envelopeOf, forge, ORIGINS, portsOf } from '@pairgate/exchange/testing/pair.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP, grow } from '@pairgate/ledger/tiles.ts';
import { sha256 } from './crypto.ts';
import { Group } from './group.ts';
import type { Live } from './live.ts';

/** The group of a node of `VN` to which nothing has happened yet. */
function newGroup(): Group {
  const live = { side: 'VN', read: () => undefined } as unknown as Live;
  const start = { position: 0, change: 0, own: EMPTY_TIP, peer: EMPTY_TIP, agreements: agreementsFrom(), peerLogSeq: 0 };
  return new Group(live, start, { now: () => 0, realNow: () => 0, ...portsOf() }, undefined);
}

/** A log of `CN` with one entry, which says that entry 3 of `VN` was refused and stands in its stream with this number. */
function judgement(seq: number): Received {
  const fields = { upTo: 4, exceptions: [{ index: 3, verdict: 'refused', reason: 'data_invalid' }] };
  const name = defaultAgreement.document.messages.Judged!.upTo!.class;
  const entry = forge(envelopeOf({ source: ORIGINS.CN, stream: 'log:CN', type: 'Judged', seq }), { [name]: fields });
  const opened = openEntry(entry, 'CN', defaultAgreement, sha256, false);
  if (!opened.ok) throw new Error(opened.fault);
  const hash = leafHash(sha256, entry.leaf);
  const { tip, full } = grow(sha256, EMPTY_TIP, [hash]);
  return {
    entries: [{ ...entry, ...opened.value, index: 0, leafHash: hash }],
    tip, tiles: full, root: rootOf(sha256, tip.edge), size: 1, note: '', text: '', keys: undefined as never, agreements: defaultAgreement as never, logSeq: seq,
  };
}

describe('a judgement of the other side', () => {
  it('marks what it names', () => {
    const group = newGroup();
    group.take(judgement(1), new Map());
    expect(group.close().batch.verdicts).toEqual([{ log: 'VN', index: 3, verdict: 'refused:data_invalid' }]);
  });

  it('marks nothing when it was refused itself', () => {
    const group = newGroup();
    group.take(judgement(5), new Map());
    const { logs, verdicts } = group.close().batch;
    expect(logs[0]!.entries[0]).toMatchObject({ type: 'Judged', verdict: 'sequence_broken' });
    expect(verdicts).toEqual([]);
  });
});
