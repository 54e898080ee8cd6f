import type { Bytes } from './bytes.ts';
import { fromBase64, fromUtf8 } from './bytes.ts';
import type { Json } from './strict-json.ts';
import { canonical, isObject, parseStrict } from './strict-json.ts';

/** A leaf of a log: the envelope, and for each retention class the commitment to its data. */
export interface Leaf {
  readonly envelope: Envelope;
  readonly commitments: ReadonlyMap<string, Bytes>;
}

export interface Envelope {
  readonly agreement: number;
  readonly id: string;
  readonly seq: number;
  readonly source: string;
  readonly stream: string;
  readonly time: string;
  readonly type: string;
}

/** The value of canonical bytes, or what is wrong with them. */
export function readCanonical(bytes: Bytes): { readonly value: Json } | { readonly fault: string } {
  const text = fromUtf8(bytes);
  if (text === undefined) return { fault: 'not UTF-8' };
  const parsed = parseStrict(text);
  if (!parsed.ok) return { fault: `not strict JSON: ${parsed.detail}` };
  return canonical(parsed.value) === text ? { value: parsed.value } : { fault: 'not in canonical form (RFC 8785)' };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const CLASS = /^[a-z][A-Za-z0-9_-]{0,63}$/;

const isInstant = (value: Json): boolean => {
  if (typeof value !== 'string' || !INSTANT.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
};
const isCount =
  (least: number) =>
  (value: Json): boolean =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
const fits =
  (pattern: RegExp) =>
  (value: Json): boolean =>
    typeof value === 'string' && pattern.test(value);

// CloudEvents attribute names, plus stream, seq, agreement and saw.
const ENVELOPE: Readonly<Record<string, (value: Json) => boolean>> = {
  agreement: isCount(1),
  datacontenttype: (value) => value === 'application/json',
  id: fits(/^[0-9a-f]{32}$/),
  recordedtime: isInstant,
  saw: isCount(0),
  seq: isCount(1),
  source: fits(/^\P{Cc}+$/u),
  specversion: (value) => value === '1.0',
  stream: fits(/^[a-z][a-z-]{0,31}:[A-Za-z0-9-]{1,64}$/),
  time: isInstant,
  type: fits(/^[A-Z][A-Za-z0-9]{0,63}$/),
};

function envelopeFault(value: Json | undefined): string | undefined {
  if (!isObject(value)) return 'no envelope';
  for (const key in ENVELOPE) {
    if (!Object.hasOwn(value, key)) return `envelope without ${key}`;
    if (!ENVELOPE[key]!(value[key]!)) return `envelope with a wrong ${key}`;
  }
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(ENVELOPE, key));
  return unknown === undefined ? undefined : `envelope with an unknown ${unknown}`;
}

/** The leaf of the bytes in a log, or what is wrong with them. */
export function readLeaf(bytes: Bytes): Leaf | { readonly fault: string } {
  const read = readCanonical(bytes);
  if ('fault' in read) return read;
  const { value } = read;
  if (!isObject(value) || Object.keys(value).sort().join() !== 'commitments,envelope') {
    return { fault: 'not a leaf of commitments and envelope' };
  }
  const fault = envelopeFault(value['envelope']);
  if (fault !== undefined) return { fault };
  const listed = value['commitments'];
  if (!isObject(listed)) return { fault: 'no commitments' };
  const commitments = new Map<string, Bytes>();
  for (const [name, text] of Object.entries(listed)) {
    const commitment = typeof text === 'string' ? fromBase64(text) : undefined;
    if (!CLASS.test(name) || commitment?.length !== 32) return { fault: `a wrong commitment of class ${name}` };
    commitments.set(name, commitment);
  }
  // Each attribute was checked by the table above.
  return { envelope: value['envelope'] as unknown as Envelope, commitments };
}
