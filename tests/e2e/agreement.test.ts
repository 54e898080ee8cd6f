import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { agreementDigest, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { until } from '../integration/pair.ts';
import { accessible, done, launch, noErrors, open, openAs, picture, type View } from './browser.ts';
import { startScene, type Scene } from './scene.ts';

/** The pages of the agreement and of the logs, driven by people of both gates on two real nodes. */
let scene: Scene;
let browser: Browser;
beforeAll(async () => {
  [scene, browser] = await Promise.all([startScene(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await scene?.stop();
});

const as = (persona: string, path: string, view: View = {}): Promise<Page> => openAs(browser, scene.pair, persona, path, view);

interface AgreementTold {
  readonly inForce: Record<SideId, number>;
  readonly versions: readonly { readonly document: AgreementDocument }[];
  readonly proposals: readonly { readonly state: string; readonly by: SideId; readonly reason: string | null }[];
}
const agreement = async (side: SideId): Promise<AgreementTold> =>
  (await scene.pair[side].request<AgreementTold>('GET', '/api/agreement', { persona: `${side.toLowerCase()}-manager` })).body;

/** The next version: a plate masked, a field more, a field less, and the class of vehicles kept for less long. */
async function nextVersion(): Promise<AgreementDocument> {
  const { versions } = await agreement('VN');
  const document = structuredClone(versions.at(-1)!.document);
  const { VehicleArrived, CrossingPlanned, HoldPlaced } = document.messages;
  document.version += 1;
  CrossingPlanned!.tractorID = { ...CrossingPlanned!.tractorID!, rule: 'mask', keep: 3 };
  VehicleArrived!.yard = VehicleArrived!.ticket!;
  delete HoldPlaced!.objectTo;
  document.retention.vehicle!.days = 30;
  return document;
}

const folder = mkdtempSync(join(tmpdir(), 'pairgate-e2e-'));

/** What `pairgate agreement sign` would write, as a file to choose. */
function signatureFile(document: AgreementDocument, side: SideId): string {
  const signature = signAgreement(document, side, scene.pair.identities[side].root!);
  const file = join(folder, `${side}-${document.version}-${document.pair}.signature.json`);
  writeFileSync(file, JSON.stringify({ version: document.version, digest: agreementDigest(document), side, signature }));
  return file;
}

function documentFile(document: AgreementDocument): string {
  const file = join(folder, `agreement-${document.version}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

const row = (page: Page, type: string, field: string) =>
  page.locator(`tbody[data-type=${type}] tr`).filter({ has: page.getByRole('rowheader', { name: field, exact: true }) });

describe('what may cross', () => {
  it.each<[string, View, RegExp]>([
    ['agreement', {}, /fields may cross/],
    ['agreement-dark-vi', { theme: 'dark', language: 'vi' }, /trường được chuyển sang/],
    ['agreement-zh', { language: 'zh' }, /个字段可以过线/],
    ['agreement-phone-vi', { phone: true, language: 'vi' }, /trường được chuyển sang/],
    ['agreement-phone-zh-dark', { phone: true, language: 'zh', theme: 'dark' }, /个字段可以过线/],
  ])('is read field by field: %s', async (name, view, sentence) => {
    const page = await as('vn-manager', '/agreement', view);
    await page.getByRole('heading', { level: 1, name: sentence }).waitFor();
    await page.getByText(scene.pair.fingerprints.CN).waitFor();
    await done(page, name);
  });

  it('says what crossed, under which basis, and gives it away as CSV', async () => {
    const page = await as('vn-auditor', '/agreement');
    const ticket = row(page, 'VehicleArrived', 'Ticket');
    await expect.poll(() => ticket.innerText()).toMatch(/\b1\b[^]*plan lanes, bays and laboratories[^]*China: rules of 22 March 2024[^]*10 years/);
    expect(await row(page, 'VehicleArrived', 'Yard').innerText()).toContain('not named in the agreement');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as CSV' }).click()]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('VehicleArrived,ticket');
    noErrors(page);
    await page.context().close();
  });

  it('is searched in words, and by what stays at home', async () => {
    const page = await as('vn-auditor', '/agreement');
    await page.getByLabel('Find a field, a purpose or a basis').fill('driver telephone');
    await page.getByText('4 fields found').waitFor();
    expect(await page.locator('tbody.type tr.crosses').count()).toBe(0);
    await page.getByLabel('Find a field, a purpose or a basis').fill('no such thing');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('radio', { name: 'stays at home' }).click();
    await expect.poll(() => page.locator('tbody.type tr.crosses').count()).toBe(0);
    expect(await page.locator('tbody.type tr.stays').count()).toBeGreaterThan(40);
    await done(page, 'agreement-stays');
  });

  it('tells the persons sent against the thresholds, and what is kept how long', async () => {
    const page = await as('cn-manager', '/agreement');
    await page.getByText(/Nobody in \d{4}: no personal data crosses/).waitFor();
    await page.getByText('security assessment').first().waitFor();
    await page.getByRole('heading', { name: 'Erased next' }).waitFor();
    await page.getByText(/kept 90 days/).waitFor();
    noErrors(page);
    await page.context().close();
  });
});

describe('an amendment', () => {
  it('is proposed with a signature that was made off line', async () => {
    const document = await nextVersion();
    const page = await as('cn-manager', '/agreement');
    await page.getByRole('button', { name: 'Propose a version' }).click();
    const dialog = page.getByRole('dialog');
    const [first, second] = [dialog.locator('input[type=file]').nth(0), dialog.locator('input[type=file]').nth(1)];
    await first.setInputFiles(signatureFile(document, 'CN'));
    await dialog.getByText('This is not an agreement document.').waitFor();
    await first.setInputFiles(documentFile(document));
    await second.setInputFiles(signatureFile(document, 'VN'));
    await dialog.getByText('This signature was made with the root key of Hữu Nghị.').waitFor();
    await second.setInputFiles(signatureFile(document, 'CN'));
    await accessible(page);
    await picture(page, 'agreement-propose');
    await dialog.getByRole('button', { name: 'Propose it to the other side' }).click();
    await page.getByText('Version 2, proposed by Youyi Guan').waitFor();
    noErrors(page);
    await page.context().close();
    await until(async () => (await agreement('VN')).proposals.some(({ state }) => state === 'open'));
  });

  it.each<[string, View, string]>([
    ['agreement-proposal', {}, 'all but the last 3 hidden'],
    ['agreement-proposal-vi', { language: 'vi' }, 'che hết, trừ 3 ký tự cuối'],
    ['agreement-proposal-phone-zh', { language: 'zh', phone: true }, '只留最后 3 位'],
  ])('is shown with what it changes: %s', async (name, view, words) => {
    const page = await as('vn-manager', '/agreement', view);
    await page.locator('.changes').getByText(words).first().scrollIntoViewIfNeeded();
    expect(await page.locator('.changes li').count()).toBe(4);
    await done(page, name);
  });

  it('is only read by who is no manager', async () => {
    const page = await as('vn-auditor', '/agreement');
    await page.getByText('The manager of this side accepts or rejects.').waitFor();
    expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    await page.context().close();
  });

  it('is rejected with a reason, which its author reads', async () => {
    const page = await as('vn-manager', '/agreement');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByLabel('Why it is rejected').fill('The yard is not needed.');
    await accessible(page);
    await page.getByRole('button', { name: 'Reject it' }).click();
    await page.getByText('Nothing is proposed.').waitFor();
    noErrors(page);
    await page.context().close();
    await until(async () => (await agreement('CN')).proposals.some(({ reason }) => reason === 'The yard is not needed.'));
  });

  it('is accepted with a signature, and comes into force in both logs', async () => {
    const document = await nextVersion();
    const openUntil = scene.at('18:00');
    const signature = signAgreement(document, 'CN', scene.pair.identities.CN.root!);
    await scene.act('CN', '/api/agreement/proposals', 'cn-manager', { document, openUntil, signature });
    const page = await as('vn-manager', '/agreement');
    await page.getByRole('button', { name: 'Accept' }).click();
    const dialog = page.getByRole('dialog');
    const [saved] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the document' }).click()]);
    const carried = JSON.parse(readFileSync(await saved.path(), 'utf8')) as AgreementDocument;
    await dialog.locator('input[type=file]').setInputFiles(signatureFile({ ...document, pair: 'another' }, 'VN'));
    await dialog.getByText('This signature is for another document.').waitFor();
    await dialog.locator('input[type=file]').setInputFiles(signatureFile(carried, 'VN'));
    await accessible(page);
    await picture(page, 'agreement-accept');
    await dialog.getByRole('button', { name: 'Accept with this signature' }).click();
    await page.getByText(/Version 2, valid from/).waitFor();
    await until(async () => Object.values((await agreement('CN')).inForce).every((version) => version === 2));
    await page.reload();
    await expect.poll(() => row(page, 'CrossingPlanned', 'Plate all but the last 3 hidden').count()).toBe(1);
    await done(page, 'agreement-version-2');
  });

  it('is withdrawn by its author', async () => {
    const document = await nextVersion();
    const body = { document, openUntil: scene.at('18:00'), signature: signAgreement(document, 'VN', scene.pair.identities.VN.root!) };
    await scene.act('VN', '/api/agreement/proposals', 'vn-manager', body);
    const page = await as('vn-manager', '/agreement');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await page.getByText('Nothing is proposed.').waitFor();
    await page.context().close();
  });
});

describe('the log', () => {
  it.each<[string, View, string]>([
    ['log-dark-vi', { theme: 'dark', language: 'vi' }, 'Đánh giá'],
    ['log-phone-zh', { phone: true, language: 'zh' }, '判定'],
  ])('shows sizes, roots and verdicts: %s', async (name, view, word) => {
    const page = await as('vn-auditor', '/log', view);
    await page.getByText(word).first().waitFor();
    await page.locator('.entries .verdict .icon').first().waitFor();
    await done(page, name);
  });

  it('goes over on a stick, and a file that is none is refused in words', async () => {
    const page = await as('vn-manager', '/log');
    await page.getByRole('button', { name: 'Take entries on a stick' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save the file' }).click()]);
    const carried = join(folder, 'carried.stick');
    await download.saveAs(carried);
    await accessible(page);
    await picture(page, 'log-stick');
    await page.locator('input[type=file]').setInputFiles(documentFile(await nextVersion()));
    await page.locator('.stick [aria-live] .strong').waitFor();
    noErrors(page);
    await page.context().close();
    const other = await as('cn-manager', '/log');
    await other.getByRole('button', { name: 'Take entries on a stick' }).click();
    await other.locator('input[type=file]').setInputFiles(carried);
    await other.getByText(/Hữu Nghị are held now/).waitFor();
    noErrors(other);
    await other.context().close();
  });

  it('shows both pieces of evidence side by side when it is frozen, and gives them away', async () => {
    const root = (letter: string) => `${letter.repeat(43)}=`;
    const note = (letter: string) => `cn.pairgate.test/log\n42\n${root(letter)}\n\n— cn.pairgate.test/log AAAA\n`;
    const page = await open(browser);
    await page.route('**/api/log', async (route) => {
      const answer = await route.fetch();
      const frozen = { side: 'CN', since: scene.at('09:00'), kind: 'fork', grade: 'signed', evidence: [note('A'), note('B')] };
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), frozen } });
    });
    await page.goto(`${scene.pair.VN.url}/?as=vn-manager`);
    await page.getByText('Sign out').waitFor();
    await page.goto(`${scene.pair.VN.url}/log`);
    await page.getByRole('alert').getByText('What Hữu Nghị holds, also signed').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as evidence' }).nth(1).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toBe(note('B'));
    await done(page, 'log-frozen');
  });
});
