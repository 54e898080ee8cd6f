import { NotTested, type CheckResult, type Group, type Verdict } from './check.ts';
import { access } from './clauses/access.ts';
import { amendments } from './clauses/amendments.ts';
import { countersignatures } from './clauses/countersignatures.ts';
import { canonicalBytes, entryFaults } from './clauses/hostile-entries.ts';
import { chunks, fork, frames } from './clauses/hostile-stream.ts';
import { keyChanges } from './clauses/key-changes.ts';
import { keyStatements } from './clauses/key-statements.ts';
import { load } from './clauses/load.ts';
import { mirrored } from './clauses/mirrored.ts';
import { otherWays } from './clauses/other-ways.ts';
import { honest, ownEntries, ownStream } from './clauses/own-stream.ts';
import { tiles } from './clauses/tiles.ts';
import { Stage, type StageOptions } from './stage.ts';
import { UNTESTED } from './untested.ts';

/** In this order: a node that fails at the beginning is not judged by what stands on it, and the fork comes last. */
export const GROUPS: readonly Group[] = [
  access, ownStream, honest, countersignatures, keyStatements, keyChanges, otherWays, frames, chunks, canonicalBytes, entryFaults, amendments, load, tiles, ownEntries, mirrored, fork,
];

/** What became of one clause: that of its worst check. */
export interface ClauseResult {
  readonly clause: string;
  readonly verdict: Verdict;
  readonly checks: readonly CheckResult[];
}

/** The checks of some clauses, named by letters and number or by letters alone; all of them without any name. */
const chosen = (only: readonly string[]): readonly Group[] => {
  if (only.length === 0) return GROUPS;
  const named = (clause: string) => only.some((word) => clause === word || clause.startsWith(`${word}-`));
  return GROUPS.map((group) => ({ ...group, checks: group.checks.filter(({ clause }) => named(clause)) }));
};

/**
 * Plays the counterpart against the node at a URL and judges every clause. Throws a `Failure` when nothing can be judged.
 * `onResult` is told of each check when it is over.
 */
export async function conform(
  options: StageOptions,
  { only = [], onResult }: { readonly only?: readonly string[]; readonly onResult?: (result: CheckResult) => void } = {},
): Promise<ClauseResult[]> {
  const stage = new Stage(options);
  const results: CheckResult[] = [];
  try {
    await stage.open();
    for (const group of chosen(only)) {
      for (const check of group.checks) {
        const result = await judge(check, group, stage, results);
        results.push(result);
        onResult?.(result);
      }
    }
  } finally {
    await stage.close();
  }
  return byClause([...results, ...untested(only)]);
}

async function judge(
  { clause, what, run }: Group['checks'][number],
  { needs }: Group,
  stage: Stage,
  results: readonly CheckResult[],
): Promise<CheckResult> {
  if (needs !== undefined && results.some((each) => each.clause === needs && each.verdict === 'FAIL')) {
    return { clause, what, verdict: 'NOT TESTED', reason: `${needs} has failed` };
  }
  try {
    await run(stage);
    return { clause, what, verdict: 'PASS' };
  } catch (error) {
    const verdict = error instanceof NotTested ? 'NOT TESTED' : 'FAIL';
    return { clause, what, verdict, reason: (error as Error).message };
  }
}

function untested(only: readonly string[]): CheckResult[] {
  if (only.length > 0) return [];
  return Object.entries(UNTESTED).map(([clause, reason]) => ({ clause, what: '', verdict: 'NOT TESTED', reason }));
}

const WORST: readonly Verdict[] = ['FAIL', 'PASS', 'NOT TESTED'];

function byClause(results: readonly CheckResult[]): ClauseResult[] {
  const clauses = new Map<string, CheckResult[]>();
  for (const result of results) clauses.set(result.clause, [...(clauses.get(result.clause) ?? []), result]);
  return [...clauses].map(([clause, checks]) => ({
    clause,
    checks,
    verdict: WORST.find((verdict) => checks.some((check) => check.verdict === verdict))!,
  }));
}
