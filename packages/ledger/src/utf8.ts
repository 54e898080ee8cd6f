/**
 * UTF-8 in both directions. The encoder and decoder are globals of every JavaScript host but not of the language, so
 * the few members used here are declared for this file alone.
 */
declare const TextEncoder: new () => {
  encode(text: string): Uint8Array;
  encodeInto(text: string, into: Uint8Array): { written: number };
};
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
// ignoreBOM keeps a byte order mark in the text, where a strict reader can see and refuse it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const SURROGATE = /\p{Surrogate}/u;

/** Whether the text has half of a surrogate pair, which no UTF-8 can express. */
export const hasLoneSurrogate = (text: string): boolean => SURROGATE.test(text);

/** Bytes of texts are cut one after the other from larger pieces: fresh memory for each costs more than the encoding. */
const PIECE = 1 << 16;
let piece = new Uint8Array(PIECE);
let used = 0;

/**
 * The bytes of texts, one after the other. A lone surrogate becomes U+FFFD, so callers that sign must refuse it before. What
 * lies around them in memory belongs to others.
 */
export function encodeUtf8(...texts: readonly string[]): Uint8Array {
  const room = texts.reduce((sum, text) => sum + 3 * text.length, 0);
  if (room > PIECE / 4) return encoder.encode(texts.join(''));
  if (used + room > PIECE) {
    piece = new Uint8Array(PIECE);
    used = 0;
  }
  const from = used;
  for (const text of texts) used += encodeUtf8Into(text, piece.subarray(used));
  return piece.subarray(from, used);
}

/** Writes the bytes of a text at the beginning of `into`, which must have room for three for each code unit; their number. */
export const encodeUtf8Into = (text: string, into: Uint8Array): number => encoder.encodeInto(text, into).written;

/** The text of the bytes, a byte order mark included, or `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
