import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { OpenCheckpoint } from '@pairgate/exchange/divergence.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { KEY_FACTS } from '@pairgate/exchange/key-statement.ts';
import { recoverChunk, type Recovered, type RecoveryFault } from '@pairgate/exchange/recovery.ts';
import { decodeEntries, decodeNote, decodeProof, FRAME, FrameReader, type Frame } from '@pairgate/exchange/wire.ts';
import type { Checkpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { verifyConsistency } from '@pairgate/ledger/proof.ts';
import type { Tip } from '@pairgate/ledger/tiles.ts';
import { sha256 } from '../crypto.ts';
import { pause, type World } from '../world.ts';
import type { Writer } from '../writer.ts';
import type { Peer } from './network.ts';
import type { Watch } from './status.ts';
import type { WorkingKeys } from './working-keys.ts';
import { BackOff, type Timing } from './timing.ts';

const STATES_KEY: ReadonlySet<string> = new Set(Object.values(KEY_FACTS));

export interface RecoverOptions {
  readonly side: SideId;
  readonly peer: Pick<Peer, 'mirror'>;
  /** Opens checkpoints of one's own log. */
  readonly open: OpenCheckpoint;
  /** What our root key has stated in the lost end counts again before the end is back. */
  readonly keys: Pick<WorkingKeys, 'learn'>;
  readonly writer: Pick<Writer, 'position' | 'recover'>;
  readonly watch: Watch;
  readonly timing: Timing;
  readonly world: World;
  readonly stopped: AbortSignal;
}

/** How far one's own log is back, and how many entries came back without their data in this life of the node. */
export interface Back {
  readonly to: number;
  readonly withoutData: number;
}

/** The stream was not what was asked for. */
class Unrecoverable extends Error {
  override readonly name = 'Unrecoverable';
  constructor(readonly fault: RecoveryFault | 'malformed' | 'not_signed' | 'forked') {
    super(fault);
  }
}

/**
 * Fetches the lost end of one's own log from the other side's mirror until all is here that our own key has signed.
 * Whatever arrives is proven and committed piece by piece, so it goes on where it was after any end, of a connection or
 * of the process. `forked` when what is held here is not the beginning of what was signed; `undefined` when stopped.
 */
export async function recoverTail(options: RecoverOptions, signed: Checkpoint): Promise<Back | 'forked' | undefined> {
  const { keys, writer, watch, world, timing, stopped } = options;
  const size = () => writer.position.own.edge.size;
  const backOff = new BackOff(timing, world);
  let withoutData = 0;
  let doubted = false;
  while (size() < signed.size) {
    if (stopped.aborted) return undefined;
    try {
      for await (const recovered of piecesOf(options)) {
        const stated = recovered.entries.filter(({ fact }) => STATES_KEY.has(fact.type)).map(({ fact }) => fact.data);
        if (stated.length > 0) await keys.learn(stated, true);
        await writer.recover(recovered);
        withoutData += recovered.withoutData;
        doubted = false;
        backOff.reset();
      }
      if (size() >= signed.size) break;
      throw new Unrecoverable('malformed');
    } catch (error) {
      if (stopped.aborted) return undefined;
      const fault = error instanceof Unrecoverable ? error.fault : undefined;
      watch.fault('recovery_failed', { reason: fault ?? (error as Error).message, own: size(), signed: signed.size });
      // Once could be a broken transfer.
      if (fault === 'forked' && doubted) return 'forked';
      doubted = fault === 'forked';
    }
    await pause(world, backOff.next(), stopped);
  }
  return { to: size(), withoutData };
}

/** The pieces of one connection, each checked against what is held when it is asked for. */
async function* piecesOf({ peer, open, writer, watch, side, stopped }: RecoverOptions): AsyncGenerator<Recovered> {
  const own = (): Tip => writer.position.own;
  const reader = new FrameReader();
  let signed: Checkpoint | undefined;
  let joined = false;
  let entries: { first: number; entries: Entry[] } | undefined;
  for await (const piece of await peer.mirror(own().edge.size, stopped)) {
    watch.seen();
    for (const frame of framesOf(reader, piece)) {
      if (!signed) {
        signed = checkpointOf(frame, open);
        continue;
      }
      if (frame.kind === FRAME.entries && joined && !entries) {
        entries = decodeEntries(frame.body);
        if (!entries) throw new Unrecoverable('malformed');
        continue;
      }
      const proof = frame.kind === FRAME.proof ? decodeProof(frame.body) : undefined;
      if (!proof) throw new Unrecoverable('malformed');
      if (!joined) {
        if (!joins(own(), signed, proof)) throw new Unrecoverable('forked');
        joined = true;
        continue;
      }
      if (!entries) throw new Unrecoverable('malformed');
      const recovered = recoverChunk({ ...entries, proof }, own(), signed, { side, sha256 });
      if (!recovered.ok) throw new Unrecoverable(recovered.fault);
      entries = undefined;
      yield recovered.value;
    }
  }
}

/** Whether what is held here is the beginning of what our key has signed. */
function joins({ edge }: Tip, { size, root }: Checkpoint, proof: readonly Uint8Array[]): boolean {
  return verifyConsistency(sha256, { oldSize: edge.size, oldRoot: rootOf(sha256, edge), size, root, proof });
}

function checkpointOf({ kind, body }: Frame, open: OpenCheckpoint): Checkpoint {
  const note = kind === FRAME.checkpoint ? decodeNote(body) : undefined;
  const opened = note === undefined ? undefined : open(note);
  if (!opened?.ok) throw new Unrecoverable('not_signed');
  return opened.value.checkpoint;
}

function framesOf(reader: FrameReader, piece: Uint8Array): Frame[] {
  try {
    return reader.push(piece);
  } catch (error) {
    if (error instanceof RangeError) throw new Unrecoverable('malformed');
    throw error;
  }
}
