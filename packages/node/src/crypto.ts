import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { ED25519, keyHash, type SignatureType } from '@pairgate/ledger/note.ts';
import type { Sha256, Signer, VerifyEd25519 } from '@pairgate/ledger/ports.ts';

/** The ports of hashing, signing and chance, filled with `node:crypto`. */
// `hash` does in one call what a hash object does in three, and a text of 32 characters comes back from it in a third of
// the time that a buffer takes.
export const sha256: Sha256 = (bytes) => {
  const text = hash('sha256', bytes, 'binary');
  const result = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1) result[at] = text.charCodeAt(at);
  return result;
};

export const digest = (text: string): string => hash('sha256', text, 'hex');

// Random bytes are drawn in blocks: a call of its own for each identifier costs more than the identifier.
const BLOCK = 16_384;
let block = randomBytes(BLOCK);
let used = 0;
export function random(size: number): Uint8Array {
  if (size > BLOCK) return new Uint8Array(randomBytes(size));
  if (used + size > BLOCK) {
    block = randomBytes(BLOCK);
    used = 0;
  }
  used += size;
  return new Uint8Array(block.subarray(used - size, used));
}

/** Where random bytes come from, by their number. */
export type Draw = (size: number) => Uint8Array;

export const randomHex = (size: number, draw: Draw = random): string => Buffer.from(draw(size)).toString('hex');
export const newId = (draw: Draw): string => randomHex(16, draw);
export const newReference = (draw: Draw): string => formatReference(draw(8));

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const publicKeys = new Map<string, KeyObject>();

function publicKeyOf(raw: Uint8Array): KeyObject {
  const name = Buffer.from(raw).toString('base64');
  let key = publicKeys.get(name);
  if (!key) {
    key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
    // A node knows a handful of keys; a hostile peer must not make it remember more.
    if (publicKeys.size < 64) publicKeys.set(name, key);
  }
  return key;
}

/**
 * Signatures that were found right or made here lately, by the hash of key, signature and message. The same note comes with each idle
 * checkpoint, after each new connection and with each request for it, and checking it once costs as much as hashing it 50 times.
 */
const right = new Set<string>();
const REMEMBERED = 256;

const signatureName = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): string =>
  hash('sha256', Buffer.concat([publicKey, signature, message]), 'binary');

function remember(name: string): void {
  if (right.size >= REMEMBERED) right.delete(right.values().next().value!);
  right.add(name);
}

export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const name = signatureName(publicKey, message, signature);
  if (right.has(name)) return true;
  try {
    const isRight = verify(null, message, publicKeyOf(publicKey), signature);
    if (isRight) remember(name);
    return isRight;
  } catch {
    // A key that is no point of the curve cannot have signed anything.
    return false;
  }
};

/** An Ed25519 key pair from its 32-byte seed (RFC 8032 §5.1.5). */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export function keyPair(seed: Uint8Array): KeyPair {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(der.subarray(der.length - 32));
  return {
    publicKey,
    sign(message) {
      const signature = new Uint8Array(sign(null, message, privateKey));
      // One's own checkpoint comes back with every countersignature.
      remember(signatureName(publicKey, message, signature));
      return signature;
    },
  };
}

/** A key pair under the name that it signs notes with. */
export const signer = (name: string, pair: KeyPair, type: SignatureType = ED25519): Signer => ({
  name,
  keyHash: keyHash(sha256, name, type, pair.publicKey),
  sign: (message) => pair.sign(message),
});
