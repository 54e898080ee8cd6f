import { contentsOf, type Contents, type Said } from '@pairgate/verify/contents.ts';
import { toHex } from '@pairgate/verify/bytes.ts';
import { sha256 } from '@pairgate/verify/crypto.ts';
import type { CheckResult, Report } from '@pairgate/verify/verdict.ts';
import { verifyEvidence } from '@pairgate/verify/verify-evidence.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { verify as en } from '../i18n/en/verify.ts';
import { verify as vi } from '../i18n/vi/verify.ts';
import { verify as zh } from '../i18n/zh/verify.ts';
import { element, picture, sentence } from './dom.ts';
import { saidBy } from './said.ts';
import { fingerprintFor, trustOf } from './trust.ts';

/**
 * The page with which an auditor checks a file of evidence: one HTML file that works from disk, asks no server and keeps
 * nothing. Its policy forbids every connection, so what is dropped here stays here.
 */

const WORDS = { vi, zh, en } as const;
const NAMES = { vi: 'Việt', zh: '中文', en: 'English' } as const;
type Language = keyof typeof WORDS;
const LANGUAGES: readonly Language[] = ['vi', 'zh', 'en'];
const SIDES: readonly SideId[] = ['VN', 'CN'];

interface Checked {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: string;
  readonly report: Report;
  readonly contents: Contents | undefined;
}

const preferred = navigator.languages.flatMap((tag) => LANGUAGES.filter((each) => tag.toLowerCase().startsWith(each)));
let language: Language = preferred[0] ?? 'en';
let checked: Checked | undefined;
let failed = false;
/** Only the newest check is shown. */
let newest = 0;
const typed: Record<SideId, string> = { VN: '', CN: '' };
const outcome = element('div', { 'aria-live': 'polite', class: 'result' });

const words = () => WORDS[language];

async function check(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const own = ++newest;
  const report = await verifyEvidence(bytes, { trust: trustOf(typed) });
  const digest = toHex(await sha256(bytes));
  if (own !== newest) return;
  checked = { name, bytes, digest, report, contents: contentsOf(bytes) };
  failed = false;
  show();
}

/** A file that the browser cannot read is not judged. */
async function take(file: File): Promise<void> {
  try {
    await check(file.name, new Uint8Array(await file.arrayBuffer()));
  } catch {
    newest += 1;
    checked = undefined;
    failed = true;
    show();
  }
}

function field(side: SideId): HTMLElement {
  const m = words();
  const fault = element('span', { class: 'fault', id: `fault-${side}` });
  const input = element('input', {
    id: `fingerprint-${side}`, type: 'text', value: typed[side], autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': `fault-${side}`,
    input: () => {
      typed[side] = input.value;
      judge();
      if (checked) void check(checked.name, checked.bytes);
    },
  });
  const judge = () => {
    const malformed = fingerprintFor(side, typed[side]) === 'malformed';
    input.setAttribute('aria-invalid', String(malformed));
    fault.textContent = malformed ? m.malformed : '';
  };
  judge();
  return element('div', { class: 'field' }, element('label', { for: input.id }, m.trustOf[side]), input, fault);
}

function dropZone(): HTMLElement {
  const m = words();
  const chooser = element('input', {
    type: 'file', class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true',
    change: () => {
      const [file] = chooser.files ?? [];
      if (file) void take(file);
      chooser.value = '';
    },
  });
  const zone = element(
    'div',
    { class: 'drop-zone' },
    element('button', { type: 'button', class: 'button filled', click: () => chooser.click() }, m.choose),
    chooser,
    element('span', { class: 'muted' }, m.drop),
  );
  return zone;
}

/** A file may be dropped anywhere; nothing else that is dropped leads away from the page. */
function takeDrops(): void {
  const over = (on: boolean) => document.querySelector('.drop-zone')?.classList.toggle('over', on);
  addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  addEventListener('dragleave', () => over(false));
  addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    const file = event.dataTransfer?.files[0];
    if (file) void take(file);
  });
}

function questionRow({ code, verdict, where, detail }: CheckResult): HTMLElement {
  const m = words();
  const look = verdict === 'SKIPPED' ? 'skipped' : verdict === 'VALID' ? undefined : 'odd';
  const said = saidBy({ verdict, detail }, m);
  const found =
    said !== undefined
      ? element('td', { class: 'muted' }, said)
      : element('td', { lang: 'en' }, where ? element('span', { class: 'code' }, where) : undefined, detail);
  return element(
    'tr',
    { class: look, 'data-code': code, 'data-verdict': verdict },
    element('th', { scope: 'row' }, m.questions[code], element('span', { class: 'code', lang: 'en' }, code)),
    element('td', { class: 'verdict' }, picture(verdict), m.verdicts[verdict]),
    found,
  );
}

const table = (look: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement =>
  element(
    'table',
    { class: look },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows),
  );

