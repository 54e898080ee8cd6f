import fc from 'fast-check';
import type { z } from 'zod';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { shapeOf, type Shape } from '../places.ts';

const days = fc.integer({ min: 0, max: 4 * 10 ** 12 }).map(fromMillis);
/** Letters that a person types, and some that a careless writer of bytes trips over. All are NFC, one code unit each. */
const LETTERS = [...'aZ09 -./Ữđêợ友谊关鲜"\\\u00a0é\u2028'];
const typed = (min: number, max: number) =>
  fc.string({ minLength: Math.max(1, min), maxLength: Math.min(max, 12), unit: fc.constantFrom(...LETTERS) });

function stringOf({ format, examples, pattern, minLength = 0, maxLength = 40 }: Shape): fc.Arbitrary<string> {
  if (examples?.[0]?.startsWith('PG-')) return fc.bigInt({ min: 0n, max: 2n ** 64n }).map(formatReference);
  if (format === 'date-time') return days;
  if (format === 'date') return days.map((instant) => instant.slice(0, 10));
  if (pattern === undefined || pattern.startsWith('^[^')) return typed(minLength, maxLength);
  return fc.stringMatching(new RegExp(pattern));
}

/** Values of a shape. Optional fields are there or not; `z.unknown` is something small. */
export function valueOf(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map(valueOf));
  switch (shape.type) {
    case 'string':
      return stringOf(shape);
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(shape.minimum ?? 0, -1e9), max: Math.min(shape.maximum ?? 1e9, 1e9) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(shape.items ?? {}), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 3, Math.max(3, shape.minItems ?? 0)),
      });
    case 'object': {
      const fields = Object.fromEntries(Object.entries(shape.properties ?? {}).map(([name, each]) => [name, valueOf(each)]));
      return fc.record(fields, { requiredKeys: [...(shape.required ?? [])] as never[] });
    }
    default:
      return fc.oneof(typed(1, 8), fc.constant({ rows: ['row 1'] }));
  }
}

/** Data of a fact that its own schema accepts; throws where the shape does not say all that the schema wants. */
export const dataOf = (schema: z.ZodType): fc.Arbitrary<object> =>
  valueOf(shapeOf(schema)).map((value) => {
    schema.parse(value);
    return value as object;
  });
