import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { MINUTE, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { AgreementSource } from '@pairgate/exchange/agreement.ts';
import { originOf } from '@pairgate/exchange/epoch.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { parseCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { peaksOf } from '@pairgate/ledger/proof.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { openDivergences } from '@pairgate/store/divergences.ts';
import { epochNow } from '@pairgate/store/epochs.ts';
import type { Journal, LogHead } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import { divergence } from '../http/divergence-view.ts';
import type { LogEntries, LogView } from '../http/readings.ts';

interface ListedEntry {
  readonly index: number;
  readonly type: string;
  readonly stream: string;
  readonly leaf: Uint8Array;
  readonly verdict: string | null;
}

const describe = ({ index, type, stream, leaf }: ListedEntry) => {
  const envelope = (JSON.parse(decodeUtf8(leaf) ?? '{}') as { envelope?: { time: string; recordedtime: string } }).envelope;
  const unknown = fromMillis(0);
  return { index, type, stream, occurredAt: envelope?.time ?? unknown, recordedAt: envelope?.recordedtime ?? unknown };
};

async function newest(journal: Journal, log: string, before: number, limit: number): Promise<ListedEntry[]> {
  return journal.db.query<ListedEntry>(
    `SELECT index, type, stream, leaf, verdict FROM log_entry
     WHERE pair = $1 AND log = $2 AND index < $3 ORDER BY index DESC LIMIT $4`,
    [journal.pair, log, before, limit],
  );
}

/** How far the log of `head` has been judged by the other side, and with what outcome. */
async function judgementOf(journal: Journal, head: LogHead, us: SideId) {
  const rows = await journal.db.query<{ verdict: string; count: number }>(
    `SELECT split_part(verdict, ':', 1) AS verdict, count(*)::int AS count FROM log_entry
     WHERE pair = $1 AND log = $2 AND verdict IS NOT NULL GROUP BY 1`,
    [journal.pair, head.log],
  );
  const upTo = head.log === us ? await judgedByPeer(journal, us) : head.judgedUpTo;
  const quarantined = rows.find((row) => row.verdict === 'quarantined')?.count ?? 0;
  const refused = rows.reduce((all, row) => all + row.count, 0) - quarantined;
  return { accepted: Math.max(0, upTo - refused - quarantined), refused, quarantined, upTo };
}

/** The newest judgement of one's own log stands in the other side's log. */
async function judgedByPeer(journal: Journal, us: SideId): Promise<number> {
  const [row] = await journal.db.query<{ data: Uint8Array }>(
    `SELECT data FROM log_entry WHERE pair = $1 AND log <> $2 AND type = 'Judged' AND stream LIKE 'log:%'
     ORDER BY index DESC LIMIT 1`,
    [journal.pair, us],
  );
  const classes = row ? (JSON.parse(decodeUtf8(row.data) ?? '{}') as Record<string, { fields: { upTo?: number } }>) : {};
  return Object.values(classes)[0]?.fields.upTo ?? 0;
}

function countersigned(head: LogHead) {
  const note = head.cosignedNote === null ? undefined : parseNote(head.cosignedNote);
  const checkpoint = note?.ok ? parseCheckpoint(note.value.text) : undefined;
  return checkpoint?.ok ? toBase64(checkpoint.value.root) : null;
}

async function perMinute(journal: Journal, log: string, now: number): Promise<number[]> {
  const last = Math.floor(now / MINUTE);
  const rows = await journal.db.query<{ minute: number; count: number }>(
    `SELECT minute, count(*)::int AS count FROM log_entry
     WHERE pair = $1 AND log = $2 AND index >= (SELECT greatest(0, max(index) - 20000) FROM log_entry WHERE pair = $1 AND log = $2)
       AND minute > $3 GROUP BY minute`,
    [journal.pair, log, last - 120],
  );
  const counts = Array.from({ length: 120 }, () => 0);
  for (const { minute, count } of rows) if (minute <= last) counts[Number(minute) - (last - 119)] = count;
  return counts;
}

/** What intake is frozen for: contradicting signatures before anything that may end by itself, as the exchange has it. */
async function frozenOf(journal: Journal, side: SideId): Promise<LogView['frozen']> {
  const open = await openDivergences(journal.db, journal.pair, side);
  const row = open.find(({ grade }) => grade === 'signed') ?? open[0];
  if (!row) return null;
  const { kind, grade } = divergence.pick({ kind: true, grade: true }).parse(row);
  const evidence = [row.heldNote, row.servedNote].filter((note) => note !== null);
  return { side, kind, grade, since: fromMillis(row.foundAt), evidence };
}

export async function logView(
  journal: Journal,
  agreement: AgreementSource,
  {
    us,
    now,
    checkpointAt,
    fingerprints,
  }: {
    readonly us: SideId;
    readonly now: number;
    /** When this node signed the newest checkpoint of its own log. */
    readonly checkpointAt: number;
    readonly fingerprints: LogView['fingerprints'];
  },
): Promise<LogView> {
  const logs: LogView['logs'] = [];
  for (const side of SIDES) {
    const head = await journal.head(side);
    // Of the other's log this node holds a mirror, and its own countersignature is as far as the mirror goes.
    const mirrored = side !== us;
    const received = head.noteAt === null ? null : fromMillis(head.noteAt);
    logs.push({
      side,
      origin: originOf(agreement.party(side).logOrigin, await epochNow(journal.db, journal.pair, side)),
      size: head.size,
      root: toBase64(rootOf(sha256, head.edge)),
      checkpointAt: mirrored ? received : fromMillis(checkpointAt),
      keyName: agreement.party(side).logOrigin,
      countersignedSize: mirrored ? head.size : head.cosignedSize,
      countersignedAt: mirrored ? received : head.cosignedAt === null ? null : fromMillis(head.cosignedAt),
      countersignedRoot: mirrored ? toBase64(rootOf(sha256, head.edge)) : countersigned(head),
      peaks: peaksOf(head.size).map(({ level }) => 2 ** level),
      judgement: await judgementOf(journal, head, us),
      perMinute: await perMinute(journal, side, now),
      entries: (await newest(journal, side, head.size, 20)).map(describe),
    });
  }
  return { logs, fingerprints, frozen: await frozenOf(journal, otherSide(us)) };
}

export async function logEntries(
  journal: Journal,
  us: SideId,
  side: SideId,
  page: { before?: number | undefined; limit: number },
): Promise<LogEntries> {
  const head = await journal.head(side);
  const entries = await newest(journal, side, page.before ?? head.size, page.limit);
  const { upTo } = await judgementOf(journal, head, us);
  const items = entries.map((entry) => ({ ...describe(entry), judged: judgedAs(entry, upTo) }));
  const last = entries.at(-1)?.index ?? 0;
  return { items, nextBefore: entries.length === page.limit && last > 0 ? last : null };
}

function judgedAs({ index, type, verdict }: ListedEntry, upTo: number): LogEntries['items'][number]['judged'] {
  if (type === 'Judged') return null;
  if (verdict) return verdict.startsWith('quarantined') ? 'quarantined' : 'refused';
  return index < upTo ? 'accepted' : 'pending';
}
