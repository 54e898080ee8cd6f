import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyPair, sha256, verifyEd25519 } from './crypto.ts';

it('hashes as a hash object does, into memory of its own', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      const hash = sha256(bytes);
      expect(Buffer.from(hash).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(hash.buffer.byteLength).toBe(32);
    }),
  );
});

it('takes a signature that it has found right before, and nothing that is like it', () => {
  const [pair, other] = [keyPair(new Uint8Array(32).fill(1)), keyPair(new Uint8Array(32).fill(2))];
  const message = new TextEncoder().encode('a checkpoint');
  const signature = pair.sign(message);
  const changed = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
  for (let time = 0; time < 3; time += 1) {
    expect(verifyEd25519(pair.publicKey, message, signature)).toBe(true);
    expect(verifyEd25519(pair.publicKey, changed(message, 3), signature)).toBe(false);
    expect(verifyEd25519(pair.publicKey, message, changed(signature, 3))).toBe(false);
    expect(verifyEd25519(other.publicKey, message, signature)).toBe(false);
    // The same bytes, cut elsewhere.
    expect(verifyEd25519(pair.publicKey, message, new Uint8Array([...signature, message[0]!]))).toBe(false);
  }
});

it('finds a signature right also when many others were since', () => {
  const pair = keyPair(new Uint8Array(32).fill(1));
  const signed = Array.from({ length: 300 }, (_, index) => {
    const message = Uint8Array.of(index >> 8, index & 255);
    return { message, signature: pair.sign(message) };
  });
  for (const { message, signature } of [...signed, ...signed]) expect(verifyEd25519(pair.publicKey, message, signature)).toBe(true);
});
