import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { LANGUAGES } from '@pairgate/domain/vocabulary/labels.ts';

/**
 * The language of a reply (RFC 9110, 12.5.4): the first of `Accept-Language`, by quality, that the vocabulary has; else
 * the account's; else English.
 */
export function languageOf(acceptLanguage: string | undefined, account: Language | undefined): Language {
  // Programs send none, and write most.
  if (acceptLanguage === undefined) return account ?? 'en';
  const asked = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';');
      const quality = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find((each) => each !== undefined);
      return { language: tag.trim().split('-')[0]!, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((each) => each.quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .find((each) => LANGUAGES.includes(each.language as Language));
  return (asked?.language as Language | undefined) ?? account ?? 'en';
}
