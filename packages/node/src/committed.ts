import type { EntryRow } from '@pairgate/store/batch.ts';

/** What everybody who follows the node is told after a commit. */
export interface Committed {
  readonly change: number;
  readonly crossings: ReadonlySet<string>;
  readonly streams: readonly string[];
  readonly ownSize: number;
  readonly peerSize: number;
  readonly entries: readonly EntryRow[];
  readonly facts: number;
  /** True when values were destroyed: nobody may go on with bytes that were read before. */
  readonly erased: boolean;
  /** Milliseconds from the start of the group to its commit. */
  readonly millis: number;
}
