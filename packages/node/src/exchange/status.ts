import type { DivergenceKind, Grade } from '@pairgate/exchange/divergence.ts';
import type { World } from '../world.ts';
import type { Frozen } from './freeze.ts';
import type { Timing } from './timing.ts';

/** What went wrong between the nodes, by kind. Everything here was dropped; nothing here stops a node. */
export type FaultKind =
  | 'unreachable' | 'refused_by_peer' | 'tls_refused' | 'frame_malformed' | 'frame_too_large' | 'frame_unexpected'
  | 'frame_unfinished' | 'not_next' | 'checkpoint_invalid' | 'size_differs' | 'root_differs' | 'data_differ' | 'stale' | 'intake_failed'
  | 'countersignature_invalid' | 'countersignature_ahead' | 'request_malformed' | 'ahead_of_us' | 'held_invalid'
  | 'stream_failed' | 'judgement_failed' | 'countersignature_unstored' | 'key_statement_refused' | 'key_statement_unsent'
  | 'key_statement_unrecorded' | 'diverged' | 'recovery_failed' | 'log_unconfirmed' | 'ahead_of_mirror';

/** The exchange as the rest of the node sees it. Times are real milliseconds since 1970. */
export interface ExchangeStatus {
  /** What the node may do with its own log: it asks first, see `handshake.ts`. */
  readonly ownLog: 'asking' | 'anchored' | 'recovering' | 'confirmed' | 'unconfirmed';
  /** Why entries of the other side are not taken in, if so. */
  readonly frozen: Frozen | null;
  readonly connected: boolean;
  readonly lastSeenAt: number | null;
  /** Set once nothing was heard for a minute: the mode "other side silent". */
  readonly silentSince: number | null;
  /** Entries of ours that the other side has not countersigned yet. */
  readonly behind: number;
  readonly ownSize: number;
  readonly peerSize: number;
  readonly countersignedSize: number;
  readonly countersignedAt: number | null;
  readonly sent: { readonly chunks: number; readonly entries: number };
  readonly received: { readonly chunks: number; readonly entries: number; readonly refused: number };
  readonly judgedUpTo: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
}

export interface ExchangeLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Counts, and remembers when the other side was heard last. */
export class Watch {
  readonly faults: Partial<Record<FaultKind, number>> = {};
  readonly sent = { chunks: 0, entries: 0 };
  readonly received = { chunks: 0, entries: 0, refused: 0 };
  ownLog: ExchangeStatus['ownLog'] = 'asking';
  connected = false;
  lastSeenAt: number | null = null;
  readonly #startedAt: number;
  #callOff: () => void = () => undefined;
  #lastFault: FaultKind | undefined;
  #wasSilent = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly options: {
      readonly world: World;
      readonly timing: Pick<Timing, 'silentMs'>;
      readonly log: ExchangeLog;
      readonly announce: (topic: 'peer' | 'log') => void;
    },
  ) {
    this.#startedAt = options.world.now();
    this.#lookLater();
  }

  stop(): void {
    this.#callOff();
  }

  #lookLater(): void {
    const { world, timing } = this.options;
    this.#callOff = world.after(Math.min(1000, timing.silentMs), () => {
      this.#look();
      this.#lookLater();
    });
  }

  /** Something that only the other side can have sent has arrived. */
  seen(): void {
    this.lastSeenAt = this.options.world.now();
    if (this.#wasSilent) this.#look();
    for (const heard of this.#listeners) heard();
  }

  /** Tells whenever the other side is heard, until what is given back is called. */
  onSeen(heard: () => void): () => void {
    this.#listeners.add(heard);
    return () => void this.#listeners.delete(heard);
  }

  setConnected(connected: boolean): void {
    if (this.connected === connected) return;
    this.connected = connected;
    if (connected) {
      this.#lastFault = undefined;
      this.options.log.info({}, 'The exchange with the other side is open.');
    }
    this.options.announce('peer');
  }

  /** Counts a fault; the same kind in a row is written to the log once, so that a dead peer does not fill the disk. */
  fault(kind: FaultKind, detail: object = {}): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
    if (this.#lastFault === kind || kind === 'stale') return;
    this.#lastFault = kind;
    this.options.log.warn({ fault: kind, ...detail }, 'Something from or to the other side was dropped.');
  }

  /** The other side's log is not the one that it signed. Row `id` of the table `divergence` holds the evidence. */
  diverged(kind: DivergenceKind, grade: Grade, id: number): void {
    this.faults.diverged = (this.faults.diverged ?? 0) + 1;
    const ends = grade === 'signed' ? 'Only persons can end it; see docs/operating/drills.md.' : 'It ends when the other side serves it.';
    this.options.log.error({ divergence: kind, grade, id }, `Intake is frozen: the log of the other side has diverged. ${ends}`);
    this.options.announce('peer');
    this.options.announce('log');
  }

  /** The other side serves again what it signed. */
  thawed(): void {
    this.options.log.info({}, 'The other side serves again what it signed; intake goes on.');
    this.options.announce('peer');
    this.options.announce('log');
  }

  get silentSince(): number | null {
    const heard = this.lastSeenAt ?? this.#startedAt;
    return this.options.world.now() - heard >= this.options.timing.silentMs ? heard : null;
  }

  #look(): void {
    const silent = this.silentSince !== null;
    if (silent === this.#wasSilent) return;
    this.#wasSilent = silent;
    if (silent) this.options.log.warn({}, 'The other side is silent.');
    else this.options.log.info({}, 'The other side is heard again.');
    this.options.announce('peer');
  }
}
