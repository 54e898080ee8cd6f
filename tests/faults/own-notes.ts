import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Notes, checkpoints and cosignatures of C2SP, read and verified anew for the checkers. */
export interface OwnCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** What the signatures sign. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly bytes: Buffer }[];
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
    return { name, bytes: Buffer.from(encoded, 'base64').subarray(4) };
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

export interface OwnParty {
  readonly logOrigin: string;
  readonly checkpointKey: string;
  readonly cosignatureKey: string;
}

const isBy = (key: string, message: string, signature: Uint8Array): boolean =>
  verify(null, Buffer.from(message), keyOf(key), signature);

/** Whether the author of a log has signed the checkpoint. */
export const isSigned = ({ text, signatures }: OwnCheckpoint, { logOrigin, checkpointKey }: OwnParty): boolean =>
  signatures.some(({ name, bytes }) => name === logOrigin && bytes.length === 64 && isBy(checkpointKey, text, bytes));

/** Whether the other side has countersigned it. */
export const isCosigned = ({ text, signatures }: OwnCheckpoint, { logOrigin, cosignatureKey }: OwnParty): boolean =>
  signatures.some(
    ({ name, bytes }) =>
      name === logOrigin &&
      bytes.length === 72 &&
      isBy(cosignatureKey, `cosignature/v1\ntime ${bytes.readBigUInt64BE(0)}\n${text}`, bytes.subarray(8)),
  );
