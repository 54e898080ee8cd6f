import type { Bytes } from './bytes.ts';
import { concat, fromBase64, toBase64, utf8 } from './bytes.ts';
import { keyFault } from './crypto.ts';
import type { SignedDocument } from './evidence.ts';
import type { Json } from './strict-json.ts';
import { canonical, isObject, step } from './strict-json.ts';
import type { Finding } from './verdict.ts';
import { cannotTell, invalid } from './verdict.ts';

/** What a verifier needs of an agreement document, format `pairgate-agreement/1`; its other fields are only signed. */

export const AGREEMENT_FORMAT = 'pairgate-agreement/1';

const KEY_FIELDS = ['rootKey', 'checkpointKey', 'cosignatureKey'] as const;
type KeyField = (typeof KEY_FIELDS)[number];

export interface Party {
  readonly logOrigin: string;
  /** Only keys that are safe to use; the faults of the others stand in `keyFaults`. */
  readonly keys: Readonly<Partial<Record<KeyField, Bytes>>>;
}

export interface Agreement {
  readonly where: string;
  readonly signed: SignedDocument;
  readonly version: number;
  readonly parties: ReadonlyMap<string, Party>;
  readonly keyFaults: readonly Finding[];
}

const SIDE = /^[A-Z]{2}$/;

/** What each root key signs. */
export const signedBytes = (document: Json): Bytes => concat(utf8(`${AGREEMENT_FORMAT}\n`), utf8(canonical(document)));

function readParty(value: Json, where: string): { origin: string; raw: Map<KeyField, Bytes> } | Finding {
  if (!isObject(value)) return invalid(where, 'not an object');
  const origin = value['logOrigin'];
  if (typeof origin !== 'string' || origin === '') return invalid(`${where}/logOrigin`, 'no origin of a log');
  const raw = new Map<KeyField, Bytes>();
  for (const field of KEY_FIELDS) {
    const text = value[field];
    const key = typeof text === 'string' ? fromBase64(text) : undefined;
    if (key === undefined) return invalid(`${where}/${field}`, 'not base 64');
    raw.set(field, key);
  }
  return { origin, raw };
}

/** The agreement, or why it is none. */
export function readAgreement(signed: SignedDocument, pair: string): Agreement | Finding {
  const where = `${signed.where}/document`;
  const { format, version, pair: named, parties } = signed.document;
  if (format !== AGREEMENT_FORMAT) {
    return typeof format === 'string' && format.startsWith('pairgate-agreement/')
      ? cannotTell(`${where}/format`, `${format} is a version that this verifier does not know`)
      : invalid(`${where}/format`, `not ${AGREEMENT_FORMAT}`);
  }
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    return invalid(`${where}/version`, 'not a version number');
  }
  if (named !== pair) return invalid(`${where}/pair`, `an agreement of another pair than ${pair}`);
  if (!isObject(parties) || Object.keys(parties).length !== 2) return invalid(`${where}/parties`, 'not two parties');
  const read = new Map<string, Party>();
  const keyFaults: Finding[] = [];
  const seen = new Map<string, string>();
  for (const [side, value] of Object.entries(parties)) {
    const at = `${where}/parties${step(side)}`;
    if (!SIDE.test(side)) return invalid(at, 'not a side');
    const party = readParty(value, at);
    if ('verdict' in party) return party;
    const keys: Partial<Record<KeyField, Bytes>> = {};
    for (const [field, key] of party.raw) {
      const twin = seen.get(toBase64(key));
      const fault = keyFault(key) ?? (twin === undefined ? undefined : `the same key as ${twin}`);
      if (fault === undefined) keys[field] = key;
      else keyFaults.push(invalid(`${at}/${field}`, fault));
      seen.set(toBase64(key), `${at}/${field}`);
    }
    read.set(side, { logOrigin: party.origin, keys });
  }
  return { where, signed, version, parties: read, keyFaults };
}
