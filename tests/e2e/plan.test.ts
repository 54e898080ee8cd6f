import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPair, until, type ProcessPair } from '../integration/pair.ts';
import { accessible, done, launch, noErrors, open, openAs, type View } from './browser.ts';

/** The page Plan: the simulator in the browser, on its own thread, under the policy of a real node. */
let pair: ProcessPair;
let browser: Browser;
beforeAll(async () => {
  [pair, browser] = await Promise.all([startPair(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await pair?.stop();
  rmSync(folder, { recursive: true });
});

const folder = mkdtempSync(join(tmpdir(), 'pairgate-plan-'));

const as = (persona: string, path: string, view: View = {}): Promise<Page> => openAs(browser, pair, persona, path, view);

const sentence = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
/** Nothing better is on its way. */
const settled = (page: Page): Promise<void> => page.locator('.plan[aria-busy=false]').waitFor();
const drawn = (page: Page): Promise<void> => page.locator('.yard-table .place path').first().waitFor();

const BOTH = '/plan?set=servers.VN.scan.out:5_servers.CN.quarantine.in:4_closes.CN:1200';

describe('what if', () => {
  it.each<[string, string, View, RegExp]>([
    ['plan', BOTH, {}, /^With 1 more .* a lorry waits [\d.]+ min instead of [\d.]+ \(−[\d.]+ to −[\d.]+\)/],
    ['plan-dark-vi', `${BOTH}&policy=P0`, { theme: 'dark', language: 'vi' }, /^Với thêm 1 .* mỗi xe chờ [\d,]+ phút, lâu hơn mức [\d,]+ hiện nay/],
    ['plan-zh', BOTH, { language: 'zh' }, /每辆车等候 [\d.]+ 分钟，目前为 [\d.]+ 分钟/],
    ['plan-phone-zh-dark', BOTH, { phone: true, language: 'zh', theme: 'dark' }, /每辆车等候/],
    ['plan-phone-vi', '/plan', { phone: true, language: 'vi' }, /^Hiện nay mỗi xe chờ trung bình/],
  ])('is answered in a sentence, with both yards beside each other: %s', async (name, path, view, answer) => {
    const page = await as('vn-manager', path, view);
    await drawn(page);
    await expect.poll(() => sentence(page)).toMatch(answer);
    expect(await page.locator('.yard-table').count()).toBe(2);
    await done(page, name);
  });

  it('is asked with the keyboard, kept in the address, undone, and taken back', async () => {
    const page = await as('cn-manager', '/plan');
    await expect.poll(() => sentence(page)).toMatch(/^Today a lorry waits [\d.]+ min/);
    const bays = page.getByRole('slider', { name: 'Inspection bays, entering, Youyi Guan' });
    await bays.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => sentence(page)).toMatch(/^With 1 more inspection bay for entering at Youyi Guan, /);
    await expect.poll(() => page.url()).toContain('servers.CN.quarantine.in');
    await settled(page);
    const figures = await page.locator('.figures tbody tr').first().innerText();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => sentence(page)).toMatch(/^With 2 more inspection bays/);
    await page.keyboard.press('u');
    await expect.poll(() => sentence(page)).toMatch(/^With 1 more inspection bay for/);
    await settled(page);
    expect(await page.locator('.figures tbody tr').first().innerText()).toBe(figures);
    const address = page.url();
    await page.getByRole('button', { name: 'Back to today' }).click();
    await expect.poll(() => sentence(page)).toMatch(/^Today /);
    await expect.poll(() => page.url()).not.toContain('set=');
    await page.goto(address);
    await expect.poll(() => sentence(page)).toMatch(/^With 1 more inspection bay for/);
    noErrors(page);
    await page.context().close();
  });

  it('plans with the solver in the browser', async () => {
    const page = await as('vn-manager', '/plan?policy=P3');
    await expect.poll(() => sentence(page)).toMatch(/^With the rule “Class quotas of both sides”, a lorry waits/);
    await settled(page);
    await page.getByRole('slider', { name: 'Inspection bays, entering, Youyi Guan' }).press('ArrowRight');
    await page.getByText(/^Rough, on [23] of 5 replications and slots not yet fitted to this setting/).waitFor();
    expect(await sentence(page)).toMatch(/1 more inspection bay for entering at Youyi Guan/);
    const where = () => page.locator('.figures table').boundingBox();
    const before = await where();
    await settled(page);
    await page.getByText('On 5 replications of 10 days.').waitFor();
    expect(await where()).toEqual(before);
    noErrors(page);
    await page.context().close();
  });

  it('shows another time of the day in both yards', async () => {
    const page = await as('vn-manager', '/plan?policy=P0');
    await drawn(page);
    const counts = () => page.locator('.yard-table caption').allInnerTexts();
    const before = await counts();
    await page.getByRole('slider', { name: 'Time of day' }).fill('12');
    await expect.poll(counts).not.toEqual(before);
    await page.getByText('03:00', { exact: true }).first().waitFor();
    noErrors(page);
    await page.context().close();
  });

  it('says why a setting cannot work, with the field, and what a stage is short of', async () => {
    const page = await as('vn-manager', '/plan?set=servers.VN.gate.out:0');
    await expect.poll(() => sentence(page)).toMatch(/^This cannot work: with 5 fewer gate lanes for leaving/);
    await page.getByRole('alert').getByText('nobody works here').waitFor();
    expect(await page.getByRole('slider', { name: 'Gate lanes, leaving, Hữu Nghị' }).getAttribute('aria-invalid')).toBe('true');
    await accessible(page);
    await page.goto(`${pair.VN.url}/plan?set=servers.VN.scan.out:1&policy=P0`);
    await expect.poll(() => sentence(page)).toMatch(/weighing and scanning at Hữu Nghị overflows/);
    await done(page, 'plan-overflows');
  });

  it('is given away as one page and as a scenario, which can be opened again', async () => {
    const page = await as('vn-manager', '/plan?set=vehicles:6', { language: 'vi' });
    await drawn(page);
    const save = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      const file = join(folder, download.suggestedFilename());
      await download.saveAs(file);
      return file;
    };
    const report = await save('Lưu báo cáo');
    expect(readFileSync(report, 'utf8')).toContain('<html lang="vi">');
    const scenario = await save('Lưu kịch bản');
    expect(JSON.parse(readFileSync(scenario, 'utf8'))).toMatchObject({ format: 'pairgate-scenario/1', fleet: { vehicles: { value: 6 } } });

    const read = await open(browser);
    await read.goto(pathToFileURL(report).href);
    await read.locator('canvas').waitFor();
    const ink = () => read.locator('canvas').evaluate((canvas: HTMLCanvasElement) =>
      canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.some((value, index) => index % 4 === 3 && value > 0));
    await expect.poll(ink).toBe(true);
    noErrors(read);
    await read.context().close();

    await page.locator('input[type=file]').setInputFiles(scenario);
    await page.getByText(/vehicles|6 xe tự hành/).first().waitFor();
    await expect.poll(() => sentence(page)).toMatch(/^Hiện nay/);
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, '{"format":"pairgate-scenario/1"}');
    await page.locator('input[type=file]').setInputFiles(wrong);
    await page.getByText('Tệp này không phải là kịch bản mô phỏng được.').waitFor();
    await expect.poll(() => sentence(page)).toMatch(/^Hiện nay/);
    noErrors(page);
    await page.context().close();
  });

  it('shows above it the plan that bookings keep to, as soon as the other side has published what it accepts', async () => {
    const empty = await as('vn-manager', '/plan', { language: 'vi' });
    await empty.getByText('Chưa có kế hoạch: khung giờ theo năng lực tiếp nhận đã công bố.').waitFor();
    await empty.context().close();
    const now = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T03:00:00.000Z`;
    await Promise.all([pair.VN.setClock(now), pair.CN.setClock(now)]);
    const validUntil = new Date(Date.parse(now) + 24 * 3_600_000).toISOString();
    for (const [trafficClass, perHour] of [['perishable', 40], ['general', 30], ['empty', 12]] as const) {
      const body = { trafficClass, perHour, validUntil };
      await until(async () => (await pair.CN.request('POST', '/api/gate/publish-capacity', { persona: 'cn-manager', body })).status < 300);
    }
    // The node plans some seconds after its start, and the page asks again by itself.
    const page = await as('vn-manager', '/plan');
    const strip = page.locator('.in-force table');
    await strip.waitFor();
    // At 14:00 of Hữu Nghị both gates are open, and 82 are accepted an hour.
    const places = async () => {
      const [hours, row] = [await strip.locator('thead th[scope=col]').allInnerTexts(), await strip.locator('tbody tr').first().locator('td b').allInnerTexts()];
      return row[hours.indexOf('14')];
    };
    await expect.poll(places).toBe('82');
    expect(await page.locator('.in-force').innerText()).toContain('The plan in force at Hữu Nghị');
    await drawn(page);
    await done(page, 'plan-in-force');
    const phone = await as('vn-manager', '/plan', { phone: true, language: 'zh', theme: 'dark' });
    await phone.locator('.in-force table').waitFor();
    await drawn(phone);
    await phone.locator('.in-force').scrollIntoViewIfNeeded();
    expect(await phone.locator('.proof').evaluate((proof) => proof.scrollWidth - proof.clientWidth)).toBeLessThanOrEqual(0);
    await done(phone, 'plan-in-force-phone-zh-dark');
  });

  it('is for those who plan', async () => {
    const page = await as('vn-customs', '/work');
    await page.getByRole('navigation').first().waitFor();
    expect(await page.getByRole('link', { name: 'Plan', exact: true }).count()).toBe(0);
    await page.context().close();
  });
});
