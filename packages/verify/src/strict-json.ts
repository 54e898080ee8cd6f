/**
 * A JSON reader that sees what `JSON.parse` passes over: a key that comes twice, half a surrogate pair, a number that
 * is rounded, text that is not NFC. It names the place, as an RFC 6901 pointer.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export type Parsed =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly where: string; readonly detail: string };

const MAX_DEPTH = 64;
const SPACE = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids exactly these unescaped.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SURROGATE = /\p{Surrogate}/u;

class Fault extends Error {
  readonly where: string;
  constructor(where: string, detail: string) {
    super(detail);
    this.where = where;
  }
}

/** One step of a pointer. */
export const step = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    const value = this.value('', 0);
    this.take(SPACE);
    if (this.at < this.text.length) throw new Fault('', `more text after the value, at character ${this.at}`);
    return value;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.at += match.length;
    return match;
  }

  private skip(char: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private require(char: string, where: string): void {
    if (!this.skip(char)) throw new Fault(where, `"${char}" expected at character ${this.at}`);
  }

  private value(where: string, depth: number): Json {
    if (depth > MAX_DEPTH) throw new Fault(where, `nested deeper than ${MAX_DEPTH}`);
    this.take(SPACE);
    const char = this.text[this.at];
    if (char === '{') return this.object(where, depth);
    if (char === '[') return this.array(where, depth);
    if (char === '"') return this.string(where);
    const word = this.take(WORD);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    return this.number(where);
  }

  private number(where: string): number {
    const text = this.take(NUMBER);
    if (text === undefined) throw new Fault(where, `no value at character ${this.at}`);
    const value = Number(text);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Fault(where, 'a number beyond 2^53 - 1');
    return value;
  }

  private string(where: string): string {
    const raw = this.take(STRING);
    if (raw === undefined) throw new Fault(where, `a broken string at character ${this.at}`);
    // A single string token cannot hide anything from JSON.parse.
    const text = JSON.parse(raw) as string;
    if (SURROGATE.test(text)) throw new Fault(where, 'half a surrogate pair');
    if (text.normalize('NFC') !== text) throw new Fault(where, 'text that is not NFC');
    return text;
  }

  private array(where: string, depth: number): Json[] {
    const values: Json[] = [];
    this.require('[', where);
    if (this.skip(']')) return values;
    do values.push(this.value(where + step(values.length), depth + 1));
    while (this.skip(','));
    this.require(']', where);
    return values;
  }

  private object(where: string, depth: number): JsonObject {
    // Without a prototype, so that a key like "__proto__" is a key like any other.
    const members = Object.create(null) as Record<string, Json>;
    this.require('{', where);
    if (this.skip('}')) return members;
    do {
      this.take(SPACE);
      const key = this.string(where);
      if (Object.hasOwn(members, key)) throw new Fault(where + step(key), 'a key that comes twice');
      this.require(':', where + step(key));
      members[key] = this.value(where + step(key), depth + 1);
    } while (this.skip(','));
    this.require('}', where);
    return members;
  }
}

/** The value of a JSON text, or the first fault in it. */
export function parseStrict(text: string): Parsed {
  try {
    return { ok: true, value: new Reader(text).document() };
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, where: fault.where, detail: fault.message };
    throw fault;
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The canonical text of a value that `parseStrict` read (RFC 8785). */
export function canonical(value: Json): string {
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(',')}}`;
}
