import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sideId, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { party, type PartyTerms } from '@pairgate/exchange/agreement.ts';
import type { NotePurpose } from '@pairgate/exchange/key-statement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { COSIGNATURE_V1, ED25519 } from '@pairgate/ledger/note.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { digest, keyPair, random, signer, type KeyPair } from '../crypto.ts';
import { writePrivate, writePublic } from './private-file.ts';
import { certificateFingerprint, createAuthority, isKeyOf, isNearItsEnd, issueCertificate, type TlsKeys } from './tls.ts';
import { NoSealedKey, readName, type KeyName, type KeyPurpose, type Vault } from './vault.ts';

/**
 * Who a side is: a root key, which the node never needs; keys that sign its checkpoints and cosign those of the other
 * side; and a TLS authority. The agreement names the first of each; later ones lie beside them while keys overlap. Private
 * keys are sealed (`vault.ts`), one to a file, and every file is there whole or not at all.
 */
export interface Identity {
  readonly side: SideId;
  /** What the agreement says of this party. */
  readonly party: PartyTerms;
  /** Absent where the root key is kept elsewhere, as it should be. */
  readonly root: KeyPair | undefined;
  /** All keys that sign notes; which of them count is for the `KeyRing`. */
  readonly keys: readonly HeldKey[];
  /** All TLS authorities, each with a certificate below it; the first is that of the agreement while it is held. */
  readonly authorities: readonly HeldAuthority[];
  /** The oldest of each that is held: before anything was rotated, the only one. */
  readonly checkpoint: Signer;
  readonly cosignature: Signer;
  readonly tls: TlsKeys;
}

export interface HeldKey {
  readonly purpose: NotePurpose;
  /** The public key in base64, as statements name it. */
  readonly key: string;
  readonly signer: Signer;
}

export interface HeldAuthority extends TlsKeys {
  /** SHA-256 in hex of the DER of its certificate, as statements name it. */
  readonly key: string;
}

export interface IdentityOptions {
  readonly side: SideId;
  /** Name of the party for people to read. */
  readonly name: string;
  /** The origin line of this side's log, e.g. `huu-nghi.example/log`. */
  readonly logOrigin: string;
  /** Names and addresses at which the exchange port is reached, beside the local ones. */
  readonly hostNames?: readonly string[];
  /** The root key, when it was made before and is kept elsewhere; else one is made and lies in the folder. */
  readonly rootKey?: Uint8Array;
  /** Real time in milliseconds; certificates begin and end by it. */
  readonly now?: number;
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];
const SEED_SIZE = 32;
const NOTE_TYPES = { checkpoint: ED25519, cosignature: COSIGNATURE_V1 } as const;
const FIRST = { root: 'rootKey', checkpoint: 'checkpointKey', cosignature: 'cosignatureKey', 'tls-authority': 'tlsAuthority' } as const;

const card = z.strictObject({ side: sideId, party, hostNames: z.array(z.string()) });

export const hasIdentity = (dir: string): boolean => existsSync(join(dir, 'identity.json'));

/** How a key that is not one of the first is told apart in the names of its files. */
const tagOf = (key: string): string => digest(key).slice(0, 8);
const fileOf = ({ purpose, key }: KeyName): string => `${purpose}-${tagOf(key)}.key`;
const certificateFileOf = (keyFile: string): string => keyFile.replace(/\.key$/, '.pem');

/** A new Ed25519 key: its seed, and its public half in base64. */
function newSeed(): { seed: Uint8Array; key: string } {
  const seed = random(SEED_SIZE);
  return { seed, key: toBase64(keyPair(seed).publicKey) };
}

/** A new root key as the text of a file, and as it can be put on paper: its seed. */
export async function createRoot(
  vault: Vault,
): Promise<{ readonly file: string; readonly publicKey: Uint8Array; readonly seed: Uint8Array }> {
  const { seed, key } = newSeed();
  return { file: await vault.seal({ purpose: 'root', key }, seed), publicKey: keyPair(seed).publicKey, seed };
}

/** The root key of a file. Throws when the file holds none. */
export async function openRoot(text: string, place: string, vault: Vault): Promise<KeyPair> {
  const { purpose, key, secret } = await vault.open(text, place);
  if (purpose !== 'root') throw new Error(`${place} holds a ${purpose} key and no root key.`);
  return pairOf(secret, key, place);
}

function pairOf(seed: Uint8Array, key: string, place: string): KeyPair {
  if (seed.length !== SEED_SIZE) throw new NoSealedKey(place);
  const pair = keyPair(seed);
  if (toBase64(pair.publicKey) !== key) throw new Error(`${place} does not hold the key that it names.`);
  return pair;
}

