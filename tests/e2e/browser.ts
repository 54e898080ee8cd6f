import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';

/** Chromium for the tests of the screens, and what every screen is asked: no error, no serious finding, in each language. */
export type Language = 'en' | 'vi' | 'zh';

export interface View {
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  readonly phone?: boolean;
}

/** A busy machine needs this long for a page at worst. */
const PATIENCE_MS = 100_000;

export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH;
  if (!executablePath) throw new Error('No Chromium was found: install it, or set CHROME_PATH.');
  return chromium.launch({
    executablePath,
    timeout: PATIENCE_MS,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const errors = new WeakMap<Page, string[]>();

export async function open(browser: Browser, { language = 'en', theme = 'light', phone = false }: View = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    colorScheme: theme,
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(
    ([lang, shade]) => {
      localStorage.setItem('pairgate.language', lang!);
      localStorage.setItem('pairgate.theme', shade!);
    },
    [language, theme],
  );
  const page = await context.newPage();
  const seen: string[] = [];
  errors.set(page, seen);
  page.on('pageerror', (error) => seen.push(error.message));
  return page;
}

/** A page of a node, as one of its invented people; the side is the beginning of the persona. */
export async function openAs(browser: Browser, nodes: Record<SideId, { readonly url: string }>, persona: string, path: string, view: View = {}): Promise<Page> {
  const { url } = nodes[persona.startsWith('cn') ? 'CN' : 'VN'];
  const page = await open(browser, view);
  await page.goto(`${url}/?as=${persona}`);
  await page.getByText(/sign out|đăng xuất|退出/i).first().waitFor();
  if (path) await page.goto(`${url}${path}`);
  return page;
}

/** A page that throws is broken, whatever it shows. */
export const noErrors = (page: Page): void => expect(errors.get(page)).toEqual([]);

/** No serious or critical finding of axe, over WCAG 2.2 A and AA. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page: page as never })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** Writes a picture for the documents; only when `PAIRGATE_PICTURES` is set, since pictures are committed. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PAIRGATE_PICTURES) return;
  mkdirSync(IMAGES, { recursive: true });
  await page.screenshot({ path: `${IMAGES}${name}.png` });
}

/** The end of a look at a screen: no serious finding, no error, nothing wider than the window; and its picture. */
export async function done(page: Page, name: string): Promise<void> {
  await accessible(page);
  noErrors(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await picture(page, name);
  await page.context().close();
}
