import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Refused } from './problem.ts';
import { routes } from './routes.ts';
import { parseBody, refusalsOf } from './validation.ts';

const outcomeOf = (parse: () => unknown) => {
  try {
    return { body: parse() };
  } catch (error) {
    if (error instanceof Refused) return { refusals: error.refusals };
    throw error;
  }
};

/** What the schema alone says. */
const bySchema = (schema: z.ZodType, body: unknown) => {
  const parsed = schema.safeParse(body);
  return parsed.success ? { body: parsed.data } : { refusals: refusalsOf(parsed.error, body) };
};

type Path = readonly (string | number)[];

function* pathsIn(value: unknown, path: Path = []): Iterable<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* pathsIn(child, [...path, key]);
}

/** The value with something else at a place, or with nothing there. */
function damaged(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((child, index) => (String(index) === key ? damaged(child, rest, put ?? null) : child));
  const { [key]: child, ...others } = value as Record<string, unknown>;
  const inside = damaged(child, rest, put);
  return inside === undefined ? others : { ...others, [key]: inside };
}

const exampled = routes.filter((route) => route.body && route.example !== undefined);

describe('a body', () => {
  it('is what its schema settles, and so are its faults, for every act', () => {
    expect(exampled.length).toBeGreaterThan(20);
    for (const { body: schema, example, name } of exampled) {
      const paths = [...pathsIn(example)];
      const put = fc.oneof(fc.constantFrom<unknown>(undefined, null, '', 'x', 0, -1, 1.5, true, [], {}, { extra: 1 }, ['', null]), fc.jsonValue());
      expect(outcomeOf(() => parseBody(schema!, example)), name).toEqual(bySchema(schema!, example));
      fc.assert(
        fc.property(fc.constantFrom(...paths), put, (path, value) => {
          const body = damaged(example, path, value);
          const [outcome, expected] = [outcomeOf(() => parseBody(schema!, body)), bySchema(schema!, body)];
          expect(outcome, name).toEqual(expected);
          // By the text the same key is known to come with the same content again.
          expect(JSON.stringify(outcome), name).toBe(JSON.stringify(expected));
        }),
        { numRuns: 60 },
      );
    }
  });

  it('comes out in the order of its schema, however it was sent', () => {
    const schema = z.strictObject({ a: z.array(z.strictObject({ b: z.string().optional(), c: z.null() })), d: z.number() });
    const sent = { d: 1, a: [{ c: null, b: 'x' }] };
    expect(JSON.stringify(parseBody(schema, sent))).toBe('{"a":[{"b":"x","c":null}],"d":1}');
    expect(JSON.stringify(parseBody(schema, { a: sent.a, d: 1 }))).toBe('{"a":[{"b":"x","c":null}],"d":1}');
  });

  it.each([
    ['a default', z.strictObject({ list: z.array(z.string()).default([]) }), {}],
    ['a transformation', z.strictObject({ text: z.string().transform((text) => text.length) }), { text: 'abc' }],
    ['a text that is put right', z.strictObject({ text: z.array(z.string().trim()) }), { text: [' a '] }],
    ['members that are dropped', z.strictObject({ inner: z.object({ a: z.number() }).optional() }), { inner: { a: 1, b: 2 } }],
    ['a value in place of a wrong one', z.strictObject({ count: z.number().catch(7) }), { count: 'x' }],
  ])('comes out as a schema with %s has it', (_what, schema: z.ZodType, body) => {
    const settled = parseBody(schema, body);
    expect(settled).toEqual(schema.parse(body));
    expect(settled).not.toEqual(body);
  });
});
