/**
 * The next event first: a heap with four children, in two flat arrays. Times in minutes; what happens is one integer. Events of
 * equal times come out in an order that depends on what went in alone, so that a run can be repeated.
 */
export class EventHeap {
  /** `time[0]` is the next event's; Infinity when there is none. */
  time = new Float64Array(1024).fill(Infinity);
  what = new Int32Array(1024);
  size = 0;

  push(time: number, what: number): void {
    if (this.size + 1 >= this.time.length) this.grow();
    const times = this.time;
    const whats = this.what;
    let at = this.size;
    this.size = at + 1;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      whats[at] = whats[parent]!;
      at = parent;
    }
    times[at] = time;
    whats[at] = what;
  }

  /** Removes the first event, and returns what it is; the caller has read `time[0]`, and knows that there is one. */
  pop(): number {
    const times = this.time;
    const whats = this.what;
    const first = whats[0]!;
    const size = this.size - 1;
    this.size = size;
    const time = times[size]!;
    const what = whats[size]!;
    times[size] = Infinity;
    if (size === 0) return first;
    let at = 0;
    for (;;) {
      let child = (at << 2) + 1;
      if (child >= size) break;
      const end = child + 4 < size ? child + 4 : size;
      let least = times[child]!;
      for (let other = child + 1; other < end; other += 1) {
        if (times[other]! < least) {
          least = times[other]!;
          child = other;
        }
      }
      if (least >= time) break;
      times[at] = least;
      whats[at] = whats[child]!;
      at = child;
    }
    times[at] = time;
    whats[at] = what;
    return first;
  }

  private grow(): void {
    const time = new Float64Array(this.time.length * 2).fill(Infinity);
    time.set(this.time);
    const what = new Int32Array(this.what.length * 2);
    what.set(this.what);
    this.time = time;
    this.what = what;
  }
}
