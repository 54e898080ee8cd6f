import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sideId, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { party, type PartyTerms } from '@pairgate/exchange/agreement.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { COSIGNATURE_V1, ED25519 } from '@pairgate/ledger/note.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { keyPair, random, signer, type KeyPair } from '../crypto.ts';
import { certificateFingerprint, createAuthority, isNearItsEnd, issueCertificate, type TlsKeys } from './tls.ts';

/**
 * Who a side is: three Ed25519 keys that are never the same, and a TLS authority. The root key signs agreements and
 * nothing else; it lies in a file of its own, so that it can be kept off line. In the demonstration it stays in the
 * folder.
 */
export interface Identity {
  readonly side: SideId;
  /** What the agreement says of this party. */
  readonly party: PartyTerms;
  /** Absent where the root key is kept elsewhere. */
  readonly root: KeyPair | undefined;
  /** Signs checkpoints of one's own log. */
  readonly checkpoint: Signer;
  /** Cosigns checkpoints of the other side's log. */
  readonly cosignature: Signer;
  readonly tls: TlsKeys;
}

export interface IdentityOptions {
  readonly side: SideId;
  /** Name of the party for people to read. */
  readonly name: string;
  /** The origin line of this side's log, e.g. `huu-nghi.example/log`. */
  readonly logOrigin: string;
  /** Names and addresses at which the exchange port is reached, beside the local ones. */
  readonly hostNames?: readonly string[];
  /** Real time in milliseconds; certificates begin and end by it. */
  readonly now?: number;
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];
const SEED_SIZE = 32;
const SEEDS = { root: 'root.key', checkpoint: 'checkpoint.key', cosignature: 'cosignature.key' } as const;

const card = z.strictObject({ side: sideId, party, hostNames: z.array(z.string()) });

const writePrivate = (path: string, text: string) => writeFile(path, text, { mode: 0o600, flag: 'wx' });
const writePublic = (path: string, text: string) => writeFile(path, text, { mode: 0o644, flag: 'wx' });

export const hasIdentity = (dir: string): boolean => existsSync(join(dir, 'identity.json'));

/**
 * Makes all keys of a side in a folder that does not exist yet, or is empty. The folder appears complete or not at all.
 * Throws when there is an identity already: keys are never overwritten.
 */
export async function createIdentity(dir: string, options: IdentityOptions): Promise<Identity> {
  if (hasIdentity(dir)) throw new Error(`There are keys already in ${dir}.`);
  const { side, logOrigin, now = Date.now() } = options;
  const draft = `${dir}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  const seeds = { root: random(SEED_SIZE), checkpoint: random(SEED_SIZE), cosignature: random(SEED_SIZE) };
  for (const [name, seed] of Object.entries(seeds)) {
    await writePrivate(join(draft, SEEDS[name as keyof typeof SEEDS]), `${toBase64(seed)}\n`);
  }
  const hostNames = [...new Set([...(options.hostNames ?? []), ...LOCAL_NAMES])];
  const authority = await createAuthority(`Pairgate ${side} TLS authority`, now);
  const certificate = await issueCertificate(authority, hostNames, now);
  await writePrivate(join(draft, 'tls-authority.key'), authority.keyPem);
  await writePublic(join(draft, 'tls-authority.pem'), authority.pem);
  await writePrivate(join(draft, 'tls.key'), certificate.keyPem);
  await writePublic(join(draft, 'tls.pem'), certificate.pem);
  const terms = party.parse({
    name: options.name.normalize('NFC'),
    rootKey: toBase64(keyPair(seeds.root).publicKey),
    logOrigin,
    checkpointKey: toBase64(keyPair(seeds.checkpoint).publicKey),
    cosignatureKey: toBase64(keyPair(seeds.cosignature).publicKey),
    tlsAuthority: certificateFingerprint(authority.pem),
  } satisfies PartyTerms);
  await writePublic(join(draft, 'identity.json'), `${JSON.stringify({ side, party: terms, hostNames }, null, 2)}\n`);
  await rename(draft, dir);
  return loadIdentity(dir, now);
}

async function readSeed(dir: string, file: string, publicKey: string): Promise<KeyPair> {
  const seed = fromBase64((await readFile(join(dir, file), 'utf8')).trim());
  if (!seed || seed.length !== SEED_SIZE) throw new Error(`${join(dir, file)} does not hold a key.`);
  const pair = keyPair(seed);
  if (toBase64(pair.publicKey) !== publicKey) {
    throw new Error(`${join(dir, file)} is not the key that identity.json names.`);
  }
  return pair;
}

/**
 * Reads the keys of a side; a TLS certificate that ends soon is replaced. Throws when a file is missing or does not
 * fit.
 */
export async function loadIdentity(dir: string, now: number = Date.now()): Promise<Identity> {
  const read = (file: string) => readFile(join(dir, file), 'utf8');
  const { side, party: terms, hostNames } = card.parse(JSON.parse(await read('identity.json')));
  const root = existsSync(join(dir, SEEDS.root)) ? await readSeed(dir, SEEDS.root, terms.rootKey) : undefined;
  const checkpoint = await readSeed(dir, SEEDS.checkpoint, terms.checkpointKey);
  const cosignature = await readSeed(dir, SEEDS.cosignature, terms.cosignatureKey);
  const authority = { pem: await read('tls-authority.pem'), keyPem: await read('tls-authority.key') };
  if (certificateFingerprint(authority.pem) !== terms.tlsAuthority) {
    throw new Error(`The TLS authority in ${dir} is not the one that identity.json names.`);
  }
  let certificate = { pem: await read('tls.pem'), keyPem: await read('tls.key') };
  if (isNearItsEnd(certificate.pem, now)) {
    certificate = await issueCertificate(authority, hostNames, now);
    await writeFile(join(dir, 'tls.key'), certificate.keyPem, { mode: 0o600 });
    await writeFile(join(dir, 'tls.pem'), certificate.pem);
  }
  return {
    side,
    party: terms,
    root,
    checkpoint: signer(terms.logOrigin, checkpoint, ED25519),
    cosignature: signer(terms.logOrigin, cosignature, COSIGNATURE_V1),
    tls: {
      authorityPem: authority.pem,
      authorityKeyPem: authority.keyPem,
      certificatePem: certificate.pem,
      keyPem: certificate.keyPem,
    },
  };
}
