import { z } from 'zod';
import { fault, type Fault } from './checks/fault.ts';

/**
 * References of crossings and consignments: `PG-XXXX-XXXX`, said over a radio, written on paper, put in a QR code.
 *
 * The alphabet has 23 symbols. Left out as look-alikes: 0 O Q D, 1 I L, 2's Z, 5's S, 8's B, U V W. Because 23 is
 * prime, the last symbol can be a check character of a pure system in the manner of ISO/IEC 7064: the weighted sum of
 * all eight symbols, weights 2^7 to 2^0, is 0 modulo 23. No weight is 0 modulo 23, so every single wrong symbol is
 * caught. 2 has order 11 modulo 23, so all eight weights differ, and every exchange of two different symbols is
 * caught, adjacent or not.
 */
export const REFERENCE_ALPHABET = '23456789ACEFGHJKMNPRTXY';

const RADIX = REFERENCE_ALPHABET.length;
const PAYLOAD = 7;
const SPACE = BigInt(RADIX) ** BigInt(PAYLOAD);
const SHAPE = new RegExp(`^PG-[${REFERENCE_ALPHABET}]{4}-[${REFERENCE_ALPHABET}]{4}$`);

export type Reference = string;

function checkCharacter(payload: string): string {
  let total = 0;
  for (const symbol of payload) total = (total * 2 + REFERENCE_ALPHABET.indexOf(symbol)) % RADIX;
  return REFERENCE_ALPHABET[(RADIX - ((total * 2) % RADIX)) % RADIX]!;
}

/**
 * The reference that a random number names. There are 23^7, about 3.4 thousand million, so the caller draws again when
 * the reference is taken. Bytes need to be at least eight, which keeps the bias of the remainder below 2^-32.
 */
export function formatReference(random: bigint | Uint8Array): Reference {
  let rest = typeof random === 'bigint' ? random : fromBytes(random);
  if (rest < 0n) throw new Error('a reference is drawn from a number that is not negative');
  rest %= SPACE;
  let payload = '';
  for (let place = 0; place < PAYLOAD; place += 1) {
    payload = REFERENCE_ALPHABET[Number(rest % BigInt(RADIX))]! + payload;
    rest /= BigInt(RADIX);
  }
  return `PG-${payload.slice(0, 4)}-${payload.slice(4)}${checkCharacter(payload)}`;
}

function fromBytes(bytes: Uint8Array): bigint {
  if (bytes.length < 8) throw new Error('a reference is drawn from at least eight bytes');
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

/** `undefined` when the text is a reference; the fault when its shape or its check character is wrong. */
export function checkReference(text: string): Fault | undefined {
  if (!SHAPE.test(text)) return fault('reference_malformed');
  const symbols = text.slice(3).replace('-', '');
  return checkCharacter(symbols.slice(0, PAYLOAD)) === symbols[PAYLOAD]
    ? undefined
    : fault('reference_check_character');
}

/**
 * What somebody typed or scanned, in the written form: upper case, dashes in place, prefix present. Text that cannot
 * be a reference comes back in upper case and fails `checkReference`.
 */
export function normaliseReference(text: string): string {
  // Programs write it as it was given to them.
  if (SHAPE.test(text)) return text;
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '');
  const symbols = bare.length === 10 && bare.startsWith('PG') ? bare.slice(2) : bare;
  return symbols.length === 8 ? `PG-${symbols.slice(0, 4)}-${symbols.slice(4)}` : bare;
}

export const reference = z
  .string()
  .refine((text) => checkReference(text) === undefined, { message: 'reference' })
  .meta({ description: 'PG-XXXX-XXXX, the last character a check character', examples: [formatReference(0n)] });
