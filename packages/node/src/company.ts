import type { Work } from './decisions.ts';
import type { Outcome } from './gateway.ts';
import type { Feeding } from './linger.ts';

/** Work that waits for the writer, and who waits for it. */
export interface Item {
  readonly work: Work;
  readonly resolve: (outcome: Outcome | undefined) => void;
  readonly reject: (error: unknown) => void;
  /** Decided and committed with nothing else: a correction, or what failed in company. */
  alone: boolean;
  /** True once whoever waits for it has been told that it failed. */
  failed: boolean;
}

/** What those who would join a group look at. */
export interface Company {
  readonly count: number;
  readonly last: Item | undefined;
  /** Entries of the other side. */
  readonly intake: number;
}

export const companyOf = (items: readonly Item[]): Company => ({
  count: items.length, last: items.at(-1), intake: items.reduce((sum, item) => sum + intakeOf(item), 0),
});

export const intakeOf = ({ work }: Item): number => (work.kind === 'intake' ? work.received.entries.length : 0);

/** What decides whether a group waits for more. */
export function feedingOf({ begun, fed, items }: { begun: number; fed: number; items: readonly Item[] }): Feeding {
  const { count, intake } = companyOf(items);
  return { begun, fed, count: count + intake, isAwaited: items.some(({ work }) => work.kind !== 'intake') };
}
