import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import type { Desk } from './desk.ts';

/**
 * What lies between the nodes, as ports: streams of bytes, whoever opened the connection, and who can be called. HTTPS
 * fills them in (`https-peer.ts`, `https-door.ts`); a simulation puts a network of its own there.
 */

/** Bytes from the other side, in order and in pieces of any size. Throws when the connection is lost or stands still. */
export type Source = AsyncIterable<Uint8Array>;

/** Bytes to the other side. */
export interface Sink {
  /** Writes pieces together. Resolves when there is room for more, or when nothing more can be written. */
  write(pieces: readonly Uint8Array[]): Promise<void>;
  /** Aborted when nothing more can be written; the reason is an error that says why. */
  readonly closed: AbortSignal;
  /** Ends the stream after what was written. Resolves when that has left, or when nothing more can be written. */
  end(): Promise<void>;
  close(): void;
}

/** The other side answered and would not. */
export class RefusedByPeer extends Error {
  override readonly name = 'RefusedByPeer';
  /** `status` is the HTTP status. */
  constructor(readonly status: number | undefined) {
    super(`the other side answered ${status}`);
  }
}

/** The other side's exchange port, as its caller sees it. All of it rejects when the other side is not there. */
export interface Peer {
  /** Entries of its log from an index on, and checkpoints between them, without end. */
  entries(from: number, signal: AbortSignal): Promise<Source>;
  /** Takes our countersignatures of its checkpoints, without end. */
  countersignatures(signal: AbortSignal): Promise<Sink>;
  /** Takes our log from an index on, which must be the size that it holds, without end. */
  takeEntries(from: number, signal: AbortSignal): Promise<Sink>;
  /** Its countersignatures of our checkpoints, without end. */
  itsCountersignatures(signal: AbortSignal): Promise<Source>;
  /** Takes one countersignature. */
  countersign(countersignature: string, signal: AbortSignal): Promise<void>;
  /**
   * A static resource of its log below `/exchange/v1/log/`, of at most `max` bytes. Rejects with `RefusedByPeer` when
   * there is none.
   */
  resource(path: string, max: number, signal: AbortSignal): Promise<Uint8Array>;
  /** The newest checkpoint of our log that it holds; `undefined` when it holds none. */
  held(signal: AbortSignal): Promise<string | undefined>;
  /** Our own log as it mirrors it, from an index on: `mirror-feed.ts` says in which form. Ends. */
  mirror(from: number, signal: AbortSignal): Promise<Source>;
  /** From which index on it lacks the end of its own log and cannot ask for it, as it never calls; `undefined` when it does not. */
  lost(signal: AbortSignal): Promise<number | undefined>;
  /** Takes its own log from there on, in the form of `mirror`. */
  takeMirror(from: number, signal: AbortSignal): Promise<Sink>;
  /** Hands over what our root key has stated. Rejects with `RefusedByPeer` when it does not count there. */
  state(statement: SignedKeyStatement, signal: AbortSignal): Promise<void>;
}

/** One's own exchange port, open. */
export interface Door {
  /** `undefined` when this side does not listen. */
  readonly port: number | undefined;
  close(): Promise<void>;
}

export interface Network {
  readonly peer: Peer;
  /** Opens one's own exchange port, if there is to be one. Rejects when it cannot be opened. */
  listen(desk: Desk): Promise<Door>;
}
