import { z } from 'zod';
import { sideId, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { base64Key, retentionClass } from './codes.ts';
import { exchangeFacts } from './messages.ts';

/**
 * The agreement of a pair, as a document that both sides sign (design §3.2). It names the parties and their keys, and for
 * each type of message which fields cross, for what purpose, on which legal basis and in which retention class. What it
 * does not name does not cross.
 */
export const party = z.strictObject({
  name: z.string().min(1).max(100),
  rootKey: base64Key,
  logOrigin: z.string().regex(/^[a-z0-9.-]+(\/[a-z0-9.-]+)*$/i).max(200),
  checkpointKey: base64Key,
  cosignatureKey: base64Key,
  /** SHA-256 in hex of the DER of the certificate of the party's TLS authority. */
  tlsAuthority: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PartyTerms = z.infer<typeof party>;

/**
 * What happens to a field that is named: it crosses as it is, it crosses so that only its end can be read, it crosses as a
 * pseudonym under which equal values stay equal, or it does not cross. Without a rule it crosses as it is.
 */
export const RULES = ['allow', 'mask', 'pseudonym', 'deny'] as const;
export type Rule = (typeof RULES)[number];

/**
 * `class` is the retention class; one commitment is made per class and entry. `keep` belongs to `mask`: so many last
 * characters stay, and never more than half of them.
 */
export const fieldTerms = z.strictObject({
  class: retentionClass,
  purpose: z.string().min(1).max(300),
  basis: z.string().min(1).max(300),
  rule: z.enum(RULES).optional(),
  keep: z.int().min(1).max(12).optional(),
});
export type FieldTerms = z.infer<typeof fieldTerms>;

/**
 * Fields are paths from the data of a fact: names joined by dots, `[]` for each element of a list. From `validUntil` on
 * nothing crosses under the document but what the two nodes say of the exchange itself.
 */
export const agreementDocument = z.strictObject({
  format: z.literal('pairgate-agreement/1'),
  version: z.int().min(1).max(2 ** 31 - 1),
  pair: z.string().regex(/^[a-z0-9-]+$/),
  validFrom: z.string(),
  validUntil: z.string().optional(),
  parties: z.record(sideId, party),
  retention: z.record(z.string(), z.strictObject({ days: z.int().min(1), reason: z.string().max(300) })),
  messages: z.record(z.string(), z.record(z.string(), fieldTerms)),
});
export type AgreementDocument = z.infer<typeof agreementDocument>;

export const signedAgreement = z.strictObject({
  document: agreementDocument,
  signatures: z.record(sideId, z.string()),
});
export type SignedAgreement = z.infer<typeof signedAgreement>;

/** What each side's root key signs, before the canonical form of the document. */
export const AGREEMENT_LABEL = 'pairgate-agreement/1\n';

/** How a value that crosses is made unreadable: all but its end hidden, or replaced by a pseudonym for a purpose. */
export type Disguise =
  | { readonly rule: 'mask'; readonly keep: number }
  | { readonly rule: 'pseudonym'; readonly purpose: string };

/** The fields of one class as a tree: `true` at a field that crosses as it is. */
export type FieldTree =
  | true
  | {
      readonly fields?: Readonly<Record<string, FieldTree>>;
      readonly each?: FieldTree;
      readonly disguise?: Disguise;
    };

/** Whether a tree is a single field, which crosses as it is or disguised. */
export const isField = (tree: FieldTree): tree is true | { readonly disguise: Disguise } => tree === true || tree.disguise !== undefined;

type MutableTree = { fields?: Record<string, FieldTree>; each?: FieldTree };

/** The steps of a path: names, and `[]` for each element of a list. */
export const stepsOf = (path: string): string[] => path.replaceAll('[]', '.[]').split('.');

const leafOf = ({ rule, keep = 1, purpose }: FieldTerms): FieldTree =>
  rule === 'mask' || rule === 'pseudonym'
    ? { disguise: rule === 'mask' ? { rule, keep } : { rule, purpose } }
    : true;

function plant(tree: MutableTree, path: string, leaf: FieldTree): void {
  const steps = stepsOf(path);
  let node = tree;
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    if (step === '[]') {
      if (last) node.each = leaf;
      else node = (node.each ??= {}) as MutableTree;
    } else {
      node.fields ??= {};
      if (last) node.fields[step] = leaf;
      else node = (node.fields[step] ??= {}) as MutableTree;
    }
  }
}

/** With its fields in the order of RFC 8785, so that what is picked by it is in that order already. */
function ordered(tree: FieldTree): FieldTree {
  if (tree === true || tree.disguise) return tree;
  const { fields, each } = tree;
  return {
    ...(fields ? { fields: Object.fromEntries(Object.keys(fields).toSorted().map((name) => [name, ordered(fields[name]!)])) } : {}),
    ...(each === undefined ? {} : { each: ordered(each) }),
  };
}

/** The terms of one type of message, ready to project and to check: a tree per retention class. */
export type MessageTerms = readonly { readonly class: string; readonly tree: FieldTree }[];

/** Where the terms of an entry are found by the version that its envelope names. */
export interface AgreementSource {
  /** `undefined` when that version is not known, or not in force where the entry of this type stands. */
  at(version: number, type: string): CompiledAgreement | undefined;
  party(side: SideId): PartyTerms;
}

export interface CompiledAgreement extends AgreementSource {
  readonly version: number;
  readonly document: AgreementDocument;
  terms(type: string, data: unknown): MessageTerms | undefined;
  /** Whether a fact of the type, recorded at that instant, is within the time for which the document is valid. */
  covers(type: string, recordedAt: string): boolean;
}

function compileMessage(fields: Readonly<Record<string, FieldTerms>>, prefix = ''): MessageTerms {
  const trees = new Map<string, MutableTree>();
  for (const [path, terms] of Object.entries(fields)) {
    if (terms.rule === 'deny') continue;
    let tree = trees.get(terms.class);
    if (!tree) trees.set(terms.class, (tree = {}));
    plant(tree, prefix + path, leafOf(terms));
  }
  return [...trees].map(([name, tree]) => ({ class: name, tree: ordered(tree) })).toSorted((a, b) => (a.class < b.class ? -1 : 1));
}

/** Compiles a document once, so that projecting a fact is a walk over what crosses and nothing else. */
export function compileAgreement(document: AgreementDocument): CompiledAgreement {
  const terms = new Map(Object.entries(document.messages).map(([type, fields]) => [type, compileMessage(fields)]));
  // A correction lets the fields of the corrected fact cross, under the same rules, and no others.
  const own = document.messages.FactCorrected;
  const corrections = new Map<string, MessageTerms>();
  for (const [type, fields] of Object.entries(document.messages)) {
    if (!own) continue;
    const patched = Object.fromEntries(Object.entries(fields).map(([path, each]) => [`patch.${path}`, each]));
    corrections.set(type, compileMessage({ ...own, ...patched }));
  }
  const { version, validUntil } = document;
  const compiled: CompiledAgreement = {
    version,
    document,
    at: (asked) => (asked === version ? compiled : undefined),
    terms(type, data) {
      if (type !== 'FactCorrected') return terms.get(type);
      return corrections.get((data as { factType?: string }).factType ?? '');
    },
    covers: (type, recordedAt) => validUntil === undefined || recordedAt < validUntil || Object.hasOwn(exchangeFacts, type),
    party(side) {
      const found = document.parties[side];
      if (!found) throw new Error(`the agreement has no party ${side}`);
      return found;
    },
  };
  return compiled;
}
