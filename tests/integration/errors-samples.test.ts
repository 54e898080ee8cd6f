import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusals, type RefusalCode } from '@pairgate/domain/vocabulary/refusals.ts';
import type { Lodged } from './declarations.ts';
import { rowsOf, type Row } from './error-table.ts';
import type { ProcessPair } from './pair.ts';
import { expectRefused, send, settle, startStillPair } from './refused.ts';

/** Each wrong sample goes in as it lies in the folder, byte for byte but for the trader's own reference. */
const FOLDER = new URL('../../samples/wrong/', import.meta.url);
const WHERE = 'POST /api/declarations';
const samples = rowsOf('The wrong samples');

interface Seen {
  /** Papers that do not say the same. */
  readonly differences: readonly unknown[];
}

let pair: ProcessPair;
beforeAll(async () => {
  ({ pair } = await startStillPair());
});
afterAll(() => pair?.stop());

it('all stand in the table', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
  expect(samples.map(({ sample }) => sample).toSorted()).toEqual(files.toSorted());
});

it.each(samples)('$sample', async ({ sample, status, code, pointer }) => {
  const text = readFileSync(new URL(`${sample}.json`, FOLDER), 'utf8');
  const raw = text.replace(/("functionalReferenceID": )"[^"]*"/, `$1"${sample}"`);
  expect(raw).not.toBe(text);
  const request = { persona: 'vn-trader', raw };
  if (code !== '–') {
    const sentence = refusals[code as RefusalCode].en;
    const row: Row = { where: WHERE, status: Number(status), code, kept: 'nothing', sentence };
    return expectRefused(pair, 'VN', row, request, { pointer: pointer! });
  }
  const lodged = await send<Lodged>(pair, 'VN', WHERE, request);
  expect(lodged.status, lodged.text).toBe(Number(status));
  const { reference } = lodged.body;
  const seen = await send<Seen>(pair, 'VN', 'GET /api/consignments/{reference}', { persona: 'vn-trader', reference });
  // A name typed with combining marks is stored as everybody else types it.
  expect(seen.text).toBe(seen.text.normalize('NFC'));
  expect(seen.body.differences.length > 0, JSON.stringify(seen.body.differences)).toBe(sample === 'papers-disagree');
  await settle(pair);
});
