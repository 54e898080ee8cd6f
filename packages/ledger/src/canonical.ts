import { fail } from './ports.ts';
import type { Outcome } from './ports.ts';
import { decodeUtf8, encodeUtf8, hasLoneSurrogate } from './utf8.ts';

/**
 * Canonical JSON of RFC 8785, and the strict reading of it: one value, one byte string. Bytes that are not what their
 * own value canonicalises to are refused: no room for duplicate keys, rounded integers or stray whitespace.
 *
 * Reading and writing are fast by the engine's own JSON code, whose numbers and string escapes are those of RFC 8785;
 * what it does not do, sorting keys, is checked by a walk. Only objects whose keys are not in order already, such as
 * those that look like integers, which the engine reorders, take the recursive way.
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

/** `foreign`: something that JSON cannot express is in it. */
type Shape = 'sorted' | 'unsorted' | 'foreign' | Extract<CanonicalFault, 'too_deep' | 'unsafe_number'>;

function shapeOf(value: unknown, depth: number): Shape {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return 'sorted';
  if (typeof value === 'number') return isUnsafe(value) ? 'unsafe_number' : 'sorted';
  if (typeof value !== 'object') return 'foreign';
  if (depth === MAX_DEPTH) return 'too_deep';
  let shape: Shape = 'sorted';
  if (Array.isArray(value)) {
    for (const child of value) {
      const inner = shapeOf(child, depth + 1);
      if (inner === 'unsorted') shape = inner;
      else if (inner !== 'sorted') return inner;
    }
    return shape;
  }
  if (!isPlain(value)) return 'foreign';
  const members = value as Readonly<Record<string, unknown>>;
  let previous: string | undefined;
  for (const key in members) {
    // Strings compare by UTF-16 code units, which is the order of RFC 8785, section 3.2.3.
    if (previous !== undefined && previous >= key) shape = 'unsorted';
    previous = key;
    const inner = shapeOf(members[key], depth + 1);
    if (inner === 'unsorted') shape = inner;
    else if (inner !== 'sorted') return inner;
  }
  return shape;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isArray = (value: object): value is readonly Json[] => Array.isArray(value);

// A number that another reader may round (RFC 7493, section 2.2) or that JSON cannot express.
const isUnsafe = (value: number): boolean => !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER;

// Printable ASCII without quotation mark and backslash needs no escapes, and is nearly every key and code.
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
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
  if (!isPlain(value)) throw new TypeError('only plain objects are JSON');
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  // Without a comparison function, sort compares by UTF-16 code units.
  for (const key of Object.keys(members).sort()) {
    text += `${text === '' ? '' : ','}${quote(key)}:${write(members[key], depth + 1)}`;
  }
  return `{${text}}`;
}

/**
 * The canonical text of a value (RFC 8785). Throws a TypeError on what JSON cannot express: `undefined`, functions, big
 * integers, non-finite numbers, lone surrogates, instances of classes, and nesting deeper than 32. Minus zero is 0.
 */
export function canonicalize(value: unknown): string {
  return writeAs(shapeOf(value, 0), value);
}

function writeAs(shape: Shape, value: unknown): string {
  if (shape !== 'sorted') return write(value, 0);
  const text = JSON.stringify(value);
  // The engine writes a lone surrogate as an escape; canonical text escapes control characters only.
  return text.includes('\\ud') ? write(value, 0) : text;
}

/**
 * The canonical bytes of a value, which `parseCanonical` accepts. Throws on what `canonicalize` refuses, on numbers
 * beyond 2^53 - 1 and on text that is not NFC: text is normalised where people type it, never here.
 */
export function encodeCanonical(value: unknown): Uint8Array {
  const shape = shapeOf(value, 0);
  const text = writeAs(shape, value);
  if (shape === 'unsafe_number') throw new TypeError('a number is beyond 2^53 - 1');
  if (!isNfc(text, value as Json)) throw new TypeError('text is not NFC');
  return encodeUtf8(text);
}

const ABOVE_LATIN = /[\u0300-\uffff]/;

/**
 * Whether each string of a canonical text is NFC. Without characters from U+0300 on, nothing composes. When the whole
 * text is NFC, so are its strings; the reverse fails for a combining mark after an escape, `\n` for one, whose letter
 * it would join, so only then does each string count on its own.
 */
function isNfc(text: string, value: Json): boolean {
  if (!ABOVE_LATIN.test(text) || text.normalize('NFC') === text) return true;
  return !someString(value, (part) => part.normalize('NFC') !== part);
}

function someString(value: Json, has: (text: string) => boolean): boolean {
  if (typeof value === 'string') return has(value);
  if (typeof value !== 'object' || value === null) return false;
  if (isArray(value)) return value.some((child) => someString(child, has));
  return Object.entries(value).some(([key, child]) => has(key) || someString(child, has));
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
  // The engine escapes a lone surrogate as the text did, so comparing would not show it. Canonical text escapes control
  // characters only: most texts have no such escape and skip the search.
  if (text.includes('\\ud') && someString(value, hasLoneSurrogate)) return fail('lone_surrogate');
  if (text !== (shape === 'sorted' ? JSON.stringify(value) : write(value, 0))) return fail('not_canonical');
  if (!isNfc(text, value)) return fail('not_nfc');
  return { ok: true, value };
}
