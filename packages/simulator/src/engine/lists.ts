import type { Lorries } from './lorries.ts';

/** Doubly linked lists over the lorries; a lorry is in one list at a time, or in none. */
export class Lists {
  readonly head: Int32Array;
  readonly tail: Int32Array;

  constructor(private readonly lorries: Lorries, count: number) {
    this.head = new Int32Array(count).fill(-1);
    this.tail = new Int32Array(count).fill(-1);
  }

  append(list: number, lorry: number): void {
    const { next, previous } = this.lorries;
    const last = this.tail[list]!;
    previous[lorry] = last;
    next[lorry] = -1;
    if (last < 0) this.head[list] = lorry;
    else next[last] = lorry;
    this.tail[list] = lorry;
  }

  /** In front of all others: who was interrupted goes on first. */
  prepend(list: number, lorry: number): void {
    const { next, previous } = this.lorries;
    const first = this.head[list]!;
    next[lorry] = first;
    previous[lorry] = -1;
    if (first < 0) this.tail[list] = lorry;
    else previous[first] = lorry;
    this.head[list] = lorry;
  }

  remove(list: number, lorry: number): void {
    const { next, previous } = this.lorries;
    const before = previous[lorry]!;
    const after = next[lorry]!;
    if (before < 0) this.head[list] = after;
    else next[before] = after;
    if (after < 0) this.tail[list] = before;
    else previous[after] = before;
  }
}
