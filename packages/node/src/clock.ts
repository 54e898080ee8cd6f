import type { Clock } from './gateway.ts';

/** Real time; TLS, countersignatures, sessions and back-off always use it. */
export const realClock: Clock = { now: () => Date.now(), virtual: false };

/**
 * The clock of the demonstration: the day process says what time it is and how fast it runs, and the node counts on from
 * there. It never runs backwards: a correction into the past waits until it is reached again.
 */
export class VirtualClock implements Clock {
  readonly virtual = true;
  #base: number;
  #since: number;
  #speed = 1;
  #paused = false;
  #lagMs = 0;
  #last: number;

  constructor(
    start: number,
    private readonly real: () => number,
  ) {
    this.#base = start;
    this.#last = start;
    this.#since = real();
  }

  now(): number {
    const elapsed = this.#paused ? 0 : (this.real() - this.#since) * this.#speed;
    this.#last = Math.max(this.#last, Math.floor(this.#base + elapsed));
    return this.#last;
  }

  set(to: { now: number; speed: number; paused: boolean; lagMs: number }): void {
    this.#base = to.now;
    this.#since = this.real();
    this.#speed = to.speed;
    this.#paused = to.paused;
    this.#lagMs = to.lagMs;
  }

  get drive(): { speed: number; paused: boolean; lagMs: number } {
    return { speed: this.#speed, paused: this.#paused, lagMs: this.#lagMs };
  }
}
