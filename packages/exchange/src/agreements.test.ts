import { describe, expect, it } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import type { AgreementDocument } from './agreement.ts';
import type { Amendment } from './agreements.ts';
import { acceptanceOf, activationOf, Amending, LATER, proposalOf, T0 } from './testing/amending.ts';
import { agreementsFrom, begun, documentOf, keyPair, ROOTS, signedBy } from './testing/pair.ts';

const versionOf = (version: number, over: Partial<AgreementDocument> = {}): AgreementDocument => ({ ...documentOf(), version, ...over });
const second = versionOf(2);
const third = versionOf(3);

/** Signed by both sides, and in force nowhere yet. */
function agreed(document = second): Amending {
  const pair = new Amending();
  expect(pair.tell('VN', 'AgreementProposed', proposalOf('VN', document))).toBeUndefined();
  expect(pair.tell('CN', 'AgreementAccepted', acceptanceOf('CN', document))).toBeUndefined();
  return pair;
}
function proposed(): Amending {
  const pair = new Amending();
  pair.tell('VN', 'AgreementProposed', proposalOf('VN', second));
  return pair;
}

describe('an amendment', () => {
  it('is in force in each log from its own activation on', () => {
    const pair = agreed();
    expect(pair.agreements.inForce('VN').document.version).toBe(1);
    expect(pair.agreements.upcoming('VN')?.document).toEqual(second);
    expect(pair.tell('CN', 'AgreementActivated', activationOf(second))).toBeUndefined();
    expect(SIDES.map((side) => pair.agreements.inForce(side).document.version)).toEqual([1, 2]);
    expect(pair.agreements.next('CN').at(1, 'VehicleArrived')).toBeUndefined();
    expect(pair.agreements.next('CN').at(2, 'VehicleArrived')?.version).toBe(2);
    expect(pair.agreements.next('VN').at(2, 'VehicleArrived')).toBeUndefined();
    expect(pair.agreements.next('VN').at(1, 'VehicleArrived')?.version).toBe(1);
    expect(pair.agreements.at(1)?.version).toBe(1);
    expect(pair.agreements.upcoming('CN')).toBeUndefined();
  });

  it('carries both signatures, whoever proposed it', () => {
    const signatures = { VN: signedBy('VN', second), CN: signedBy('CN', second) };
    expect(agreed().agreements.agreed(2)).toMatchObject({ document: second, signatures });
    const pair = new Amending();
    pair.amend(second, 'CN');
    expect(pair.agreements.agreed(2)).toMatchObject({ document: second, signatures });
  });

  it('follows another, and both are known for the entries that were written under them', () => {
    const pair = new Amending();
    pair.amend(second, 'CN');
    pair.amend(third, 'VN');
    expect(pair.agreements.versions.map(({ document }) => document.version)).toEqual([1, 2, 3]);
    expect(SIDES.map((side) => pair.agreements.inForce(side).document.version)).toEqual([3, 3]);
  });

  it('is there again when its facts are read from where they were stored', () => {
    const facts: Amendment[] = [];
    const pair = new Amending();
    const { tell } = Amending.prototype;
    pair.tell = (side, type, data, more = {}) => {
      facts.push({ side, index: pair.sizes[side], saw: more.saw ?? 9, at: T0, type, data } as Amendment);
      return tell.call(pair, side, type as never, data as never, more);
    };
    pair.amend(second);
    const first = SIDES.map((side): Amendment => {
      const data = { version: 1, digest: begun.first.digest };
      return { side, index: 0, saw: 0, at: T0, type: 'AgreementActivated', data };
    });
    const restored = agreementsFrom().restored([...facts.toReversed(), ...first]);
    expect(SIDES.map((side) => restored.inForce(side).document)).toEqual([second, second]);
  });
});

