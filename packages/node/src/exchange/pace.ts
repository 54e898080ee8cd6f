/** A frame that has begun may take this long; then its bytes must have come at least this fast. */
const GRACE_MS = 30_000;
const BYTES_PER_S = 512;

/**
 * Whether the frames of a stream come to an end. Where nothing below the frames protects them, a piece that is lost makes the
 * reader take anything for a length, and then it would wait for hours while idle checkpoints fill a frame that is none; so
 * would one whose peer means no good.
 */
export class Pace {
  #begun: number | undefined;
  #bytes = 0;

  /** `now` is real time in milliseconds. */
  constructor(private readonly now: () => number) {}

  /** Told of each piece when it was read: its bytes, whether a frame ended in it, and whether one is open after it. */
  keeps(bytes: number, hasEnded: boolean, isWithin: boolean): boolean {
    const now = this.now();
    // A clock that was put back begins anew.
    if (hasEnded || this.#begun === undefined || now < this.#begun) {
      this.#begun = now;
      this.#bytes = 0;
    }
    if (!isWithin) {
      this.#begun = undefined;
      return true;
    }
    this.#bytes += bytes;
    const millis = now - this.#begun;
    return millis <= GRACE_MS || (this.#bytes * 1000) / millis >= BYTES_PER_S;
  }
}
