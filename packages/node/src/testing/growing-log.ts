import { encodeEdge, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP, grow, type Tile, type Tip } from '@pairgate/ledger/tiles.ts';
import type { Batch, EntryRow } from '@pairgate/store/batch.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import { random, sha256 } from '../crypto.ts';

/** A log in a database of its own that grows by commits as the writer makes them, with the root at every size. */
export class GrowingLog {
  readonly roots = new Map<number, Uint8Array>();
  #tip: Tip = EMPTY_TIP;

  private constructor(
    readonly db: Database,
    readonly journal: Journal,
    readonly side: 'VN' | 'CN',
  ) {}

  static async open(side: 'VN' | 'CN'): Promise<GrowingLog> {
    const db = await openPglite();
    await migrate(db);
    const journal = new Journal(db, 'test');
    await journal.prepare([side]);
    return new GrowingLog(db, journal, side);
  }

  get size(): number {
    return this.#tip.edge.size;
  }

  get root(): Uint8Array {
    return rootOf(sha256, this.#tip.edge);
  }

  /** Commits entries of random bytes, in one transaction. */
  async commit(count: number, dataBytes: number): Promise<EntryRow[]> {
    const from = this.size;
    const entries = Array.from({ length: count }, (_, at): EntryRow => {
      const leaf = random(40);
      return {
        index: from + at, stream: 'gate:VN', seq: from + at + 1, type: 'CapacityPublished', leaf, data: random(dataBytes),
        leafHash: leafHash(sha256, leaf), verdict: null, minute: 0,
      };
    });
    const tiles: Tile[] = [];
    for (const entry of entries) {
      const { tip, full } = grow(sha256, this.#tip, [entry.leafHash]);
      this.#tip = tip;
      tiles.push(...full);
      this.roots.set(this.size, this.root);
    }
    const growth = { log: this.side, from, size: this.size, edge: encodeEdge(this.#tip.edge), root: this.root, entries, tiles };
    const batch: Batch = {
      facts: [], logs: [growth], states: [], crossings: [], consignments: [], loads: [], submissions: [], verdicts: [],
      amendments: [],
    };
    await this.journal.commit(batch);
    return entries;
  }
}
