import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { OwnDocument } from './own-agreement.ts';

/**
 * Texts of 128 random bits that people put where they may type, so that each place where one comes out again is known.
 * One that stands in a field that the agreement does not let cross must never be on the wire.
 */
const MARK = 'c4n4ry-';
const PATTERN = /c4n4ry-[\w-]{22}/g;

/** Places for people to type in; a text is as short as the shortest of them allows (a telephone number, 30). */
const TYPED = new Set(['reason', 'name', 'licenceID', 'phone', 'text', 'objectTo', 'override', 'account', 'bay', 'yard']);

export const canary = (chance: Chance): string => `${MARK}${Buffer.from(chance.hex(16), 'hex').toString('base64url')}`;

/** The same value with a canary in each place where somebody typed. */
export function withCanaries(value: unknown, chance: Chance): unknown {
  if (Array.isArray(value)) return value.map((each) => withCanaries(each, chance));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      TYPED.has(name) && typeof each === 'string' ? canary(chance) : withCanaries(each, chance),
    ]),
  );
}

export const canariesIn = (text: string): string[] => (text.includes(MARK) ? (text.match(PATTERN) ?? []) : []);

/** Fields that cross as they are: not denied, masked or under a pseudonym. */
const openIn = (fields: OwnDocument['messages'][string] = {}): string[] =>
  Object.entries(fields).flatMap(([path, { rule = 'allow' }]) => (rule === 'allow' ? [path] : []));

const NOTHING: ReadonlySet<string> = new Set();
const opened = new WeakMap<OwnDocument['messages'][string], ReadonlySet<string>>();

/** The same for the terms of one type, which are read once. */
function openTo(fields: OwnDocument['messages'][string] | undefined): ReadonlySet<string> {
  if (!fields) return NOTHING;
  let open = opened.get(fields);
  if (!open) opened.set(fields, (open = new Set(openIn(fields))));
  return open;
}

/** The canaries of a fact by whether the agreement names the fields in which they stand for its type. */
export function sorted(fact: { type: string; data: unknown }, { messages }: Pick<OwnDocument, 'messages'>) {
  let named = openTo(messages[fact.type]);
  if (fact.type === 'FactCorrected') {
    const { factType } = fact.data as { factType: string };
    named = new Set([...named, ...openIn(messages[factType]).map((path) => `patch.${path}`)]);
  }
  const found = { allowed: [] as string[], denied: [] as string[] };
  walk(fact.data, '', (path, text) => found[named.has(path) ? 'allowed' : 'denied'].push(...canariesIn(text)));
  return found;
}

function walk(value: unknown, path: string, told: (path: string, text: string) => void): void {
  if (typeof value === 'string') return told(path, value);
  if (Array.isArray(value)) for (const each of value) walk(each, `${path}[]`, told);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) walk(each, path === '' ? name : `${path}.${name}`, told);
  }
}
