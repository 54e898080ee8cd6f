import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { startPair } from '../tests/integration/pair.ts';
import { build } from '../tools/build.mjs';
import { findChromium } from '../tools/chromium.mjs';

/**
 * The page Plan in Chromium, on the policy of a real node: from a step of a slider until the first answer, and until the last word, in
 * milliseconds of the page's own clock with the pause before a question is asked. For each policy the first question about it, which
 * finds no plan of an earlier setting, and then steps of three sliders: bays, lorries a day, and the hour of closing. `--policy P3,P5`
 * takes these alone.
 */
const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, smoke: { type: 'boolean' }, built: { type: 'boolean' }, policy: { type: 'string' } } });
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** As the page offers them. */
const ORDER = ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'];
const POLICIES = options.policy?.split(',') ?? (options.smoke ? ['P0', 'P3'] : ORDER);
const STEPS: readonly (readonly [slider: string, key: string])[] = [
  ['Inspection bays, entering, Youyi Guan', 'ArrowRight'],
  ['Inspection bays, entering, Youyi Guan', 'ArrowRight'],
  ['Lorries a day', 'ArrowLeft'],
  ['Lorries a day', 'ArrowLeft'],
  ['Closes, local time, Youyi Guan', 'ArrowRight'],
];

interface Times {
  /** Until the sentence speaks of the new setting, and until nothing better is on its way. */
  readonly first: number;
  readonly last: number;
}

/** Runs `act` in the page and watches what it does there. */
async function timed(page: Page, act: () => Promise<unknown>): Promise<Times> {
  await page.evaluate(() => {
    const plan = document.querySelector('.plan')!;
    const heading = document.querySelector('.plan h1')!;
    const before = heading.textContent;
    const seen = { begun: 0, first: 0, last: 0 };
    Object.assign(window, { seen });
    for (const kind of ['input', 'pointerup']) document.addEventListener(kind, () => (seen.begun ||= performance.now()), { capture: true });
    new MutationObserver((_, observer) => {
      if (seen.begun === 0 || heading.textContent === before) return;
      seen.first ||= performance.now();
      if (plan.getAttribute('aria-busy') !== 'false') return;
      seen.last = performance.now();
      observer.disconnect();
    }).observe(plan, { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-busy'] });
  });
  await act();
  await page.waitForFunction(() => (window as unknown as { seen: { last: number } }).seen.last > 0, undefined, { timeout: 200_000 });
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { begun: number; first: number; last: number } };
    return { first: Math.round(seen.first - seen.begun), last: Math.round(seen.last - seen.begun) };
  });
}

const settled = (page: Page): Promise<unknown> => page.locator('.plan[aria-busy=false] .yard-table .place path').first().waitFor({ timeout: 200_000 });

/** A moment of rest, in which what is made ready in advance is made ready. */
const REST_MS = 2000;

async function policyTimes(page: Page, url: string, policy: string): Promise<{ readonly chosen: Times; readonly steps: readonly Times[] }> {
  await page.goto(`${url}/plan?policy=${policy === 'P1' ? 'P0' : 'P1'}`);
  await settled(page);
  await page.waitForTimeout(REST_MS);
  await page.locator('.levers button[aria-haspopup=listbox]').click();
  const chosen = await timed(page, () => page.getByRole('option').nth(ORDER.indexOf(policy)).click());
  const steps: Times[] = [];
  for (const [slider, key] of STEPS) {
    await settled(page);
    steps.push(await timed(page, () => page.getByRole('slider', { name: slider }).press(key)));
  }
  return { chosen, steps };
}

const said = ({ first, last }: Times): string => `${first}/${last}`;

// An older page can be measured by putting it into `build/console` and saying that it is built.
await build({ only: ['pglite-worker', 'pglite-template', 'node', ...(options.built ? [] : ['console'])], report: progress });
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('No Chromium was found: install it, or set CHROME_PATH.');
const pair = await startPair();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await page.addInitScript(() => localStorage.setItem('pairgate.language', 'en'));
  await page.goto(`${pair.VN.url}/?as=vn-manager`);
  await page.getByText('Sign out').first().waitFor();
  const slowest: Record<string, { first_ms: number; last_ms: number }> = {};
  for (const policy of POLICIES) {
    const { chosen, steps } = await policyTimes(page, pair.VN.url, policy);
    progress(`${policy}: chosen ${said(chosen)} ms; ${steps.map(said).join(', ')} ms until the first/last answer`);
    const all = [chosen, ...steps];
    slowest[policy] = { first_ms: Math.max(...all.map(({ first }) => first)), last_ms: Math.max(...all.map(({ last }) => last)) };
  }
  const result = {
    what_if_first_ms: Math.max(...Object.values(slowest).map((each) => each.first_ms)),
    what_if_last_ms: Math.max(...Object.values(slowest).map((each) => each.last_ms)),
    slowest,
    load_average: loadavg().map((each) => each.toFixed(1)).join(' '),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await browser.close();
  await pair.stop();
}
