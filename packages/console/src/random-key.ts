/**
 * 128 random bits in hex, for an idempotency key. `crypto.randomUUID` is missing on plain http addresses, where a phone
 * in a yard may well be; this is not.
 */
export const randomKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
