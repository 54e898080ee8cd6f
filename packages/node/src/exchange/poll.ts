import type { Entry } from '@pairgate/exchange/entry.ts';
import { decodeParts } from '@pairgate/exchange/wire.ts';
import { parseCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { MAX_ENTRY_SIZE, parseBundle } from '@pairgate/ledger/entry-bundle.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { entriesPath, TILE_WIDTH } from '@pairgate/ledger/tiles.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { Dropped, type Mirror } from './mirror.ts';
import type { Peer } from './network.ts';

const MAX_NOTE = 65_536;
const MAX_BUNDLE = TILE_WIDTH * (2 + MAX_ENTRY_SIZE);
/** One entry's data may be as long as a frame may be. */
const MAX_DATA = 16 * 1024 * 1024;

/**
 * Brings the mirror up to the newest checkpoint of the other side's log, from its static resources: the simple way,
 * without an open stream. Leaves come as C2SP entry bundles, a bundle at a time, each closed by a checkpoint of just that
 * size. Everything passes the same checks as on a stream. Throws `Dropped` when what is served does not fit together.
 */
export async function poll(peer: Peer, mirror: Mirror, signal: AbortSignal): Promise<void> {
  const newest = await noteFrom(peer, 'checkpoint', signal);
  const size = claimedSize(newest);
  while (mirror.held < size) {
    const first = mirror.held;
    const entries = await entriesFrom(peer, first, size, signal);
    const end = first + entries.length;
    const note = end === size ? newest : await noteFrom(peer, `checkpoint/${end}`, signal);
    await mirror.take({ first, entries, note });
    if (end === size) return;
  }
  await mirror.take({ first: mirror.held, entries: [], note: newest });
}

async function noteFrom(peer: Peer, path: string, signal: AbortSignal): Promise<string> {
  const note = decodeUtf8(await peer.resource(path, MAX_NOTE, signal));
  if (note === undefined) throw new Dropped('checkpoint_invalid', { path });
  return note;
}

/** The size that a checkpoint claims, before anybody has looked at its signature. */
function claimedSize(note: string): number {
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  if (!checkpoint.ok) throw new Dropped('checkpoint_invalid', { reason: checkpoint.fault });
  return checkpoint.value.size;
}

/** The entries from an index on, to the end of their bundle, or as far as their data was sent. At least one. */
async function entriesFrom(peer: Peer, first: number, size: number, signal: AbortSignal): Promise<Entry[]> {
  const index = Math.floor(first / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  const bundle = parseBundle(await peer.resource(entriesPath(index, width), MAX_BUNDLE, signal));
  if (!bundle.ok || bundle.value.length !== width) throw new Dropped('frame_malformed', { bundle: index });
  const leaves = bundle.value.slice(first % TILE_WIDTH);
  const data = decodeParts(await peer.resource(`data/${first}-${first + leaves.length}`, MAX_DATA, signal));
  if (!data || data.length === 0 || data.length > leaves.length) throw new Dropped('frame_malformed', { data: first });
  return data.map((each, at) => ({ leaf: leaves[at]!, data: each }));
}
