import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, sealFile, TRUST } from './testing/evidence-writer.ts';
import type { File } from './testing/evidence-writer.ts';
import type { Report } from './verdict.ts';
import { verifyEvidence } from './verify-evidence.ts';

/* What is no evidence, and what was made of good evidence: nothing makes the verifier throw, and nothing false is VALID. */

const verify = (bytes: Uint8Array): Promise<Report> => verifyEvidence(bytes, { trust: TRUST });
const verifyValue = (value: unknown): Promise<Report> => verify(Buffer.from(JSON.stringify(value) ?? ''));

const good = sealFile();
const goodBytes = Buffer.from(JSON.stringify(good));

/** What a file states: each entry at its place in its log, and each class of data of it that is there. */
function statementsOf(file: File): Set<string> {
  const said = new Set<string>([`pair ${file.pair}`, ...(file.reference === undefined ? [] : [`about ${file.reference}`])]);
  for (const { side, entries } of file.logs) {
    for (const { index, leaf, data } of entries) {
      said.add(`${side} ${index} ${leaf}`);
      const classes = data === null ? {} : (JSON.parse(fromBase64(data)) as Record<string, unknown>);
      for (const [name, value] of Object.entries(classes)) said.add(`${side} ${index} ${name} ${JSON.stringify(value)}`);
    }
  }
  return said;
}
const stated = statementsOf(good);
const bare = (file: File): Set<string> => new Set([...statementsOf(file)].filter((each) => !stated.has(each)));

type Tree = Record<string, unknown> | unknown[];
type Place = readonly (string | number)[];

/** The place of every value inside a file. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [...(at.length > 0 ? [at] : []), ...Object.keys(value).flatMap((key) => placesOf((value as never)[key], [...at, key]))];
}
const places = placesOf(good);

const parentOf = (file: unknown, place: Place): [parent: Tree, key: string | number] => {
  const parent = place.slice(0, -1).reduce<unknown>((value, key) => (value as never)[key], file) as Tree;
  return [parent, place.at(-1)!];
};

type Mutation = (file: unknown, a: Place, b: Place, value: unknown) => void;
const read = (parent: Tree, key: string | number): unknown => (parent as Record<string | number, unknown>)[key];
const write = (parent: Tree, key: string | number, value: unknown): void => {
  (parent as Record<string | number, unknown>)[key] = value;
};

/** Ways to tamper with the values of a file, at one place or between two. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  remove(file, a) {
    const [parent, key] = parentOf(file, a);
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  },
  repeat(file, a) {
    const [parent, key] = parentOf(file, a);
    if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(parent[Number(key)]));
    else parent[`${key}2`] = structuredClone(parent[key]);
  },
  replace(file, a, _b, value) {
    write(...parentOf(file, a), value);
  },
  copy(file, a, b) {
    const found = structuredClone(read(...parentOf(file, b)));
    write(...parentOf(file, a), found);
  },
  swap(file, a, b) {
    const [one, other] = [structuredClone(read(...parentOf(file, a))), structuredClone(read(...parentOf(file, b)))];
    write(...parentOf(file, a), other);
    // The second place may have gone with the first.
    try {
      write(...parentOf(file, b), one);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  },
};

const place = fc.nat(places.length - 1).map((i) => places[i]!);

/** The bytes of a file by what they belong to, so that each kind is struck as often as the long ones. */
const KINDS: Readonly<Record<string, RegExp>> = {
  names: /"[a-z]+":/g,
  punctuation: /[[\]{},:"]/g,
  numbers: /:\d+/g,
  leaves: /"leaf":"[^"]+"/g,
  data: /"data":"[^"]+"/g,
  proofs: /"proof":\[[^\]]*\]/g,
  checkpoints: /"checkpoint":"[^"]+"/g,
  signatures: /"signatures":\{[^}]*\}/g,
  keys: /"(?:root|checkpoint|cosignature)Key":"[^"]+"/g,
  terms: /"messages":\{[^}]*\}/g,
  about: /"(?:pair|reference|format)":"[^"]+"/g,
};
const text = goodBytes.toString('latin1');
const spansOf = (kind: RegExp): number[] =>
  [...text.matchAll(kind)].flatMap((match) => Array.from(match[0], (_, i) => match.index + i));

describe('the verifier', () => {
  it('is asked of a file that is good', async () => {
    expect((await verify(goodBytes)).verdict).toBe('VALID');
  });

  it('never throws, and finds nothing VALID, on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await verify(bytes)).verdict).toBe('INVALID');
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on any JSON with the names of the format, and finds nothing VALID that was not stated before', async () => {
    const names = fc.constantFrom(...new Set(places.flat().filter((each) => typeof each === 'string')), '__proto__', 'keys', 'epochs');
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(good.format, good.pair, 'VN', 'AAAA', '', 'pairgate-agreement/1', null, 0, -1, 1.5, 2 ** 60),
        fc.string(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(names, tie('value'), { maxKeys: 6 }),
        fc.constant(good.agreements), fc.constant(good.logs),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, value), async (more) => {
        const report = await verifyValue({ ...more, format: 'pairgate-evidence/1' });
        if (report.verdict === 'VALID') expect(bare({ ...good, ...more } as File)).toEqual(new Set());
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.keys(KINDS))('is never VALID again after a byte of its %s was changed', async (kind) => {
    const spans = spansOf(KINDS[kind]!);
    expect(spans.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.nat(spans.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Uint8Array.from(goodBytes);
        bytes[spans[at]!]! ^= change;
        expect((await verify(bytes)).verdict).not.toBe('VALID');
      }),
      { numRuns: 60 },
    );
  });

  it('finds a file VALID after tampering only when all that it still states was stated before', async () => {
    let valid = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(MUTATIONS)), place, place, fc.jsonValue(), async (how, a, b, value) => {
        const file: unknown = structuredClone(good);
        MUTATIONS[how]!(file, a, b, value);
        const report = await verifyValue(file);
        if (report.verdict !== 'VALID') return;
        valid += 1;
        expect([how, a, b, bare(file as File)]).toEqual([how, a, b, new Set()]);
      }),
      { numRuns: 700 },
    );
    // Such files there are: a swap of a value with itself, an entry left out at the end, data taken away.
    expect(valid).toBeGreaterThan(0);
  });
});