describe('a log that came back before the other one', () => {
  /** What the log of VN tells of two amendments, one proposed by each side, without what the log of CN tells. */
  const facts: Amendment[] = [];
  const pair = new Amending();
  const { tell } = Amending.prototype;
  pair.tell = (side, type, data, more = {}) => {
    facts.push({ side, index: pair.sizes[side], saw: pair.sizes[side === 'VN' ? 'CN' : 'VN'], at: T0, type, data } as Amendment);
    return tell.call(pair, side, type as never, data as never, more);
  };
  pair.amend(second, 'VN');
  pair.amend(third, 'CN');
  const first = SIDES.map((side): Amendment => {
    const data = { version: 1, digest: begun.first.digest };
    return { side, index: 0, saw: 0, at: T0, type: 'AgreementActivated', data };
  });
  const of = (side: string) => [...first, ...facts].filter((fact) => fact.side === side);

  it('knows the version in force only when the other has told how that was agreed, and puts nothing in force until then', () => {
    let agreements = agreementsFrom().restored(of('VN'));
    for (const fact of of('CN')) {
      expect(agreements.isKnown('VN')).toBe(false);
      expect(agreements.upcoming('VN')).toBeUndefined();
      expect(agreements.fault(fact)).toBeUndefined();
      agreements = agreements.with(fact);
      if (fact.type === 'AgreementProposed') break;
    }
    // It was VN that accepted the third version: with the document it is whole.
    expect(agreements.agreed(2)?.document).toEqual(second);
    expect(agreements.isKnown('VN')).toBe(true);
    expect(agreements.inForce('VN').document).toEqual(third);
    expect(agreements.upcoming('VN')).toBeUndefined();
  });

  it('knows the first version from the beginning', () => {
    expect(begun.isKnown('VN')).toBe(true);
    expect(agreementsFrom().isKnown('VN')).toBe(true);
  });
});

describe('before the first activation of a log', () => {
  it('nothing stands under any version, and only the version that both sides hold can begin it', () => {
    const none = agreementsFrom();
    expect(none.next('VN').at(1, 'VehicleArrived')).toBeUndefined();
    expect(none.next('VN').at(1, 'AgreementActivated')?.version).toBe(1);
    const begin = (data: { version: number; digest: string }) =>
      none.fault({ side: 'VN', index: 0, saw: 0, at: T0, type: 'AgreementActivated', data });
    expect(begin(activationOf(documentOf()))).toBeUndefined();
    expect(begin(activationOf(second))).toBe('amendment_not_next');
    expect(begin({ version: 1, digest: '0'.repeat(64) })).toBe('amendment_digest_differs');
  });
});

describe('a proposal does not count', () => {
  const faultOf = (data: Partial<ReturnType<typeof proposalOf>>, document = second, pair = new Amending()) =>
    pair.tell('VN', 'AgreementProposed', { ...proposalOf('VN', document), ...data });

  it('when nobody has signed it, or the other side, or a stranger', () => {
    const stranger = toBase64(keyPair('root', 9).signer.sign(new Uint8Array(1)));
    for (const signature of ['', toBase64(new Uint8Array(64)), signedBy('CN', second), signedBy('VN', third), stranger]) {
      expect(faultOf({ signature })).toBe('amendment_not_signed');
    }
  });

  it('when it repeats a version or skips one', () => {
    for (const document of [versionOf(1), third]) expect(faultOf({}, document)).toBe('amendment_not_next');
    expect(faultOf({ version: 3 })).toBe('amendment_not_next');
    expect(faultOf({}, second, agreed())).toBe('amendment_not_next');
  });

  it('when its digest is that of another document', () => {
    expect(faultOf({ digest: proposalOf('VN', third).digest })).toBe('amendment_digest_differs');
  });

  it('when its bytes are no canonical document, or one that contradicts itself', () => {
    const spoilt = versionOf(2, { validFrom: 'tomorrow' });
    expect(faultOf({}, spoilt)).toBe('amendment_malformed');
    expect(faultOf({}, versionOf(2, { pair: 'another-pair' }))).toBe('amendment_malformed');
    const text = ` ${proposalOf('VN', second).document}`;
    const { digest } = proposalOf('VN', second);
    expect(faultOf({ document: text, digest })).toBe('amendment_digest_differs');
  });

  it('when it changes who the parties are', () => {
    const { parties } = documentOf();
    const key = toBase64(keyPair('root', 9).key.publicKey);
    const renamed = versionOf(2, { parties: { ...parties, CN: { ...parties.CN, name: 'Youyi Guan Port' } } });
    expect(faultOf({}, renamed)).toBeUndefined();
    expect(faultOf({}, versionOf(2, { parties: { ...parties, CN: { ...parties.CN, rootKey: key } } }))).toBe('amendment_party_changed');
  });

  it('when it is valid from before its predecessor was', () => {
    expect(faultOf({}, versionOf(2, { validFrom: '2025-12-31T23:59:59.999Z' }))).toBe('amendment_backdated');
  });

  it('when another of the same side is open, until that is withdrawn or rejected', () => {
    const pair = proposed();
    const other = versionOf(2, { validFrom: T0 });
    expect(faultOf({}, other, pair)).toBe('amendment_open');
    const { version, digest } = proposalOf('VN', second);
    expect(pair.tell('VN', 'AgreementWithdrawn', { version, digest })).toBeUndefined();
    expect(faultOf({}, other, pair)).toBeUndefined();
  });

  it('when its document has been read before and its bytes, its signature or what it calls itself are others now', () => {
    const pair = proposed();
    const { version, digest } = proposalOf('VN', second);
    expect(pair.tell('VN', 'AgreementWithdrawn', { version, digest })).toBeUndefined();
    expect(pair.agreements.proposals).toHaveLength(1);
    expect(faultOf({ signature: signedBy('CN', second) }, second, pair)).toBe('amendment_not_signed');
    expect(faultOf({ document: `${proposalOf('VN', second).document} ` }, second, pair)).toBe('amendment_digest_differs');
    expect(faultOf({ version: 3 }, second, pair)).toBe('amendment_not_next');
    expect(faultOf({}, second, pair)).toBeUndefined();
  });

  it('when it is over as soon as it is made', () => {
    expect(faultOf({ openUntil: T0 })).toBe('amendment_expired');
  });
});