/**
 * Makes all keys of a side in a folder that does not exist yet, or is empty. The folder appears complete or not at all.
 * Throws when there is an identity already: keys are never overwritten.
 */
export async function createIdentity(dir: string, options: IdentityOptions, vault: Vault): Promise<Identity> {
  if (hasIdentity(dir)) throw new Error(`There are keys already in ${dir}.`);
  const { side, logOrigin, now = Date.now() } = options;
  const draft = `${dir}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  const seal = async (purpose: KeyPurpose, key: string, secret: Uint8Array) =>
    writePrivate(join(draft, `${purpose}.key`), await vault.seal({ purpose, key }, secret));
  const root = options.rootKey === undefined ? newSeed() : undefined;
  if (root) await seal('root', root.key, root.seed);
  const [checkpoint, cosignature] = [newSeed(), newSeed()];
  await seal('checkpoint', checkpoint.key, checkpoint.seed);
  await seal('cosignature', cosignature.key, cosignature.seed);
  const hostNames = [...new Set([...(options.hostNames ?? []), ...LOCAL_NAMES])];
  const authority = await createAuthority(`Pairgate ${side} TLS authority`, now);
  const tlsAuthority = certificateFingerprint(authority.pem);
  await writeAuthority(draft, 'tls-authority.key', authority, vault);
  await writeCertificate(draft, 'tls.key', await issueCertificate(authority, hostNames, now), vault);
  const terms = party.parse({
    name: options.name.normalize('NFC'),
    rootKey: root?.key ?? toBase64(options.rootKey!),
    logOrigin,
    checkpointKey: checkpoint.key,
    cosignatureKey: cosignature.key,
    tlsAuthority,
  } satisfies PartyTerms);
  await writePublic(join(draft, 'identity.json'), `${JSON.stringify({ side, party: terms, hostNames }, null, 2)}\n`);
  await rename(draft, dir);
  return loadIdentity(dir, vault, now);
}

type Pem = { readonly pem: string; readonly keyPem: string };

async function writeAuthority(dir: string, file: string, { pem, keyPem }: Pem, vault: Vault): Promise<void> {
  await writePublic(join(dir, certificateFileOf(file)), pem);
  const name = { purpose: 'tls-authority', key: certificateFingerprint(pem) } as const;
  await writePrivate(join(dir, file), await vault.seal(name, encodeUtf8(keyPem)));
}

async function writeCertificate(dir: string, file: string, { pem, keyPem }: Pem, vault: Vault): Promise<void> {
  await writePublic(join(dir, certificateFileOf(file)), pem);
  await writePrivate(join(dir, file), await vault.seal({ purpose: 'tls', key: certificateFingerprint(pem) }, encodeUtf8(keyPem)));
}

/** Makes a key beside those that a side has. It counts once a statement of the root key has enrolled it. */
export async function addKey(dir: string, purpose: NotePurpose, vault: Vault): Promise<{ readonly key: string; readonly pair: KeyPair }> {
  const { seed, key } = newSeed();
  await writePrivate(join(dir, fileOf({ purpose, key })), await vault.seal({ purpose, key }, seed));
  return { key, pair: keyPair(seed) };
}

/** Makes a TLS authority beside the one that a side has. */
export async function addAuthority(dir: string, vault: Vault, now: number = Date.now()): Promise<Pem & { readonly key: string }> {
  const { side } = await readCard(dir);
  const authority = await createAuthority(`Pairgate ${side} TLS authority`, now);
  const key = certificateFingerprint(authority.pem);
  await writeAuthority(dir, fileOf({ purpose: 'tls-authority', key }), authority, vault);
  return { ...authority, key };
}

/** Who a side is, from its folder, without opening a key. */
export async function readCard(dir: string): Promise<z.infer<typeof card>> {
  return card.parse(JSON.parse(await readFile(join(dir, 'identity.json'), 'utf8')));
}

/** The files of private keys in a folder. */
export async function keyFiles(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name.endsWith('.key')).toSorted();
}

/** Which keys lie in a folder, as their files say, without opening them. */
export async function readNames(dir: string): Promise<KeyName[]> {
  const files = await keyFiles(dir);
  return Promise.all(files.map(async (file) => readName(await readFile(join(dir, file), 'utf8'), join(dir, file))));
}

/**
 * Reads the keys of a side; a TLS certificate that ends soon, is missing or was torn is replaced. Throws when a file does
 * not fit, when the passphrase is wrong, or when there is no key at all for one of the purposes.
 */
export async function loadIdentity(dir: string, vault: Vault, now: number = Date.now()): Promise<Identity> {
  const { side, party: terms, hostNames } = await readCard(dir);
  const keys: HeldKey[] = [];
  const authorities: HeldAuthority[] = [];
  let root: KeyPair | undefined;
  for (const file of await keyFiles(dir)) {
    const place = join(dir, file);
    // Certificates are read with their authority.
    if (/^tls(-[0-9a-f]{8})?\.key$/.test(file)) continue;
    const { purpose, key, secret } = await vault.open(await readFile(place, 'utf8'), place);
    if (purpose === 'tls') throw new Error(`${place} holds the key of a certificate.`);
    if (file === `${purpose}.key` && key !== terms[FIRST[purpose]]) throw new Error(`${place} is not the key that identity.json names.`);
    if (purpose === 'tls-authority') {
      authorities.push(await withCertificate({ dir, file, key, keyPem: decodeUtf8(secret) ?? '', hostNames, vault, now }));
      continue;
    }
    const pair = pairOf(secret, key, place);
    if (purpose === 'root') root = pair;
    else keys.push({ purpose, key, signer: signer(terms.logOrigin, pair, NOTE_TYPES[purpose]) });
  }
  const named = new Set<string>(Object.values(terms));
  const firstFirst = <Key extends { key: string }>(held: readonly Key[]) =>
    held.toSorted((a, b) => Number(named.has(b.key)) - Number(named.has(a.key)));
  const oldest = (purpose: NotePurpose): Signer => {
    const [held] = firstFirst(keys.filter((each) => each.purpose === purpose));
    if (!held) throw new Error(`There is no ${purpose} key in ${dir}.`);
    return held.signer;
  };
  const [tls, ...more] = firstFirst(authorities);
  if (!tls) throw new Error(`There is no TLS authority in ${dir}.`);
  const [checkpoint, cosignature] = [oldest('checkpoint'), oldest('cosignature')];
  return { side, party: terms, root, keys, authorities: [tls, ...more], checkpoint, cosignature, tls };
}

interface AuthorityFile {
  readonly dir: string;
  readonly file: string;
  readonly key: string;
  readonly keyPem: string;
  readonly hostNames: readonly string[];
  readonly vault: Vault;
  readonly now: number;
}

/** An authority with the certificate below it, which is issued anew when it cannot be used. */
async function withCertificate({ dir, file, key, keyPem, hostNames, vault, now }: AuthorityFile): Promise<HeldAuthority> {
  const authorityPem = await readFile(join(dir, certificateFileOf(file)), 'utf8');
  if (certificateFingerprint(authorityPem) !== key) {
    throw new Error(`The certificate beside ${join(dir, file)} is not the one of this key.`);
  }
  const leafFile = file.replace(/^tls-authority/, 'tls');
  let leaf = await readCertificate(dir, leafFile, vault, now);
  if (!leaf) {
    leaf = await issueCertificate({ pem: authorityPem, keyPem }, hostNames, now);
    await writeCertificate(dir, leafFile, leaf, vault);
  }
  return { key, authorityPem, authorityKeyPem: keyPem, certificatePem: leaf.pem, keyPem: leaf.keyPem };
}

/** A stored certificate and its key, unless they end soon or do not belong together: two files are not written at once. */
async function readCertificate(dir: string, file: string, vault: Vault, now: number): Promise<Pem | undefined> {
  const [place, pemPlace] = [join(dir, file), join(dir, certificateFileOf(file))];
  if (!existsSync(place) || !existsSync(pemPlace)) return undefined;
  const pem = await readFile(pemPlace, 'utf8');
  const { secret } = await vault.open(await readFile(place, 'utf8'), place);
  const keyPem = decodeUtf8(secret) ?? '';
  return isKeyOf(pem, keyPem) && !isNearItsEnd(pem, now) ? { pem, keyPem } : undefined;
}

/**
 * Seals every key of a folder with another passphrase, file by file. When it was interrupted, doing it again completes it:
 * files that open with the new passphrase stay as they are.
 */
export async function changePassphrase(dir: string, from: Vault, to: Vault): Promise<{ readonly files: number }> {
  const files = await keyFiles(dir);
  const opened: { file: string; name: KeyName; secret: Uint8Array }[] = [];
  for (const file of files) {
    const place = join(dir, file);
    const text = await readFile(place, 'utf8');
    const already = await to.open(text, place).catch(() => undefined);
    if (already) continue;
    const { secret, ...name } = await from.open(text, place);
    opened.push({ file, name, secret });
  }
  // All were opened before the first is written: a wrong passphrase changes nothing.
  for (const { file, name, secret } of opened) await writePrivate(join(dir, file), await to.seal(name, secret));
  return { files: opened.length };
}
