import { escape } from '../report/markup.ts';
import type { Language } from '../report/words.ts';

export const page = (title: string, language: Language, parts: readonly string[]): string =>
  `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><h1>${escape(title)}</h1>${parts.join('')}</html>`;
