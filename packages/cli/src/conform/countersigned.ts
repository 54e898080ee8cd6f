import type { PairNotes } from './pair-notes.ts';

/** A countersignature that the node under test has given to the played log. */
export interface Given {
  readonly size: number;
  /** Seconds since 1970, as the node has signed them. */
  readonly seconds: number;
  readonly note: string;
  /** When it arrived, in milliseconds of real time. */
  readonly at: number;
}

/** The countersignatures that have come up the node's stream. */
export class Countersigned {
  readonly given: Given[] = [];
  /** What came that is none, as sentences. */
  readonly problems: string[] = [];

  constructor(
    private readonly notes: PairNotes,
    /** Whether the played log has ever had this size with this checkpoint text. */
    private readonly wasSigned: (size: number, text: string) => boolean,
  ) {}

  get size(): number {
    return this.given.at(-1)?.size ?? 0;
  }

  take(note: string | undefined): void {
    if (note === undefined) return void this.problems.push('a frame that is no countersignature');
    if (note === '') return this.#nothingHeld();
    const opened = this.notes.countersigned(note);
    if (!opened.ok) return void this.problems.push(`a countersignature that is refused: ${opened.fault}`);
    const { checkpoint: { size }, seconds } = opened.value;
    if (!this.wasSigned(size, opened.value.note.text)) this.problems.push(`a countersignature of a history that was never published, at size ${size}`);
    this.given.push({ size, seconds, note, at: Date.now() });
  }

  /** Said once more after something was countersigned, it means that the node has lost it. */
  #nothingHeld(): void {
    if (this.given.length > 0) this.problems.push('an empty frame after a countersignature');
  }
}
