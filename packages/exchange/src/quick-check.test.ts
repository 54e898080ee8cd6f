import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { faultBySchema, sharedFacts } from './entry.ts';
import { project, join, type Json } from './project.ts';
import { quickCheck, quickCheckWithin } from './quick-check.ts';
import { dataOf } from './testing/generate.ts';
import { defaultAgreement, portsOf } from './testing/pair.ts';
import type { MessageTerms } from './agreement.ts';

const ODDITIES: readonly unknown[] = [
  null, true, '', ' ', 'x'.repeat(3000), '\u0007', 'PG-2222-2222', '2026-02-30', '2026-11-19T25:00:00.000Z', 0, -1, 1.5,
  2 ** 53, 1e300, [], {}, [null], { a: 1 }, ['x', 1], JSON.parse('{"__proto__":1}'),
];

/** Changes one value, somewhere: into something odd, away, doubled, or with a stray member beside it. */
function damaged(data: Json, chance: Chance): Json {
  const copy = JSON.parse(JSON.stringify({ data })) as { data: Json };
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const walk = (holder: Record<string, unknown>) => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const value = holder[key];
      if (typeof value === 'object' && value !== null) walk(value as Record<string, unknown>);
    }
  };
  walk(copy);
  const { holder, key } = places[chance.below(places.length)]!;
  const value = holder[key];
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  switch (chance.below(4)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (holder !== copy) delete holder[key];
      break;
    case 1:
      if (isObject) (value as Record<string, unknown>)[chance.hex(2)] = ODDITIES[chance.below(ODDITIES.length)];
      break;
    case 2:
      if (Array.isArray(value)) value.push(...(value as unknown[]));
      else if (typeof value === 'string') holder[key] = `${value}${value}`;
      break;
    default:
      holder[key] = ODDITIES[chance.below(ODDITIES.length)];
  }
  return copy.data;
}

const types = Object.entries(sharedFacts).filter(([type]) => type !== 'FactCorrected' && defaultAgreement.terms(type, {}));

describe.each(types)('the quick check of %s', (type, { data: schema }) => {
  const terms = defaultAgreement.terms(type, {})!;
  const check = quickCheckWithin(schema, terms);
  const published = (data: object) => join(project(terms, data, portsOf().pseudonyms));

  it('accepts whatever is right, so that the schema is hardly ever asked', () => {
    fc.assert(fc.property(dataOf(schema), (data) => check(published(data))), { numRuns: 30 });
  });

  it('says the same as the schema of what has been damaged, up to three times', () => {
    fc.assert(
      fc.property(dataOf(schema), fc.integer({ min: 0 }), fc.integer({ min: 1, max: 3 }), (data, seed, times) => {
        const chance = new Chance(seed);
        let value: Json = published(data);
        for (let time = 0; time < times; time += 1) value = damaged(value, chance);
        if (check(value)) expect(faultBySchema(schema, value, terms) !== undefined).toBe(false);
        // A member called `__proto__` is left to the schema, which does not see it.
        else if (!JSON.stringify(value).includes('__proto__')) expect(faultBySchema(schema, value, terms) !== undefined).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a quick check', () => {
  it('never accepts a member called __proto__', () => {
    const value = JSON.parse('{"a":"x","__proto__":1}') as unknown;
    expect(quickCheck(z.strictObject({ a: z.string() }))(value)).toBe(false);
    expect(quickCheck(z.record(z.string(), z.unknown()))(value)).toBe(false);
  });

  it('leaves to the schema what it does not know', () => {
    const odd = z.strictObject({
      either: z.union([z.string(), z.int()]),
      open: z.object({ a: z.string() }),
      both: z.strictObject({ a: z.string() }).refine(({ a }) => a !== 'no'),
      list: z.array(z.string()).length(2),
      keyed: z.record(z.enum(['a', 'b']), z.int()),
      said: z.string().optional().refine((value) => value !== 'no'),
    });
    const right = {
      either: 1, open: { a: 'x', more: 1 }, both: { a: 'yes' }, list: ['x', 'y'], keyed: { a: 1, b: 2 }, said: 'x',
    };
    expect(quickCheck(odd)(right)).toBe(true);
    const wrong: Record<string, unknown>[] = [
      { either: true }, { open: { a: 1 } }, { both: { a: 'no' } }, { list: ['x'] }, { keyed: { a: 1 } }, { said: 'no' },
    ];
    for (const each of wrong) {
      const value = JSON.parse(JSON.stringify({ ...right, ...each })) as unknown;
      expect([each, quickCheck(odd)(value), odd.safeParse(value).success]).toEqual([each, false, false]);
    }
  });

  it('lets nothing be missing that an agreement names, and anything else', () => {
    const schema = z.strictObject({ a: z.string(), b: z.strictObject({ c: z.int(), d: z.int() }) });
    const terms: MessageTerms = [{ class: 'x', tree: { fields: { b: { fields: { c: true } } } } }];
    const check = quickCheckWithin(schema, terms);
    expect(check({ b: { c: 1 } })).toBe(true);
    expect(check({ a: 'x', b: { c: 1, d: 2 } })).toBe(true);
    expect(check({ b: { d: 2 } })).toBe(false);
    expect(check({ a: 'x' })).toBe(false);
    expect(check({ b: { c: 1 }, e: 1 })).toBe(false);
  });

  it('leaves the look of a disguised value to the agreement, and takes a record of which nothing crossed as an empty one', () => {
    const schema = z.strictObject({ plate: z.string().max(3), b: z.strictObject({ c: z.int().optional(), d: z.int() }) });
    const fields = { plate: { disguise: { rule: 'mask', keep: 1 } }, b: { fields: { c: true } } } as const;
    const terms: MessageTerms = [{ class: 'x', tree: { fields } }];
    const check = quickCheckWithin(schema, terms);
    for (const data of [{ plate: '***7', b: { c: 1 } }, { plate: '***7' }, {}, { b: {} }, { b: { c: 'x' } }]) {
      expect([data, check(data)]).toEqual([data, faultBySchema(schema, data, terms) === undefined]);
    }
  });
});
