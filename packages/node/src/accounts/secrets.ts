import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in base64url: the value of a session or a token, told once and stored only as its hash. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in hex. A secret of 256 random bits needs no slow hash. */
export const hashSecret = (secret: string): string => hash('sha256', secret, 'hex');

/** Compares two texts in a time that does not depend on where they differ. */
export const equalSecrets = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/** HMAC-SHA-256, cut to 128 bits, in base64url. */
export const mac128 = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');
