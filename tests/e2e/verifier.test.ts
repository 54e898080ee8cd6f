import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { evidenceFor, type About } from '@pairgate/node/evidence.ts';
import { startTwoNodes, type TwoNodes } from '@pairgate/node/testing/two-nodes.ts';
import { build } from '../../tools/build.mjs';
import { accessible, launch, noErrors, open, picture, type View } from './browser.ts';

/** The page that an auditor keeps, opened from disk, with evidence that two real nodes made. */

const PAGE = pathToFileURL(join(import.meta.dirname, '../../build/console/verify.html')).href;
const folder = mkdtempSync(join(tmpdir(), 'pairgate-verifier-'));
let nodes: TwoNodes;
let browser: Browser;
let page: Page;
const requested: string[] = [];
const file = { good: join(folder, 'crossing.json'), bad: join(folder, 'changed.json'), message: join(folder, 'message.json') };

const evidenceOf = async (about: About) => {
  const { journal, keys } = nodes.CN;
  return (await evidenceFor(journal, { about, agreements: [nodes.agreement], side: 'CN', keys }))!;
};

beforeAll(async () => {
  await build({ only: ['verifier'] });
  [nodes, browser] = await Promise.all([startTwoNodes(), launch()]);
  const { crossing } = await nodes.VN.lodge();
  await nodes.settled();
  const evidence = await evidenceOf({ reference: crossing });
  writeFileSync(file.good, JSON.stringify(evidence));
  const changed = structuredClone(evidence) as unknown as { logs: { entries: { index: number; data: string }[] }[] };
  const entry = changed.logs[0]!.entries.at(-1)!;
  const data = Buffer.from(entry.data, 'base64').toString();
  entry.data = Buffer.from(data.replace(/"salt":"./, '"salt":"')).toString('base64');
  writeFileSync(file.bad, JSON.stringify(changed));
  writeFileSync(file.message, JSON.stringify(await evidenceOf({ side: 'VN', index: entry.index })));
});
afterAll(async () => {
  await browser?.close();
  await nodes?.stop();
  rmSync(folder, { recursive: true });
});

async function begin(view: View = {}): Promise<void> {
  page = await open(browser, view);
  requested.length = 0;
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(PAGE);
}
const fill = async (trust: Partial<Record<'VN' | 'CN', string>>): Promise<void> => {
  for (const side of SIDES) await page.locator(`#fingerprint-${side}`).fill(trust[side] ?? '');
};
const verdict = async (): Promise<string | null> => page.locator('.outcome').getAttribute('data-verdict');
const drop = (path: string): Promise<void> => page.locator('input[type=file]').setInputFiles(path);
const rowOf = (code: string) => page.locator(`tr[data-code=${code}]`);

beforeEach(() => begin());
afterEach(async () => {
  noErrors(page);
  // The page itself, and nothing else, was asked for.
  expect(requested).toEqual([PAGE]);
  await page.context().close();
});

describe('the page from disk', () => {
  it('finds a crossing VALID with both fingerprints, and shows what the file says', async () => {
    await fill(nodes.trust);
    await drop(file.good);
    await page.getByText('Valid.').waitFor();
    expect(await verdict()).toBe('VALID');
    await page.getByRole('rowheader', { name: 'CrossingPlanned' }).waitFor();
    await accessible(page);
    await picture(page, 'verifier');
  });

  it('finds one message VALID, and says what it cannot ask', async () => {
    await fill(nodes.trust);
    await drop(file.message);
    await page.getByText('Valid.').waitFor();
    expect(await rowOf('FILE_ENTRY').getAttribute('data-verdict')).toBe('VALID');
    expect(await rowOf('FILE_REFERENCE').getAttribute('data-verdict')).toBe('SKIPPED');
  });

  it('finds a changed file INVALID, and says where', async () => {
    await fill(nodes.trust);
    await drop(file.bad);
    await page.getByText('Invalid.').waitFor();
    expect(await verdict()).toBe('INVALID');
    expect(await rowOf('ENTRY_DATA').first().innerText()).toContain('/logs/0/entries/');
  });

  it('cannot tell without the fingerprints, and can when they are put in', async () => {
    await drop(file.good);
    await page.getByText('Cannot tell.').waitFor();
    expect(await verdict()).toBe('CANNOT_TELL');
    await fill({ VN: nodes.trust.VN });
    expect(await verdict()).toBe('CANNOT_TELL');
    await fill(nodes.trust);
    await page.getByText('Valid.').waitFor();
    // The other way round they are those of nobody.
    await fill({ VN: nodes.trust.CN, CN: nodes.trust.VN });
    await page.getByText('Cannot tell.').waitFor();
  });

  it('says of a fingerprint that is not whole that it is none', async () => {
    await fill({ VN: nodes.trust.VN.slice(1) });
    await page.getByText('A fingerprint has 64 digits').waitFor();
    expect(await page.locator('#fingerprint-VN').getAttribute('aria-invalid')).toBe('true');
  });

  it('takes a file that is dropped on it', async () => {
    await fill(nodes.trust);
    const transfer = await page.evaluateHandle(() => {
      const made = new DataTransfer();
      made.items.add(new File(['{}'], 'nothing.json', { type: 'application/json' }));
      return made;
    });
    await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByText('Invalid.').waitFor();
    expect(await rowOf('FILE_SHAPE').getAttribute('data-verdict')).toBe('INVALID');
  });

  it('may not connect to anything', async () => {
    const forbidden = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          void fetch('http://127.0.0.1:9/').catch(() => undefined);
        }),
    );
    expect(forbidden).toBe('connect-src');
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/connect-src|unsafe|https?:/);
  });
});

describe('the page in each language', () => {
  const valid = { vi: 'Hợp lệ.', zh: '有效。', en: 'Valid.' } as const;
  it.each<[language: 'vi' | 'zh' | 'en', view: View]>([
    ['vi', { theme: 'dark' }], ['zh', { phone: true }], ['en', { phone: true, theme: 'dark' }],
  ])('has its verdict in %s', async (language, view) => {
    await page.context().close();
    await begin(view);
    await page.locator(`.language-switch [lang=${language}]`).click();
    await fill(nodes.trust);
    await drop(file.good);
    await page.getByText(valid[language]).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await accessible(page);
    await picture(page, `verifier-${language}`);
  });
});