describe('an acceptance does not count', () => {
  const accepted = acceptanceOf('CN', second);

  it('when it is not signed by the root key of its own side', () => {
    for (const signature of [signedBy('VN', second), signedBy('CN', third), toBase64(new Uint8Array(64))]) {
      expect(proposed().tell('CN', 'AgreementAccepted', { ...accepted, signature })).toBe('amendment_not_signed');
    }
    expect(ROOTS.VN.key.publicKey).not.toEqual(ROOTS.CN.key.publicKey);
  });

  it('when nothing like it was proposed, or its author had not seen it', () => {
    expect(new Amending().tell('CN', 'AgreementAccepted', accepted)).toBe('amendment_unknown');
    expect(proposed().tell('CN', 'AgreementAccepted', { ...accepted, digest: '0'.repeat(64) })).toBe('amendment_unknown');
    expect(proposed().tell('CN', 'AgreementAccepted', { ...accepted, version: 3 })).toBe('amendment_unknown');
    expect(proposed().tell('CN', 'AgreementAccepted', accepted, { saw: 1 })).toBe('amendment_unknown');
    expect(proposed().tell('VN', 'AgreementAccepted', acceptanceOf('VN', second))).toBe('amendment_unknown');
  });

  it('after the time of the proposal', () => {
    expect(proposed().tell('CN', 'AgreementAccepted', accepted, { at: LATER })).toBeUndefined();
    expect(proposed().tell('CN', 'AgreementAccepted', accepted, { at: '2026-12-19T03:00:00.001Z' })).toBe('amendment_expired');
  });

  it('when the proposal was withdrawn before its eyes, or answered already', () => {
    const { version, digest } = accepted;
    const withdrawn = proposed();
    withdrawn.tell('VN', 'AgreementWithdrawn', { version, digest });
    expect(withdrawn.tell('CN', 'AgreementAccepted', accepted)).toBe('amendment_withdrawn');
    expect(agreed().tell('CN', 'AgreementAccepted', accepted)).toBe('amendment_answered');
    const rejected = proposed();
    rejected.tell('CN', 'AgreementRejected', { version, digest, reason: 'too much' });
    expect(rejected.tell('CN', 'AgreementAccepted', accepted)).toBe('amendment_answered');
    expect(rejected.agreements.proposals).toMatchObject([{ by: 'VN', state: 'rejected', reason: 'too much' }]);
  });

  it('but does when the withdrawal had not been seen: that came too late', () => {
    const pair = proposed();
    const { version, digest } = accepted;
    pair.tell('VN', 'AgreementWithdrawn', { version, digest });
    expect(pair.tell('CN', 'AgreementAccepted', accepted, { saw: 2 })).toBeUndefined();
    expect(pair.agreements.proposals).toMatchObject([{ state: 'accepted' }]);
    expect(pair.tell('VN', 'AgreementActivated', activationOf(second))).toBeUndefined();
  });
});