function saidRow({ side, index, envelope, fields }: Said): HTMLElement {
  const classes = Object.entries(fields);
  return element(
    'tr',
    {},
    element('td', { class: 'code' }, `${side}:${index}`),
    element('th', { scope: 'row', lang: 'en' }, envelope.type),
    element('td', { class: 'code' }, envelope.stream),
    element('td', { class: 'code' }, envelope.time),
    element(
      'td',
      {},
      classes.length === 0
        ? words().page.noData
        : element(
            'details',
            {},
            element('summary', {}, classes.map(([name]) => name).join(', ')),
            element('pre', { class: 'code' }, JSON.stringify(fields, null, 2)),
          ),
    ),
  );
}

const aboutOf = ({ about }: Contents): string =>
  about.kind === 'reference' ? about.reference : `${about.side}:${about.index}`;

function result({ name, bytes, digest, report, contents }: Checked): Node[] {
  const { page, overall, columns } = words();
  const facts: [string, string][] = [
    [page.file, `${name} (${bytes.length.toLocaleString(language)} B)`],
    [page.digest, digest],
    ...(contents ? ([[page.about, `${aboutOf(contents)} · ${contents.pair}`], [page.versions, contents.versions.join(', ')]] as [string, string][]) : []),
  ];
  const odd = report.checks.filter(({ verdict }) => verdict === 'INVALID' || verdict === 'CANNOT_TELL');
  const reasons = [...new Map(odd.map((each) => [each.code, each])).values()].map(({ code, verdict }) =>
    element('li', {}, picture(verdict), words().questions[code]),
  );
  const summary = element(
    'section',
    { class: 'card outcome', 'data-verdict': report.verdict },
    element('p', { class: 'overall' }, picture(report.verdict), element('span', {}, ...sentence(overall[report.verdict]))),
    reasons.length > 0 ? element('ul', { class: 'reasons' }, ...reasons) : undefined,
    element('dl', {}, ...facts.flatMap(([term, text]) => [element('dt', {}, term), element('dd', { class: 'code' }, text)])),
  );
  const questions = element(
    'section',
    { class: 'card' },
    element('h2', {}, page.questions),
    table('questions', [columns.question, columns.verdict, columns.where], report.checks.map(questionRow)),
  );
  const said = contents && element(
    'section',
    { class: 'card' },
    element('h2', {}, page.contents),
    element('p', { class: 'muted lead' }, page.contentsNote),
    table('contents', page.columns, contents.entries.map(saidRow)),
  );
  return [summary, questions, ...(said ? [said] : [])];
}

function show(): void {
  if (failed) outcome.replaceChildren(element('p', { class: 'strong' }, words().unreadable));
  else outcome.replaceChildren(...(checked ? result(checked) : []));
}

function header(): HTMLElement {
  const { page } = words();
  const root = document.documentElement;
  return element(
    'header',
    {},
    element('span', { class: 'brand' }, picture('logo'), 'Pairgate'),
    element('span', { class: 'spacer' }),
    element(
      'span',
      { class: 'language-switch', role: 'group', 'aria-label': page.languages },
      ...LANGUAGES.map((each) =>
        element('button', { type: 'button', lang: each, 'aria-pressed': String(each === language), click: () => choose(each) }, NAMES[each]),
      ),
    ),
    element('button', {
      type: 'button', class: 'icon-button', 'aria-label': page.theme, title: page.theme,
      click: () => (root.dataset['theme'] = root.dataset['theme'] === 'dark' ? 'light' : 'dark'),
    }, picture('theme')),
  );
}

/** Draws the whole page in a language; what was typed and checked stays. */
function speak(chosen: Language): void {
  language = chosen;
  const m = words();
  document.documentElement.lang = language;
  document.title = `Pairgate: ${m.title}`;
  // Only pages from disk, from this machine or over TLS may check signatures.
  const able = globalThis.isSecureContext;
  const input = element(
    'section',
    { class: 'card input' },
    element('div', { class: 'fingerprints' }, ...SIDES.map(field), element('p', { class: 'small muted' }, m.page.trustHelp)),
    dropZone(),
  );
  document.body.replaceChildren(
    element(
      'div',
      { class: 'verifier' },
      header(),
      element(
        'main',
        {},
        element('div', {}, element('h1', { class: 'title' }, m.title), element('p', { class: 'muted lead' }, m.page.explain)),
        ...(able ? [input, outcome] : [element('p', { class: 'card strong' }, m.page.insecure)]),
        element('p', { class: 'small foot' }, m.page.keep),
      ),
    ),
  );
  show();
}

/** The button that was pressed is drawn again, and keeps the focus. */
function choose(chosen: Language): void {
  speak(chosen);
  document.querySelector<HTMLElement>('.language-switch [aria-pressed=true]')?.focus();
}

document.documentElement.dataset['theme'] = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
takeDrops();
speak(language);
