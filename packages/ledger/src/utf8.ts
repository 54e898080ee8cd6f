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

/** The bytes of a text. A lone surrogate becomes U+FFFD, so callers that sign must refuse it before. */
export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

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
