import { encodeCanonical, type CanonicalFault } from '@pairgate/ledger/canonical.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { JsonFault, parseStrictJson, pointerOf, type JsonFaultCode } from '@pairgate/node/http/strict-json.ts';

/** The canonical bytes (RFC 8785) of a document in any layout, or why it has none. */

/** Layout is free here, so nothing is `not_canonical`; and the first duplicate key is named instead. */
export type FormFault = Exclude<CanonicalFault, 'not_canonical'> | 'duplicate_key';

export type CanonicalForm =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: FormFault; readonly pointer: string; readonly offset: number };

const FAULTS: Readonly<Record<JsonFaultCode, FormFault>> = {
  json_malformed: 'not_json',
  json_duplicate_key: 'duplicate_key',
  json_too_deep: 'too_deep',
  json_number_inexact: 'unsafe_number',
  text_not_unicode: 'lone_surrogate',
  field_malformed: 'not_json',
};

/** Where the first text stands that is not NFC, a key or a value. */
function decomposedAt(value: unknown, path: readonly (string | number)[]): readonly (string | number)[] | undefined {
  if (typeof value === 'string') return value.normalize('NFC') === value ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const at = [...path, key];
    const found = key.normalize('NFC') === key ? decomposedAt(child, at) : at;
    if (found) return found;
  }
  return undefined;
}

export function canonicalForm(document: Uint8Array): CanonicalForm {
  const refused = (fault: FormFault, pointer = '', offset = 0): CanonicalForm => ({ ok: false, fault, pointer, offset });
  const text = decodeUtf8(document);
  if (text === undefined) return refused('not_utf8');
  if (text.startsWith('\ufeff')) return refused('byte_order_mark');
  let value: unknown;
  try {
    value = parseStrictJson(document, { asWritten: true });
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return refused(FAULTS[error.code], error.pointer, error.offset);
  }
  const decomposed = decomposedAt(value, []);
  return decomposed ? refused('not_nfc', pointerOf(decomposed)) : { ok: true, bytes: encodeCanonical(value) };
}
