import { statSync } from 'node:fs';
import { fromHex } from '@pairgate/ledger/hex.ts';
import { HASH_SIZE } from '@pairgate/ledger/merkle.ts';
import type { Language } from './context.ts';
import { Failure, failureOf } from './failure.ts';
import { readStrictJson } from './json-file.ts';
import { failureWith } from './sentences.ts';

/** The JSON files of the command `log`. Other fields than these may stand in them and mean nothing. */

/** What `log head` writes: how long a log is, its root, and with an older size the path that joins both. */
export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
  readonly oldSize: number | undefined;
  readonly path: readonly Uint8Array[];
}

/** What `log prove` writes. */
export interface InclusionFile {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** A proof has one hash for each level of its tree: any is a few kilobytes. */
const MAX_MEGABYTES = 1;

/** What cannot be read is not judged. */
export const CANNOT_TELL = 2;

class Fields {
  readonly #value: Readonly<Record<string, unknown>>;

  constructor(
    private readonly file: string,
    private readonly language: Language,
  ) {
    if (statSync(file).size > MAX_MEGABYTES * 1e6) throw failureWith('too_large', language, { file, megabytes: MAX_MEGABYTES });
    const value = readStrictJson(file, language);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw failureWith('not_an_object', language, { file });
    this.#value = value as Readonly<Record<string, unknown>>;
  }

  has(field: string): boolean {
    return Object.hasOwn(this.#value, field);
  }

  #get(field: string): unknown {
    if (!this.has(field)) throw failureWith('field_missing', this.language, { file: this.file, field }, { pointer: `/${field}` });
    return this.#value[field];
  }

  count(field: string): number {
    const value = this.#get(field);
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    throw failureWith('not_a_count', this.language, { file: this.file, field }, { pointer: `/${field}` });
  }

  #asHash(value: unknown, field: string): Uint8Array {
    const bytes = typeof value === 'string' ? fromHex(value.toLowerCase()) : undefined;
    if (bytes?.length === HASH_SIZE) return bytes;
    throw failureWith('not_a_hash', this.language, { file: this.file, field }, { pointer: `/${field}` });
  }

  hash(field: string): Uint8Array {
    return this.#asHash(this.#get(field), field);
  }

  path(): Uint8Array[] {
    const value = this.#get('path');
    if (!Array.isArray(value)) throw failureWith('not_a_path', this.language, { file: this.file }, { pointer: '/path' });
    return value.map((each, at) => this.#asHash(each, `path/${at}`));
  }
}

function read<T>(file: string, language: Language, take: (fields: Fields) => T): T {
  try {
    return take(new Fields(file, language));
  } catch (error) {
    const { message, code, pointer } = failureOf(error);
    throw new Failure(message, { exitCode: CANNOT_TELL, pointer, cause: error, ...(code === undefined ? {} : { code }) });
  }
}

export const readInclusion = (file: string, language: Language): InclusionFile =>
  read(file, language, (fields) => ({
    index: fields.count('index'),
    size: fields.count('size'),
    leafHash: fields.hash('leaf_hash'),
    root: fields.hash('root'),
    path: fields.path(),
  }));

export const readHead = (file: string, language: Language): Head =>
  read(file, language, (fields) => ({
    size: fields.count('size'),
    root: fields.hash('root'),
    oldSize: fields.has('old_size') ? fields.count('old_size') : undefined,
    path: fields.has('old_size') ? fields.path() : [],
  }));
