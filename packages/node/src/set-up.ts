import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { fingerprintsOf, makeAgreement, signAgreement } from './keys/agreement-file.ts';
import { randomHex } from './crypto.ts';
import { createIdentity, hasIdentity, loadIdentity, type Identity } from './keys/identity.ts';
import { defaultPassphraseFile, findPassphrase } from './keys/passphrase.ts';
import { writePrivate } from './keys/private-file.ts';
import { Vault } from './keys/vault.ts';

/** Setting up both sides of a pair in one place. Between two organisations each side does its own half. */

const LOG_ORIGINS: Readonly<Record<SideId, string>> = {
  VN: 'huu-nghi.example/log',
  CN: 'youyi-guan.example/log',
};

export interface PairSetUp {
  readonly agreement: SignedAgreement;
  /** Fingerprints of both root keys, which people compare before they trust. */
  readonly fingerprints: Readonly<Record<SideId, string>>;
}

/** PEM of a side's TLS authority, which the other side's configuration names. */
export const tlsAuthorityFile = (directory: string): string => join(directory, 'tls-authority.pem');

/**
 * Makes the keys of both sides, each in its folder, and an agreement with the default terms that both root keys sign.
 * Keys that are there already stay. Needs both root keys; `now` is real time in milliseconds. The passphrase of each side's
 * keys is drawn and lies beside their folder, so that a demonstration starts without a question.
 */
export async function setUpPair(directories: Readonly<Record<SideId, string>>, now: number): Promise<PairSetUp> {
  const identityOf = async (side: SideId): Promise<Identity> => {
    const directory = directories[side];
    const vault = await vaultBeside(directory);
    if (hasIdentity(directory)) return loadIdentity(directory, vault, now);
    const name = huuNghiYouyiGuan.sides[side].name.en;
    return createIdentity(directory, { side, name, logOrigin: LOG_ORIGINS[side], now }, vault);
  };
  const parties = { VN: await identityOf('VN'), CN: await identityOf('CN') };
  const document = makeAgreement(parties.VN.party, parties.CN.party, {
    pair: huuNghiYouyiGuan.id,
    validFrom: fromMillis(now),
  });
  const signatures = Object.fromEntries(
    SIDES.map((side) => {
      const { root } = parties[side];
      if (!root) throw new Error(`The root key of ${side} is not in ${directories[side]}, so it cannot sign the agreement.`);
      return [side, signAgreement(document, side, root)];
    }),
  ) as Record<SideId, string>;
  return { agreement: { document, signatures }, fingerprints: fingerprintsOf(document) };
}

async function vaultBeside(keysDirectory: string): Promise<Vault> {
  const dataDirectory = dirname(keysDirectory);
  const file = defaultPassphraseFile(dataDirectory);
  await mkdir(dataDirectory, { recursive: true });
  if (!existsSync(file)) await writePrivate(file, `${randomHex(32)}\n`);
  return new Vault(await findPassphrase({ dataDirectory, passphraseFile: file }, {}));
}
