import { describe, expect, it } from 'vitest';
import type { FieldTree } from './agreement.ts';
import { excess, type Json } from './project.ts';

const tree: FieldTree = { fields: { a: true, 'x/y~z': { fields: { b: true } }, list: { each: { fields: { c: true } } } } };

describe('what is too much is pointed at', () => {
  const cases: readonly [string, Json, string | undefined][] = [
    ['nothing', { a: 1, 'x/y~z': { b: 'x' }, list: [{ c: 1 }, {}], }, undefined],
    ['a null where an object may be', { 'x/y~z': null, list: null }, undefined],
    ['a name', { a: 1, d: 1 }, '/d'],
    ['a name below one that is escaped', { 'x/y~z': { e: 1 } }, '/x~1y~0z/e'],
    ['a name in a list', { list: [{ c: 1 }, { f: 1 }] }, '/list/1/f'],
    ['an object in place of a value', { a: {} }, '/a'],
    ['a list in place of an object', { 'x/y~z': [1] }, '/x~1y~0z'],
    ['a value in place of a list', { list: 'x' }, '/list'],
    ['a name of every object', JSON.parse('{"__proto__":1}') as Json, '/__proto__'],
    ['the whole', 'x', '/'],
  ];
  it.each(cases)('%s', (_name, value, pointer) => {
    expect(excess(value, tree)).toBe(pointer);
    expect(excess(value, tree, '/class')).toBe(pointer === undefined ? undefined : pointer === '/' ? '/class' : `/class${pointer}`);
  });
});
