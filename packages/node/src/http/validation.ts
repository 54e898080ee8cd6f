import type { z } from 'zod';
import { checkReference } from '@pairgate/domain/kernel/reference.ts';
import { quickCheck, type QuickCheck } from '@pairgate/exchange/quick-check.ts';
import type { ApiRefusal } from './problem.ts';
import { Refused } from './problem.ts';
import { pointerOf } from './strict-json.ts';

/** What a schema found, as refusals with a pointer each, in the words of the vocabulary. */

type Issue = z.core.$ZodIssue;

/** Enough for a person to work through; a client that sends rubbish does not get a document as long as its own. */
const MOST = 50;

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );
}

const KINDS: Readonly<Record<string, string>> = { int: 'integer', record: 'object', tuple: 'array' };

/** A refinement of the domain names what it wants in its message. */
function customCode(message: string, value: unknown): string {
  if (message === 'instant') return 'instant_malformed';
  if (message === 'reference') return checkReference(String(value))?.code ?? 'reference_malformed';
  return 'field_malformed';
}

function refusalsOfIssue(issue: Issue, input: unknown): ApiRefusal[] {
  const pointer = pointerOf(issue.path);
  const value = valueAt(input, issue.path);
  switch (issue.code) {
    case 'invalid_type': {
      if (value === undefined) return [{ code: 'field_missing', pointer }];
      return [{ code: 'field_type', pointer, params: { expected: KINDS[issue.expected] ?? issue.expected } }];
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'field_unknown',
        pointer: pointerOf([...issue.path, key]),
        params: { field: key.slice(0, 80) },
      }));
    case 'too_big': {
      const code = issue.origin === 'string' || issue.origin === 'array' ? 'field_too_long' : 'field_too_big';
      return [{ code, pointer, params: { maximum: Number(issue.maximum) } }];
    }
    case 'too_small': {
      const code = issue.origin === 'string' || issue.origin === 'array' ? 'field_too_short' : 'field_too_small';
      return [{ code, pointer, params: { minimum: Number(issue.minimum) } }];
    }
    case 'invalid_value': {
      if (value === undefined) return [{ code: 'field_missing', pointer }];
      return [{ code: 'field_not_allowed', pointer, params: { allowed: issue.values.map(String).join(', ').slice(0, 400) } }];
    }
    case 'custom':
      return [{ code: customCode(issue.message, value), pointer }];
    default:
      return [{ code: value === undefined ? 'field_missing' : 'field_malformed', pointer }];
  }
}

/** At most one refusal for each place: the first is the one that explains the others. */
export function refusalsOf(error: z.ZodError, input: unknown): [ApiRefusal, ...ApiRefusal[]] {
  const byPlace = new Map<string, ApiRefusal>();
  for (const issue of error.issues) {
    for (const refusal of refusalsOfIssue(issue, input)) {
      if (!byPlace.has(refusal.pointer!)) byPlace.set(refusal.pointer!, refusal);
    }
  }
  return [...byPlace.values()].slice(0, MOST) as [ApiRefusal, ...ApiRefusal[]];
}

interface Definition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
}

const LEAVES = ['string', 'number', 'boolean', 'enum', 'literal', 'unknown', 'never'];
const WITHIN = ['object', 'array', 'record', 'optional', 'nullable'];

/** Whether a value that the schema accepts comes out as it went in, but for the order of its members. */
function isKeptBy(schema: z.ZodType): boolean {
  const { type, checks = [], shape, catchall, ...inner } = schema._zod.def as unknown as Definition;
  if (checks.some((check) => check._zod.def.check === 'overwrite')) return false;
  if (LEAVES.includes(type)) return true;
  // An object without a word on other members drops them.
  if (!WITHIN.includes(type) || (type === 'object' && !catchall)) return false;
  const parts = [inner.innerType, inner.element, inner.keyType, inner.valueType, catchall, ...Object.values(shape ?? {})];
  return parts.every((part) => part === undefined || isKeptBy(part));
}

const never: QuickCheck = () => false;
const quickChecks = new WeakMap<z.ZodType, QuickCheck>();

/** What says "surely right" of most bodies, without a copy; whatever it does not accept, the schema judges. */
function quickCheckOf(schema: z.ZodType): QuickCheck {
  let check = quickChecks.get(schema);
  if (!check) quickChecks.set(schema, (check = isKeptBy(schema) ? quickCheck(schema) : never));
  return check;
}

/** The body, read by `parseStrictJson`, as its schema settles it; members may be in any order. Throws `Refused`. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (quickCheckOf(schema)(body)) return body as T;
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refused(refusalsOf(parsed.error, body));
}

/** Parameters of path or query: a fault names the parameter. Throws `Refused`. */
export function parseParameters<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [first, ...rest] = refusalsOf(parsed.error, given).map(({ pointer, ...refusal }) => ({
    ...refusal,
    parameter: pointer!.slice(1).split('/')[0]!,
  }));
  throw new Refused([first!, ...rest]);
}
