import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, done, launch, noErrors, open, openAs, picture, type Language, type View } from './browser.ts';
import { startScene, type Scene } from './scene.ts';

/** Each screen is driven by a person of the gate, in Chromium, on two real nodes. */
let scene: Scene;
let browser: Browser;

interface Detail {
  readonly row: { readonly phase: string; readonly arrivedAt: string | null };
  readonly timeline: readonly { readonly type: string; readonly late: boolean; readonly occurredAt: string }[];
  readonly origin: { readonly ticket: { readonly weighedMassKg: string } };
}

beforeAll(async () => {
  [scene, browser] = await Promise.all([startScene(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await scene?.stop();
});

const as = (persona: string, path: string, view: View = {}): Promise<Page> => openAs(browser, scene.pair, persona, path, view);

describe('sign-in', () => {
  it.each<[Language, string]>([['vi', 'Nguyễn Thị Hạnh'], ['zh', '陈国栋'], ['en', 'One crossing, two sides']])(
    'offers the people of both sides in %s',
    async (language, word) => {
      const page = await open(browser, { language });
      await page.goto(scene.pair.VN.url);
      await page.getByText(word).first().waitFor();
      await page.getByText('Phạm Quốc Bảo').waitFor();
      await page.getByText('黄志强').waitFor();
      await done(page, `sign-in-${language}`);
    },
  );

  it('signs in with one click and lands on what the person has to do', async () => {
    const page = await open(browser);
    await page.goto(scene.pair.VN.url);
    await page.getByText('Phạm Quốc Bảo').click();
    await page.waitForURL('**/work');
    noErrors(page);
    await page.context().close();
  });
});

describe('control room', () => {
  it.each<[string, View]>([
    ['control-room', {}],
    ['control-room-dark-zh', { theme: 'dark', language: 'zh' }],
    ['control-room-phone-vi', { phone: true, language: 'vi' }],
  ])('shows who waits where, for what, since when: %s', async (name, view) => {
    const page = await as('vn-manager', '/control', view);
    await page.getByText(scene.arrived.plate).first().waitFor();
    await done(page, name);
  });

  it('mirrors with M, and keeps the choice', async () => {
    const page = await as('vn-manager', '/control');
    await page.getByText(scene.arrived.plate).first().waitFor();
    await page.keyboard.press('m');
    await page.waitForFunction(() => localStorage.getItem('pairgate.mirror') === 'mirrored');
    await page.context().close();
  });
});

describe('work list and case', () => {
  it('shows an officer what to decide, and on what grounds', async () => {
    const page = await as(scene.officer, '/work');
    await page.getByText(scene.arrived.plate).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/work/${scene.arrived.crossing}`);
    await page.getByRole('table').first().waitFor();
    await done(page, 'case');
  });

  it('is held with a reason by keys alone, and lifted again', async () => {
    const page = await as(scene.officer, `/work/${scene.arrived.crossing}`);
    await page.getByRole('button', { name: /^Hold/ }).waitFor();
    await page.keyboard.press('h');
    await page.keyboard.press('Control+Enter');
    const holds = () => holdsOf(scene);
    await expect.poll(async () => (await holds()).filter((hold) => hold.liftedAt === null).length).toBe(1);
    await page.goto(`${scene.pair.VN.url}/work/${scene.arrived.crossing}`);
    await page.getByRole('textbox').last().waitFor();
    await page.getByLabel(/why it is lifted/i).fill('the certificate came');
    await page.getByRole('button', { name: /lift the hold/i }).click();
    await expect.poll(async () => (await holds()).filter((hold) => hold.liftedAt === null).length).toBe(0);
    noErrors(page);
    await page.context().close();
  });

  it('is released by keys alone', async () => {
    const page = await as(scene.officer, `/work/${scene.arrived.crossing}`, { theme: 'dark' });
    await page.getByRole('button', { name: /^Release/ }).waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(async () => decidedBy(scene, scene.authority))
      .toBe('officer');
    await page.context().close();
  });

  it('speaks Chinese to the officer of the other side', async () => {
    const page = await as('cn-quarantine', '/work', { language: 'zh', theme: 'dark' });
    await page.getByText('待审单证').or(page.getByText(/无人|没有/)).first().waitFor();
    await done(page, 'work-list-zh-dark');
  });
});

describe('trader', () => {
  it('declares a lorry from a sample and is told its reference', async () => {
    const page = await as('vn-trader-3', '/declare');
    await page.getByRole('button', { name: /sample/i }).first().click();
    await page.getByRole('button', { name: /^Lodge$/ }).first().waitFor();
    await done(page, 'declare');
    const again = await as('vn-trader-3', '/declare');
    await again.getByRole('button', { name: /sample/i }).first().click();
    await again.getByRole('button', { name: /^Lodge$/ }).first().click();
    await again.waitForURL(/\/lorries/);
    noErrors(again);
    await again.context().close();
  });

  it.each<[string, View]>([
    ['my-lorries', {}],
    ['my-lorries-phone-vi', { phone: true, language: 'vi' }],
  ])('sees all lorries on one axis: %s', async (name, view) => {
    const page = await as('vn-trader-3', '/lorries', view);
    await page.getByText(scene.arrived.plate).first().waitFor();
    await done(page, name);
  });
});

describe('driver', () => {
  const linkOf = async (): Promise<string> => {
    const path = `/api/crossings/${scene.arrived.crossing}`;
    const detail = await scene.pair.VN.request<{ driverLink: string }>('GET', path, { persona: 'vn-yard' });
    return `${scene.pair.VN.url}${detail.body.driverLink}`;
  };

  it.each<[Language, 'light' | 'dark']>([['vi', 'light'], ['zh', 'dark'], ['en', 'light']])(
    'opens the link without an account, on a phone, in %s',
    async (language, theme) => {
      const page = await open(browser, { language, theme, phone: true });
      await page.goto(await linkOf());
      await page.getByText(scene.arrived.plate).first().waitFor();
      await done(page, `driver-${language}`);
    },
  );

  it('still has the pass when the network is gone', async () => {
    const page = await open(browser, { language: 'vi', phone: true });
    await page.goto(await linkOf());
    await page.getByText(scene.arrived.plate).first().waitFor();
    // The page and all its files are on the phone.
    await page.waitForFunction(async () => {
      const files = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith('/assets/'));
      const kept = await Promise.all([location.href, ...files].map((address) => caches.match(address)));
      return files.length > 0 && kept.every((answer) => answer !== undefined);
    });
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(scene.arrived.plate).first().waitFor();
    await picture(page, 'driver-offline-vi');
    await page.context().close();
  });
});

describe('in the yard', () => {
  it('finds a lorry by its plate at the kiosk', async () => {
    const page = await open(browser);
    await page.goto(`${scene.pair.VN.url}/kiosk`);
    await page.getByRole('textbox').first().fill(scene.arrived.plate);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText(/The last four characters/).first().waitFor();
    await done(page, 'kiosk');
  });

  it.each(['ticket', 'pass'])('prints the %s', async (paper) => {
    const page = await as('vn-yard', `/print/${paper}/${scene.arrived.crossing}`);
    await page.getByText(scene.arrived.plate).first().waitFor();
    await done(page, `print-${paper}`);
  });

  it('lists the day and gives it away as CSV', async () => {
    const page = await as('vn-yard', '/day-list');
    await page.getByText(scene.arrived.plate).first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /csv/i }).or(page.getByRole('button', { name: /csv/i })).first().click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(scene.arrived.plate);
    await done(page, 'day-list');
  });
});

describe('log', () => {
  it('shows both logs, and verifies evidence in the browser', async () => {
    const path = `/api/crossings/${scene.arrived.crossing}/evidence`;
    const evidence = await scene.pair.VN.request<object>('GET', path, { persona: 'vn-auditor' });
    const page = await as('vn-auditor', '/log');
    await page.getByText('vn.pairgate.test/log').first().or(page.getByText(/entries/).first()).first().waitFor();
    await picture(page, 'log');
    await page.getByRole('button', { name: /verify/i }).first().click();
    await page.locator('input[type=file]').first().setInputFiles({
      name: 'evidence.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(evidence.body)),
    });
    await page.getByText(/^valid/i).first().waitFor();
    await done(page, 'log-evidence');
  });

  it('has a page to keep, which verifies where it is served too', async () => {
    const path = `/api/crossings/${scene.arrived.crossing}/evidence`;
    const evidence = await scene.pair.VN.request<object>('GET', path, { persona: 'vn-auditor' });
    const page = await as('vn-auditor', '/log');
    await page.getByRole('button', { name: /verify/i }).first().click();
    await page.getByRole('link', { name: 'The same as a page to keep' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'evidence.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(evidence.body)),
    });
    // Nobody has put in fingerprints here, so who signed stays open; the signatures themselves were checked.
    await page.getByText('Cannot tell.').waitFor();
    expect(await page.locator('tr[data-code=CHECKPOINT_SIGNATURE]').getAttribute('data-verdict')).toBe('VALID');
    noErrors(page);
    await page.context().close();
  });
});

describe('acts on the screen', () => {
  const openCase = (persona: string) => as(persona, `/work/${scene.declared.crossing}`);
  const seen = async (crossing = scene.declared.crossing) =>
    (await scene.pair.VN.request<Detail>('GET', `/api/crossings/${crossing}`, { persona: 'vn-manager' })).body;
  /** No serious finding while the form is open; then it is sent, and what came of it stands on the page of the lorry. */
  const send = async (page: Page, form: Locator, button: string, effect: Locator) => {
    const url = page.url();
    await accessible(page);
    await form.getByRole('button', { name: button }).click();
    await page.getByText(/: recorded\./).first().waitFor();
    await page.goto(url);
    await effect.first().waitFor();
    noErrors(page);
    await page.context().close();
  };

  it('records an arrival', async () => {
    const page = await openCase('vn-yard');
    await page.getByLabel('Weight of the whole lorry, kg').fill('38710');
    // No seal was read, so that no authority is released by its rule.
    await page.getByLabel('Seals as read').fill('');
    await send(page, page.locator('footer.decide'), 'Record the arrival', page.locator('.case-history').getByText('Arrived'));
    expect((await seen()).row.phase).toBe('arrived');
  });

  it('begins an inspection and ends it', async () => {
    const page = await openCase('vn-customs');
    await page.getByRole('button', { name: 'Start in a bay' }).click();
    await page.getByLabel('Bay', { exact: true }).fill('B4');
    await send(page, page.getByRole('dialog'), 'Start in a bay', page.locator('.checks').getByText('running'));
    const later = await openCase('vn-customs');
    await later.getByRole('button', { name: 'Finish the check' }).click();
    await later.getByRole('dialog').getByText('passed', { exact: true }).click();
    await later.getByLabel('Note for your own side').fill('as declared');
    await send(later, later.getByRole('dialog'), 'Finish the check', later.locator('.checks').getByText('passed'));
  });

  it('reports the result of a laboratory', async () => {
    const dueAt = new Date(Date.parse((await seen()).row.arrivedAt!) + 2 * 3_600_000).toISOString();
    await scene.act('VN', `/api/crossings/${scene.declared.crossing}/take-sample`, 'vn-quarantine', { test: ['cadmium'], laboratory: 'L', dueAt });
    const page = await openCase('vn-laboratory');
    await page.locator('footer.decide').getByText('passed', { exact: true }).click();
    await page.getByLabel('Number of the report').fill('L-2026-7');
    await page.getByLabel('cadmium: value').fill('0.02');
    await send(page, page.locator('footer.decide'), 'Report the result', page.locator('.checks li').filter({ hasText: 'cadmium' }).getByText('passed'));
  });

  it('corrects a weight when a second person agrees', async () => {
    const page = await openCase('vn-yard');
    await page.locator('.case-history li').filter({ hasText: 'Arrived' }).getByRole('button', { name: 'Correct' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Weight of the whole lorry, kg').fill('38170');
    await dialog.getByLabel('Why it was wrong').fill('two digits changed places');
    await dialog.getByText('This text is sent to the other side.').waitFor();
    await send(page, dialog, 'Propose it', page.locator('.corrections').getByText('38170'));
    const second = await openCase('vn-manager');
    await send(second, second.locator('.corrections'), 'Confirm it', second.locator('.case-history').getByText(/correct/i));
    expect((await seen()).origin.ticket.weighedMassKg).toBe('38170');
  });

  it('calls the first of the order to a lane', async () => {
    const page = await as('vn-yard', `/work/${scene.arrived.crossing}`);
    await page.getByText('It is the first of its class in the order.').waitFor();
    await page.getByLabel('Lane').fill('X3');
    await send(page, page.locator('footer.decide'), 'Call to a lane', page.locator('.case-history').getByText('X3'));
    expect((await seen(scene.arrived.crossing)).row.phase).toBe('called');
  });

  it('enters an arrival of paper with its true time', async () => {
    const { crossing } = await scene.lodge('E2E-3');
    const page = await as('vn-yard', `/work/${crossing}`);
    await page.getByRole('button', { name: 'Enter a paper event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Time, 24 hours').fill('09:20');
    await dialog.getByLabel('Yard', { exact: true }).fill('VN-YX');
    await dialog.getByLabel('Weight of the whole lorry, kg').fill('38000');
    await send(page, dialog, 'Enter it', page.locator('.case-history').getByText('09:20'));
    expect((await seen(crossing)).timeline.find(({ type }) => type === 'VehicleArrived')).toMatchObject({ late: true, occurredAt: scene.at('09:20') });
  });
});

async function holdsOf(of: Scene): Promise<{ liftedAt: string | null }[]> {
  const path = `/api/crossings/${of.arrived.crossing}`;
  return (await of.pair.VN.request<{ holds: { liftedAt: string | null }[] }>('GET', path, { persona: 'vn-manager' })).body.holds;
}

/** On what basis an authority of Hữu Nghị has decided, if it has. */
async function decidedBy(of: Scene, authority: string): Promise<string | undefined> {
  const path = `/api/crossings/${of.arrived.crossing}`;
  const detail = await of.pair.VN.request<{ origin: { decision: { by: Record<string, { basis: string }> } } }>('GET', path, {
    persona: 'vn-manager',
  });
  return detail.body.origin.decision.by[authority]?.basis;
}
