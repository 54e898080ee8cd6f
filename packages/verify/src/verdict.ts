import type { Code } from './codes.ts';

/**
 * VALID and INVALID are answers. CANNOT_TELL means that the question is open with what this verifier was given.
 * SKIPPED means that there was nothing to ask: data that was erased, or a part that an earlier check found unreadable.
 */
export type Verdict = 'VALID' | 'INVALID' | 'CANNOT_TELL' | 'SKIPPED';

/** What a check found at one place of the file; `where` is an RFC 6901 pointer into it. */
export interface Finding {
  readonly verdict: Exclude<Verdict, 'VALID'>;
  readonly where: string;
  readonly detail: string;
}

/** Findings of a check, and how many subjects it asked its question of. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly asked: number;
}

export interface CheckResult {
  readonly code: Code;
  readonly question: string;
  readonly verdict: Verdict;
  readonly where?: string;
  readonly detail: string;
}

export interface Report {
  readonly verdict: Exclude<Verdict, 'SKIPPED'>;
  readonly checks: readonly CheckResult[];
}

/** What is said of a question that the file gives no occasion to ask. */
export const NOTHING_TO_ASK = 'nothing to ask';
/** What a check says that was not reached, since the file is none. */
export const UNREADABLE = 'the file cannot be read';

export const invalid = (where: string, detail: string): Finding => ({ verdict: 'INVALID', where, detail });
export const cannotTell = (where: string, detail: string): Finding => ({ verdict: 'CANNOT_TELL', where, detail });
export const skipped = (where: string, detail: string): Finding => ({ verdict: 'SKIPPED', where, detail });

/** One INVALID spoils the file, one CANNOT_TELL leaves it open. */
export function overall(checks: readonly CheckResult[]): Report['verdict'] {
  if (checks.some(({ verdict }) => verdict === 'INVALID')) return 'INVALID';
  return checks.some(({ verdict }) => verdict === 'CANNOT_TELL') ? 'CANNOT_TELL' : 'VALID';
}
