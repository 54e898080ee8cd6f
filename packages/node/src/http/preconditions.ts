import { refused } from './problem.ts';
import type { AnyRoute } from './route.ts';

/** The two headers that make a write safe to repeat and safe against a race. */

/**
 * `Idempotency-Key`: 1 to 200 visible characters, bare or as a quoted string (draft-ietf-httpapi-idempotency-key-header).
 * Throws `Refused`.
 */
export function idempotencyKeyOf(header: string | undefined, of: Pick<AnyRoute, 'idempotencyKey'>): string | undefined {
  if (header === undefined || header === '') {
    if (of.idempotencyKey === 'required') throw refused('idempotency_key_missing', { parameter: 'Idempotency-Key' });
    return undefined;
  }
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw refused('idempotency_key_malformed', { parameter: 'Idempotency-Key' });
  return key;
}

/**
 * The version in `If-Match`, from the ETag of a reading. A proxy that compresses may have made the tag weak; the version
 * in it says the same. `*` names no version and is refused: a decision must say what it has seen. Throws `Refused`.
 */
export function ifMatchOf(header: string | undefined, of: Pick<AnyRoute, 'ifMatch'>): number | undefined {
  if (of.ifMatch === undefined) return undefined;
  if (header === undefined || header === '') {
    if (of.ifMatch === 'required') throw refused('if_match_missing', { parameter: 'If-Match' });
    return undefined;
  }
  const version = /^(?:W\/)?"v(\d{1,15})"$/.exec(header)?.[1];
  if (version === undefined) throw refused('if_match_malformed', { parameter: 'If-Match' });
  return Number(version);
}
