/**
 * The lorries that are in the network now, as parallel arrays. The place of one that has left is taken by the next to come, so
 * that memory is bounded by how many are there at once, not by how many ever came.
 */
export class Lorries {
  capacity = 1024;
  /** Number in the run, from which all of its draws follow. */
  number = new Int32Array(1024);
  classOf = new Uint8Array(1024);
  /** 0 low, 1 medium, 2 high. */
  risk = new Uint8Array(1024);
  /** Step of its route, counted over all routes. */
  step = new Int32Array(1024);
  /** Steps of its route that it has taken, as bits. */
  been = new Int32Array(1024);
  visits = new Int32Array(1024);
  /** Stage whose server it has, −1 outside; stage that it waits for, −1 when it does not wait. */
  at = new Int32Array(1024);
  target = new Int32Array(1024);
  /** Vehicle of the fleet that carries it, −1. */
  vehicle = new Int32Array(1024);
  /** End of the service under way; an event that comes at another time has been superseded. −1: none. */
  ends = new Float64Array(1024);
  /** What is left of an interrupted service; −1: none. */
  left = new Float64Array(1024);
  arrived = new Float64Array(1024);
  since = new Float64Array(1024);
  waited = new Float64Array(1024);
  served = new Float64Array(1024);
  /** When its papers are complete, its slot begins, its goods spoil. */
  papers = new Float64Array(1024);
  slot = new Float64Array(1024);
  due = new Float64Array(1024);
  displaced = new Float64Array(1024);
  /** What stood in the way at its stage until it began to wait: minutes closed, of the other side, of failed systems. */
  closed = new Float64Array(1024);
  other = new Float64Array(1024);
  system = new Float64Array(1024);
  /** Neighbours in the list that it is in. */
  next = new Int32Array(1024);
  previous = new Int32Array(1024);
  /** Whether it counts in the results. */
  counts = new Uint8Array(1024);

  present = 0;
  private free = -1;
  private used = 0;

  /** A place for a lorry. What it held before is to be written over by the caller. */
  take(): number {
    this.present += 1;
    const again = this.free;
    if (again >= 0) {
      this.free = this.next[again]!;
      return again;
    }
    if (this.used === this.capacity) this.grow();
    const place = this.used;
    this.used = place + 1;
    return place;
  }

  leave(lorry: number): void {
    this.present -= 1;
    this.next[lorry] = this.free;
    this.free = lorry;
  }

  private grow(): void {
    this.capacity *= 2;
    const grown = <T extends Uint8Array | Int32Array | Float64Array>(old: T): T => {
      const larger = new (old.constructor as new (length: number) => T)(this.capacity);
      larger.set(old);
      return larger;
    };
    this.number = grown(this.number);
    this.classOf = grown(this.classOf);
    this.risk = grown(this.risk);
    this.step = grown(this.step);
    this.been = grown(this.been);
    this.visits = grown(this.visits);
    this.at = grown(this.at);
    this.target = grown(this.target);
    this.vehicle = grown(this.vehicle);
    this.ends = grown(this.ends);
    this.left = grown(this.left);
    this.arrived = grown(this.arrived);
    this.since = grown(this.since);
    this.waited = grown(this.waited);
    this.served = grown(this.served);
    this.papers = grown(this.papers);
    this.slot = grown(this.slot);
    this.due = grown(this.due);
    this.displaced = grown(this.displaced);
    this.closed = grown(this.closed);
    this.other = grown(this.other);
    this.system = grown(this.system);
    this.next = grown(this.next);
    this.previous = grown(this.previous);
    this.counts = grown(this.counts);
  }
}
