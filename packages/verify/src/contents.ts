import { fromUtf8 } from './bytes.ts';
import type { Evidence } from './evidence.ts';
import { readEvidence } from './evidence.ts';
import type { Envelope } from './leaf.ts';
import { readCanonical, readLeaf } from './leaf.ts';
import type { Json } from './strict-json.ts';
import { isObject, parseStrict } from './strict-json.ts';

/** What a file says, for a reader; whether it is true is for `verifyEvidence`. */
export interface Contents {
  readonly pair: string;
  readonly about: Evidence['about'];
  readonly versions: readonly number[];
  readonly entries: readonly Said[];
}

export interface Said {
  readonly side: string;
  readonly index: number;
  readonly envelope: Envelope;
  /** The fields of every class that is in the file, by class. */
  readonly fields: Readonly<Record<string, Json>>;
}

function fieldsOf(data: Parameters<typeof readCanonical>[0] | undefined): Record<string, Json> {
  const read = data === undefined ? undefined : readCanonical(data);
  if (read === undefined || 'fault' in read || !isObject(read.value)) return {};
  return Object.fromEntries(
    Object.entries(read.value).flatMap(([name, value]) => (isObject(value) ? [[name, value['fields'] ?? null]] : [])),
  );
}

/** The contents of a file in the order of the logs, or nothing when it cannot be read. Leaves that cannot be read are left out. */
export function contentsOf(bytes: Uint8Array): Contents | undefined {
  const text = fromUtf8(bytes);
  const parsed = text === undefined ? undefined : parseStrict(text);
  const evidence = parsed?.ok ? readEvidence(parsed.value) : undefined;
  if (evidence === undefined || 'verdict' in evidence) return undefined;
  const entries = evidence.logs.flatMap(({ side, entries: held }) =>
    held.flatMap(({ index, leaf, data }): Said[] => {
      const read = readLeaf(leaf);
      return 'envelope' in read ? [{ side, index, envelope: read.envelope, fields: fieldsOf(data) }] : [];
    }),
  );
  const versions = [...new Set(entries.map(({ envelope }) => envelope.agreement))];
  return { pair: evidence.pair, about: evidence.about, versions, entries };
}
