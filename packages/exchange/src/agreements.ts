import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { canonicalize, encodeCanonical, parseCanonical } from '@pairgate/ledger/canonical.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import type { Sha256, VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { z } from 'zod';
import {
  AGREEMENT_LABEL, agreementDocument, compileAgreement, type AgreementDocument, type AgreementSource,
  type CompiledAgreement, type PartyTerms, type SignedAgreement,
} from './agreement.ts';
import { contradictionIn } from './contradictions.ts';
import { exchangeFacts } from './messages.ts';

/**
 * The versions of the agreement of a pair and which of them is in force where. Everything here follows from the first
 * version, which both sides hold from before the first entry, and from what both logs say of amendments.
 *
 * A fact is judged by what its author can have seen: all before it in its own log, and the other log up to `saw`. So both
 * sides judge alike, at whatever moment the entry reaches the other, and once more after a restart.
 */
export type AmendmentType =
  | 'AgreementProposed' | 'AgreementAccepted' | 'AgreementRejected' | 'AgreementWithdrawn' | 'AgreementActivated';

type DataOf<Type extends AmendmentType> = z.infer<(typeof exchangeFacts)[Type]['data']>;

/** A fact about the agreement, with its place in the log of its author. */
export type Amendment = {
  readonly [Type in AmendmentType]: {
    readonly side: SideId;
    readonly index: number;
    readonly saw: number;
    /** When it was recorded, by its author's clock. */
    readonly at: string;
    readonly type: Type;
    readonly data: DataOf<Type>;
  };
}[AmendmentType];
type Of<Type extends AmendmentType> = Extract<Amendment, { type: Type }>;

/** Why a fact about the agreement does not count. */
export type AmendmentFault =
  | 'amendment_malformed' | 'amendment_digest_differs' | 'amendment_not_next' | 'amendment_party_changed'
  | 'amendment_backdated' | 'amendment_not_signed' | 'amendment_expired' | 'amendment_open' | 'amendment_unknown'
  | 'amendment_withdrawn' | 'amendment_answered' | 'amendment_not_valid_yet';

export const isAmendmentType = (type: string): type is AmendmentType => type.startsWith('Agreement') && Object.hasOwn(exchangeFacts, type);

/** A fact as a fact about the agreement, when it is one; its data has passed its schema. */
export const amendmentOf = ({ side, type, saw, recordedAt, data }: Omit<Fact, 'id'>, index: number): Amendment | undefined =>
  isAmendmentType(type) ? ({ side, index, saw, at: recordedAt, type, data } as Amendment) : undefined;

export interface AgreementCrypto {
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
}

/** What a root key signs: the label, and the canonical form of the document. Throws a TypeError when it has none. */
export const signedBytes = (document: AgreementDocument): Uint8Array =>
  concatBytes(encodeUtf8(AGREEMENT_LABEL), encodeCanonical(document));

/** SHA-256 in hex of the canonical document: what names it in every fact about it. */
export const digestOf = (sha256: Sha256, document: AgreementDocument): string => toHex(sha256(encodeCanonical(document)));

/** Whether the root key that the document names for the side has signed it. `text` is its canonical form, where that is known. */
export function isSignedBy(
  document: AgreementDocument,
  side: SideId,
  signature: string,
  verify: VerifyEd25519,
  text?: string,
): boolean {
  const [bytes, key] = [fromBase64(signature), fromBase64(document.parties[side].rootKey)];
  const message = text === undefined ? signedBytes(document) : encodeUtf8(AGREEMENT_LABEL + text);
  return bytes !== undefined && key !== undefined && verify(key, message, bytes);
}

/** A document from the bytes that were proposed, or nothing when they are not the canonical form of a sound one. */
export function readDocument(text: string): AgreementDocument | undefined {
  const parsed = parseCanonical(encodeUtf8(text));
  const shaped = parsed.ok ? agreementDocument.safeParse(parsed.value) : undefined;
  return shaped?.success && !contradictionIn(shaped.data) ? shaped.data : undefined;
}

const compiled = new WeakMap<AgreementDocument, CompiledAgreement>();

/** Each document that was read is compiled once, whoever asks for its terms. */
function compiledOf(document: AgreementDocument): CompiledAgreement {
  let terms = compiled.get(document);
  if (!terms) compiled.set(document, (terms = compileAgreement(document)));
  return terms;
}

/** A version that both sides have signed. */
export interface AgreedVersion extends SignedAgreement {
  readonly digest: string;
  readonly compiled: CompiledAgreement;
}

export type ProposalState = 'open' | 'accepted' | 'rejected' | 'withdrawn';

