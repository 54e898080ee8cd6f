/** The servers of a stage from now on: when work is done, and when it opens. Minutes from now. */
export class Opening {
  readonly #periodMinutes: number;
  readonly #servers: Float64Array;
  /** Server-minutes until the beginning of each period, and of the time after the last one. */
  readonly #until: Float64Array;
  readonly #most: number;

  /** `servers` of each period; after the last one as many as there ever were, at least one, stay open. The first begins now. */
  constructor(servers: Float64Array, periodMinutes: number) {
    this.#servers = servers;
    this.#periodMinutes = periodMinutes;
    this.#until = new Float64Array(servers.length + 1);
    for (let t = 0; t < servers.length; t += 1) this.#until[t + 1] = this.#until[t]! + servers[t]! * periodMinutes;
    this.#most = servers.reduce((most, each) => Math.max(most, each), 1);
  }

  /** Servers at a minute, when it is open; else of the next opening. */
  serversFrom(minute: number): number {
    return this.#at(Math.floor(this.nextOpen(minute) / this.#periodMinutes));
  }

  /** The minute from now at which this many server-minutes have been worked. */
  whenDone(work: number): number {
    if (work <= 0) return 0;
    const { length } = this.#servers;
    if (work > this.#until[length]!) return length * this.#periodMinutes + (work - this.#until[length]!) / this.#most;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#until[middle + 1]! >= work) high = middle;
      else low = middle + 1;
    }
    return low * this.#periodMinutes + (work - this.#until[low]!) / this.#servers[low]!;
  }

  /** The first minute from `minute` on at which it is open. */
  nextOpen(minute: number): number {
    let t = Math.max(0, Math.floor(minute / this.#periodMinutes));
    if (this.#at(t) > 0) return Math.max(0, minute);
    while (this.#at(t) === 0) t += 1;
    return t * this.#periodMinutes;
  }

  #at(period: number): number {
    return period < this.#servers.length ? this.#servers[period]! : this.#most;
  }
}
