import { NOTHING_TO_ASK, UNREADABLE, type CheckResult } from '@pairgate/verify/verdict.ts';
import type { verify as en } from '../i18n/en/verify.ts';

/** What a check says in the reader's language; undefined where it names what it found, which stands there as the checker wrote it. */
export function saidBy({ verdict, detail }: Pick<CheckResult, 'verdict' | 'detail'>, words: Pick<typeof en, 'fine' | 'nothing' | 'notReached'>): string | undefined {
  if (verdict === 'VALID') return words.fine;
  if (detail === NOTHING_TO_ASK) return words.nothing;
  return detail === UNREADABLE ? words.notReached : undefined;
}
