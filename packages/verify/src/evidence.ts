import type { Bytes } from './bytes.ts';
import { fromBase64 } from './bytes.ts';
import type { Json, JsonObject } from './strict-json.ts';
import { isArray, isObject, step } from './strict-json.ts';
import type { Finding } from './verdict.ts';
import { cannotTell, invalid } from './verdict.ts';

/**
 * The outer form of an evidence file, format `pairgate-evidence/1`. Here only the types are read; what the parts say is
 * for the checks. `where` is each part's RFC 6901 pointer.
 */

export interface Entry {
  readonly where: string;
  readonly index: number;
  readonly leaf: Bytes;
  /** Nothing when the data of every class was erased or left out. */
  readonly data: Bytes | undefined;
  readonly proof: readonly Bytes[];
}

export interface Log {
  readonly where: string;
  readonly side: string;
  readonly checkpoint: string;
  readonly entries: readonly Entry[];
}

/** A document with the signatures of the parties that signed it, by side. */
export interface SignedDocument {
  readonly where: string;
  readonly document: JsonObject;
  readonly signatures: ReadonlyMap<string, Bytes>;
}

/** A statement about a key with the signature of its root key, and with a proof by the key when it is a new one. */
export interface SignedStatement {
  readonly where: string;
  readonly statement: JsonObject;
  readonly proof: Bytes | undefined;
  readonly signature: Bytes;
}

/** What the file is about: everything under a reference, or one message at its place in the log of a side. */
export type About =
  | { readonly kind: 'reference'; readonly reference: string }
  | { readonly kind: 'entry'; readonly side: string; readonly index: number };

export interface Evidence {
  readonly pair: string;
  readonly about: About;
  readonly agreements: readonly SignedDocument[];
  readonly keys: readonly SignedStatement[];
  readonly epochs: readonly SignedDocument[];
  readonly logs: readonly Log[];
}

export const FORMAT = 'pairgate-evidence/1';
const SIDE = /^[A-Z]{2}$/;

class ShapeFault extends Error {
  readonly where: string;
  constructor(where: string, detail: string) {
    super(detail);
    this.where = where;
  }
}

function objectWith(
  value: Json | undefined,
  where: string,
  keys: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (!isObject(value)) throw new ShapeFault(where, 'not an object');
  for (const key of keys) if (!Object.hasOwn(value, key)) throw new ShapeFault(where + step(key), 'missing');
  const unknown = Object.keys(value).find((key) => !keys.includes(key) && !optional.includes(key));
  if (unknown !== undefined) throw new ShapeFault(where + step(unknown), 'not a field of the format');
  return value;
}

function listOf<Item>(value: Json | undefined, where: string, read: (item: Json, where: string) => Item): Item[] {
  if (!isArray(value)) throw new ShapeFault(where, 'not a list');
  return value.map((item, i) => read(item, where + step(i)));
}

function textOf(value: Json | undefined, where: string): string {
  if (typeof value !== 'string' || value === '') throw new ShapeFault(where, 'not a text');
  return value;
}

function bytesOf(value: Json | undefined, where: string): Bytes {
  const bytes = typeof value === 'string' ? fromBase64(value) : undefined;
  if (bytes === undefined) throw new ShapeFault(where, 'not base 64');
  return bytes;
}

function readEntry(value: Json, where: string): Entry {
  const entry = objectWith(value, where, ['index', 'leaf', 'data', 'proof']);
  const { index, data } = entry;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) {
    throw new ShapeFault(`${where}/index`, 'not an index');
  }
  return {
    where,
    index,
    leaf: bytesOf(entry['leaf'], `${where}/leaf`),
    data: data === null ? undefined : bytesOf(data, `${where}/data`),
    proof: listOf(entry['proof'], `${where}/proof`, bytesOf),
  };
}

function readSide(value: Json | undefined, where: string): string {
  const side = textOf(value, where);
  if (!SIDE.test(side)) throw new ShapeFault(where, 'not a side');
  return side;
}

function readLog(value: Json, where: string): Log {
  const log = objectWith(value, where, ['side', 'checkpoint', 'entries']);
  return {
    where,
    side: readSide(log['side'], `${where}/side`),
    checkpoint: textOf(log['checkpoint'], `${where}/checkpoint`),
    entries: listOf(log['entries'], `${where}/entries`, readEntry),
  };
}

function readSigned(value: Json, where: string): SignedDocument {
  const { document, signatures } = objectWith(value, where, ['document', 'signatures']);
  if (!isObject(document)) throw new ShapeFault(`${where}/document`, 'not an object');
  if (!isObject(signatures)) throw new ShapeFault(`${where}/signatures`, 'not an object');
  const bySide = Object.entries(signatures).map(
    ([side, signature]) => [side, bytesOf(signature, `${where}/signatures${step(side)}`)] as const,
  );
  return { where, document, signatures: new Map(bySide) };
}

function readStatement(value: Json, where: string): SignedStatement {
  const { statement, proof, signature } = objectWith(value, where, ['statement', 'signature'], ['proof']);
  if (!isObject(statement)) throw new ShapeFault(`${where}/statement`, 'not an object');
  return {
    where,
    statement,
    proof: proof === undefined ? undefined : bytesOf(proof, `${where}/proof`),
    signature: bytesOf(signature, `${where}/signature`),
  };
}

const PLACE = /^([A-Z]{2}):(0|[1-9]\d{0,15})$/;

function readAbout(file: JsonObject): About {
  if (!Object.hasOwn(file, 'entry')) return { kind: 'reference', reference: textOf(file['reference'], '/reference') };
  if (Object.hasOwn(file, 'reference')) throw new ShapeFault('/entry', 'a file about a reference and about one entry');
  const [, side = '', digits = ''] = PLACE.exec(textOf(file['entry'], '/entry')) ?? [];
  const index = Number(digits);
  if (side === '' || !Number.isSafeInteger(index)) throw new ShapeFault('/entry', 'not a side and an index');
  return { kind: 'entry', side, index };
}

function readAll(value: Json): Evidence {
  const file = objectWith(value, '', ['format', 'pair', 'agreements', 'logs'], ['reference', 'entry', 'keys', 'epochs']);
  const logs = listOf(file['logs'], '/logs', readLog);
  for (const [i, log] of logs.entries()) {
    const first = logs.findIndex(({ side }) => side === log.side);
    if (first !== i) throw new ShapeFault(`${log.where}/side`, `a second log of ${log.side}`);
  }
  return {
    pair: textOf(file['pair'], '/pair'),
    about: readAbout(file),
    agreements: listOf(file['agreements'], '/agreements', readSigned),
    keys: file['keys'] === undefined ? [] : listOf(file['keys'], '/keys', readStatement),
    epochs: file['epochs'] === undefined ? [] : listOf(file['epochs'], '/epochs', readSigned),
    logs,
  };
}

/** The parts of an evidence file, or what keeps it from being one. A format of another version cannot be judged. */
export function readEvidence(value: Json): Evidence | Finding {
  const format = isObject(value) ? value['format'] : undefined;
  if (format !== FORMAT && typeof format === 'string' && format.startsWith('pairgate-evidence/')) {
    return cannotTell('/format', `${format} is a version that this verifier does not know`);
  }
  if (isObject(value) && format !== FORMAT) return invalid('/format', `not ${FORMAT}`);
  try {
    return readAll(value);
  } catch (fault) {
    if (fault instanceof ShapeFault) return invalid(fault.where, fault.message);
    throw fault;
  }
}
