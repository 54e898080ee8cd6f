import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCanonical } from '@pairgate/ledger/canonical.ts';
import { canonicalForm } from './canonical-form.ts';
import { runCommand } from './testing.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-canonical-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function canonical(content: string | Uint8Array, ...more: string[]) {
  const file = join(folder, 'in.json');
  writeFileSync(file, content);
  return runCommand(['canonical', file, ...more]);
}

describe('the canonical form', () => {
  it.each([
    // Its 1E30 is beyond what is taken here, so 1E10 stands in its place.
    ['of the example of RFC 8785, section 3.2.2,', String.raw`{
        "numbers": [333333333.33333329, 1E10, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }`, String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,10000000000,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`],
    ['of keys in another order', '{"b":1,"a":{"d":1,"c":2}}', '{"a":{"c":2,"d":1},"b":1}'],
    ['of keys that look like integers', '{"9":1,"10":2}', '{"10":2,"9":1}'],
    ['of keys by UTF-16 code units', '{"\uffe5":1,"\ud83d\ude00":2}', '{"\ud83d\ude00":2,"\uffe5":1}'],
    ['of a key named __proto__', '{"__proto__": 1}', '{"__proto__":1}'],
    ['of minus zero', '-0.0', '0'],
    ['of a NUL in a text', String.raw`"\u0000"`, String.raw`"\u0000"`],
    ['of an escaped pair of surrogates', String.raw`"\ud83d\ude00"`, '"\ud83d\ude00"'],
    ['of what is canonical already', '{"a":[]}', '{"a":[]}'],
  ])('%s is printed without a newline', async (_, content, expected) => {
    expect(await canonical(content)).toEqual({ code: 0, out: expected, err: '' });
  });

  it('is what the nodes take, and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(4), (value, indent) => {
        const form = canonicalForm(Buffer.from(JSON.stringify(value, null, indent)));
        if (!form.ok) return;
        expect(parseCanonical(form.bytes).ok).toBe(true);
        expect(canonicalForm(form.bytes)).toEqual(form);
      }),
    );
  });

  it('of a file that is too large is refused before it is read, and one byte less is read', async () => {
    const file = join(folder, 'large.json');
    const of = (bytes: number) => {
      // Sparse: the zeros take no room on the disk.
      writeFileSync(file, '');
      truncateSync(file, bytes);
      return runCommand(['canonical', file], { LANG: 'en_GB.UTF-8' });
    };
    const large = await of(128e6 + 1);
    expect(large).toMatchObject({ code: 1, out: '' });
    expect(large.err).toContain('128 MB');
    const read = await of(128e6);
    expect(read).toMatchObject({ code: 1, out: '' });
    expect(read.err).not.toContain('128 MB');
  });

  it('with --json says its hash, and whether the file was canonical', async () => {
    const { out } = await canonical('{ "a": 1 }', '--json');
    expect(JSON.parse(out)).toMatchObject({
      unchanged: false, size: 7, canonical: '{"a":1}', sha256: '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    });
  });
});

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('there is no canonical form', () => {
  it.each<[string, string | Uint8Array, string, string]>([
    ['not_utf8', Uint8Array.of(0x22, 0xff, 0x22), '', 'is not UTF-8'],
    ['byte_order_mark', '\ufeff{}', '', 'byte order mark'],
    ['not_json', '{"a":1,}', '', 'reading stopped at character 7'],
    ['duplicate_key', '{"a":[{"b":1,"b":1}]}', '/a/0/b', 'at /a/0/b: the same key stands here twice'],
    ['duplicate_key', String.raw`{"a":1,"\u0061":2}`, '/a', 'twice'],
    ['unsafe_number', '{"mass":9007199254740993}', '/mass', 'beyond 2^53 - 1'],
    ['unsafe_number', '[1e400]', '/0', 'beyond 2^53 - 1'],
    ['lone_surrogate', String.raw`{"a":"\ud800"}`, '/a', 'half of a surrogate pair'],
    ['lone_surrogate', String.raw`{"\udc00":1}`, '', 'half of a surrogate pair'],
    ['too_deep', nested(33), '/0'.repeat(32), 'nested deeper than 32'],
    ['too_deep', nested(200_000), '/0'.repeat(32), 'nested deeper than 32'],
    ['not_nfc', '{"a":["Qua\u0309"]}', '/a/0', 'normal form C'],
    ['not_nfc', '{"Qua\u0309":1}', '/Qua\u0309', 'normal form C'],
    ['not_nfc', '{"\u00e9":1,"e\u0301":2}', '/e\u0301', 'normal form C'],
    ['not_json', '', '', 'is not JSON'],
  ])('%s', async (fault, content, pointer, said) => {
    const { code, out, err } = await canonical(content, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: fault, pointer } });
    expect(err).toContain(said);
    expect(err).toMatch(/^[^\n]+\n$/);
  });

  it.each([['vi', 'hai lần'], ['zh', '出现两次']])('is said in the language that was asked for: %s', async (language, said) => {
    expect((await canonical('{"a":1,"a":2}', '--language', language)).err).toContain(said);
  });

  it('of a file that is not there', async () => {
    const { code, err } = await runCommand(['canonical', join(folder, 'none.json')]);
    expect([code, err]).toEqual([1, `There is no file ${join(folder, 'none.json')}.\n`]);
  });
});
