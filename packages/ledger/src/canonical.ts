import { fail } from './ports.ts';
import type { Outcome } from './ports.ts';
import { decodeUtf8, encodeUtf8, hasLoneSurrogate } from './utf8.ts';

/**
 * Canonical JSON of RFC 8785, and the strict reading of it: one value, one byte string. Bytes that are not what their
 * own value canonicalises to are refused, which leaves no room for duplicate keys, rounded integers or stray whitespace.
 *
 * Speed comes from the engine's own JSON code, whose numbers and string escapes are those of RFC 8785; what it does not
 * do, sorting keys, is checked by a walk. Only objects with unsorted keys, or with keys that look like integers and
 * which the engine would therefore reorder, take the recursive way.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type CanonicalFault =
  | 'not_utf8'
  | 'byte_order_mark'
  | 'not_json'
  | 'too_deep'
  | 'unsafe_number'
  | 'not_canonical'
  | 'lone_surrogate'
  | 'not_nfc';

/** Arrays and objects inside each other, at most. */
export const MAX_DEPTH = 32;

type Shape = 'sorted' | 'unsorted' | Extract<CanonicalFault, 'too_deep' | 'unsafe_number'>;

function shapeOf(value: Json, depth: number): Shape {
  if (typeof value === 'number') return isUnsafe(value) ? 'unsafe_number' : 'sorted';
  if (typeof value !== 'object' || value === null) return 'sorted';
  if (depth === MAX_DEPTH) return 'too_deep';
  let shape: Shape = 'sorted';
  const visit = (child: Json): boolean => {
    const inner = shapeOf(child, depth + 1);
    if (inner === 'too_deep' || inner === 'unsafe_number') {
      shape = inner;
      return false;
    }
    if (inner === 'unsorted') shape = inner;
    return true;
  };
  if (isArray(value)) {
    for (const child of value) if (!visit(child)) return shape;
    return shape;
  }
  let previous: string | undefined;
  for (const key in value) {
    // Strings compare by UTF-16 code units, which is the order of RFC 8785, section 3.2.3.
    if (previous !== undefined && previous >= key) shape = 'unsorted';
    previous = key;
    if (!visit(value[key]!)) return shape;
  }
  return shape;
}

const isArray = (value: object): value is readonly Json[] => Array.isArray(value);

// A number that another reader may round (RFC 7493, section 2.2) or that JSON cannot express.
const isUnsafe = (value: number): boolean => !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER;

// Only values are checked; keys are strings and come through `quote` as well.
function quote(text: string): string {
  if (hasLoneSurrogate(text)) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_DEPTH) throw new TypeError(`nested deeper than ${MAX_DEPTH}`);
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
    default:
      throw new TypeError(`${typeof value} has no canonical form`);
  }
}

function writeArray(values: readonly unknown[], depth: number): string {
  // Array.from visits holes too, so that they are refused instead of skipped.
  return `[${Array.from(values, (value) => write(value, depth + 1)).join(',')}]`;
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('only plain objects are JSON');
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => `${quote(key)}:${write(child, depth + 1)}`);
  return `{${members.join(',')}}`;
}

/**
 * The canonical text of a value (RFC 8785). Throws a TypeError on what JSON cannot express: `undefined`, functions, big
 * integers, non-finite numbers, lone surrogates, instances of classes, and nesting deeper than 32. Minus zero becomes 0.
 */
export function canonicalize(value: unknown): string {
  return write(value, 0);
}

/**
 * The canonical bytes of a value, which `parseCanonical` accepts. Throws on what `canonicalize` refuses, on numbers
 * beyond 2^53 - 1 and on text that is not NFC: text is normalised where people type it, never here.
 */
export function encodeCanonical(value: unknown): Uint8Array {
  const text = canonicalize(value);
  if (shapeOf(value as Json, 0) === 'unsafe_number') throw new TypeError('a number is beyond 2^53 - 1');
  if (!isNfc(text)) throw new TypeError('text is not NFC');
  return encodeUtf8(text);
}

const ABOVE_LATIN = /[^\u0000-\u02ff]/;

// No character below U+0300 composes or decomposes in NFC on its own. A combining mark at the start of a string cannot
// join the quotation mark before it, so the whole text is NFC exactly when each string in it is.
const isNfc = (text: string): boolean => !ABOVE_LATIN.test(text) || text.normalize('NFC') === text;

// An escape with a surrogate survives the comparison with the engine's own output, which escapes lone surrogates.
function holdsLoneSurrogate(value: Json): boolean {
  if (typeof value === 'string') return hasLoneSurrogate(value);
  if (typeof value !== 'object' || value === null) return false;
  if (isArray(value)) return value.some(holdsLoneSurrogate);
  return Object.entries(value).some(([key, child]) => hasLoneSurrogate(key) || holdsLoneSurrogate(child));
}

/** The value of canonical bytes, or the first reason why they are not canonical. */
export function parseCanonical(bytes: Uint8Array): Outcome<Json, CanonicalFault> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return fail('not_utf8');
  if (text.startsWith('\ufeff')) return fail('byte_order_mark');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return fail('not_json');
  }
  const shape = shapeOf(value, 0);
  if (shape === 'too_deep' || shape === 'unsafe_number') return fail(shape);
  // Canonical text escapes control characters only, so most texts have no such escape and skip the search.
  if (text.includes('\\ud') && holdsLoneSurrogate(value)) return fail('lone_surrogate');
  if (text !== (shape === 'sorted' ? JSON.stringify(value) : canonicalize(value))) return fail('not_canonical');
  if (!isNfc(text)) return fail('not_nfc');
  return { ok: true, value };
}
