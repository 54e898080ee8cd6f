import type { Change } from '@pairgate/store/journal.ts';

/**
 * Which crossings changed last, in memory: what followers ask for many times a second. Older changes stand beside each
 * crossing in the database, without an index, because an index on what every act changes would make every act dearer.
 */
export class RecentChanges {
  /** In the order of the changes; a crossing that changed again is in it twice. */
  #order: Change[] = [];
  readonly #latest = new Map<string, number>();
  /** All changes after this one are known. */
  #floor: number;

  constructor(
    floor: number,
    private readonly capacity = 50_000,
  ) {
    this.#floor = floor;
  }

  note(references: Iterable<string>, change: number): void {
    for (const reference of references) {
      this.#order.push({ reference, change });
      this.#latest.set(reference, change);
    }
    if (this.#order.length > 2 * this.capacity) this.#forget();
  }

  /** The last change of a crossing, or the newest that it cannot be later than. */
  of(reference: string): number {
    return this.#latest.get(reference) ?? this.#floor;
  }

  /**
   * The crossings that changed after a change, each at its last one; `undefined` when that is too long ago. At least
   * `limit` of them, with all that share the last number: what came after a cut between them would never be told.
   */
  since(change: number, limit: number): Change[] | undefined {
    if (change < this.#floor) return undefined;
    const found: Change[] = [];
    for (let at = this.#firstAfter(change); at < this.#order.length; at += 1) {
      const each = this.#order[at]!;
      if (found.length >= limit && each.change !== found.at(-1)!.change) break;
      if (this.#latest.get(each.reference) === each.change) found.push(each);
    }
    return found;
  }

  #firstAfter(change: number): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order[middle]!.change > change) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #forget(): void {
    const gone = this.#order.slice(0, -this.capacity);
    this.#order = this.#order.slice(-this.capacity);
    this.#floor = gone.at(-1)!.change;
    for (const { reference, change } of gone) if (this.#latest.get(reference) === change) this.#latest.delete(reference);
  }
}
