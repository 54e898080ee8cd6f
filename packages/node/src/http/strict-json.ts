/**
 * JSON as the interface takes it (RFC 8259 and I-JSON, RFC 7493). Layout is free, but a duplicate key, a number that a
 * double cannot hold exactly, a lone surrogate or nesting beyond `MAX_DEPTH` is refused instead of being repaired, so
 * that two readers of one document cannot see two things. Text comes out normalised to NFC (design §6).
 */

export const MAX_DEPTH = 32;

export type JsonFaultCode =
  | 'json_malformed' | 'json_duplicate_key' | 'json_too_deep' | 'json_number_inexact' | 'text_not_unicode' | 'field_malformed';

/** What is wrong with a document, and where: an RFC 6901 pointer, and the character at which reading stopped. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  constructor(
    readonly code: JsonFaultCode,
    readonly pointer: string,
    readonly offset: number,
  ) {
    super(`${code} at ${pointer === '' ? 'the top' : pointer}, character ${offset}`);
  }
}

export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${escapePointer(String(key))}`).join('');

const WHITE = new Set([' ', '\n', '\r', '\t']);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Everything up to the next quotation mark, backslash or control character. */
// oxlint-disable-next-line no-control-regex
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
};
const LITERALS = [['true', true], ['false', false], ['null', null]] as const;
const LONE_SURROGATE = /\p{Surrogate}/u;

class Parser {
  readonly #text: string;
  readonly #asWritten: boolean;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, asWritten: boolean) {
    this.#text = text;
    this.#asWritten = asWritten;
  }

  document(): unknown {
    this.#white();
    const value = this.#value();
    this.#white();
    if (this.#at < this.#text.length) this.#fail();
    return value;
  }

  #fail(code: JsonFaultCode = 'json_malformed'): never {
    throw new JsonFault(code, pointerOf(this.#path), this.#at);
  }

  #white(): void {
    while (WHITE.has(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  /** Takes the character, with the white space before and after it, when it comes next. */
  #take(character: string): boolean {
    this.#white();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    this.#white();
    return true;
  }

  #value(): unknown {
    const next = this.#text[this.#at];
    if (next === '{' || next === '[') {
      if (this.#path.length >= MAX_DEPTH) this.#fail('json_too_deep');
      return next === '{' ? this.#object() : this.#array();
    }
    if (next === '"') return this.#string();
    for (const [word, value] of LITERALS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #object(): object {
    const object: Record<string, unknown> = {};
    this.#take('{');
    if (this.#take('}')) return object;
    do {
      if (this.#text[this.#at] !== '"') this.#fail();
      const key = this.#string();
      this.#path.push(key);
      if (Object.hasOwn(object, key)) this.#fail('json_duplicate_key');
      if (!this.#take(':')) this.#fail();
      // Defined, not assigned: a key named `__proto__` must be a field that the schema refuses, not a prototype.
      const value = this.#value();
      Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
      this.#path.pop();
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
    return object;
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    this.#take('[');
    if (this.#take(']')) return array;
    do {
      this.#path.push(array.length);
      array.push(this.#value());
      this.#path.pop();
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail();
    return array;
  }

  #string(): string {
    let text = '';
    this.#at += 1;
    for (;;) {
      PLAIN.lastIndex = this.#at;
      const plain = PLAIN.exec(this.#text)![0];
      text += plain;
      this.#at += plain.length;
      const next = this.#text[this.#at];
      if (next === '"') break;
      if (next !== '\\') this.#fail();
      text += this.#escape();
    }
    if (LONE_SURROGATE.test(text)) this.#fail('text_not_unicode');
    // No name, plate or paper has a NUL in it, and PostgreSQL stores none.
    if (!this.#asWritten && text.includes('\0')) this.#fail('field_malformed');
    this.#at += 1;
    return this.#asWritten ? text : text.normalize('NFC');
  }

  #escape(): string {
    const kind = this.#text[this.#at + 1] ?? '';
    const simple = ESCAPES[kind];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const hex = this.#text.slice(this.#at + 2, this.#at + 6);
    if (kind !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) this.#fail();
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const written = NUMBER.exec(this.#text)?.[0];
    if (written === undefined) this.#fail();
    const value = Number(written);
    // Quantities and money travel as decimal strings; a number is a count, and a count fits a safe integer.
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) this.#fail('json_number_inexact');
    this.#at += written.length;
    return value === 0 ? 0 : value;
  }
}

// What lies below the combining marks stands in NFC as it is.
const MAY_COMPOSE = /[\u0300-\uffff]/;

/** Whether numbers and nesting are what the parser takes. */
function isTaken(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isTaken(item, depth + 1));
  for (const key in value) if (!isTaken((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

/**
 * The value as the engine reads it, where that is surely what the parser would read, in a tenth of its time; else
 * `undefined`, and the parser has the word. A text that the engine writes for the very value that it has read holds no key
 * twice and no number that was rounded; without an escape by number there is neither a lone surrogate nor a NUL in it.
 */
function readQuickly(text: string): unknown {
  if (text.includes('\\u') || (MAY_COMPOSE.test(text) && text !== text.normalize('NFC'))) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return JSON.stringify(value) === text && isTaken(value, 0) ? value : undefined;
  } catch {
    // No JSON, or nested too deeply to be written: the parser says which, and where.
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a document in UTF-8. Throws `JsonFault`. With `asWritten` text comes out as it stands there, whether or not
 * it is NFC or has a NUL in it: for whoever asks what is in a document instead of taking it in.
 */
export function parseStrictJson(bytes: Uint8Array, { asWritten = false } = {}): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new JsonFault('text_not_unicode', '', 0);
  }
  const quick = asWritten ? undefined : readQuickly(text);
  return quick === undefined ? new Parser(text, asWritten).document() : quick;
}
