import { z } from 'zod';
import { factTypes } from '@pairgate/domain/concepts.ts';
import { id, instant, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { canonicalize, encodeCanonical, parseCanonical } from '@pairgate/ledger/canonical.ts';
import { MAX_ENTRY_SIZE } from '@pairgate/ledger/entry-bundle.ts';
import { hashOf } from '@pairgate/ledger/hash-input.ts';
import type { Sha256 } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { AgreementSource, CompiledAgreement, MessageTerms } from './agreement.ts';
import type { AmendmentFault } from './agreements.ts';
import { authorFault } from './author.ts';
import { exchangeFacts } from './messages.ts';
import { excess, join, project, termsAt, type Json } from './project.ts';
import type { Pseudonyms } from './pseudonym.ts';
import { quickCheck, quickCheckWithin, type QuickCheck } from './quick-check.ts';

/**
 * An entry of a log: the leaf, whose bytes are hashed into the tree, and the data, which travels beside it.
 *
 *   leaf = RFC 8785 of { commitments: { <class>: base64 }, envelope }
 *   data = RFC 8785 of { <class>: { fields, salt } }
 *   commitment = SHA-256( "pairgate-commitment/1\n" <class> "\n" || salt || RFC 8785(fields) )
 *
 * Destroying fields and salt of a class leaves the leaf, the tree and every signature as they were.
 */
export const SALT_SIZE = 32;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A stream of shared entries never gets this long; a number beyond it would not fit where it is stored. */
const MAX_SEQ = 2 ** 31 - 1;

/** CloudEvents 1.0 attribute names, with `recordedtime` of its extension and four of ours. */
export const envelope = z.strictObject({
  agreement: z.int().min(1),
  datacontenttype: z.literal('application/json'),
  id,
  recordedtime: instant,
  saw: count,
  seq: z.int().min(1).max(MAX_SEQ),
  source: z.string().min(1).max(200),
  specversion: z.literal('1.0'),
  stream: z.string().regex(/^[a-z]+:[A-Za-z0-9-]+$/).max(80),
  time: instant,
  type: z.string().regex(/^[A-Z][A-Za-z]{2,60}$/),
});
export type Envelope = z.infer<typeof envelope>;

export interface Entry {
  readonly leaf: Uint8Array;
  readonly data: Uint8Array;
}

const COMMITMENT_LABEL = 'pairgate-commitment/1\n';

/** `fields` is their canonical text. */
export const commitment = (sha256: Sha256, name: string, salt: Uint8Array, fields: string): Uint8Array =>
  hashOf(sha256, `${COMMITMENT_LABEL}${name}\n`, salt, fields);

export interface Publication {
  readonly fact: Fact;
  readonly seq: number;
  readonly source: string;
}

export interface PublishPorts {
  readonly sha256: Sha256;
  readonly random: (size: number) => Uint8Array;
  readonly pseudonyms: Pseudonyms;
}

/** An entry, and what it lets cross. */
export interface Published extends Entry {
  readonly classes: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/**
 * The entry that publishes a fact under an agreement, or `undefined` when the agreement lets nothing of its type cross, or
 * is no longer valid when the fact is recorded.
 */
export function publish(
  { fact, seq, source }: Publication,
  agreement: CompiledAgreement,
  ports: PublishPorts,
): Published | undefined {
  const terms = agreement.terms(fact.type, fact.data);
  if (!terms || !agreement.covers(fact.type, fact.recordedAt)) return undefined;
  const classes = project(terms, fact.data, ports.pseudonyms);
  const commitments: Record<string, string> = {};
  const data: string[] = [];
  for (const name of Object.keys(classes).toSorted()) {
    const salt = ports.random(SALT_SIZE);
    const fields = canonicalize(classes[name]);
    commitments[name] = toBase64(commitment(ports.sha256, name, salt, fields));
    data.push(`${data.length === 0 ? '{' : ','}${JSON.stringify(name)}:{"fields":`, fields, `,"salt":"${toBase64(salt)}"}`);
  }
  const leaf = encodeCanonical({
    commitments,
    envelope: {
      agreement: agreement.version,
      datacontenttype: 'application/json',
      id: fact.id,
      recordedtime: fact.recordedAt,
      saw: fact.saw,
      seq,
      source,
      specversion: '1.0',
      stream: fact.stream,
      time: fact.occurredAt,
      type: fact.type,
    } satisfies Envelope,
  });
  if (leaf.length > MAX_ENTRY_SIZE) throw new Error(`the leaf of ${fact.type} is ${leaf.length} bytes long`);
  return { leaf, data: data.length === 0 ? encodeUtf8('{}') : encodeUtf8(...data, '}'), classes };
}

/** Why a receiver refuses an entry. The entry keeps its place; both sides' folds skip it (design §6). */
export type EntryFault =
  | 'leaf_not_canonical' | 'leaf_malformed' | 'other_source' | 'agreement_unknown' | 'data_not_canonical'
  | 'agreement_expired' | 'data_malformed' | 'data_missing' | 'commitment_differs' | 'type_unknown' | 'field_not_agreed'
  | 'data_invalid' | 'other_stream' | 'other_author' | 'sequence_broken' | 'key_statement_refused' | AmendmentFault;

/**
 * What is kept of a fault beside the entry, `null` when it was accepted. What an entry carries beyond the agreement is
 * quarantined: it keeps its place like a refused one, and its data is shown and handed on to nobody.
 */
export const verdictOf = (fault: EntryFault | undefined): string | null =>
  fault === 'field_not_agreed' ? `${QUARANTINED}${fault}` : (fault ?? null);

const QUARANTINED = 'quarantined:';
export const isQuarantined = (verdict: string | null): boolean => verdict?.startsWith(QUARANTINED) ?? false;

/** What a judgement says of an entry that was not accepted, from what is kept beside it. */
export const exceptionOf = (verdict: string): { verdict: 'refused' | 'quarantined'; reason: string } =>
  isQuarantined(verdict)
    ? { verdict: 'quarantined', reason: verdict.slice(QUARANTINED.length) }
    : { verdict: 'refused', reason: verdict };

export interface Opened {
  readonly envelope: Envelope;
  /** The fact as it was published; classes whose time is over are missing from its data. */
  readonly fact: Fact;
}

export type OpenResult =
  | { readonly ok: true; readonly value: Opened }
  | { readonly ok: false; readonly fault: EntryFault; readonly pointer?: string; readonly envelope?: Envelope };

export const leafShape = z.strictObject({ commitments: z.record(z.string(), z.string()), envelope });
export const dataShape = z.record(
  z.string(),
  z.strictObject({ fields: z.record(z.string(), z.unknown()), salt: z.string() }),
);

/** The data schema of every type that may stand in a log. */
export const sharedFacts = { ...factTypes, ...exchangeFacts } as const;

/** Whether a class of what was recorded at an instant need not be there any more. */
export type MayMiss = (name: string, recordedtime: string) => boolean;

/** Opens an entry of the other side's log and re-checks everything that its author promised. */
export function openEntry(
  entry: Entry,
  author: SideId,
  agreements: AgreementSource,
  sha256: Sha256,
  /** At intake a committed class may be missing only when its time is over; later it may have been erased early too. */
  erasable: boolean | MayMiss,
): OpenResult {
  // No bundle of C2SP tlog-tiles can hold more, so that nobody could publish the log with it.
  if (entry.leaf.length > MAX_ENTRY_SIZE) return { ok: false, fault: 'leaf_malformed' };
  const parsed = parseCanonical(entry.leaf);
  if (!parsed.ok) return { ok: false, fault: 'leaf_not_canonical' };
  const leaf = readLeaf(parsed.value);
  if (!leaf) return { ok: false, fault: 'leaf_malformed' };
  const { commitments, envelope: head } = leaf;
  const fail = (fault: EntryFault, pointer?: string): OpenResult =>
    pointer === undefined ? { ok: false, fault, envelope: head } : { ok: false, fault, pointer, envelope: head };
  if (head.source !== agreements.party(author).logOrigin) return fail('other_source');
  const agreement = agreements.at(head.agreement, head.type);
  if (!agreement) return fail('agreement_unknown');
  if (!agreement.covers(head.type, head.recordedtime)) return fail('agreement_expired');
  const carried = parseCanonical(entry.data);
  if (!carried.ok) return fail('data_not_canonical');
  const data = readData(carried.value);
  if (!data) return fail('data_malformed');
  const known = Object.hasOwn(sharedFacts, head.type) ? sharedFacts[head.type as keyof typeof sharedFacts] : undefined;
  if (!known) return fail('type_unknown');
  const classes: Record<string, Record<string, Json>> = {};
  for (const [name, { fields, salt }] of Object.entries(data)) {
    const saltBytes = fromBase64(salt);
    const promised = fromBase64(commitments[name] ?? '');
    if (!saltBytes || saltBytes.length !== SALT_SIZE || !promised) return fail('data_malformed', `/${name}`);
    if (!equalBytes(commitment(sha256, name, saltBytes, canonicalize(fields)), promised)) {
      return fail('commitment_differs', `/${name}`);
    }
    classes[name] = fields as Record<string, Json>;
  }
  const missing = Object.keys(commitments).filter((name) => !Object.hasOwn(classes, name));
  const isOver = (name: string) => (typeof erasable === 'boolean' ? erasable : erasable(name, head.recordedtime));
  if (!missing.every(isOver)) return fail('data_missing');
  const joined = join(classes);
  const terms = agreement.terms(head.type, joined);
  // What a correction corrects may have been erased, and with it which terms hold for the rest.
  if (!terms && missing.length === 0) return fail('type_unknown');
  for (const [name, fields] of terms ? Object.entries(classes) : []) {
    const tree = terms!.find((each) => each.class === name)?.tree;
    const pointer = tree ? excess(fields, tree, `/${name}`) : `/${name}`;
    if (pointer) return fail('field_not_agreed', pointer);
  }
  if (erasable !== true && missing.length === 0) {
    const pointer = faultIn(known.data, joined, terms!);
    if (pointer !== undefined) return fail('data_invalid', pointer);
  }
  const fact: Fact = {
    id: head.id,
    type: head.type,
    stream: head.stream,
    side: author,
    occurredAt: head.time,
    recordedAt: head.recordedtime,
    saw: head.saw,
    data: joined,
  };
  const fault = authorFault(fact, known);
  return fault ? fail(fault) : { ok: true, value: { envelope: head, fact } };
}

const isLeaf = quickCheck(leafShape);
const isData = quickCheck(dataShape);

/** What the quick check accepts is what the schema would give; it lets no `__proto__` pass. */
function readLeaf(value: unknown): z.infer<typeof leafShape> | undefined {
  if (isLeaf(value)) return value as z.infer<typeof leafShape>;
  const leaf = leafShape.safeParse(value);
  return leaf.success && !hidesKey(value, 1) ? leaf.data : undefined;
}

function readData(value: unknown): z.infer<typeof dataShape> | undefined {
  if (isData(value)) return value as z.infer<typeof dataShape>;
  const data = dataShape.safeParse(value);
  return data.success && !hidesKey(value, 2) ? data.data : undefined;
}

/** The schemas read `__proto__` as no field at all, so that what stands under it would be stored and never checked. */
function hidesKey(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  return depth > 0 && Object.values(value).some((child) => hidesKey(child, depth - 1));
}

/** By the terms of a type under an agreement, which are made once. */
const checks = new WeakMap<MessageTerms, QuickCheck>();

function checkWithin(schema: z.ZodType, terms: MessageTerms): QuickCheck {
  let check = checks.get(terms);
  if (!check) checks.set(terms, (check = quickCheckWithin(schema, terms)));
  return check;
}

/** The pointer of the first fault, if any. Nearly all data is surely right, and the schema is not asked. */
const faultIn = (schema: z.ZodType, data: unknown, terms: MessageTerms): string | undefined =>
  checkWithin(schema, terms)(data) ? undefined : faultBySchema(schema, data, terms);

/**
 * The pointer of the first value that is wrong, or missing although the agreement names it. What a disguised value must
 * look like is for the agreement to say, not for the schema of the fact.
 */
export function faultBySchema(schema: z.ZodType, data: unknown, terms: MessageTerms): string | undefined {
  const result = schema.safeParse(data);
  if (result.success) return undefined;
  let filled = data;
  for (const issue of result.error.issues) {
    const agreed = termsAt(terms, issue.path);
    if (agreed === 'disguised') continue;
    if (valueAt(data, issue.path) === undefined) {
      if (agreed === undefined) continue;
      // A record of which nothing crossed is missing itself; what must be in it is asked of an empty one.
      if (agreed === 'within') {
        filled = withEmpty(filled, issue.path);
        continue;
      }
    }
    return `/${issue.path.map(String).join('/')}`;
  }
  return filled === data ? undefined : faultBySchema(schema, filled, terms);
}

/** With an empty record at a path of records and lists that are there. */
function withEmpty(data: unknown, [step, ...rest]: readonly PropertyKey[]): unknown {
  if (step === undefined) return {};
  if (Array.isArray(data)) return data.map((each: unknown, index) => (index === step ? withEmpty(each, rest) : each));
  return { ...(data as object), [step]: withEmpty((data as Record<PropertyKey, unknown>)[step], rest) };
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

