import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import type { AgreementSource, SignedAgreement } from '@pairgate/exchange/agreement.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import { isQuarantined, openEntry } from '@pairgate/exchange/entry.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { parseCanonical } from '@pairgate/ledger/canonical.ts';
import { parseCheckpoint, signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { ED25519, noteKey, parseNote } from '@pairgate/ledger/note.ts';
import { inclusionProof, inclusionSubtrees } from '@pairgate/ledger/proof.ts';
import type { Journal, StoredEntry } from '@pairgate/store/journal.ts';
import { sha256 } from './crypto.ts';
import { countersign } from './exchange/countersign.ts';
import { treeAt } from './exchange/stored-tree.ts';
import type { Identity } from './keys/identity.ts';

/** A file of the format `pairgate-evidence/1`, which `@pairgate/verify` describes and checks. */
export interface Evidence {
  readonly format: 'pairgate-evidence/1';
  readonly pair: string;
  readonly reference: string;
  readonly agreements: readonly SignedAgreement[];
  readonly logs: readonly EvidenceLog[];
}

export interface EvidenceLog {
  readonly side: SideId;
  readonly checkpoint: string;
  readonly entries: readonly {
    readonly index: number;
    readonly leaf: string;
    /** `null` when the data of every class has been erased, and where it is more than was agreed. */
    readonly data: string | null;
    readonly proof: readonly string[];
  }[];
}

export interface EvidenceOptions {
  /** Of a crossing, or of a consignment alone. */
  readonly reference: string;
  readonly agreements: Agreements;
  readonly side: SideId;
  readonly identity: Pick<Identity, 'checkpoint' | 'cosignature'>;
  /** Real time in milliseconds, at which this side cosigns the other's checkpoint. */
  readonly now?: () => number;
  /** How long the newest entries may wait for their countersignature, in milliseconds. */
  readonly patienceMs?: number;
}

type Held = Readonly<Record<SideId, StoredEntry[]>>;

const POLL_MS = 50;

/** The consignments that a crossing carries or has carried, as both sides published it. */
function consignmentsOf(held: Held, terms: AgreementSource): string[] {
  const found = new Set<string>();
  for (const side of SIDES) {
    for (const entry of held[side]) {
      if (entry.type !== 'CrossingPlanned' && entry.type !== 'LoadAdded') continue;
      const opened = openEntry(entry, side, terms, sha256, true);
      if (!opened.ok) continue;
      const data = opened.value.fact.data as { consignments?: string[]; consignment?: string };
      for (const each of data.consignments ?? [data.consignment]) if (each !== undefined) found.add(each);
    }
  }
  return [...found].toSorted();
}

/** The signed versions under which the entries were written. */
function versionsIn(held: Held, agreements: Agreements): SignedAgreement[] {
  const named = new Set(SIDES.flatMap((side) => held[side].map(({ leaf }) => versionOf(leaf))));
  const used = agreements.versions.filter(({ document }) => named.has(document.version));
  return (used.length > 0 ? used : [agreements.first]).map(({ document, signatures }) => ({ document, signatures }));
}

/** What the envelope of a leaf says; a leaf that cannot be read names no version. */
function versionOf(leaf: Uint8Array): number | undefined {
  const parsed = parseCanonical(leaf);
  return parsed.ok ? (parsed.value as { envelope?: { agreement?: number } } | null)?.envelope?.agreement : undefined;
}

async function entriesOf(journal: Journal, streams: readonly string[]): Promise<Held> {
  const of = async (side: SideId) => {
    const entries: StoredEntry[] = [];
    for (const stream of streams) entries.push(...(await journal.entriesOf(side, stream)));
    return entries.toSorted((a, b) => a.index - b.index);
  };
  return { VN: await of('VN'), CN: await of('CN') };
}

async function logOf(
  journal: Journal,
  side: SideId,
  { size, note }: { readonly size: number; readonly note: string },
  held: readonly StoredEntry[],
): Promise<EvidenceLog[]> {
  const covered = held.filter((entry) => entry.index < size);
  if (covered.length === 0) return [];
  const subtrees = covered.flatMap((entry) => inclusionSubtrees(entry.index, size));
  const tree = await treeAt(journal, side, size, subtrees);
  const entries = covered.map(({ index, leaf, data, verdict }) => ({
    index,
    leaf: toBase64(leaf),
    data: data.length === 0 || isQuarantined(verdict) ? null : toBase64(data),
    proof: inclusionProof(sha256, tree, index, size).map(toBase64),
  }));
  return [{ side, checkpoint: note, entries }];
}

/** One's own log at the newest size that the other side has countersigned; without any, at the newest of our own. */
async function ownCheckpoint(
  journal: Journal,
  { side, identity, patienceMs = 2000 }: EvidenceOptions,
  entries: readonly StoredEntry[],
): Promise<{ size: number; note: string }> {
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
  return { size, note: signCheckpoint({ origin: identity.checkpoint.name, size, root }, identity.checkpoint) };
}

/** The other side's log at the newest checkpoint that is stored here, with our own cosignature over it. */
async function peerCheckpoint(
  journal: Journal,
  { side, agreements, identity, now = Date.now }: EvidenceOptions,
): Promise<{ size: number; note: string } | undefined> {
  const peer = otherSide(side);
  const head = await journal.head(peer);
  if (head.note === null) return undefined;
  const { logOrigin, checkpointKey } = agreements.party(peer);
  const key = noteKey(sha256, logOrigin, ED25519, fromBase64(checkpointKey) ?? new Uint8Array(0));
  const parsed = parseNote(head.note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  if (!key.ok || !checkpoint.ok) throw new Error(`the stored checkpoint of ${peer} cannot be read`);
  return { size: checkpoint.value.size, note: countersign(head.note, key.value, identity.cosignature, now()) };
}

/**
 * Everything that both sides have published of a crossing and its consignments, with the proof that it stands in their
 * logs. `undefined` when nothing is published under the reference. Entries that the other side has not countersigned
 * yet are waited for, and left out when they do not come, so that what is in the file stands without trust.
 */
export async function evidenceFor(journal: Journal, options: EvidenceOptions): Promise<Evidence | undefined> {
  const { reference, agreements, side } = options;
  const crossing = streamOf('crossing', reference);
  const consignments = new Set([reference, ...consignmentsOf(await entriesOf(journal, [crossing]), agreements)]);
  const streams = [crossing, ...[...consignments].map((each) => streamOf('consignment', each))];
  const own = await ownCheckpoint(journal, options, (await entriesOf(journal, streams))[side]);
  const peer = await peerCheckpoint(journal, options);
  const held = await entriesOf(journal, streams);
  const logs = [
    ...(await logOf(journal, side, own, held[side])),
    ...(peer ? await logOf(journal, otherSide(side), peer, held[otherSide(side)]) : []),
  ];
  if (logs.length === 0) return undefined;
  return {
    format: 'pairgate-evidence/1',
    pair: journal.pair,
    reference,
    agreements: versionsIn(held, agreements),
    logs: logs.toSorted((a, b) => SIDES.indexOf(a.side) - SIDES.indexOf(b.side)),
  };
}
