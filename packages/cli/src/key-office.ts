import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeConfig } from '@pairgate/node/config.ts';
import { keyPair, type KeyPair } from '@pairgate/node/crypto.ts';
import { checkAgreement } from '@pairgate/node/keys/agreement-file.ts';
import type { Office } from '@pairgate/node/keys/ceremony.ts';
import { openRoot } from '@pairgate/node/keys/identity.ts';
import { findPassphrase } from '@pairgate/node/keys/passphrase.ts';
import { readSizes } from '@pairgate/node/keys/statement-folder.ts';
import { Vault } from '@pairgate/node/keys/vault.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { fromHex } from '@pairgate/ledger/hex.ts';
import type { CommonOptions, Context } from './context.ts';
import { Failure } from './failure.ts';
import { findInstallation, type NodeSelection } from './installation.ts';

/** Where the commands `pairgate keys …` find keys, passphrases and the root key. */

export interface KeyOptions extends NodeSelection, CommonOptions {
  readonly root?: string;
}

export const ROOT_PASSPHRASE = 'PAIRGATE_ROOT_PASSPHRASE';
const SHORTEST = 8;

/** The one node that is meant. */
export function configOf(options: KeyOptions): NodeConfig {
  const { nodes } = findInstallation(options);
  if (nodes.length !== 1) throw new Failure('Say whose keys: --side VN or --side CN, or --config FILE.');
  return nodes[0]!.config;
}

export const keysDirectory = (config: NodeConfig): string => join(config.dataDirectory, 'keys');

export async function vaultOf(config: NodeConfig, { env, ask }: Context): Promise<Vault> {
  return new Vault(await findPassphrase(config, env, ask && (() => ask(`Passphrase of the keys of ${config.side}: `))));
}

/** A passphrase that is to be: from the environment, or typed twice. */
export async function newPassphrase({ env, ask }: Context, variable: string, of: string): Promise<string> {
  const given = env[variable];
  const typed = given ?? (ask ? await ask(`New passphrase of ${of}: `) : undefined);
  if (typed === undefined) throw new Failure(`Say the passphrase of ${of} in ${variable}.`);
  if ([...typed].length < SHORTEST) throw new Failure(`A passphrase has at least ${SHORTEST} characters.`);
  if (given === undefined && (await ask!('The same again: ')) !== typed) throw new Failure('Those were two different passphrases.');
  return typed;
}

/** The root key of a file. A root key has a passphrase of its own, which is asked for. */
export async function rootFrom(file: string, { env, ask }: Context): Promise<KeyPair> {
  const passphrase = env[ROOT_PASSPHRASE] ?? (ask ? await ask(`Passphrase of the root key ${file}: `) : undefined);
  if (passphrase === undefined) throw new Failure(`Say the passphrase of ${file} in ${ROOT_PASSPHRASE}.`);
  return openRoot(readFileSync(file, 'utf8'), file, new Vault(passphrase));
}

/** A root key as it stands on paper: its 32 bytes in base64 or in hex. */
function typedRoot(typed: string): KeyPair {
  const text = typed.replaceAll(/\s/g, '');
  const seed = text.length === 64 ? fromHex(text.toLowerCase()) : fromBase64(text);
  if (seed?.length !== 32) throw new Failure('That is not a root key: it has 32 bytes, in base64 or in hex.');
  return keyPair(seed);
}

/** The root key, from where it was said to be; it is only looked for when something is to be signed. */
async function findRoot(dir: string, { root }: KeyOptions, context: Context, vault: Vault): Promise<KeyPair> {
  const { ask } = context;
  if (root !== undefined && root !== '-') return rootFrom(root, context);
  const kept = join(dir, 'root.key');
  if (root === undefined && existsSync(kept)) return openRoot(readFileSync(kept, 'utf8'), kept, vault);
  if (ask) return typedRoot(await ask('Root key: '));
  throw new Failure('The root key is not here: name its file with --root FILE, or type it at a terminal.');
}

/** Everything that a ceremony needs. */
export async function officeOf(options: KeyOptions, context: Context): Promise<Office & { readonly config: NodeConfig }> {
  const config = configOf(options);
  const dir = keysDirectory(config);
  const vault = await vaultOf(config, context);
  let root: Promise<KeyPair> | undefined;
  return {
    config, dir, vault,
    side: config.side,
    document: documentOf(config),
    sizes: (await readSizes(dir)) ?? { own: 0, countersigned: 0, peer: 0 },
    root: () => (root ??= findRoot(dir, options, context, vault)),
  };
}

export function documentOf(config: NodeConfig): Office['document'] {
  const file = config.exchange.agreement;
  const checked = checkAgreement(JSON.parse(readFileSync(file, 'utf8')));
  if (!checked.ok) throw new Failure(`The agreement ${file} cannot be used: ${checked.fault}.`);
  return checked.value.document;
}
