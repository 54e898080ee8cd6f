import { hash } from 'node:crypto';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument, PartyTerms, SignedAgreement } from '@pairgate/exchange/agreement.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import { contradictionIn } from '@pairgate/exchange/contradictions.ts';
import type { NotePurpose, SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { pseudonymsOf, type Pseudonyms } from '@pairgate/exchange/pseudonym.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import { COSIGNATURE_V1, ED25519 } from '@pairgate/ledger/note.ts';
import { keyPair, sha256, signer, type KeyPair } from '@pairgate/node/crypto.ts';
import type { HeldKeys } from '@pairgate/node/exchange/working-keys.ts';
import { agreementDigest, agreementsFrom, makeAgreement, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import type { HeldKey } from '@pairgate/node/keys/identity.ts';
import { signStatement, type Request } from '@pairgate/node/keys/statements.ts';

/** A document that may be proposed, with what each root key makes of it. */
export interface Draft {
  readonly document: AgreementDocument;
  readonly text: string;
  readonly digest: string;
  readonly signatures: Readonly<Record<SideId, string>>;
}

/** What a version does to the first one: it hides some of what crossed, and lets cross some of what did not. */
export interface Shape {
  readonly hides: boolean;
  readonly opens: boolean;
}

/** One set of keys and one first agreement for all seeds: making them costs more than a seed may take. */
export interface Terms {
  readonly held: Readonly<Record<SideId, HeldKeys>>;
  readonly signed: SignedAgreement;
  /** The first version alone, as both nodes read it. */
  readonly agreements: Agreements;
  readonly pseudonyms: Readonly<Record<SideId, Pseudonyms>>;
  draft(version: number, shape: Shape, validFrom: string): Draft;
  /** A further key of a side, by its number. */
  spare(side: SideId, purpose: NotePurpose, number: number): Spare;
  /** What the root key of a side makes of a request about a key. */
  stated(side: SideId, request: Request): SignedKeyStatement;
}

export type Spare = HeldKey & { readonly pair: KeyPair };

const ORIGINS: Readonly<Record<SideId, string>> = { VN: 'huu-nghi.example/log', CN: 'youyi-guan.example/log' };

type Messages = AgreementDocument['messages'];
type Rules = Readonly<Record<string, Readonly<Record<string, { rule: 'allow' | 'mask' | 'pseudonym' | 'deny'; keep?: number }>>>>;

const NAMES = { 'declaration.exporter.name': { rule: 'deny' }, 'declaration.importer.name': { rule: 'mask', keep: 3 } } as const;

/** Places where people type, and plates. All of them cross under the first version. */
const HIDDEN: Rules = {
  DeclarationLodged: NAMES,
  DeclarationAmended: NAMES,
  DeclarationCompleted: { 'completion.importer.name': { rule: 'pseudonym' } },
  CrossingPlanned: { tractorID: { rule: 'mask', keep: 3 } },
  VehicleCalled: { override: { rule: 'deny' } },
  HoldPlaced: { objectTo: { rule: 'pseudonym' } },
  HoldObjected: { text: { rule: 'deny' } },
  FactCorrected: { reason: { rule: 'deny' } },
};

const ALLOW = { rule: 'allow' } as const;

/** Places where people type of which nothing crosses under the first version. None of them names a person. */
const OPENED: Rules = {
  DeclarationAmended: { reason: ALLOW },
  DeclarationWithdrawn: { reason: ALLOW },
  LoadRemoved: { reason: ALLOW },
  AttachmentReplaced: { reason: ALLOW },
  SlotReleased: { reason: ALLOW },
  VehicleArrived: { yard: ALLOW },
  CallPassed: { reason: ALLOW },
  InspectionStarted: { bay: ALLOW },
  HoldLifted: { reason: ALLOW },
  StationClosed: { reason: ALLOW },
};

const TERMS = { class: 'operation', purpose: 'p', basis: 'b' };

function ruled(messages: Messages, rules: Rules): Messages {
  const changed = Object.entries(rules).map(([type, fields]) => {
    const before = messages[type] ?? {};
    const over = Object.entries(fields).map(([path, rule]) => [path, { ...(before[path] ?? TERMS), ...rule }]);
    return [type, { ...before, ...Object.fromEntries(over) }];
  });
  return { ...messages, ...Object.fromEntries(changed) } as Messages;
}

/** The document travels in every proposal: of the long sentences of the default terms only their place is kept. */
const short = (messages: Messages): Messages =>
  Object.fromEntries(
    Object.entries(messages).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.entries(fields).map(([path, terms]) => [path, { ...terms, purpose: 'p', basis: 'b' }])),
    ]),
  );

