import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { language, LANGUAGES, LANGUAGE_NAMES } from '../i18n/language.ts';
import './language-switch.css';

/** The three languages, each in its own words. */
export function LanguageSwitch({ long = false }: { long?: boolean }) {
  const m = useMessages();
  const current = useLanguage();
  return (
    <span className="language-switch" role="group" aria-label={m.shell.languages}>
      {LANGUAGES.map((option) => (
        <button key={option} type="button" lang={option} aria-pressed={option === current} onClick={() => language.set(option)}>
          {LANGUAGE_NAMES[option][long ? 'long' : 'short']}
        </button>
      ))}
    </span>
  );
}
