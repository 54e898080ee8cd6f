import { verifyEvidence } from '@pairgate/verify/verify-evidence.ts';
import { expect, it } from 'vitest';
import { verify as zh } from '../i18n/zh/verify.ts';
import { saidBy } from './said.ts';

it('says in Chinese of a file that is none which questions were not reached, and leaves what was found as it is', async () => {
  const { checks } = await verifyEvidence(new Uint8Array([0xff, 0xfe]), { trust: [] });
  const [first, ...rest] = checks;
  expect([first!.code, saidBy(first!, zh)]).toEqual(['FILE_JSON', undefined]);
  expect(new Set(rest.map((check) => saidBy(check, zh)))).toEqual(new Set(['文件无法读取']));
});
