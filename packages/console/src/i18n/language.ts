import { stored } from '../stored.ts';

export type Language = 'vi' | 'zh' | 'en';

/** In the order in which they are offered everywhere. */
export const LANGUAGES: readonly Language[] = ['vi', 'zh', 'en'];

/** Each language in its own words; these are never translated. */
export const LANGUAGE_NAMES: Record<Language, { short: string; long: string }> = {
  vi: { short: 'Việt', long: 'Tiếng Việt' },
  zh: { short: '中文', long: '中文' },
  en: { short: 'English', long: 'English' },
};

function preferred(): Language {
  for (const tag of navigator.languages) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}

/** The reader's language: chosen once, kept on this device, else the first of the browser's that we speak. */
export const language = stored<Language>('pairgate.language', LANGUAGES, preferred);
