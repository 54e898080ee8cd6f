import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { DAY, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { canonicalize, parseCanonical } from '@pairgate/ledger/canonical.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { compileAgreement, isField, type AgreementDocument, type CompiledAgreement, type FieldTree } from './agreement.ts';
import type { Agreements } from './agreements.ts';
import { sharedFacts, type MayMiss } from './entry.ts';
import type { Json } from './project.ts';

/**
 * How long values are kept, and what is left of a fact and of an entry when their time is over (design §6, "Entry and
 * erasure"). Whole days of UTC: a class of `days` days ends when so many whole days have passed after the day on which the
 * fact was recorded, so never early, and less than a day late.
 *
 * Fields that no class names stay on their side and live as long as the longest class of their fact, with who wrote it
 * down; a fact of which nothing crosses lives as long as the longest class of what does cross of its kind of stream. What describes a person or a
 * firm beside a field that does cross goes with that field.
 */
export const dayOf = (millis: number): number => Math.floor(millis / DAY);

/** Private fields that end together with a field of the same fact. */
const BESIDE: Readonly<Record<string, Readonly<Record<string, string>>>> = (() => {
  const declared = {
    'declaration.borderTransportMeans.driver': 'declaration.borderTransportMeans.tractorID',
    'declaration.agent': 'declaration.importer.name',
  };
  return {
    DeclarationLodged: declared,
    DeclarationAmended: declared,
    DeclarationCompleted: { 'completion.agent': 'completion.importer.name' },
    CrossingPlanned: { driver: 'tractorID' },
    AttachmentReplaced: { driver: 'to' },
  };
})();

/** Statements about a log itself: without them nobody could judge it any more. They are never erased. */
export const isAboutLog = (stream: string): boolean => stream.startsWith('log:');

/** The classes of an agreement whose time is over on a day for what was recorded on another one. */
export function endedClasses(agreement: CompiledAgreement, recordedOn: number, today: number): ReadonlySet<string> {
  const { retention } = agreement.document;
  return new Set(Object.keys(retention).filter((name) => recordedOn + 1 + retention[name]!.days <= today));
}

const governed = new WeakMap<Agreements, Partial<Record<SideId, CompiledAgreement>>>();

/**
 * What governs all that a side holds, old and new: the version in force in its log, with the classes that only an older
 * version names, as the newest of those has them.
 */
export function governing(agreements: Agreements, side: SideId): CompiledAgreement {
  const known = governed.get(agreements) ?? {};
  governed.set(agreements, known);
  const before = known[side];
  if (before) return before;
  const { compiled, document } = agreements.inForce(side);
  const older = agreements.versions.filter((each) => each.document.version < document.version).map((each) => each.document.retention);
  const retention = Object.assign({}, ...older, document.retention) as AgreementDocument['retention'];
  const isWhole = Object.keys(retention).length === Object.keys(document.retention).length;
  return (known[side] = isWhole ? compiled : compileAgreement({ ...document, retention }));
}

/** At intake: a class whose time is over may have been destroyed before it was sent. `now` in milliseconds. */
export const overAt =
  (agreement: () => CompiledAgreement, now: () => number): MayMiss =>
  (name, recordedtime) =>
    endedClasses(agreement(), dayOf(toMillis(recordedtime)), dayOf(now())).has(name);

/** What ended for one fact or entry: by the calendar, and by an act of the data controller. */
export interface Ended {
  readonly agreement: CompiledAgreement;
  /** Days since 1970, UTC. */
  readonly today: number;
  /** Ended early, whatever the calendar says. */
  readonly early?: ReadonlySet<string>;
}

function endedFor(recordedAt: string, { agreement, today, early }: Ended): ReadonlySet<string> {
  const ended = endedClasses(agreement, dayOf(toMillis(recordedAt)), today);
  return early ? new Set([...ended, ...early]) : ended;
}

/** The terms of a fact's own fields. A proposed correction holds the same values as the correction that follows it. */
const termsOf = (agreement: CompiledAgreement, { type, data }: Fact) =>
  agreement.terms(type === 'CorrectionProposed' ? 'FactCorrected' : type, data);

/**
 * A fact of one's own without the values whose time is over; the very same object when it holds none. When the longest of
 * its classes is over nothing is left but what happened, when, and to what.
 */
export function erasedFact(fact: Fact, ended: Ended): Fact {
  if (isAboutLog(fact.stream)) return fact;
  const { agreement } = ended;
  const classes = endedFor(fact.recordedAt, ended);
  if (classes.size === 0) return fact;
  const terms = termsOf(agreement, fact);
  const { retention } = agreement.document;
  const lived = terms && terms.length > 0 ? terms.map((each) => each.class) : classesAbout(agreement, fact.stream);
  const longest = lived.reduce((a, b) => (retention[b]!.days > retention[a]!.days ? b : a));
  if (classes.has(longest)) {
    const { actor: _actor, ...rest } = fact;
    return fact.actor === undefined && Object.keys(fact.data as object).length === 0 ? fact : { ...rest, data: {} };
  }
  let data = fact.data as Json;
  for (const { class: name, tree } of terms ?? []) if (classes.has(name)) data = omit(data, tree) ?? {};
  for (const [path, like] of besides(fact)) if (classes.has(classAt(agreement, fact, like) ?? '')) data = omit(data, treeAt(path)) ?? {};
  return data === fact.data ? fact : { ...fact, data };
}

const about = new WeakMap<CompiledAgreement, Map<string, readonly string[]>>();

/** The classes of whatever crosses about the same kind of thing as a stream. */
function classesAbout(agreement: CompiledAgreement, stream: string): readonly string[] {
  const kinds = about.get(agreement) ?? new Map<string, readonly string[]>();
  about.set(agreement, kinds);
  const kind = stream.slice(0, stream.indexOf(':'));
  const before = kinds.get(kind);
  if (before) return before;
  const { messages, retention } = agreement.document;
  const types = Object.keys(messages).filter((type) => Object.hasOwn(sharedFacts, type) && sharedFacts[type as keyof typeof sharedFacts].on === kind);
  const named = [...new Set(types.flatMap((type) => Object.values(messages[type]!).map((field) => field.class)))];
  const classes = named.length > 0 ? named : Object.keys(retention);
  kinds.set(kind, classes);
  return classes;
}

/** The private fields of a fact that end with another field; in a correction they stand below `patch`. */
function besides({ type, data }: Fact): [string, string][] {
  const corrected = type === 'FactCorrected' || type === 'CorrectionProposed';
  const of = BESIDE[corrected ? String((data as { factType?: unknown }).factType) : type] ?? {};
  return Object.entries(of).map(([path, like]) => [corrected ? `patch.${path}` : path, like]);
}

function classAt({ document }: CompiledAgreement, { type, data }: Fact, path: string): string | undefined {
  const of = type === 'FactCorrected' || type === 'CorrectionProposed' ? String((data as { factType?: unknown }).factType) : type;
  return document.messages[of]?.[path]?.class;
}

const treeAt = (path: string): FieldTree =>
  path.split('.').reduceRight<FieldTree>((below, name) => ({ fields: { [name]: below } }), true);

/** The value without the fields of a tree, `undefined` when nothing of it is left, and itself when it has none of them. */
function omit(value: Json, tree: FieldTree): Json | undefined {
  if (isField(tree)) return undefined;
  if (Array.isArray(value)) {
    const { each } = tree;
    if (each === undefined) return value;
    const left = value.map((element) => omit(element, each));
    if (left.every((element) => element === undefined)) return undefined;
    // Elements keep their places, as they do where a list is projected.
    return left.every((element, index) => element === value[index]) ? value : left.map((element) => element ?? {});
  }
  if (typeof value !== 'object' || value === null || !tree.fields) return value;
  let left: Record<string, Json> | undefined;
  for (const [name, below] of Object.entries(tree.fields)) {
    if (!Object.hasOwn(value, name)) continue;
    const rest = omit(value[name]!, below);
    if (rest === value[name]) continue;
    left ??= { ...value };
    if (rest === undefined) delete left[name];
    else left[name] = rest;
  }
  if (!left) return value;
  return Object.keys(left).length === 0 ? undefined : left;
}

const NOTHING = encodeUtf8('{}');

/**
 * The data of an entry without the classes whose time is over, fields and salt; the very same bytes when it holds none. Of
 * an entry that was not accepted nobody knows what its data says, so all of it goes with the first class that ends.
 */
export function erasedData(
  entry: { readonly data: Uint8Array; readonly recordedAt: string; readonly accepted: boolean },
  ended: Ended,
): Uint8Array {
  const { data, recordedAt, accepted } = entry;
  const classes = endedFor(recordedAt, ended);
  if (classes.size === 0 || data.length <= NOTHING.length) return data;
  if (!accepted) return NOTHING;
  const parsed = parseCanonical(data);
  if (!parsed.ok) return NOTHING;
  const all = parsed.value as Record<string, Json>;
  const kept = Object.entries(all).filter(([name]) => !classes.has(name));
  return kept.length === Object.keys(all).length ? data : encodeUtf8(canonicalize(Object.fromEntries(kept)));
}
