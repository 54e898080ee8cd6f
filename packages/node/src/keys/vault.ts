import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { z } from 'zod';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { encodeCanonical } from '@pairgate/ledger/canonical.ts';

/**
 * Private keys at rest: a file of the format `pairgate-sealed-key/1`, JSON, in which the key is encrypted with AES-256-GCM
 * under a key that scrypt (RFC 7914) makes of a passphrase. What stands beside the sealed bytes is authenticated with them,
 * so that no file can be passed off as another.
 */
export const KEY_PURPOSES = ['root', 'checkpoint', 'cosignature', 'tls-authority', 'tls'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** What a sealed key is: its purpose, and the public half by which people and statements name it. */
export interface KeyName {
  readonly purpose: KeyPurpose;
  /** Ed25519: 32 bytes in base64; a TLS authority or certificate: SHA-256 in hex of its DER. */
  readonly key: string;
}

/** The cost of one guess: 16 MiB and about a quarter of a second, as OWASP's list of 2024 has it for scrypt. */
const COST = { N: 2 ** 14, r: 8, p: 5 } as const;
/** For tests and for what is thrown away: nobody guesses these. */
export const QUICK: Cost = { N: 2 ** 10, r: 8, p: 1 };
export type Cost = { readonly N: number; readonly r: number; readonly p: number };
const KEY_SIZE = 32;
const SALT_SIZE = 16;
const NONCE_SIZE = 12;
const TAG_SIZE = 16;

const base64 = z.string().max(20_000);
const sealedKey = z.strictObject({
  format: z.literal('pairgate-sealed-key/1'),
  purpose: z.enum(KEY_PURPOSES),
  key: z.string().max(100),
  // Bounds, so that a file cannot make whoever opens it compute for ever.
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z.int().min(2).max(2 ** 20).refine((n) => Number.isInteger(Math.log2(n))),
    r: z.int().min(1).max(16),
    p: z.int().min(1).max(16),
    salt: base64,
  }),
  cipher: z.literal('aes-256-gcm'),
  nonce: base64,
  sealed: base64,
});
type SealedKey = z.infer<typeof sealedKey>;

export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
  constructor(readonly place: string) {
    super(`The passphrase does not open ${place}: it is another one, or the file was changed.`);
  }
}

/** The file was torn, or is no key file at all. */
export class NoSealedKey extends Error {
  override readonly name = 'NoSealedKey';
  constructor(place: string) {
    super(`${place} is not a sealed key: it is damaged or of another kind. Put it back from a backup made --with-keys.`);
  }
}

/** Reads who a sealed key is, without opening it; what it says is only true once it has been opened. */
export function readName(text: string, place: string): KeyName {
  const { purpose, key } = parse(text, place);
  return { purpose, key };
}

function parse(text: string, place: string): SealedKey {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoSealedKey(place);
  }
  const parsed = sealedKey.safeParse(value);
  if (!parsed.success) throw new NoSealedKey(place);
  return parsed.data;
}

const derive = (passphrase: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Buffer> => {
  const options: ScryptOptions = { N, r, p, maxmem: 129 * N * r + 1024 * p * r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_SIZE, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
};

const header = ({ sealed: _sealed, ...rest }: SealedKey | Omit<SealedKey, 'sealed'> & { sealed?: string }): Uint8Array => encodeCanonical(rest);

/**
 * Opens and seals the keys of one passphrase. Keys that are sealed together share a salt, so that a node derives once for
 * all of them.
 */
export class Vault {
  readonly #passphrase: string;
  readonly #derived = new Map<string, Promise<Buffer>>();
  readonly #salt = randomBytes(SALT_SIZE);

  /** `cost` is for tests; a passphrase is compared in NFC, as input methods differ. */
  constructor(passphrase: string, private readonly cost: Cost = COST) {
    this.#passphrase = passphrase.normalize('NFC');
  }

  #key(salt: Uint8Array, cost: Cost): Promise<Buffer> {
    const name = `${toBase64(salt)} ${cost.N} ${cost.r} ${cost.p}`;
    let key = this.#derived.get(name);
    if (!key) this.#derived.set(name, (key = derive(this.#passphrase, salt, cost)));
    return key;
  }

  /** The text of a key file. */
  async seal({ purpose, key }: KeyName, secret: Uint8Array): Promise<string> {
    const nonce = randomBytes(NONCE_SIZE);
    const { N, r, p } = this.cost;
    const open = {
      format: 'pairgate-sealed-key/1' as const, purpose, key,
      kdf: { name: 'scrypt' as const, N, r, p, salt: toBase64(this.#salt) },
      cipher: 'aes-256-gcm' as const,
      nonce: toBase64(nonce),
    };
    const cipher = createCipheriv('aes-256-gcm', await this.#key(this.#salt, this.cost), nonce);
    cipher.setAAD(header(open));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return `${JSON.stringify({ ...open, sealed: toBase64(sealed) }, null, 2)}\n`;
  }

  /** The key of a file, whose place is for the sentence. Throws `NoSealedKey` or `WrongPassphrase`. */
  async open(text: string, place: string): Promise<KeyName & { readonly secret: Uint8Array }> {
    const file = parse(text, place);
    const [salt, nonce, sealed] = [file.kdf.salt, file.nonce, file.sealed].map(fromBase64);
    if (salt?.length !== SALT_SIZE || nonce?.length !== NONCE_SIZE || !sealed || sealed.length < TAG_SIZE) throw new NoSealedKey(place);
    const decipher = createDecipheriv('aes-256-gcm', await this.#key(salt, file.kdf), nonce);
    decipher.setAAD(header(file));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_SIZE));
    try {
      const secret = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_SIZE)), decipher.final()]);
      return { purpose: file.purpose, key: file.key, secret: new Uint8Array(secret) };
    } catch {
      throw new WrongPassphrase(place);
    }
  }
}
