import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useStored } from '../stored.ts';
import type { en } from './en.ts';
import { language, type Language } from './language.ts';

/** Every sentence of the screens. A catalogue that lacks one does not compile. */
export type Messages = typeof en;

const catalogues: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import('./en.ts')).en,
  vi: async () => (await import('./vi.ts')).vi,
  zh: async () => (await import('./zh.ts')).zh,
};

export interface Spoken {
  language: Language;
  messages: Messages;
}

const SpokenContext = createContext<Spoken | null>(null);

/** Loads the catalogue of the reader's language before the first render, so that no page flashes in another one. */
export async function loadMessages(): Promise<Spoken> {
  const of = language.get();
  return { language: of, messages: await catalogues[of]() };
}

export function MessagesProvider({ initial, children }: { initial: Spoken; children: ReactNode }) {
  const chosen = useStored(language);
  const [spoken, setSpoken] = useState(initial);
  useEffect(() => {
    let current = true;
    if (spoken.language !== chosen) {
      void catalogues[chosen]().then((messages) => {
        if (current) setSpoken({ language: chosen, messages });
      });
    }
    return () => {
      current = false;
    };
  }, [chosen, spoken.language]);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken.language]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (!spoken) throw new Error('no messages: MessagesProvider is missing');
  return spoken;
}

/** The sentences in the reader's language. */
export const useMessages = (): Messages => useSpoken().messages;

/** The reader's language, for numbers, dates and labels of codes. */
export const useLanguage = (): Language => useSpoken().language;
