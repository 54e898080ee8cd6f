import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReference, formatReference, normaliseReference, REFERENCE_ALPHABET, reference } from './reference.ts';

const references = fc.bigInt(0n, 2n ** 64n - 1n).map(formatReference);
const PLACES = [3, 4, 5, 6, 8, 9, 10, 11] as const;
const replaced = (text: string, place: number, symbol: string) => text.slice(0, place) + symbol + text.slice(place + 1);

describe('a reference', () => {
  it('has a fixed shape and passes its own check', () => {
    fc.assert(
      fc.property(references, (text) => {
        expect(text).toMatch(/^PG-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
        expect(checkReference(text)).toBeUndefined();
        expect(reference.safeParse(text).success).toBe(true);
      }),
    );
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(references, (text) => {
        for (const place of PLACES) {
          for (const symbol of REFERENCE_ALPHABET) {
            if (symbol === text[place]) continue;
            expect(checkReference(replaced(text, place, symbol))).toEqual({ code: 'reference_check_character' });
          }
        }
      }),
    );
  });

  it('catches every exchange of two characters, adjacent or not', () => {
    fc.assert(
      fc.property(references, (text) => {
        for (const left of PLACES) {
          for (const right of PLACES) {
            if (text[left] === text[right]) continue;
            const swapped = replaced(replaced(text, left, text[right]!), right, text[left]!);
            expect(checkReference(swapped)).toEqual({ code: 'reference_check_character' });
          }
        }
      }),
    );
  });

  it('has no look-alikes, and a prime number of symbols', () => {
    expect(REFERENCE_ALPHABET).not.toMatch(/[01BDILOQSUVWZ]/);
    expect(new Set(REFERENCE_ALPHABET).size).toBe(23);
  });

  it('gives different numbers different references', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 23n ** 7n - 1n), fc.bigInt(0n, 23n ** 7n - 1n), (a, b) => {
        expect(formatReference(a) === formatReference(b)).toBe(a === b);
      }),
    );
  });

  it('takes bytes as a big-endian number', () => {
    expect(formatReference(new Uint8Array([0, 0, 0, 0, 0, 0, 1, 0]))).toBe(formatReference(256n));
    expect(() => formatReference(new Uint8Array(7))).toThrow();
    expect(() => formatReference(-1n)).toThrow();
  });

  it('reads what people type', () => {
    fc.assert(
      fc.property(references, (text) => {
        const bare = text.replaceAll('-', '');
        for (const typed of [
          text,
          bare,
          bare.slice(2),
          text.toLowerCase(),
          text.replaceAll('-', ' '),
          ` ${text}\n`,
          text.replaceAll('-', '–'),
        ]) {
          expect(normaliseReference(typed)).toBe(text);
        }
      }),
    );
  });

  it.each(['', 'PG', 'PG-0000-0000', 'PG-4K7N-8821', 'QG-2222-2222', 'pg-2222-2222'])(
    'refuses the shape of %j',
    (text) => {
      expect(checkReference(text)).toEqual({ code: 'reference_malformed' });
    },
  );
});
