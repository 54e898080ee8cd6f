import { NEXT, PREVIOUS, type Lorries } from './lorries.ts';

/** Doubly linked lists over the lorries; a lorry is in one list at a time, or in none. */
export class Lists {
  readonly head: Int32Array;
  readonly tail: Int32Array;

  constructor(private readonly lorries: Lorries, count: number) {
    this.head = new Int32Array(count).fill(-1);
    this.tail = new Int32Array(count).fill(-1);
  }

  append(list: number, lorry: number): void {
    const { int } = this.lorries;
    const last = this.tail[list]!;
    int[lorry + PREVIOUS] = last;
    int[lorry + NEXT] = -1;
    if (last < 0) this.head[list] = lorry;
    else int[last + NEXT] = lorry;
    this.tail[list] = lorry;
  }

  /** In front of all others: who was interrupted goes on first. */
  prepend(list: number, lorry: number): void {
    const { int } = this.lorries;
    const first = this.head[list]!;
    int[lorry + NEXT] = first;
    int[lorry + PREVIOUS] = -1;
    if (first < 0) this.tail[list] = lorry;
    else int[first + PREVIOUS] = lorry;
    this.head[list] = lorry;
  }

  remove(list: number, lorry: number): void {
    const { int } = this.lorries;
    const before = int[lorry + PREVIOUS]!;
    const after = int[lorry + NEXT]!;
    if (before < 0) this.head[list] = after;
    else int[before + NEXT] = after;
    if (after < 0) this.tail[list] = before;
    else int[after + PREVIOUS] = before;
  }
}
