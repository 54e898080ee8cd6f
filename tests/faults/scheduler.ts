import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';

/**
 * Virtual time. One event runs at a time, and everything that follows from it without waiting runs before the next, as in
 * a real process. What is due at the same instant comes in an order that the seed draws. Whatever happens leaves a mark in
 * a hash, so that two runs of one seed can be compared.
 */
export interface Event {
  cancel(): void;
}

interface Entry extends Event {
  readonly time: number;
  readonly tie: number;
  readonly what: string;
  run: (() => void) | undefined;
}

const FNV_PRIME = 0x01000193;

/** FNV-1a in two lanes that begin differently. */
export class TraceHash {
  #first = 0x811c9dc5;
  #second = 0x2f0b4c47;
  readonly #words = new Map<string, number>();

  number(value: number): void {
    this.#first = Math.imul(this.#first ^ (value | 0), FNV_PRIME);
    this.#second = Math.imul(this.#second ^ (value | 0) ^ (this.#first >>> 7), FNV_PRIME);
  }

  text(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.number(text.charCodeAt(at));
  }

  bytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.number(byte);
  }

  /** A text of a small vocabulary; its letters are read once. */
  word(word: string): void {
    let known = this.#words.get(word);
    if (known === undefined) {
      const hash = new TraceHash();
      hash.text(word);
      known = hash.#first;
      this.#words.set(word, known);
    }
    this.number(known);
  }

  get hex(): string {
    return [this.#first, this.#second].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

export class Scheduler {
  readonly hash = new TraceHash();
  /** Virtual milliseconds since the start. */
  now = 0;
  /** Events that have run. */
  step = 0;
  readonly #chance: Chance;
  readonly #heap: Entry[] = [];
  /** When given, every mark is also told here. */
  readonly #tell: ((line: string) => void) | undefined;

  constructor(seed: number, tell?: (line: string) => void) {
    this.#chance = new Chance(seed);
    this.#tell = tell;
  }

  /** Leaves a mark. `detail` must be the same in every run of the seed. */
  mark(what: string, detail: number | string = 0): void {
    this.hash.word(what);
    if (typeof detail === 'number') this.hash.number(detail);
    else this.hash.text(detail);
    this.#tell?.(`${this.step} ${this.now.toFixed(2)} ${what} ${detail}`);
  }

  after(millis: number, what: string, run: () => void): Event {
    const entry: Entry = {
      time: this.now + Math.max(0, millis),
      tie: this.#chance.next(),
      what,
      run,
      cancel() {
        entry.run = undefined;
      },
    };
    this.#push(entry);
    return entry;
  }

  /** Runs events until it is done; rejects when there is none left before. What an event throws ends the run. */
  runUntil(done: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      // Ticks asked for by a microtask run when no microtask is left: all that an event set off has happened by then.
      const next = () => queueMicrotask(() => process.nextTick(one));
      const one = () => {
        try {
          if (done()) return resolve();
          if (!this.#runOne()) return reject(new Error('nothing is left to happen'));
          next();
        } catch (error) {
          reject(error);
        }
      };
      one();
    });
  }

  #runOne(): boolean {
    for (let entry = this.#pop(); entry; entry = this.#pop()) {
      if (!entry.run) continue;
      this.now = entry.time;
      this.step += 1;
      this.mark(entry.what);
      entry.run();
      return true;
    }
    return false;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.time < other.time || (one.time === other.time && one.tie < other.tie);
