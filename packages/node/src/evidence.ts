import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import { compileAgreement, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { parseCheckpoint, signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { inclusionProof, inclusionSubtrees } from '@pairgate/ledger/proof.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Journal, StoredEntry } from '@pairgate/store/journal.ts';
import { sha256 } from './crypto.ts';
import { countersign } from './exchange/countersign.ts';
import { treeAt } from './exchange/stored-tree.ts';
import type { WorkingKeys } from './exchange/working-keys.ts';

/** A file of the format `pairgate-evidence/1`, which `docs/reference/evidence.md` describes and `@pairgate/verify` checks. */
export interface Evidence {
  readonly format: 'pairgate-evidence/1';
  readonly pair: string;
  /** What the file is about: a crossing or a consignment, or else one message as `<side>:<index>`. */
  readonly reference?: string;
  readonly entry?: string;
  readonly agreements: readonly SignedAgreement[];
  /** Statements of the root keys about other keys, and epochs of the logs; missing when there are none. */
  readonly keys?: readonly SignedKeyStatement[];
  readonly epochs?: readonly object[];
  readonly logs: readonly EvidenceLog[];
}

/** Everything under the reference of a crossing or a consignment, or one message at its place in the log of a side. */
export type About = { readonly reference: string } | { readonly side: SideId; readonly index: number };

export interface EvidenceLog {
  readonly side: SideId;
  readonly checkpoint: string;
  readonly entries: readonly {
    readonly index: number;
    readonly leaf: string;
    /** `null` when the data of every class has been erased. */
    readonly data: string | null;
    readonly proof: readonly string[];
  }[];
}

export interface EvidenceOptions {
  readonly about: About;
  /** Every version that both sides have signed; the file holds those that its entries were made under. */
  readonly agreements: readonly [SignedAgreement, ...SignedAgreement[]];
  /** Every epoch of either log, in the form in which a file carries them. */
  readonly epochs?: readonly object[];
  readonly side: SideId;
  readonly keys: WorkingKeys;
  /** Real time in milliseconds, at which this side cosigns the other's checkpoint. */
  readonly now?: () => number;
  /** How long the newest entries may wait for their countersignature, in milliseconds. */
  readonly patienceMs?: number;
}

type Held = Readonly<Record<SideId, StoredEntry[]>>;

const POLL_MS = 50;

/** The version of the agreement that a stored entry was made under. */
const versionOf = ({ leaf }: Pick<StoredEntry, 'leaf'>): number =>
  (JSON.parse(decodeUtf8(leaf)!) as { envelope: { agreement: number } }).envelope.agreement;

/** The consignments that a crossing carries or has carried, as both sides published it. */
function consignmentsOf(held: Held, agreements: readonly SignedAgreement[]): string[] {
  const terms = new Map(agreements.map(({ document }) => [document.version, compileAgreement(document)]));
  const found = new Set<string>();
  for (const side of SIDES) {
    for (const entry of held[side]) {
      if (entry.type !== 'CrossingPlanned' && entry.type !== 'LoadAdded') continue;
      const agreed = terms.get(versionOf(entry));
      const opened = agreed && openEntry(entry, side, agreed, sha256, true);
      if (!opened?.ok) continue;
      const data = opened.value.fact.data as { consignments?: string[]; consignment?: string };
      for (const each of data.consignments ?? [data.consignment]) if (each !== undefined) found.add(each);
    }
  }
  return [...found].toSorted();
}

async function entriesOf(journal: Journal, streams: readonly string[]): Promise<Held> {
  const of = async (side: SideId) => {
    const entries: StoredEntry[] = [];
    for (const stream of streams) entries.push(...(await journal.entriesOf(side, stream)));
    return entries.toSorted((a, b) => a.index - b.index);
  };
  return { VN: await of('VN'), CN: await of('CN') };
}

/** How the entries that a file is about are read; read twice, since the other side's log may grow in between. */
async function reader(journal: Journal, about: About, agreements: readonly SignedAgreement[]): Promise<() => Promise<Held>> {
  if ('index' in about) {
    const { side, index } = about;
    const entries = (await journal.entries(side, index, 1)).filter((entry) => entry.index === index);
    return async () => ({ VN: [], CN: [], [side]: entries });
  }
  const crossing = streamOf('crossing', about.reference);
  const carried = consignmentsOf(await entriesOf(journal, [crossing]), agreements);
  const consignments = [...new Set([about.reference, ...carried])];
  const streams = [crossing, ...consignments.map((each) => streamOf('consignment', each))];
  return () => entriesOf(journal, streams);
}

/** The entries with those that had put the agreement in force at each of them, by index. */
async function withActivations(journal: Journal, side: SideId, entries: readonly StoredEntry[]): Promise<StoredEntry[]> {
  const last = entries.at(-1);
  if (last === undefined) return [];
  const activations = await journal.activations(side, last.index + 1);
  const all = new Map(entries.map((entry) => [entry.index, entry]));
  for (const entry of entries) {
    const inForce = activations.findLast(({ index }) => index <= entry.index);
    if (inForce) all.set(inForce.index, inForce);
  }
  return [...all.values()].toSorted((a, b) => a.index - b.index);
}

/** Data that was erased, or that had no right to cross, is not in the file. */
const dataOf = ({ data, verdict }: StoredEntry): string | null =>
  data.length === 0 || verdict?.startsWith('quarantined') ? null : toBase64(data);

async function logOf(
  journal: Journal,
  side: SideId,
  { size, note }: { readonly size: number; readonly note: string },
  held: readonly StoredEntry[],
): Promise<EvidenceLog[]> {
  const covered = await withActivations(journal, side, held.filter((entry) => entry.index < size));
  if (covered.length === 0) return [];
  const subtrees = covered.flatMap((entry) => inclusionSubtrees(entry.index, size));
  const tree = await treeAt(journal, side, size, subtrees);
  const entries = covered.map((entry) => ({
    index: entry.index,
    leaf: toBase64(entry.leaf),
    data: dataOf(entry),
    proof: inclusionProof(sha256, tree, entry.index, size).map(toBase64),
  }));
  return [{ side, checkpoint: note, entries }];
}

/** One's own log at the newest size that the other side has countersigned; without any, at the newest of our own. */
async function ownCheckpoint(
  journal: Journal,
  { side, keys, patienceMs = 2000 }: EvidenceOptions,
  entries: readonly StoredEntry[],
): Promise<{ size: number; note: string } | undefined> {
  const needed = (entries.at(-1)?.index ?? -1) + 1;
  let head = await journal.head(side);
  for (let waited = 0; head.cosignedSize < needed && waited < patienceMs; waited += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    head = await journal.head(side);
  }
  const { cosignedNote, cosignedSize } = head;
  if (cosignedNote !== null && entries.some((entry) => entry.index < cosignedSize)) {
    return { size: cosignedSize, note: cosignedNote };
  }
  const { size } = head;
  const root = rootOf(sha256, head.edge);
  const signers = keys.signers('checkpoint', size);
  return signers.length === 0 ? undefined : { size, note: signCheckpoint({ origin: keys.origin(side), size, root }, ...signers) };
}

/** The other side's log at the newest checkpoint that is stored here, with our own cosignature over it. */
async function peerCheckpoint(
  journal: Journal,
  { side, keys, now = Date.now }: EvidenceOptions,
): Promise<{ size: number; note: string } | undefined> {
  const peer = otherSide(side);
  const head = await journal.head(peer);
  if (head.note === null) return undefined;
  const parsed = parseNote(head.note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  if (!checkpoint.ok) throw new Error(`the stored checkpoint of ${peer} cannot be read`);
  const { size } = checkpoint.value;
  // What is stored was countersigned when it came, so that a key that was revoked later does not take it back.
  const authorKeys = () => keys.ring.proves(peer, 'checkpoint', size, true);
  const note = countersign(head.note, authorKeys, () => keys.signers('cosignature', size), now());
  return note === undefined ? undefined : { size, note };
}

/** The versions that entries of these logs were made under, by version. */
function agreementsOf(logs: readonly EvidenceLog[], agreements: readonly SignedAgreement[]): SignedAgreement[] {
  const named = new Set(logs.flatMap(({ entries }) => entries.map(({ leaf }) => versionOf({ leaf: fromBase64(leaf)! }))));
  return agreements
    .filter(({ document }) => named.has(document.version))
    .toSorted((a, b) => a.document.version - b.document.version);
}

/**
 * Everything that both sides have published of a crossing and its consignments, or one message, with the proof that it
 * stands in their logs. `undefined` when there is no such thing. Entries that the other side has not countersigned yet
 * are waited for, and left out when they do not come, so that what is in the file stands without trust.
 */
export async function evidenceFor(journal: Journal, options: EvidenceOptions): Promise<Evidence | undefined> {
  const { about, agreements, side, epochs = [] } = options;
  const { statements } = options.keys.ring;
  const read = await reader(journal, about, agreements);
  const own = await ownCheckpoint(journal, options, (await read())[side]);
  const peer = await peerCheckpoint(journal, options);
  const held = await read();
  const logs = [
    ...(own ? await logOf(journal, side, own, held[side]) : []),
    ...(peer ? await logOf(journal, otherSide(side), peer, held[otherSide(side)]) : []),
  ];
  if (logs.length === 0) return undefined;
  return {
    format: 'pairgate-evidence/1',
    pair: journal.pair,
    ...('index' in about ? { entry: `${about.side}:${about.index}` } : { reference: about.reference }),
    agreements: agreementsOf(logs, agreements),
    ...(statements.length > 0 ? { keys: statements } : {}),
    ...(epochs.length > 0 ? { epochs } : {}),
    logs: logs.toSorted((a, b) => SIDES.indexOf(a.side) - SIDES.indexOf(b.side)),
  };
}
