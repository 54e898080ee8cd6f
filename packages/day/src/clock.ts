/** The clock goes no faster than this: the nodes refuse more. */
export const FASTEST = 1000;
export const SLOWEST = 0.1;

/**
 * The virtual clock of the demonstration. It runs `speed` times as fast as real time, or stands when paused, and never
 * runs backwards. It never waits for the software: what is late shows as lag.
 */
export class DayClock {
  #base: number;
  #since: number;
  #speed: number;
  #paused = false;
  /** Until this virtual time the clock runs at the pace of the warm-up. */
  #hurry: { until: number; speed: number } | undefined;

  constructor(
    start: number,
    speed: number,
    /** Real time in milliseconds that never jumps. */
    private readonly real: () => number,
  ) {
    this.#base = start;
    this.#since = real();
    this.#speed = speed;
  }

  now(): number {
    const real = this.real();
    let elapsed = this.#paused ? 0 : real - this.#since;
    if (this.#hurry) {
      const left = (this.#hurry.until - this.#base) / this.#hurry.speed;
      if (elapsed < left) return Math.floor(this.#base + elapsed * this.#hurry.speed);
      this.#base = this.#hurry.until;
      this.#since += left;
      elapsed -= left;
      this.#hurry = undefined;
    }
    return Math.floor(this.#base + elapsed * this.#speed);
  }

  /** How fast the clock runs at this moment. */
  get speed(): number {
    this.now();
    return this.#hurry?.speed ?? this.#speed;
  }

  /** The speed that was asked for, which the clock runs at once the warm-up is over. */
  get wanted(): number {
    return this.#speed;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Runs at this pace until a virtual time, then at the wanted speed. */
  hurry(until: number, speed: number): void {
    this.#settle();
    if (until > this.#base && speed > this.#speed) this.#hurry = { until, speed };
  }

  /** Goes on from now at another speed, within bounds; who asks for a speed wants it at once. */
  run(speed: number): void {
    this.#settle();
    this.#hurry = undefined;
    this.#speed = Math.min(FASTEST, Math.max(SLOWEST, speed));
  }

  pause(paused: boolean): void {
    this.#settle();
    this.#paused = paused;
  }

  #settle(): void {
    const now = this.now();
    this.#base = now;
    this.#since = this.real();
  }
}
