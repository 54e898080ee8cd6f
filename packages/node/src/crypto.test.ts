import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from './crypto.ts';

it('hashes as a hash object does, into memory of its own', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      const hash = sha256(bytes);
      expect(Buffer.from(hash).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(hash.buffer.byteLength).toBe(32);
    }),
  );
});
