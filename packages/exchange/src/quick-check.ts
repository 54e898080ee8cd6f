import type { z } from 'zod';
import type { FieldTree, MessageTerms } from './agreement.ts';

/**
 * A schema as a chain of plain functions, compiled once. It only ever says "surely right": for whatever it does not
 * accept, the schema itself is asked, and names the fault. It walks the value once, builds nothing, and so costs a tenth of
 * what the schema does; nearly everything that arrives is right.
 *
 * With terms, a value may be missing where the agreement does not name it.
 */
export type QuickCheck = (value: unknown) => boolean;

/** The trees of the terms at one place of the value; `undefined` where everything that the schema wants must be there. */
type Trees = readonly FieldTree[] | undefined;

interface Definition {
  readonly type: string;
  readonly check?: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

interface CheckDefinition {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly fn?: (value: unknown) => unknown;
}

const definitionOf = (schema: z.ZodType): Definition => schema._zod.def as unknown as Definition;

const below = (trees: Trees, step: (tree: Exclude<FieldTree, true>) => FieldTree | undefined): Trees =>
  trees?.map((tree) => (tree === true ? true : step(tree))).filter((tree) => tree !== undefined);

/** What a disguised value must look like is for the agreement to say, not for the schema of the fact. */
const isDisguised = (trees: Trees): boolean => trees?.length === 1 && trees[0] !== true && trees[0]!.disguise !== undefined;

/** Nothing but fields within the value is named: it may be missing, as an empty record, where none of them is needed. */
const isWithin = (trees: Trees): boolean =>
  trees !== undefined && trees.every((tree) => tree !== true && !tree.disguise && !tree.each);

/** Text formats that are their pattern and nothing else. */
const PATTERNS: readonly (string | undefined)[] = ['regex', 'date'];

const pattern = ({ format, pattern: regex }: CheckDefinition | Definition): QuickCheck | undefined =>
  PATTERNS.includes(format) && regex && !regex.global && !regex.sticky ? (value) => regex.test(value as string) : undefined;

/** One rule of a text, a number or a list; `undefined` when it is of a kind that is not known here. */
function ruleOf(def: CheckDefinition): QuickCheck | undefined {
  const { check, minimum, maximum, value: limit, inclusive, fn } = def;
  switch (check) {
    case 'min_length':
      return (value) => (value as string | unknown[]).length >= minimum!;
    case 'max_length':
      return (value) => (value as string | unknown[]).length <= maximum!;
    case 'greater_than':
      return inclusive ? (value) => (value as number) >= limit! : (value) => (value as number) > limit!;
    case 'less_than':
      return inclusive ? (value) => (value as number) <= limit! : (value) => (value as number) < limit!;
    case 'number_format':
      return def.format === 'safeint' ? Number.isSafeInteger : undefined;
    case 'string_format':
      return pattern(def);
    case 'custom':
      return fn && ((value) => Boolean(fn(value)));
    default:
      return undefined;
  }
}

const every = (checks: readonly QuickCheck[]): QuickCheck => {
  const [first, second, third] = checks;
  if (!first) return () => true;
  if (!second) return first;
  if (!third) return (value) => first(value) && second(value);
  return (value) => checks.every((check) => check(value));
};

/** Everything that a definition says beside its type; `undefined` when a part of it is not known here. */
function rulesOf(def: Definition): QuickCheck | undefined {
  const own = def.check === undefined ? [] : [ruleOf(def as CheckDefinition)];
  const all = [...own, ...(def.checks ?? []).map((check) => ruleOf(check._zod.def))];
  return all.every((rule) => rule !== undefined) ? every(all) : undefined;
}

/** The value of an object without the members that are not its own. `__proto__` is nobody's member. */
function objectOf({ shape = {} }: Definition, trees: Trees): QuickCheck {
  const members = new Map<string, { readonly check: QuickCheck; readonly isNeeded: boolean }>();
  let needed = 0;
  for (const [name, schema] of Object.entries(shape)) {
    const inner = below(trees, (tree) => tree.fields?.[name]);
    const check = compile(schema, inner);
    const { type, checks } = definitionOf(schema);
    const isOptional = type === 'optional' && (checks ?? []).length === 0;
    const isLeftOut = inner !== undefined && (inner.length === 0 || isDisguised(inner) || (isWithin(inner) && check({})));
    const isNeeded = !isOptional && !isLeftOut;
    if (isNeeded) needed += 1;
    members.set(name, { check, isNeeded });
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let found = 0;
    for (const name in value) {
      const member = members.get(name);
      if (member === undefined || !member.check((value as Record<string, unknown>)[name])) return false;
      if (member.isNeeded) found += 1;
    }
    return found === needed;
  };
}

function recordOf(def: Definition): QuickCheck {
  const [key, inner] = [compile(def.keyType!, undefined), compile(def.valueType!, undefined)];
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const name in value) {
      if (name === '__proto__' || !key(name) || !inner((value as Record<string, unknown>)[name])) return false;
    }
    return true;
  };
}

function compile(schema: z.ZodType, trees: Trees): QuickCheck {
  if (isDisguised(trees)) return () => true;
  const def = definitionOf(schema);
  const rules = rulesOf(def);
  const asked: QuickCheck = (value) => value !== undefined && schema.safeParse(value).success;
  if (rules === undefined) return asked;
  switch (def.type) {
    case 'string':
      return (value) => typeof value === 'string' && rules(value);
    case 'number':
      return (value) => typeof value === 'number' && Number.isFinite(value) && rules(value);
    case 'boolean':
      return (value) => typeof value === 'boolean' && rules(value);
    case 'enum': {
      const known = new Set<unknown>(Object.values(def.entries!));
      return (value) => known.has(value) && rules(value);
    }
    case 'literal': {
      const known = new Set(def.values);
      return (value) => value !== undefined && known.has(value) && rules(value);
    }
    case 'array': {
      const element = compile(def.element!, below(trees, (tree) => tree.each));
      return (value) => Array.isArray(value) && rules(value) && value.every(element);
    }
    case 'object': {
      // Only where a member that the schema does not name is a fault.
      if (!def.catchall || definitionOf(def.catchall).type !== 'never') return asked;
      const object = objectOf(def, trees);
      return (value) => object(value) && rules(value);
    }
    case 'record': {
      // With a list of keys, each of them must be there.
      if (definitionOf(def.keyType!).type !== 'string') return asked;
      const record = recordOf(def);
      return (value) => record(value) && rules(value);
    }
    case 'optional': {
      const inner = compile(def.innerType!, trees);
      return (value) => inner(value) && rules(value);
    }
    case 'nullable': {
      const inner = compile(def.innerType!, trees);
      return (value) => (value === null || inner(value)) && rules(value);
    }
    case 'unknown':
      return (value) => value !== undefined && rules(value);
    default:
      return asked;
  }
}

/** The quick check of a schema, for JSON values: nothing in them is `undefined`. */
export const quickCheck = (schema: z.ZodType): QuickCheck => compile(schema, undefined);

/** The same for the data of a fact as an agreement lets it cross. */
export const quickCheckWithin = (schema: z.ZodType, terms: MessageTerms): QuickCheck =>
  compile(schema, terms.map(({ tree }) => tree));
