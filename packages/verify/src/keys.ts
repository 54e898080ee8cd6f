import type { Bytes } from './bytes.ts';
import { concat, fromBase64, same, utf8 } from './bytes.ts';
import { ed25519, keyFault } from './crypto.ts';
import type { SignedStatement } from './evidence.ts';
import type { Json, JsonObject } from './strict-json.ts';
import { canonical, step } from './strict-json.ts';
import type { Finding } from './verdict.ts';
import { cannotTell, invalid } from './verdict.ts';

/**
 * Statements by which the keys of a side change, format `pairgate-key/1`, signed by its root key. The agreement names the
 * first keys; a statement enrols another, retires one from a size on, or revokes one. Sizes of a checkpoint key are those
 * of the log that it signs, sizes of a cosignature key those of the other side's log.
 */

export const KEY_FORMAT = 'pairgate-key/1';
const POSSESSION = 'pairgate-key-possession/1\n';

/** The size that an act names, by its field. */
const ACTS = { enrol: 'from', retire: 'until', revoke: 'upTo' } as const;
const PURPOSES = ['checkpoint', 'cosignature', 'tls'] as const;
export type Act = keyof typeof ACTS;
/** What a key in evidence signs; a TLS authority signs nothing there. */
export type Signer = 'checkpoint' | 'cosignature';

export interface KeyStatement {
  readonly where: string;
  readonly signed: SignedStatement;
  readonly act: Act;
  readonly side: string;
  readonly purpose: Signer | 'tls';
  /** Empty for a TLS authority. */
  readonly key: Bytes;
  readonly size: number;
}

/** What the root key signs. */
export const signedStatement = (statement: Json): Bytes => concat(utf8(`${KEY_FORMAT}\n`), utf8(canonical(statement)));

/** What the new key signs, to show that its holder has it. */
export const possessed = (statement: Json): Bytes => concat(utf8(POSSESSION), utf8(canonical(statement)));

const isSize = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function strayField(statement: JsonObject, act: Act, purpose: KeyStatement['purpose']): string | undefined {
  const fields = ['act', 'format', 'key', 'pair', 'purpose', 'side'];
  if (!(purpose === 'tls' && act === 'revoke')) fields.push(ACTS[act]);
  if (purpose === 'tls' && act === 'enrol') fields.push('certificate');
  return (
    Object.keys(statement).find((field) => !fields.includes(field)) ?? fields.find((field) => !Object.hasOwn(statement, field))
  );
}

const isAct = (value: Json | undefined): value is Act => typeof value === 'string' && Object.hasOwn(ACTS, value);
const isPurpose = (value: Json | undefined): value is KeyStatement['purpose'] =>
  PURPOSES.some((purpose) => purpose === value);

/** The statement, or why it is none. */
export function readKeyStatement(signed: SignedStatement, pair: string): KeyStatement | Finding {
  const where = `${signed.where}/statement`;
  const { act, format, key: text, pair: named, purpose, side } = signed.statement;
  if (format !== KEY_FORMAT) {
    return typeof format === 'string' && format.startsWith('pairgate-key/')
      ? cannotTell(`${where}/format`, `${format} is a version that this verifier does not know`)
      : invalid(`${where}/format`, `not ${KEY_FORMAT}`);
  }
  if (named !== pair) return invalid(`${where}/pair`, `a key of another pair than ${pair}`);
  if (typeof side !== 'string' || !/^[A-Z]{2}$/.test(side)) return invalid(`${where}/side`, 'not a side');
  if (!isAct(act)) return invalid(`${where}/act`, 'not an act on a key');
  if (!isPurpose(purpose)) return invalid(`${where}/purpose`, 'not a purpose of a key');
  const stray = strayField(signed.statement, act, purpose);
  if (stray !== undefined) {
    return invalid(where + step(stray), Object.hasOwn(signed.statement, stray) ? 'not a field of this act' : 'missing');
  }
  const size = signed.statement[ACTS[act]];
  if (size !== undefined && !isSize(size)) return invalid(`${where}/${ACTS[act]}`, 'not a size');
  if ((signed.proof !== undefined) !== (act === 'enrol')) {
    return invalid(`${signed.where}/proof`, act === 'enrol' ? 'missing' : 'not a field of this act');
  }
  const named256 = typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
  if (purpose === 'tls' && !named256) return invalid(`${where}/key`, 'not a SHA-256 in hex');
  const key = purpose === 'tls' ? new Uint8Array(0) : typeof text === 'string' ? fromBase64(text) : undefined;
  if (key === undefined) return invalid(`${where}/key`, 'not base 64');
  const fault = purpose === 'tls' ? undefined : keyFault(key);
  if (fault !== undefined) return invalid(`${where}/key`, fault);
  return { where, signed, act, side, purpose, key, size: size ?? 0 };
}

export type Proven = 'good' | 'bad' | 'unsupported';

/** Whether one of the root keys of its side has signed the statement. */
export async function rootSigned({ signed }: KeyStatement, rootKeys: readonly Bytes[]): Promise<Proven> {
  for (const root of rootKeys) {
    const result = await ed25519(root, signedStatement(signed.statement), signed.signature);
    if (result !== 'bad') return result;
  }
  return 'bad';
}

/** Whether the new key has signed the statement that enrols it. */
export const keyProven = ({ signed, key }: KeyStatement): Promise<Proven> =>
  ed25519(key, possessed(signed.statement), signed.proof ?? new Uint8Array(0));

/** A key of a side for one purpose, with the sizes between which it counts. */
export interface HeldKey {
  readonly key: Bytes;
  readonly from: number;
  readonly until: number;
  /** The newest size that had been countersigned when the key was revoked. */
  readonly revokedUpTo: number | undefined;
}

export type Standing = 'counts' | 'proves' | 'not_yet' | 'retired' | 'revoked';

/** How a key stands at a size. One that was revoked still proves what had been countersigned before. */
export function standingAt({ from, until, revokedUpTo }: HeldKey, size: number): Standing {
  if (size < from) return 'not_yet';
  if (size > until) return 'retired';
  if (revokedUpTo === undefined) return 'counts';
  return size <= revokedUpTo ? 'proves' : 'revoked';
}

/** The keys of one side and purpose: the first ones, and what the statements make of them. */
export function heldKeys(first: readonly Bytes[], statements: readonly KeyStatement[]): HeldKey[] {
  const keys: HeldKey[] = first.map((key) => ({ key, from: 0, until: Infinity, revokedUpTo: undefined }));
  for (const { act, key, size } of statements) {
    if (act === 'enrol' && !keys.some((held) => same(held.key, key))) {
      keys.push({ key, from: size, until: Infinity, revokedUpTo: undefined });
    }
  }
  const least = (act: Act, key: Bytes): number =>
    Math.min(Infinity, ...statements.filter((each) => each.act === act && same(each.key, key)).map(({ size }) => size));
  return keys.map((held) => {
    const upTo = least('revoke', held.key);
    return { ...held, until: least('retire', held.key), revokedUpTo: upTo === Infinity ? undefined : upTo };
  });
}
