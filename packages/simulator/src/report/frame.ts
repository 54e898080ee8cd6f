import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { escape } from './markup.ts';
import { STYLE } from './style.ts';
import { say } from './words.ts';

/** What stands on a page; `body` and `scripts` are markup, the others are text. */
export interface Page {
  readonly title: string;
  /** The answer, as a sentence. */
  readonly heading: string;
  readonly alarms: readonly string[];
  readonly lead: readonly string[];
  readonly body: readonly string[];
  readonly scripts?: string;
}

/** One HTML page that needs nothing beside itself, and by its policy may load nothing. */
export function htmlPage({ title, heading, alarms, lead, body, scripts = '' }: Page, language: Language): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${escape(title)} · Pairgate</title><style>${STYLE}</style></head>
<body><header><div class="top"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M1 2h7.500v16H1zM11.500 2H19v16h-7.500z" fill="currentColor"/></svg>
<span>Pairgate</span><button type="button" id="theme">${escape(say('theme', language))}</button></div>
<h1>${escape(heading)}</h1>${alarms.map((each) => `<p class="alarm" role="note">${escape(each)}</p>`).join('')}
${lead.map((each) => `<p class="lead">${escape(each)}</p>`).join('')}</header>
<main>${body.join('\n')}</main>
<footer>${escape(say('made', language))} ${escape(say('schematic', language))}</footer>
<script>${themeScript()}</script>${scripts}</body></html>
`;
}

export const section = (title: string, note: string, body: string, more = ''): string =>
  `<section${more}><h2>${escape(title)}</h2><p class="note">${escape(note)}</p>${body}</section>`;

const themeScript = (): string => `(${switchTheme.toString()})()`;

/** Written into the page as text, as `playYard` is. */
function switchTheme(): void {
  const root = document.documentElement;
  const asked = /[?&#](dark|light)\b/.exec(location.search + location.hash)?.[1];
  if (asked !== undefined) root.dataset['theme'] = asked;
  document.getElementById('theme')!.addEventListener('click', () => {
    const isDark = root.dataset['theme'] === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : root.dataset['theme'] === 'dark';
    root.dataset['theme'] = isDark ? 'light' : 'dark';
    dispatchEvent(new Event('themechange'));
  });
}
