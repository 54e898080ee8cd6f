import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import type { z } from 'zod';
import { valueAt, type Json } from './draft.ts';

/** What a schema found, in the codes of the vocabulary: the node's sentence and the form's are the same. */

type Issue = z.core.$ZodIssue;

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function refusalOf(issue: Issue, input: Json): Refusal {
  const pointer = pointerOf(issue.path);
  const missing = valueAt(input, pointer) === undefined;
  if (missing) return { code: 'field_missing', pointer };
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'field_type', pointer, params: { expected: issue.expected === 'int' ? 'integer' : issue.expected } };
    case 'unrecognized_keys':
      return { code: 'field_unknown', pointer: pointerOf([...issue.path, issue.keys[0]!]), params: { field: issue.keys[0]! } };
    case 'too_big':
      return { code: issue.origin === 'string' || issue.origin === 'array' ? 'field_too_long' : 'field_too_big', pointer, params: { maximum: Number(issue.maximum) } };
    case 'too_small':
      return { code: issue.origin === 'string' || issue.origin === 'array' ? 'field_too_short' : 'field_too_small', pointer, params: { minimum: Number(issue.minimum) } };
    case 'invalid_value':
      return { code: 'field_not_allowed', pointer, params: { allowed: issue.values.map(String).join(', ') } };
    default:
      return { code: 'field_malformed', pointer };
  }
}

/** One refusal for each place: the first explains the others. */
export function refusalsOf(error: z.ZodError, input: Json): Refusal[] {
  const byPlace = new Map<string, Refusal>();
  for (const issue of error.issues) {
    const refusal = refusalOf(issue, input);
    if (!byPlace.has(refusal.pointer!)) byPlace.set(refusal.pointer!, refusal);
  }
  return [...byPlace.values()];
}
