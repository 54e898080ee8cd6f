import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { checkAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { loadIdentity, type Identity } from '@pairgate/node/keys/identity.ts';
import { defaultPassphraseFile, findPassphrase } from '@pairgate/node/keys/passphrase.ts';
import { Vault } from '@pairgate/node/keys/vault.ts';
import { setUpPair, tlsAuthorityFile } from '@pairgate/node/set-up.ts';
import type { Side } from '../context.ts';
import { Failure } from '../failure.ts';
import { notJudged } from './check.ts';

/**
 * The folder of a throw-away pair: keys of both sides, the agreement that both root keys have signed, and a configuration
 * for the node under test. The log that the kit has played is kept there too, since a node that has seen it expects it
 * again.
 */
export interface KitOptions {
  /** Side of the node under test. */
  readonly side: Side;
  /** First of three ports: the node's own interface, its exchange, and the counterpart's exchange. */
  readonly port: number;
  /** Address of an empty PostgreSQL database; `pglite` for an embedded one. */
  readonly database: string;
}

export interface Kit {
  readonly directory: string;
  readonly nodeSide: Side;
  readonly playedSide: Side;
  readonly counterpartPort: number;
  readonly exchangeUrl: string;
  readonly agreement: SignedAgreement;
  /** Of the side that is played. */
  readonly identity: Identity;
  /** PEM of the TLS authority of the node under test. */
  readonly nodeAuthority: string;
  /** One line of JSON per entry that was played. */
  readonly logFile: string;
}

interface KitFile {
  readonly format: string;
  readonly nodeSide: Side;
  readonly counterpartPort: number;
  readonly exchangeUrl: string;
}

const FORMAT = 'pairgate-conformance-kit/1';
const KIT_FILE = 'kit.json';

const keysOf = (directory: string, side: Side): string => join(directory, side, 'keys');
const otherOf = (side: Side): Side => (side === 'VN' ? 'CN' : 'VN');

/** The keys of a side, whose passphrase lies beside them: they are worth nothing. */
export async function identityOf(directory: string, side: Side): Promise<Identity> {
  const dataDirectory = join(directory, side);
  const passphrase = await findPassphrase({ dataDirectory, passphraseFile: defaultPassphraseFile(dataDirectory) }, {});
  return loadIdentity(keysOf(directory, side), new Vault(passphrase));
}

function writeJson(file: string, value: unknown, mode = 0o644): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode, flag: 'wx' });
}

/** Makes the folder, which must not exist or be empty; throws one sentence when it cannot. */
export async function makeKit(directory: string, { side, port, database }: KitOptions): Promise<Kit> {
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new Failure(`${directory} is not empty.`);
  mkdirSync(directory, { recursive: true });
  const directories = { VN: keysOf(directory, 'VN'), CN: keysOf(directory, 'CN') };
  const { agreement } = await setUpPair(directories, Date.now());
  const counterpartPort = port + 2;
  writeJson(join(directory, 'agreement.json'), agreement);
  writeJson(
    join(directory, 'node.json'),
    {
      side,
      dataDirectory: side,
      port,
      database,
      exchange: {
        port: port + 1,
        peerUrl: `https://127.0.0.1:${counterpartPort}`,
        peerAuthority: join(otherOf(side), 'keys', 'tls-authority.pem'),
        agreement: 'agreement.json',
      },
      logLevel: 'warn',
      // The embedded database is for the demonstration only, and so is a throw-away pair.
      ...(database === 'pglite' ? { demonstration: { dayToken: randomBytes(16).toString('hex') } } : {}),
    },
    0o600,
  );
  const exchangeUrl = `https://127.0.0.1:${port + 1}`;
  writeJson(join(directory, KIT_FILE), { format: FORMAT, nodeSide: side, counterpartPort, exchangeUrl } satisfies KitFile);
  return readKit(directory);
}

/** Reads a folder that `makeKit` has made; throws one sentence when it is none. */
export async function readKit(directory: string): Promise<Kit> {
  const file = join(directory, KIT_FILE);
  if (!existsSync(file)) throw notJudged(`${directory} is no folder of the conformance kit: make one with --make.`);
  const { format, nodeSide, counterpartPort, exchangeUrl } = JSON.parse(readFileSync(file, 'utf8')) as KitFile;
  if (format !== FORMAT) throw notJudged(`${file} is not of the format ${FORMAT}.`);
  const playedSide = otherOf(nodeSide);
  const checked = checkAgreement(JSON.parse(readFileSync(join(directory, 'agreement.json'), 'utf8')));
  if (!checked.ok) throw notJudged(`The agreement in ${directory} cannot be used: ${checked.fault}.`);
  return {
    directory,
    nodeSide,
    playedSide,
    counterpartPort,
    exchangeUrl,
    agreement: checked.value,
    identity: await identityOf(directory, playedSide),
    nodeAuthority: readFileSync(tlsAuthorityFile(keysOf(directory, nodeSide)), 'utf8'),
    logFile: join(directory, 'played-log.jsonl'),
  };
}