const pairOf = (side: SideId, use: string): KeyPair => keyPair(new Uint8Array(hash('sha256', `${side} ${use}`, 'buffer')));

const NOTE_TYPES = { checkpoint: ED25519, cosignature: COSIGNATURE_V1 } as const;

function spareOf(side: SideId, purpose: NotePurpose, number: number): Spare {
  const pair = pairOf(side, `${purpose} ${number}`);
  return { purpose, key: toBase64(pair.publicKey), pair, signer: signer(ORIGINS[side], pair, NOTE_TYPES[purpose]) };
}

function partyOf(side: SideId) {
  const [root, checkpoint, cosignature] = [pairOf(side, 'root'), pairOf(side, 'checkpoint'), pairOf(side, 'cosignature')];
  const party: PartyTerms = {
    name: side,
    rootKey: toBase64(root.publicKey),
    logOrigin: ORIGINS[side],
    checkpointKey: toBase64(checkpoint.publicKey),
    cosignatureKey: toBase64(cosignature.publicKey),
    tlsAuthority: hash('sha256', side, 'hex'),
  };
  const held: HeldKeys = {
    keys: [
      { purpose: 'checkpoint', key: party.checkpointKey, signer: signer(ORIGINS[side], checkpoint, ED25519) },
      { purpose: 'cosignature', key: party.cosignatureKey, signer: signer(ORIGINS[side], cosignature, COSIGNATURE_V1) },
    ],
    // What TLS promises, the simulated link promises.
    authorities: [],
  };
  return { party, root, held };
}

const pseudonymsOfSide = (side: SideId): Pseudonyms =>
  pseudonymsOf(sha256, new Uint8Array(hash('sha256', `${side} pseudonyms`, 'buffer')), huuNghiYouyiGuan.id);

type Roots = Readonly<Record<SideId, KeyPair>>;

function draftOf(document: AgreementDocument, roots: Roots): Draft {
  const contradiction = contradictionIn(document);
  if (contradiction) throw new Error(`a document that nobody can agree on: ${JSON.stringify(contradiction)}`);
  const signatures = Object.fromEntries(SIDES.map((side) => [side, signAgreement(document, side, roots[side])]));
  return {
    document, text: canonicalize(document), digest: agreementDigest(document), signatures: signatures as Draft['signatures'],
  };
}

export function makeTerms(): Terms {
  const [VN, CN] = [partyOf('VN'), partyOf('CN')];
  const roots = { VN: VN.root, CN: CN.root };
  const made = makeAgreement(VN.party, CN.party, { pair: huuNghiYouyiGuan.id, validFrom: '2026-11-01T00:00:00.000Z' });
  const document = { ...made, messages: short(made.messages) };
  const signed = { document, signatures: draftOf(document, roots).signatures };
  const drafts = new Map<string, Draft>();
  const spares = new Map<string, Spare>();
  return {
    held: { VN: VN.held, CN: CN.held },
    signed,
    agreements: agreementsFrom(signed),
    pseudonyms: { VN: pseudonymsOfSide('VN'), CN: pseudonymsOfSide('CN') },
    draft(version, { hides, opens }, validFrom) {
      const name = `${version} ${hides} ${opens} ${validFrom}`;
      let draft = drafts.get(name);
      if (!draft) {
        const hidden = hides ? ruled(document.messages, HIDDEN) : document.messages;
        const messages = opens ? ruled(hidden, OPENED) : hidden;
        drafts.set(name, (draft = draftOf({ ...document, version, validFrom, messages }, roots)));
      }
      return draft;
    },
    spare(side, purpose, number) {
      const name = `${side} ${purpose} ${number}`;
      let spare = spares.get(name);
      if (!spare) spares.set(name, (spare = spareOf(side, purpose, number)));
      return spare;
    },
    stated: (side, request) => signStatement(request, roots[side]),
  };
}
