/** Somebody at work: may rest until a later virtual time and go on. */
export interface Step {
  rest(millis: number): Promise<void>;
}

/** One act that somebody means to do at a virtual time, in milliseconds since the epoch. */
export interface Entry {
  readonly due: number;
  readonly name: string;
  readonly run: (step: Step) => unknown;
}

interface Node extends Entry {
  /** Entries of the same instant keep the order in which they were made. */
  readonly order: number;
}

const before = (a: Node, b: Node): boolean => a.due < b.due || (a.due === b.due && a.order < b.order);

/** What is to be done, the earliest first: a binary heap. */
export class Agenda {
  readonly #heap: Node[] = [];
  #made = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the first entry is due; `undefined` when there is none. */
  get next(): number | undefined {
    return this.#heap[0]?.due;
  }

  add(entry: Entry): void {
    const heap = this.#heap;
    const node = { ...entry, order: (this.#made += 1) };
    let at = heap.push(node) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(heap[parent]!, node)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = node;
  }

  /** Takes the first entry that is due by then. */
  take(now: number): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.due > now) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(node: Node): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (before(node, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = node;
  }
}
