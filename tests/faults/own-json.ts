/** RFC 8785 for what JSON.parse gives, and what a reader of an entry makes of its bytes: written anew for the checkers. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const each of value) text += `${text === '' ? '[' : ','}${canonical(each)}`;
    return text === '' ? '[]' : `${text}]`;
  }
  const fields = value as Record<string, unknown>;
  for (const name of Object.keys(fields).toSorted()) {
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${canonical(fields[name])}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  const names = Object.keys(value);
  return names.every((name, at) => at === 0 || names[at - 1]! < name) && Object.values(value).every(isSorted);
}

/**
 * Whether a text is the canonical form of what it parses to. `JSON.stringify` writes names in the order in which they were read,
 * so sorted ones come out as they stood, all but those that look like an index of an array: the slow way judges them.
 */
export const isCanonical = (parsed: unknown, text: string): boolean =>
  (JSON.stringify(parsed) === text && isSorted(parsed)) || canonical(parsed) === text;

export interface OwnLeaf {
  readonly commitments: Readonly<Record<string, string>>;
  readonly envelope: {
    readonly agreement: number;
    readonly id: string;
    readonly recordedtime: string;
    readonly saw: number;
    readonly seq: number;
    readonly source: string;
    readonly stream: string;
    readonly time: string;
    readonly type: string;
  };
}

type OwnData = Readonly<Record<string, { readonly fields: unknown; readonly salt: string }>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function joined(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  if (Array.isArray(one) && Array.isArray(other)) {
    return Array.from({ length: Math.max(one.length, other.length) }, (_, at) =>
      at >= other.length ? one[at] : joined(one[at], other[at]),
    );
  }
  if (!isObject(one) || !isObject(other)) return other;
  const both: Record<string, unknown> = { ...one };
  for (const [name, value] of Object.entries(other)) both[name] = joined(both[name], value);
  return both;
}

/** The fact that an entry publishes. */
export function publishedFact(side: 'VN' | 'CN', leaf: OwnLeaf, data: Uint8Array) {
  const classes = JSON.parse(Buffer.from(data).toString('utf8')) as OwnData;
  const { id, type, stream, time, recordedtime, saw } = leaf.envelope;
  const fields = Object.values(classes).map((each) => each.fields);
  return {
    id, type, stream, side, saw,
    occurredAt: time,
    recordedAt: recordedtime,
    data: fields.length === 0 ? {} : fields.reduce(joined),
  };
}
