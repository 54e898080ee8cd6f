import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fingerprint } from '@pairgate/node/keys/agreement-file.ts';
import { FAULTS, shortKey, sizeFor } from '@pairgate/node/keys/ceremony.ts';
import { changePassphrase, createIdentity, createRoot, hasIdentity, keyFiles, loadIdentity, type Identity } from '@pairgate/node/keys/identity.ts';
import { defaultPassphraseFile, PASSPHRASE_VARIABLE } from '@pairgate/node/keys/passphrase.ts';
import { writePrivate } from '@pairgate/node/keys/private-file.ts';
import { readSizes, ringOf } from '@pairgate/node/keys/statement-folder.ts';
import { isNearItsEnd } from '@pairgate/node/keys/tls.ts';
import { Vault } from '@pairgate/node/keys/vault.ts';
import { PURPOSES } from '@pairgate/exchange/key-statement.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { keyFault, type KeyFault } from '@pairgate/ledger/keys.ts';
import { sideOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions, type Context, type Side } from '../context.ts';
import { Failure, failureOf } from '../failure.ts';
import { configOf, documentOf, keysDirectory, newPassphrase, ROOT_PASSPHRASE, rootFrom, vaultOf, type KeyOptions } from '../key-office.ts';
import { tableOf } from '../table.ts';
import { doing, exitCodes, USUAL_CODES, type Program, type Run } from './common.ts';

/** The commands below `keys` that make keys, or look whether they are sound. */

const WEAK: Readonly<Record<KeyFault, string>> = {
  wrong_length: 'an Ed25519 key has 32 bytes',
  non_canonical: 'it is not canonical: another spelling of a point, which some programs take and others refuse',
  low_order: 'it is of low order: anybody can make a signature that fits every message',
};

const grouped = (hex: string): string => hex.match(/.{8}/g)!.join(' ');

interface CreateOptions extends CommonOptions {
  readonly side: Side;
  readonly name: string;
  readonly logOrigin: string;
  readonly host?: readonly string[];
  readonly root?: string;
}

async function create(context: Context, options: CreateOptions, dir: string): Promise<number> {
  if (hasIdentity(dir)) throw new Failure(`There are keys already in ${dir}; keys are never overwritten.`);
  const { side, name, logOrigin, host: hostNames = [] } = options;
  const root = options.root === undefined ? undefined : await rootFrom(options.root, context);
  const vault = new Vault(await newPassphrase(context, PASSPHRASE_VARIABLE, `the keys in ${dir}`));
  const more = root ? { rootKey: root.publicKey } : {};
  const { party } = await createIdentity(dir, { side, name, logOrigin, hostNames, ...more }, vault);
  const print = fingerprint(fromBase64(party.rootKey)!);
  const send = ['identity.json', 'tls-authority.pem'].map((file) => join(dir, file));
  if (options.json) printJson(context.out, { directory: dir, party, fingerprint: print, send });
  else {
    printLine(context.out, `Made the keys of ${side} in ${dir}.`);
    printLine(context.out, `Fingerprint of the root key, to be compared by voice:  ${grouped(print)}`);
    printLine(context.out, `Send to the other side, they are public:  ${send.join('  ')}`);
    if (!root) printLine(context.out, `The root key lies in ${join(dir, 'root.key')}: take it off this machine.`);
  }
  return 0;
}

async function root(context: Context, options: CommonOptions & { make?: boolean; paper?: boolean }, file: string): Promise<number> {
  if (options.make) {
    if (existsSync(file)) throw new Failure(`${file} is there already; a root key is never overwritten.`);
    const made = await createRoot(new Vault(await newPassphrase(context, ROOT_PASSPHRASE, `the root key ${file}`)));
    await writePrivate(file, made.file);
    return tellRoot(context, options, made.publicKey, options.paper ? made.seed : undefined);
  }
  if (options.paper) throw new Failure('Only a root key that is being made can be put on paper.');
  return tellRoot(context, options, (await rootFrom(file, context)).publicKey, undefined);
}

function tellRoot({ out }: Context, { json }: CommonOptions, publicKey: Uint8Array, seed: Uint8Array | undefined): number {
  const [key, print] = [toBase64(publicKey), fingerprint(publicKey)];
  if (json) printJson(out, { rootKey: key, fingerprint: print, ...(seed ? { paper: toBase64(seed) } : {}) });
  else {
    printLine(out, `Root key     ${key}`);
    printLine(out, `Fingerprint  ${grouped(print)}`);
    if (seed) printLine(out, `For paper    ${toBase64(seed)}`);
  }
  return 0;
}

async function passphrase(context: Context, options: KeyOptions): Promise<number> {
  const config = configOf(options);
  const dir = keysDirectory(config);
  const old = await vaultOf(config, context);
  const next = await newPassphrase(context, 'PAIRGATE_NEW_PASSPHRASE', `the keys of ${config.side}`);
  const { files } = await changePassphrase(dir, old, new Vault(next));
  const kept = config.passphraseFile ?? defaultPassphraseFile(config.dataDirectory);
  const isKept = existsSync(kept);
  if (isKept) await writePrivate(kept, `${next}\n`);
  if (options.json) printJson(context.out, { files, passphraseFile: isKept ? kept : null });
  else printLine(context.out, `Sealed ${files} keys anew${isKept ? `; ${kept} holds the new passphrase` : ''}.`);
  return 0;
}

