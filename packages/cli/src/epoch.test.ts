import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { compileAgreement, type CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import { checkEpoch, makeEpoch } from '@pairgate/exchange/epoch.ts';
import { sha256, verifyEd25519 } from '@pairgate/node/crypto.ts';
import { makeAgreement, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { createIdentity } from '@pairgate/node/keys/identity.ts';
import { QUICK, Vault } from '@pairgate/node/keys/vault.ts';
import { ROOT_PASSPHRASE } from './key-office.ts';
import { runCommand, type Ended } from './testing.ts';

const PASSPHRASE = 'of the root keys';
let folder: string;
let agreement: CompiledAgreement;

const at = (...names: string[]) => join(folder, ...names);
const rootOf = (side: SideId) => at(side, 'root.key');
const epoch = (...args: string[]): Promise<Ended> => runCommand(['epoch', ...args], { [ROOT_PASSPHRASE]: PASSPHRASE });
const sign = (side: SideId, ...names: string[]) =>
  epoch('sign', at('epoch.json'), '--root', rootOf(side), '--agreement', at('agreement.json'), '--confirmed-by', ...names);
const written = () => JSON.parse(readFileSync(at('epoch.json'), 'utf8')) as Record<string, unknown>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-epoch-'));
  const make = (side: SideId) =>
    createIdentity(at(side), { side, name: side, logOrigin: `${side.toLowerCase()}.example/log` }, new Vault(PASSPHRASE, QUICK));
  const [VN, CN] = [await make('VN'), await make('CN')];
  const document = makeAgreement(VN.party, CN.party, { pair: 'huu-nghi-youyi-guan', validFrom: '2026-11-01T00:00:00.000Z' });
  const signatures = { VN: signAgreement(document, 'VN', VN.root!), CN: signAgreement(document, 'CN', CN.root!) };
  writeFileSync(at('agreement.json'), JSON.stringify({ document, signatures }));
  agreement = compileAgreement(document);
  const proposed = makeEpoch(agreement, { side: 'CN', epoch: 2, size: 7, root: sha256(Uint8Array.of(7)) });
  writeFileSync(at('epoch.json'), JSON.stringify({ document: proposed, signatures: {}, confirmedBy: {} }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an epoch as a file', () => {
  it('is signed by one side after the other, and then counts', async () => {
    const before = await epoch('show', at('epoch.json'), '--agreement', at('agreement.json'));
    expect(before.out).toContain('nobody yet');
    for (const side of SIDES) {
      expect(checkEpoch(written(), agreement, verifyEd25519)).toEqual({ ok: false, fault: 'not_signed' });
      expect(await sign(side, `An of ${side}`, `Bình of ${side}`)).toMatchObject({ code: 0, out: `Signed for ${side}.\n` });
    }
    expect(checkEpoch(written(), agreement, verifyEd25519)).toMatchObject({ ok: true });
    const shown = await epoch('show', at('epoch.json'), '--agreement', at('agreement.json'), '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ signedBy: ['VN', 'CN'], fitsNode: null, document: { size: 7, origin: 'cn.example/log/epoch-2' } });
  });

  it('is not signed by one person alone', async () => {
    const { code, err } = await sign('VN', 'An', ' an ');
    expect(code).toBe(1);
    expect(err).toContain('Two different people of each side must confirm an epoch.');
  });

  it('is not read when it belongs to another log than its origin says', async () => {
    const value = written() as { document: object };
    writeFileSync(at('wrong.json'), JSON.stringify({ ...value, document: { ...value.document, side: 'VN' } }));
    const { code, err } = await epoch('show', at('wrong.json'), '--agreement', at('agreement.json'));
    expect(code).toBe(1);
    expect(err).toContain('The origin of this epoch is not the one that the log has in it.');
  });
});
