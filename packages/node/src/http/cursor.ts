import { parseInstant } from '@pairgate/domain/kernel/instant.ts';
import { refused } from './problem.ts';
import type { PageAfter } from './readings.ts';

/**
 * An opaque cursor is the place of the last row: it stays right when rows come and go between two pages, and a client
 * that builds one of its own gets a refusal instead of a guess.
 */
export const cursorOf = ({ plannedAt, reference }: PageAfter): string =>
  Buffer.from(`1\n${plannedAt}\n${reference}`).toString('base64url');

/** Throws `Refused`. */
export function afterCursor(cursor: string): PageAfter {
  const [version, plannedAt = '', reference = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split('\n');
  const whole = version === '1' && rest.length === 0 && reference !== '' && parseInstant(plannedAt) !== undefined;
  if (!whole) throw refused('field_malformed', { parameter: 'cursor' });
  return { plannedAt, reference };
}