interface Found {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

function judgeKey(text: string): Found {
  const fault = keyFault(fromBase64(text) ?? new Uint8Array(0));
  return { name: `key ${shortKey(text)}`, ok: fault === undefined, detail: fault === undefined ? 'may be enrolled' : WEAK[fault] };
}

/** Everything about the keys of a side that can be judged without the other side. */
async function findAll(context: Context, options: KeyOptions): Promise<Found[]> {
  const config = configOf(options);
  const dir = keysDirectory(config);
  const { side } = config;
  let identity: Identity;
  try {
    identity = await loadIdentity(dir, await vaultOf(config, context));
  } catch (error) {
    return [{ name: 'key files', ok: false, detail: failureOf(error).message }];
  }
  const open = process.platform === 'win32' ? [] : (await keyFiles(dir)).filter((file) => (statSync(join(dir, file)).mode & 0o077) !== 0);
  const found: Found[] = [
    { name: 'key files', ok: open.length === 0, detail: open.length === 0 ? 'all open with the passphrase, and nobody else may read them' : `others may read ${open.join(', ')}` },
    {
      name: 'root key',
      ok: identity.root === undefined || config.demonstration !== undefined,
      detail: identity.root === undefined ? 'kept elsewhere' : config.demonstration ? 'beside the others, as in every demonstration' : 'lies beside the others: take it off this machine',
    },
  ];
  const { ring, refused } = await ringOf(dir, documentOf(config));
  for (const { file, fault } of refused) found.push({ name: 'statement', ok: false, detail: `${file}: ${FAULTS[fault]}` });
  const sizes = (await readSizes(dir)) ?? { own: 0, countersigned: 0, peer: 0 };
  const here = new Set([...identity.keys, ...identity.authorities].map(({ key }) => key));
  for (const purpose of PURPOSES) {
    const { size } = sizeFor(purpose, sizes);
    const gap = ring.gapFrom(side, purpose, size);
    const counting = ring.terms(side, purpose).filter(({ key }) => ring.standing(side, purpose, key, size) === 'valid');
    const ours = counting.filter(({ key }) => here.has(key));
    const keys = ours.map(({ key }) => shortKey(key)).join(', ');
    if (ours.length === 0) found.push({ name: purpose, ok: false, detail: `no key that is held here counts at size ${size}` });
    else if (gap !== undefined) found.push({ name: purpose, ok: false, detail: `from size ${gap} on no key counts: enrol another one` });
    else found.push({ name: purpose, ok: true, detail: `${keys} at size ${size}, with no end in sight` });
  }
  const ending = identity.authorities.filter(({ authorityPem }) => isNearItsEnd(authorityPem, Date.now()));
  if (ending.length > 0) found.push({ name: 'TLS authority', ok: false, detail: `${ending.map(({ key }) => shortKey(key)).join(', ')} ends soon: rotate it` });
  return found;
}

async function check(context: Context, options: KeyOptions & { key?: string }): Promise<number> {
  const found = options.key === undefined ? await findAll(context, options) : [judgeKey(options.key)];
  const sound = found.every(({ ok }) => ok);
  if (options.json) printJson(context.out, { sound, found });
  else for (const line of tableOf(found.map(({ name, ok, detail }) => [name, ok ? 'ok' : 'PROBLEM', detail]))) printLine(context.out, line);
  return sound ? 0 : 1;
}

export function addKeyMaking(
  program: Program,
  keys: Command,
  add: <Options>(command: Command, run: Run<Options & KeyOptions>) => void,
): void {
  const { context } = program;
  const made = keys
    .command('create')
    .description('Makes all keys of a side in a new folder, which becomes the folder "keys" of its data folder.')
    .argument('<folder>', 'does not exist yet')
    .requiredOption('--side <side>', 'VN or CN', sideOf)
    .requiredOption('--name <name>', 'name of the party, for people')
    .requiredOption('--log-origin <origin>', 'name of its log, such as huu-nghi.example/log')
    .option('--host <name...>', 'names and addresses at which its exchange port is reached')
    .option('--root <file>', 'its root key, made before; else one is made and lies in the folder')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<CreateOptions>(program, made, (options, dir) => create(context, options, dir!));
  const rooted = keys
    .command('root')
    .description('Says who a root key is, or makes one. Do this on a machine that has no network.')
    .argument('<file>', 'the file of the root key')
    .option('--make', 'make a new one there')
    .option('--paper', 'with --make: also show the key itself, to be written down')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<CommonOptions & { make?: boolean; paper?: boolean }>(program, rooted, (options, file) => root(context, options, file!));
  add(keys.command('passphrase').description('Seals all keys of a side with another passphrase.'), (options) => passphrase(context, options));
  add<{ key?: string }>(
    keys
      .command('check')
      .description('Looks whether keys, statements and agreement fit together, or whether one public key may be used. Exit code 1 when not.')
      .option('--key <base64>', 'judge this public key alone'),
    (options) => check(context, options),
  );
}