describe('two proposals of one version that pass each other', () => {
  const [ours, theirs] = [versionOf(2, { validFrom: T0 }), versionOf(2)];
  function crossed(): Amending {
    const pair = new Amending();
    pair.tell('VN', 'AgreementProposed', proposalOf('VN', ours), { saw: 1 });
    pair.tell('CN', 'AgreementProposed', proposalOf('CN', theirs), { saw: 1 });
    return pair;
  }
  const named = (document: AgreementDocument) => activationOf(document);

  it('are both refused to be accepted while each side keeps its own', () => {
    const pair = crossed();
    expect(pair.tell('VN', 'AgreementAccepted', acceptanceOf('VN', theirs))).toBe('amendment_open');
    expect(pair.tell('CN', 'AgreementAccepted', acceptanceOf('CN', ours))).toBe('amendment_open');
  });

  it('leave one: whoever was rejected accepts, and the other cannot any more', () => {
    const pair = crossed();
    expect(pair.tell('CN', 'AgreementRejected', { ...named(ours), reason: 'ours is better' })).toBeUndefined();
    expect(pair.tell('VN', 'AgreementAccepted', acceptanceOf('VN', theirs))).toBeUndefined();
    expect(pair.tell('CN', 'AgreementAccepted', acceptanceOf('CN', ours))).toBe('amendment_answered');
    expect(pair.agreements.agreed(2)?.document).toEqual(theirs);
  });

  it('never end with both accepted, though both are withdrawn at once', () => {
    const pair = crossed();
    pair.tell('VN', 'AgreementWithdrawn', named(ours), { saw: 2 });
    pair.tell('CN', 'AgreementWithdrawn', named(theirs), { saw: 2 });
    expect(pair.tell('VN', 'AgreementAccepted', acceptanceOf('VN', theirs), { saw: 2 })).toBe('amendment_open');
    expect(pair.tell('CN', 'AgreementAccepted', acceptanceOf('CN', ours), { saw: 2 })).toBe('amendment_open');
    expect(pair.tell('CN', 'AgreementProposed', proposalOf('CN', theirs))).toBeUndefined();
    expect(pair.tell('VN', 'AgreementAccepted', acceptanceOf('VN', theirs))).toBeUndefined();
  });
});

describe('an activation does not count', () => {
  const faultOf = (data: { version: number; digest: string }, pair = agreed(), more = {}) =>
    pair.tell('VN', 'AgreementActivated', data, more);

  it('when the version is unknown, or signed by one side only', () => {
    expect(faultOf(activationOf(second), new Amending())).toBe('amendment_unknown');
    expect(faultOf(activationOf(second), proposed())).toBe('amendment_unknown');
    expect(faultOf(activationOf(second), agreed(), { saw: 1 })).toBe('amendment_unknown');
  });

  it('when it repeats a version or skips one', () => {
    expect(faultOf(activationOf(documentOf()))).toBe('amendment_not_next');
    const pair = agreed();
    pair.tell('VN', 'AgreementProposed', proposalOf('VN', third));
    expect(pair.tell('CN', 'AgreementAccepted', acceptanceOf('CN', third))).toBeUndefined();
    expect(faultOf(activationOf(third), pair)).toBe('amendment_not_next');
    expect(faultOf(activationOf(second), pair)).toBeUndefined();
    expect(faultOf(activationOf(second), pair)).toBe('amendment_not_next');
    expect(faultOf(activationOf(third), pair)).toBeUndefined();
  });

  it('when it names another document', () => {
    expect(faultOf({ version: 2, digest: activationOf(third).digest })).toBe('amendment_digest_differs');
  });

  it('before the document is valid', () => {
    const tomorrow = versionOf(2, { validFrom: '2026-11-20T00:00:00.000Z' });
    expect(faultOf(activationOf(tomorrow), agreed(tomorrow), { at: '2026-11-19T23:59:59.999Z' })).toBe('amendment_not_valid_yet');
    expect(faultOf(activationOf(tomorrow), agreed(tomorrow), { at: '2026-11-20T00:00:00.000Z' })).toBeUndefined();
  });
});
