import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Notes, checkpoints and cosignatures of C2SP, read and verified anew for the checkers. */
export interface OwnCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** What the signatures sign. */
  readonly text: string;
  readonly signatures: readonly OwnSignature[];
}

export interface OwnSignature {
  readonly name: string;
  /** The key ID in hex. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** Throws when it is no note of a checkpoint. */
export function readCheckpoint(note: string): OwnCheckpoint {
  const gap = note.indexOf('\n\n');
  const text = note.slice(0, gap + 1);
  const [origin = '', size = '', root = '', ...more] = text.split('\n');
  if (gap < 0 || more.join('') !== '' || !/^\d+$/.test(size)) throw new Error(`no checkpoint: ${JSON.stringify(note)}`);
  const signatures = note.slice(gap + 2).trimEnd().split('\n').map((line) => {
    const [dash, name = '', encoded = ''] = line.split(' ');
    if (dash !== '—') throw new Error(`no signature line: ${line}`);
    const bytes = Buffer.from(encoded, 'base64');
    return { name, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
  });
  return { origin, size: Number(size), root, text, signatures };
}

const keys = new Map<string, KeyObject>();

/** `publicKey` is 32 bytes in base64. */
function keyOf(publicKey: string): KeyObject {
  const known = keys.get(publicKey);
  if (known) return known;
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  keys.set(publicKey, key);
  return key;
}

const isBy = (key: string, message: string, signature: Uint8Array): boolean =>
  verify(null, Buffer.from(message), keyOf(key), signature);

/** Whether a key (base64) has made a signature: of the author, or with its time of the other side. */
export function verifies({ text }: OwnCheckpoint, { bytes }: OwnSignature, key: string): boolean {
  if (bytes.length === 64) return isBy(key, text, bytes);
  if (bytes.length !== 72) return false;
  return isBy(key, `cosignature/v1\ntime ${bytes.readBigUInt64BE(0)}\n${text}`, bytes.subarray(8));
}
