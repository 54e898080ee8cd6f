import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { agreementDigest, checkAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { setUpPair } from '@pairgate/node/set-up.ts';
import { runCommand } from './testing.ts';

let folder: string;
let first: AgreementDocument;
let second: AgreementDocument;
const at = (name: string) => join(folder, name);
const agreement = (...args: string[]) => runCommand(['agreement', ...args]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-agreement-'));
  const made = await setUpPair({ VN: at('vn'), CN: at('cn') }, Date.now());
  first = made.agreement.document;
  const { yard: _none, ...fields } = first.messages.VehicleArrived!;
  const opening = { ...fields.opening!, rule: 'deny' as const };
  second = { ...first, version: 2, messages: { ...first.messages, VehicleArrived: { ...fields, opening } } };
  writeFileSync(at('first.json'), JSON.stringify(made.agreement));
  writeFileSync(at('second.json'), JSON.stringify(second, null, 2));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('pairgate agreement', () => {
  it('shows a document, and what another one changes', async () => {
    const shown = await agreement('show', at('first.json'));
    expect(shown.out).toContain('version 1, valid from');
    expect(shown.out).toMatch(/VehicleArrived\n(.*\n)*? +opening +allow +vehicle/);
    const { out } = await agreement('diff', at('first.json'), at('second.json'));
    expect(out.trim().split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      '+ messages / VehicleArrived / opening / rule deny', '~ version 1 -> 2',
    ]);
  });

  it('signs with the root key of either side, which two such signatures make an agreement', async () => {
    const signatures: Record<string, string> = {};
    for (const side of ['VN', 'CN']) {
      const { out, code } = await agreement('sign', at('second.json'), '--root', at(`${side.toLowerCase()}/root.key`));
      const made = JSON.parse(out) as { side: string; version: number; digest: string; signature: string };
      expect([code, made.side, made.version, made.digest]).toEqual([0, side, 2, agreementDigest(second)]);
      signatures[side] = made.signature;
    }
    expect(checkAgreement({ document: second, signatures })).toMatchObject({ ok: true });
    expect(checkAgreement({ document: first, signatures })).toEqual({ ok: false, fault: 'not_signed' });
  });

  it.each<[string, string, string[], RegExp]>([
    ['a path that stands twice', `{"messages":{"Judged":{"upTo":1,"upTo":2}}}`, [], /messages\/Judged\/upTo/],
    ['something else', '{}', [], /is not an agreement/],
    ['a key that is none of the parties', '', ['--root', 'vn/checkpoint.key'], /not the root key of a party/],
  ])('refuses %s', async (_what, text, more, sentence) => {
    if (text !== '') writeFileSync(at('bad.json'), text);
    const root = more[1] === undefined ? at('vn/root.key') : at(more[1]);
    const { code, err } = await agreement('sign', at(text === '' ? 'second.json' : 'bad.json'), '--root', root);
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
  });

  it('says where a document contradicts itself', async () => {
    writeFileSync(at('bad.json'), JSON.stringify({ ...second, validUntil: '2000-01-01T00:00:00.000Z' }));
    expect((await agreement('show', at('bad.json'))).err).toContain('at /validUntil: validity_empty');
  });
});