/** A proposal as both logs tell of it. */
export interface Proposal {
  readonly by: SideId;
  readonly version: number;
  readonly digest: string;
  readonly document: AgreementDocument;
  readonly signature: string;
  readonly proposedAt: string;
  readonly openUntil: string;
  readonly state: ProposalState;
  /** Why the other side rejected it. */
  readonly reason?: string;
}

/** Everything but the name may decide who signs what; a new root key is a new pairing. */
const sameParty = ({ name: _was, ...before }: PartyTerms, { name: _is, ...after }: PartyTerms): boolean =>
  canonicalize(before) === canonicalize(after);

const about = <Type extends AmendmentType>(facts: readonly Amendment[], type: Type, side: SideId, digest?: string) =>
  facts.filter(
    (fact): fact is Of<Type> =>
      fact.type === type && fact.side === side && (digest === undefined || fact.data.digest === digest),
  );

const last = <T extends Amendment>(facts: readonly T[]): T | undefined =>
  facts.reduce<T | undefined>((newest, fact) => (newest && newest.index > fact.index ? newest : fact), undefined);

/** Immutable: every fact that counts gives another one. */
export class Agreements implements AgreementSource {
  readonly #facts: readonly Amendment[];
  readonly #documents: Map<string, AgreementDocument>;
  readonly #agreed: ReadonlyMap<number, AgreedVersion>;
  readonly #inForce: Readonly<Record<SideId, AgreedVersion>>;

  private constructor(
    /** The version that both sides hold from before the first entry. */
    readonly first: AgreedVersion,
    private readonly crypto: AgreementCrypto,
    facts: readonly Amendment[],
    documents: Map<string, AgreementDocument>,
    known: ReadonlyMap<number, AgreedVersion>,
  ) {
    this.#facts = facts;
    this.#documents = documents;
    this.#agreed = this.#agreedIn(facts, known);
    this.#inForce = { VN: this.#forceIn('VN'), CN: this.#forceIn('CN') };
  }

  /** The first version alone. That both sides have signed it, and that it is sound, has been checked before. */
  static of(first: SignedAgreement, crypto: AgreementCrypto): Agreements {
    const digest = digestOf(crypto.sha256, first.document);
    const agreed = { ...first, digest, compiled: compileAgreement(first.document) };
    return new Agreements(agreed, crypto, [], new Map(), new Map([[first.document.version, agreed]]));
  }

