import { Failure } from '../failure.ts';
import type { Stage } from './stage.ts';

/** Exit code of a run that could not judge anything. */
export const CANNOT_TELL = 2;

/** Why nothing can be judged at all, as one sentence. */
export const notJudged = (sentence: string, cause?: unknown): Failure => new Failure(sentence, { exitCode: CANNOT_TELL, cause });

/** What a node did that the document does not allow. The sentence says what was seen. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** A clause about which this run can say nothing. */
export class NotTested extends Error {
  override readonly name = 'NotTested';
}

/** One thing to look at. It throws a `Violation` when the node breaks the clause; a clause may have several checks. */
export interface Check {
  /** Number in `docs/protocol/v1.md`, such as `ENT-3`. */
  readonly clause: string;
  /** What a node does that keeps the clause, as a sentence without its end. */
  readonly what: string;
  run(stage: Stage): Promise<void>;
}

/** Checks that belong together. They run in this order, one after the other, on one node. */
export interface Group {
  readonly name: string;
  /** A clause without which the rest means nothing: when it has failed, these checks are not run. */
  readonly needs?: string;
  readonly checks: readonly Check[];
}

export type Verdict = 'PASS' | 'FAIL' | 'NOT TESTED';

export interface CheckResult {
  readonly clause: string;
  readonly what: string;
  readonly verdict: Verdict;
  readonly reason?: string;
}

/** Polls until it is so, or throws a `Violation` with the sentence after `millis` of real time. */
export async function until(what: () => boolean, millis: number, sentence: string): Promise<void> {
  for (const end = Date.now() + millis; !what(); ) {
    if (Date.now() > end) throw new Violation(`${sentence} within ${millis / 1000} s`);
    await pause(10);
  }
}

export const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Throws a `Violation` unless it holds. */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Violation(sentence);
}
