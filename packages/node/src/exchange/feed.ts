import { encodeEntries, encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import type { Mirror } from './mirror.ts';
import type { Sink } from './network.ts';
import type { OwnLog } from './own-log.ts';
import type { Watch } from './status.ts';

/**
 * Sends one's own log from a size on: chunks of entries, each closed by its checkpoint, and a checkpoint at least every
 * `idleMs` of real time. Resolves when nothing more can be written.
 */
export async function sendEntries(own: OwnLog, from: number, sink: Sink, watch: Watch, idleMs: number): Promise<void> {
  let sent = from;
  for (let due = true; !sink.closed.aborted; ) {
    const chunk = await own.next(sent);
    if (sink.closed.aborted) return;
    if (chunk) {
      await sink.write([encodeEntries(chunk.first, chunk.entries), encodeNote(FRAME.checkpoint, chunk.note)]);
      watch.sent.chunks += 1;
      watch.sent.entries += chunk.entries.length;
      sent = chunk.size;
    } else if (due && own.note !== undefined) {
      await sink.write([encodeNote(FRAME.checkpoint, own.note)]);
    }
    if (sent < own.size) continue;
    await own.waitBeyond(sent, idleMs, sink.closed);
    due = sent >= own.size;
  }
}

/**
 * Sends our newest countersignature, and each newer one. Only the newest counts, so nothing is queued. The first frame
 * comes at once, and is empty when there is none yet: whoever reads it knows what is held of its log.
 */
export async function sendCountersignatures(mirror: Mirror, sink: Sink): Promise<void> {
  while (!sink.closed.aborted) {
    const newest = mirror.countersignature;
    await sink.write([encodeNote(FRAME.countersignature, newest ?? '')]);
    await mirror.newerThan(newest, sink.closed);
  }
}