  /** The same first version with exactly these facts, which counted when they were stored. */
  restored(facts: readonly Amendment[]): Agreements {
    const known = new Map([[this.first.document.version, this.first]]);
    return new Agreements(this.first, this.crypto, facts, this.#documents, known);
  }

  /** With one fact more, which `fault` had nothing against. */
  with(fact: Amendment): Agreements {
    return new Agreements(this.first, this.crypto, [...this.#facts, fact], this.#documents, this.#agreed);
  }

  #documentOf({ digest, document }: DataOf<'AgreementProposed'>): AgreementDocument {
    let read = this.#documents.get(digest);
    if (!read) {
      read = readDocument(document);
      if (!read) throw new Error(`the proposal ${digest} was taken and cannot be read now`);
      this.#documents.set(digest, read);
    }
    return read;
  }

  #agreedIn(facts: readonly Amendment[], known: ReadonlyMap<number, AgreedVersion>): Map<number, AgreedVersion> {
    const agreed = new Map(known);
    for (const fact of facts) {
      if (fact.type !== 'AgreementAccepted' || agreed.has(fact.data.version)) continue;
      const { version, digest, signature } = fact.data;
      const proposal = last(about(facts, 'AgreementProposed', otherSide(fact.side), digest));
      if (!proposal) continue;
      const document = this.#documentOf(proposal.data);
      const signatures = { [fact.side]: signature, [proposal.side]: proposal.data.signature } as Record<SideId, string>;
      agreed.set(version, { document, digest, signatures, compiled: compiledOf(document) });
    }
    return agreed;
  }

  #forceIn(side: SideId): AgreedVersion {
    const newest = last(about(this.#facts, 'AgreementActivated', side));
    return (newest && this.#agreed.get(newest.data.version)) ?? this.first;
  }

  /** The terms of a version that both sides have signed. */
  at(version: number): CompiledAgreement | undefined {
    return this.#agreed.get(version)?.compiled;
  }

  party(side: SideId): PartyTerms {
    return this.first.compiled.party(side);
  }

  /** A version that both sides have signed, with the signatures. */
  agreed(version: number): AgreedVersion | undefined {
    return this.#agreed.get(version);
  }

  /** Every version that both sides have signed, oldest first. */
  get versions(): readonly AgreedVersion[] {
    return [...this.#agreed.values()].toSorted((a, b) => a.document.version - b.document.version);
  }

  /** The same as documents with both signatures, and nothing else. */
  get signed(): readonly [SignedAgreement, ...SignedAgreement[]] {
    const [first, ...rest] = this.versions.map(({ document, signatures }): SignedAgreement => ({ document, signatures }));
    return [first!, ...rest];
  }

  /** The version in force at the end of a side's log. */
  inForce(side: SideId): AgreedVersion {
    return this.#inForce[side];
  }

  /**
   * Whether the version that a log has put in force last can be read. It cannot while the other log, in which it was proposed or
   * accepted, is still to come: after a disk was lost. Until then `inForce` knows the first version only.
   */
  isKnown(side: SideId): boolean {
    const newest = last(about(this.#facts, 'AgreementActivated', side));
    return newest === undefined || this.#agreed.has(newest.data.version);
  }

  /** Where each version came into force in the log of a side, oldest first. */
  activations(side: SideId): { readonly version: number; readonly index: number; readonly at: string }[] {
    return about(this.#facts, 'AgreementActivated', side)
      .map(({ data, index, at }) => ({ version: data.version, index, at }))
      .toSorted((a, b) => a.index - b.index);
  }

  /** Whether a log has begun: its first entry puts the first version in force. */
  hasBegun(side: SideId): boolean {
    return about(this.#facts, 'AgreementActivated', side).length > 0;
  }

  /**
   * The terms for the next entry of a log: exactly one version is in force there. An activation is written under the
   * version that it puts in force.
   */
  next(side: SideId): AgreementSource {
    const force = this.#inForce[side];
    const begun = this.hasBegun(side);
    return {
      party: (of) => this.party(of),
      at: (version, type) => {
        if (type === 'AgreementActivated') return this.at(version);
        return begun && version === force.document.version ? force.compiled : undefined;
      },
    };
  }

  /** The version that a side has to put in force in its log once it is valid, when there is one. */
  upcoming(side: SideId): AgreedVersion | undefined {
    const next = this.#agreed.get(this.#inForce[side].document.version + 1);
    return next && this.hasBegun(side) && this.isKnown(side) ? next : undefined;
  }

  /** Every proposal, in the order in which each side made them. */
  get proposals(): Proposal[] {
    return SIDES.flatMap((by) => about(this.#facts, 'AgreementProposed', by)).map((proposal) => {
      const { side: by, at: proposedAt, data } = proposal;
      const { version, digest, openUntil, signature } = data;
      const rejection = this.#answer(this.#facts, 'AgreementRejected', proposal);
      const state = this.#stateOf(this.#facts, proposal);
      const document = this.#documentOf(data);
      return {
        by, version, digest, document, signature, proposedAt, openUntil, state,
        ...(rejection ? { reason: rejection.data.reason } : {}),
      };
    });
  }

  /** What the other side said to this very proposal: the same document may be proposed again later. */
  #answer<Type extends 'AgreementAccepted' | 'AgreementRejected'>(
    facts: readonly Amendment[],
    type: Type,
    proposal: Of<'AgreementProposed'>,
  ): Of<Type> | undefined {
    const again = about(facts, 'AgreementProposed', proposal.side, proposal.data.digest)
      .map(({ index }) => index).filter((index) => index > proposal.index);
    const until = Math.min(...again, Infinity);
    return last(
      about(facts, type, otherSide(proposal.side), proposal.data.digest)
        .filter(({ saw }: Amendment) => saw > proposal.index && saw <= until),
    );
  }

  #stateOf(facts: readonly Amendment[], proposal: Of<'AgreementProposed'>): ProposalState {
    // A withdrawal that the acceptance had not seen came too late.
    if (this.#answer(facts, 'AgreementAccepted', proposal)) return 'accepted';
    if (this.#answer(facts, 'AgreementRejected', proposal)) return 'rejected';
    const { side, index, data } = proposal;
    return about(facts, 'AgreementWithdrawn', side, data.digest).some((fact) => fact.index > index) ? 'withdrawn' : 'open';
  }

  /** Why a fact about the agreement does not count, or nothing. Its data has passed its schema. */
  fault(fact: Amendment): AmendmentFault | undefined {
    const facts = this.#facts.filter((each) => each.index < (each.side === fact.side ? fact.index : fact.saw));
    switch (fact.type) {
      case 'AgreementProposed':
        return this.#proposalFault(fact, facts);
      case 'AgreementActivated':
        return this.#activationFault(fact, facts);
      case 'AgreementWithdrawn':
        return this.#withdrawalFault(fact, facts);
      default:
        return this.#answerFault(fact, facts);
    }
  }

  #newestIn(facts: readonly Amendment[]): AgreedVersion {
    return [...this.#agreedIn(facts, new Map([[this.first.document.version, this.first]])).values()].reduce((newest, each) =>
      each.document.version > newest.document.version ? each : newest,
    );
  }

  #proposalFault(fact: Of<'AgreementProposed'>, facts: readonly Amendment[]): AmendmentFault | undefined {
    const { version, digest, document: text, openUntil, signature } = fact.data;
    if (toHex(this.crypto.sha256(encodeUtf8(text))) !== digest) return 'amendment_digest_differs';
    const document = this.#documents.get(digest) ?? readDocument(text);
    if (!document || document.pair !== this.first.document.pair) return 'amendment_malformed';
    const newest = this.#newestIn(facts);
    if (document.version !== version || version !== newest.document.version + 1) return 'amendment_not_next';
    const before = newest.document;
    if (SIDES.some((side) => !sameParty(before.parties[side], document.parties[side]))) return 'amendment_party_changed';
    if (document.validFrom < before.validFrom) return 'amendment_backdated';
    if (openUntil <= fact.at) return 'amendment_expired';
    const open = about(facts, 'AgreementProposed', fact.side).some(
      (each) => each.data.version === version && this.#stateOf(facts, each) === 'open',
    );
    if (open) return 'amendment_open';
    return isSignedBy(document, fact.side, signature, this.crypto.verify, text) ? undefined : 'amendment_not_signed';
  }

  #answerFault(fact: Of<'AgreementAccepted' | 'AgreementRejected'>, facts: readonly Amendment[]): AmendmentFault | undefined {
    const { version, digest } = fact.data;
    const proposal = last(about(facts, 'AgreementProposed', otherSide(fact.side), digest));
    if (!proposal || proposal.data.version !== version) return 'amendment_unknown';
    const state = this.#stateOf(facts, proposal);
    if (state !== 'open') return state === 'withdrawn' ? 'amendment_withdrawn' : 'amendment_answered';
    if (fact.type === 'AgreementRejected') return undefined;
    if (fact.at > proposal.data.openUntil) return 'amendment_expired';
    if (version !== this.#newestIn(facts).document.version + 1) return 'amendment_not_next';
    const crossing = about(facts, 'AgreementProposed', fact.side).some(
      (each) => each.data.version === version && !this.#isOver(facts, each, proposal.saw),
    );
    if (crossing) return 'amendment_open';
    const document = this.#documentOf(proposal.data);
    return isSignedBy(document, fact.side, fact.data.signature, this.crypto.verify, proposal.data.document) ? undefined : 'amendment_not_signed';
  }

  /**
   * Two proposals of one version may pass each other, and only one of them may come to be accepted. So a side accepts only
   * when its own can no longer be: the other side has rejected it, or knew of its withdrawal when it made its own.
   */
  #isOver(facts: readonly Amendment[], own: Of<'AgreementProposed'>, theySaw: number): boolean {
    if (this.#stateOf(facts, own) === 'rejected') return true;
    const withdrawn = about(facts, 'AgreementWithdrawn', own.side, own.data.digest);
    return withdrawn.some(({ index }) => index > own.index && index < theySaw);
  }

  #withdrawalFault(fact: Of<'AgreementWithdrawn'>, facts: readonly Amendment[]): AmendmentFault | undefined {
    const proposal = last(about(facts, 'AgreementProposed', fact.side, fact.data.digest));
    if (!proposal || proposal.data.version !== fact.data.version) return 'amendment_unknown';
    const state = this.#stateOf(facts, proposal);
    if (state === 'open') return undefined;
    return state === 'withdrawn' ? 'amendment_withdrawn' : 'amendment_answered';
  }

  #activationFault(fact: Of<'AgreementActivated'>, facts: readonly Amendment[]): AmendmentFault | undefined {
    const { version, digest } = fact.data;
    const before = last(about(facts, 'AgreementActivated', fact.side));
    if (!before) {
      if (version !== this.first.document.version) return 'amendment_not_next';
      return digest === this.first.digest ? undefined : 'amendment_digest_differs';
    }
    if (version !== before.data.version + 1) return 'amendment_not_next';
    const agreed = this.#agreedIn(facts, new Map()).get(version);
    if (!agreed) return 'amendment_unknown';
    if (digest !== agreed.digest) return 'amendment_digest_differs';
    return fact.at < agreed.document.validFrom ? 'amendment_not_valid_yet' : undefined;
  }
}
