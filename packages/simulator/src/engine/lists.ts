import { NEXT, PREVIOUS, type Lorries } from './lorries.ts';

/** Doubly linked lists over the lorries; a lorry is in one list at a time, or in none. */
export class Lists {
  /** The first of each list and the last, side by side; −1: none. */
  private readonly ends: Int32Array;

  constructor(private readonly lorries: Lorries, count: number) {
    this.ends = new Int32Array(count * 2).fill(-1);
  }

  first(list: number): number {
    return this.ends[list * 2]!;
  }

  last(list: number): number {
    return this.ends[list * 2 + 1]!;
  }

  append(list: number, lorry: number): void {
    const { ends } = this;
    const { int } = this.lorries;
    const last = ends[list * 2 + 1]!;
    int[lorry + PREVIOUS] = last;
    int[lorry + NEXT] = -1;
    if (last < 0) ends[list * 2] = lorry;
    else int[last + NEXT] = lorry;
    ends[list * 2 + 1] = lorry;
  }

  /** In front of all others: who was interrupted goes on first. */
  prepend(list: number, lorry: number): void {
    const { ends } = this;
    const { int } = this.lorries;
    const first = ends[list * 2]!;
    int[lorry + NEXT] = first;
    int[lorry + PREVIOUS] = -1;
    if (first < 0) ends[list * 2 + 1] = lorry;
    else int[first + PREVIOUS] = lorry;
    ends[list * 2] = lorry;
  }

  remove(list: number, lorry: number): void {
    const { ends } = this;
    const { int } = this.lorries;
    const before = int[lorry + PREVIOUS]!;
    const after = int[lorry + NEXT]!;
    if (before < 0) ends[list * 2] = after;
    else int[before + NEXT] = after;
    if (after < 0) ends[list * 2 + 1] = before;
    else int[after + PREVIOUS] = before;
  }
}
