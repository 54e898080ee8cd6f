import { fault, type Fault } from './fault.ts';

/**
 * Seal marks: three to twenty letters and digits, with inner dashes, dots or slashes. ISO 17712 fixes no stricter
 * form.
 */
const SHAPE = /^[A-Z0-9](?:[A-Z0-9./-]{1,18})[A-Z0-9]$/;

/** The seal number without blanks, in upper case. */
export const normaliseSeal = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/\s/g, '');

export const checkSeal = (text: string): Fault | undefined =>
  SHAPE.test(normaliseSeal(text)) ? undefined : fault('seal_malformed', { sealID: text });

/** The place in the list of the first seal that stands in it before, if any. */
export function repeatedSeal(seals: readonly string[]): number | undefined {
  const seen = new Set<string>();
  for (const [place, seal] of seals.entries()) {
    const normal = normaliseSeal(seal);
    if (seen.has(normal)) return place;
    seen.add(normal);
  }
  return undefined;
}
