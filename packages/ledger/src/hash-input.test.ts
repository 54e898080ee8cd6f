import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from './bytes.ts';
import { hashOf } from './hash-input.ts';
import type { Sha256 } from './ports.ts';
import { encodeUtf8 } from './utf8.ts';

const sha256: Sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const slow = (parts: readonly (Uint8Array | string)[]): Uint8Array =>
  sha256(concatBytes(...parts.map((part) => (typeof part === 'string' ? encodeUtf8(part) : part))));

describe('the hash of parts', () => {
  it('is the hash of the parts joined, whatever came before', () => {
    const part = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        expect(hashOf(sha256, ...parts)).toEqual(slow(parts));
      }),
    );
  });

  it('is right for parts that are longer than what is kept, and after them', () => {
    const long = new Uint8Array(1_000_000).fill(7);
    for (const parts of [['a', long, 'đ'], ['鲜'.repeat(300_000)], ['a', new Uint8Array([1])], []]) {
      expect(hashOf(sha256, ...parts)).toEqual(slow(parts));
    }
  });
});
