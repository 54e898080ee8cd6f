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
  readonly valueType?: z.ZodType;
}

/** What a schema makes of a value that it accepts. */
type Settle = (value: unknown) => unknown;

const LEAVES = ['string', 'number', 'boolean', 'enum', 'literal', 'unknown', 'never'];
const asItIs: Settle = (value) => value;

/** Members in the order of the schema, so that the same content is the same text. */
function settledObject(shape: Readonly<Record<string, z.ZodType>>): Settle | undefined {
  const members = Object.entries(shape).map(([name, schema]) => ({ name, settle: settling(schema) }));
  if (members.some(({ settle }) => !settle)) return undefined;
  return (value) => {
    const settled: Record<string, unknown> = {};
    for (const { name, settle } of members) {
      const given = (value as Record<string, unknown>)[name];
      if (given !== undefined) settled[name] = settle!(given);
    }
    return settled;
  };
}

/** For a schema that leaves values as they are but for the order of members; `undefined` when it may do more. */
function settling(schema: z.ZodType): Settle | undefined {
  const { type, checks = [], shape = {}, catchall, innerType, element, valueType } = schema._zod.def as unknown as Definition;
  if (checks.some((check) => check._zod.def.check === 'overwrite')) return undefined;
  if (LEAVES.includes(type)) return asItIs;
  if (type === 'optional' || type === 'nullable') {
    const inner = settling(innerType!);
    return inner && ((value) => (value === null ? null : inner(value)));
  }
  if (type === 'array') {
    const item = settling(element!);
    return item && (item === asItIs ? asItIs : (value) => (value as unknown[]).map(item));
  }
  if (type === 'record') return settling(valueType!) === asItIs ? asItIs : undefined;
  // Without a refusal of others, an object drops members that it does not name.
  return type === 'object' && (catchall?._zod.def as Definition | undefined)?.type === 'never' ? settledObject(shape) : undefined;
}

interface QuickWay {
  readonly isRight: QuickCheck;
  readonly settle: Settle;
}

const quickWays = new WeakMap<z.ZodType, QuickWay>();

/** The way of nearly all bodies; what `isRight` does not accept is for the schema itself, which names the fault. */
function quickWayOf(schema: z.ZodType): QuickWay {
  const known = quickWays.get(schema);
  if (known) return known;
  const settle = settling(schema);
  const way = settle ? { isRight: quickCheck(schema), settle } : { isRight: () => false, settle: asItIs };
  quickWays.set(schema, way);
  return way;
}

/** The body, read by `parseStrictJson`, as its schema settles it, with its members in the schema's order. Throws `Refused`. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const { isRight, settle } = quickWayOf(schema);
  if (isRight(body)) return settle(body) as T;
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
