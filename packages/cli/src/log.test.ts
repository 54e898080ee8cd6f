import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '@pairgate/ledger/hex.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { runCommand, type Ended } from './testing.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
function file(name: string, content: string | Uint8Array | object): string {
  writeFileSync(at(name), typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return at(name);
}
const log = (...args: (string | number)[]): Promise<Ended> => runCommand(['log', ...args.map(String)]);
const json = async (...args: (string | number)[]): Promise<Record<string, unknown>> => JSON.parse((await log(...args)).out) as Record<string, unknown>;

/** MTH of RFC 9162, section 2.1.1, word for word. */
function rootOf(lines: readonly Uint8Array[]): Uint8Array {
  if (lines.length === 0) return sha256(new Uint8Array(0));
  if (lines.length === 1) return sha256(Buffer.concat([Uint8Array.of(0), lines[0]!]));
  let k = 1;
  while (k * 2 < lines.length) k *= 2;
  return sha256(Buffer.concat([Uint8Array.of(1), rootOf(lines.slice(0, k)), rootOf(lines.slice(k))]));
}
const rootOfText = (...lines: string[]): string => toHex(rootOf(lines.map((line) => Buffer.from(line))));
const numbered = (count: number): string[] => Array.from({ length: count }, (_, line) => `line ${line}`);

describe('the root of a file', () => {
  it.each([
    ['nothing', '', []],
    ['one line', 'a\n', ['a']],
    ['a last line without a newline', 'a\nb', ['a', 'b']],
    ['one newline, which ends an empty line', '\n', ['']],
    ['empty lines', 'a\n\n\nb\n\n', ['a', '', '', 'b', '']],
    ['carriage returns, which belong to their lines', 'a\r\nb\r', ['a\r', 'b\r']],
    ['a byte order mark, which belongs to its line', '\ufeffa\n', ['\ufeffa']],
    ['a line longer than a piece of reading', `${'x'.repeat(600_000)}\ny`, ['x'.repeat(600_000), 'y']],
    ['more empty lines than are hashed at once', '\n'.repeat(9001), Array.from({ length: 9001 }, () => '')],
  ])('of %s', async (_, content, lines) => {
    expect(await log('root', file('root.txt', content))).toEqual({ code: 0, out: `${rootOfText(...lines)}\n`, err: '' });
  });

  it('is over any bytes, not only text', async () => {
    const lines = [Uint8Array.of(0xff, 0, 0xfe), Uint8Array.of(0x80)];
    const bytes = Buffer.concat([lines[0]!, Buffer.from('\n'), lines[1]!]);
    expect((await log('root', file('bytes.bin', bytes))).out).toBe(`${toHex(rootOf(lines))}\n`);
  });

  it('is that of a shell that follows RFC 9162 by hand', async () => {
    const script = "a=$( (printf '\\0'; printf a) | sha256sum | cut -c1-64); b=$( (printf '\\0'; printf b) | sha256sum | cut -c1-64); " +
      "(printf '\\1'; printf \"$a$b\" | sed 's/../\\\\x&/g' | xargs -0 printf) | sha256sum | cut -c1-64";
    const byHand = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
    expect((await log('root', file('ab.txt', 'a\nb\n'))).out).toBe(byHand);
  });

  it('at an older size is that of the first lines', async () => {
    const many = file('many.txt', numbered(9000).join('\n'));
    for (const size of [0, 1, 4096, 4097, 9000]) {
      expect(await json('root', many, '--size', size, '--json')).toEqual({ size, root: rootOfText(...numbered(size)) });
    }
  });
});

describe('a proof that a line is in a file', () => {
  it('holds for every line of every small log, with what is in it', async () => {
    for (const size of [1, 2, 3, 7, 8, 11]) {
      const lines = numbered(size);
      const input = file('small.txt', lines.join('\n'));
      for (let index = 0; index < size; index += 1) {
        const proof = await json('prove', input, index);
        const leaf = toHex(sha256(Buffer.concat([Uint8Array.of(0), Buffer.from(lines[index]!)])));
        expect(proof).toEqual({ index, size, leaf_hash: leaf, root: rootOfText(...lines), path: expect.any(Array) });
        const { code, out } = await log('check', file('proof.json', proof));
        expect([code, out.slice(0, 6)]).toEqual([0, 'VALID:']);
      }
    }
  });

  it('holds in a file of many pieces, at any size of it', async () => {
    const lines = numbered(25_000);
    const input = file('long.txt', `${lines.join('\n')}\n`);
    for (const [index, size] of [[0, 25_000], [4095, 25_000], [24_999, 25_000], [16_384, 16_385]] as const) {
      const proof = await json('prove', input, index, '--size', size);
      expect(proof['root']).toBe(rootOfText(...lines.slice(0, size)));
      expect((await log('check', file('proof.json', proof), '--root', String(proof['root']))).code).toBe(0);
    }
  });

  const proof = { index: 1, size: 2, ...leaves() };
  function leaves() {
    const [a, b] = ['a', 'b'].map((line) => rootOfText(line));
    return { leaf_hash: b!, root: rootOfText('a', 'b'), path: [a!] };
  }

  it.each([
    ['another line', { leaf_hash: proof.path[0] }, 'path_does_not_lead'],
    ['another place', { index: 0 }, 'path_does_not_lead'],
    ['a place beyond the log', { index: 2 }, 'index_outside'],
    ['another size', { size: 3 }, 'path_does_not_lead'],
    ['another root', { root: 'ab'.repeat(32) }, 'path_does_not_lead'],
    ['no path', { path: [] }, 'path_does_not_lead'],
    ['too long a path', { path: [proof.path[0], proof.path[0]] }, 'path_does_not_lead'],
  ])('is invalid with %s', async (_, wrong, code) => {
    const ended = await log('check', file('wrong.json', { ...proof, ...wrong }), '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ verdict: 'INVALID', code });
  });

  it('is invalid for another root than the one that is trusted', async () => {
    const ended = await log('check', file('proof.json', proof), '--root', 'AB'.repeat(32), '--json');
    expect([ended.code, JSON.parse(ended.out)]).toEqual([1, expect.objectContaining({ code: 'root_not_yours' })]);
  });

  it.each([
    ['missing', undefined, 'There is no file'],
    ['a folder', null, 'is a folder'],
    ['no JSON', '{"index":', 'This is not JSON'],
    ['a list', [proof], 'holds no JSON object'],
    ['without a root', { ...proof, root: undefined }, 'has no "root"'],
    ['with a key twice', '{"index":1,"index":0}', 'The same key stands here twice'],
    ['with a size below zero', { ...proof, size: -1 }, '"size" is not a whole number'],
    ['with a size that is text', { ...proof, size: '2' }, '"size" is not a whole number'],
    ['with a hash that is no hex', { ...proof, leaf_hash: 'x'.repeat(64) }, '"leaf_hash" is not a hash of 64 hex digits'],
    ['with a hash that is too short', { ...proof, root: 'ab' }, '"root" is not a hash of 64 hex digits'],
    ['with a wrong hash in the path', { ...proof, path: [proof.path[0], 'ab'] }, '"path/1" is not a hash'],
    ['with a path that is text', { ...proof, path: proof.path[0] }, '"path" is not a list of hashes'],
    ['too large to be a proof', ' '.repeat(1_000_001), 'is larger than 1 MB'],
  ])('cannot be judged when its file is %s', async (_, content, said) => {
    const place = content === undefined ? at('none.json') : content === null ? folder : file('bad.json', content);
    const { code, out, err } = await log('check', place);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err).toMatch(/^[^\n]+\n$/);
  });

  it.each([['check', '--root', 'abc', 'x.json'], ['check'], ['consistency', 'old.json']])('is not judged when asked wrongly: %j', async (...args) => {
    expect((await log(...args)).code).toBe(2);
  });
});

describe('two heads of a log', () => {
  it('are joined by a path, for any two sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(70), fc.nat(70), async (one, other) => {
        const [oldSize, size] = [Math.min(one, other), Math.max(one, other)];
        const input = file('grown.txt', numbered(size).join('\n'));
        const old = file('old.json', (await log('head', input, '--size', oldSize)).out);
        const next = file('new.json', (await log('head', input, '--old-size', oldSize)).out);
        expect(await log('consistency', old, next)).toMatchObject({ code: 0, err: '' });
      }),
      { numRuns: 40, examples: [[0, 0], [0, 5], [7, 7], [64, 70]] },
    );
  });

  const heads = async (before: string, after: string, ...more: (string | number)[]) => {
    const old = file('old.json', (await log('head', file('before.txt', before))).out);
    const next = file('new.json', (await log('head', file('after.txt', after), ...more)).out);
    const { code, out } = await log('consistency', old, next, '--json');
    return [code, (JSON.parse(out) as { code: string }).code];
  };

  it('are invalid when an old line was changed', async () => {
    expect(await heads('a\nb\nc\n', 'a\nX\nc\nd\n', '--old-size', 3)).toEqual([1, 'not_continued']);
  });

  it('are invalid when both have one size and other lines', async () => {
    expect(await heads('a\nb\n', 'a\nc\n', '--old-size', 2)).toEqual([1, 'two_roots']);
  });

  it('are invalid when the newer is shorter', async () => {
    expect(await heads('a\nb\n', 'a\n')).toEqual([1, 'shorter']);
  });

  it.each([[[]], [['--old-size', 1]]])('cannot be told without a path from the old size: %j', async (more) => {
    expect(await heads('a\nb\n', 'a\nb\nc\n', ...more)).toEqual([2, 'no_path_between']);
  });

  it('need no path between equal sizes', async () => {
    expect(await heads('a\nb\n', 'a\nb')).toEqual([0, 'continued']);
  });
});

describe('what cannot be asked of a file', () => {
  it.each([
    [['prove', 'two.txt', 2], /has 2 lines, so there is no line 2; the first one is 0/],
    [['prove', 'two.txt', 'one'], /It is a whole number from 0 on/],
    [['prove', 'two.txt', '9007199254740993'], /It is a whole number from 0 on/],
    [['root', 'two.txt', '--size', 3], /has 2 lines, so there is no log of 3 lines in it/],
    [['head', 'two.txt', '--old-size', 3], /The older size 3 is beyond the size 2/],
    [['root', 'none.txt'], /There is no file/],
    [['root', '.'], /is a folder, not a file/],
  ])('%j', async ([command, name, ...more], said) => {
    file('two.txt', 'a\nb\n');
    const { code, out, err } = await log(command!, at(String(name)), ...more);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(said);
    expect(err).toMatch(/^[^\n]+\n$/);
  });

  it.each([['vi', 'không có dòng 5'], ['zh', '没有第 5 行']])('is said in the language that was asked for: %s', async (language, said) => {
    expect((await log('prove', file('two.txt', 'a\nb\n'), 5, '--language', language)).err).toContain(said);
  });
});
