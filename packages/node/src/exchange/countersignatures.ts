import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { openCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { openCosignatures } from '@pairgate/ledger/cosignature.ts';
import { formatNote, signaturesBy } from '@pairgate/ledger/note.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { verifyEd25519 } from '../crypto.ts';
import { pause, type World } from '../world.ts';
import type { OwnLog } from './own-log.ts';
import type { Watch } from './status.ts';
import type { WorkingKeys } from './working-keys.ts';

/** Countersignatures are stored at most this often: only the newest counts, and the writer needs the database more. */
const STORE_EVERY_MS = 100;

export interface Countersigned {
  readonly size: number;
  /** The checkpoint with one's own signature and the other side's cosignature. */
  readonly note: string;
  /** Real time in milliseconds, as the other side's clock gave it. */
  readonly at: number;
}

/** The countersignatures that the other side gives to one's own log; the newest is kept and stored. */
export class Countersignatures {
  #newest: Countersigned | undefined;
  #unstored: Countersigned | undefined;
  #storing: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  constructor(
    private readonly options: {
      readonly journal: Journal;
      readonly side: SideId;
      readonly own: OwnLog;
      readonly keys: WorkingKeys;
      readonly watch: Watch;
      readonly announce: (topic: 'log') => void;
      readonly world: World;
    },
    stored: Countersigned | undefined,
  ) {
    this.#newest = stored;
  }

  get newest(): Countersigned | undefined {
    return this.#newest;
  }

  /** The newest, unless the keys that signed it have been revoked since: it stands as proof, but nobody is served it. */
  get served(): Countersigned | undefined {
    const newest = this.#newest;
    return newest && this.#open(newest.note).ok ? newest : undefined;
  }

  #open(text: string) {
    const { keys, side } = this.options;
    return openCheckpoint(text, { origin: keys.origin(side), key: keys.counting(side, 'checkpoint') }, verifyEd25519);
  }

  /** Takes a note off the wire. Only a checkpoint that we have signed ourselves can be countersigned. */
  take(text: string): void {
    const { own, keys, side, watch } = this.options;
    const ownKeys = keys.counting(side, 'checkpoint');
    const opened = this.#open(text);
    if (!opened.ok) return watch.fault('countersignature_invalid', { reason: opened.fault });
    const { checkpoint, note } = opened.value;
    const { size } = checkpoint;
    const peerKeys = keys.ring.at(otherSide(side), 'cosignature', size);
    const cosigned = openCosignatures(note, peerKeys, verifyEd25519);
    if (!cosigned.ok) return watch.fault('countersignature_invalid', { reason: cosigned.fault });
    if (size > own.size) return watch.fault('countersignature_ahead', { size, own: own.size });
    const at = cosigned.value.seconds * 1000;
    const known = this.#newest;
    if (known && (size < known.size || (size === known.size && at <= known.at))) return;
    // Only the lines that were verified are kept: whatever else the note carried is nobody's evidence.
    const lines = [
      ...ownKeys(size).flatMap((key) => signaturesBy(note, key).slice(0, 1)),
      ...peerKeys.flatMap((key) => signaturesBy(note, key).slice(-1)),
    ];
    this.#newest = { size, note: formatNote({ text: note.text, signatures: lines }), at };
    this.#unstored = this.#newest;
    this.#storing ??= this.#store();
    this.options.announce('log');
  }

  async #store(): Promise<void> {
    const { journal, side, watch, world } = this.options;
    while (this.#unstored) {
      const { size, note, at } = this.#unstored;
      this.#unstored = undefined;
      try {
        await journal.storeCosignature(side, size, note, at);
      } catch (error) {
        // The other side sends its newest again, so that one not stored is late and not lost.
        watch.fault('countersignature_unstored', { error });
      }
      await pause(world, STORE_EVERY_MS, this.#stopping.signal);
    }
    this.#storing = undefined;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#storing;
  }
}
