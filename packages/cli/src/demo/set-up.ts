import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PERSONAS } from '@pairgate/node/accounts/personas.ts';
import { TOKEN_PREFIX } from '@pairgate/node/accounts/accounts.ts';
import { setUpPair, tlsAuthorityFile } from '@pairgate/node/set-up.ts';
import { SIDES, type Side } from '../context.ts';
import { MARKER, type DataFolder, type Demonstration, type Secrets } from '../data-folder.ts';
import { consoleFolder } from './build-files.ts';
import type { Ports } from './ports.ts';

/** What a demonstration needs in its folder: keys, an agreement, tokens, and a configuration for each process. */

/** Written beside its place and moved there, so that a file is there whole or not at all. */
function writeJson(file: string, value: unknown, mode = 0o644): void {
  const unfinished = `${file}.part`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(unfinished, file);
}

const secret = (): string => randomBytes(32).toString('base64url');

/** First start only: keys of both sides, the agreement that both root keys sign, tokens for all invented people. */
export async function setUpFolder(
  folder: DataFolder,
  demonstration: Demonstration,
  onProgress: (line: string) => void,
): Promise<void> {
  writeJson(folder.at(MARKER), demonstration);
  if (!existsSync(folder.agreement)) {
    onProgress('making the keys of both sides and the agreement between them (first start only)');
    const directories = { VN: folder.keysDirectory('VN'), CN: folder.keysDirectory('CN') };
    const { agreement, fingerprints } = await setUpPair(directories, Date.now());
    writeJson(folder.at('fingerprints.json'), fingerprints);
    writeJson(folder.agreement, agreement);
  }
  if (folder.secrets() === undefined) {
    const tokens = Object.fromEntries(PERSONAS.map(({ id }) => [id, `${TOKEN_PREFIX}${secret()}`]));
    writeJson(folder.at('tokens.json'), { dayToken: secret(), tokens } satisfies Secrets, 0o600);
  }
}

export interface ConfigurationParts {
  readonly folder: DataFolder;
  readonly demonstration: Demonstration;
  readonly ports: Ports;
  /** `pglite`, or the address of each side's database. */
  readonly databases: Readonly<Record<Side, string>>;
  readonly day: boolean;
  readonly speed: number;
}

const tokensOf = (side: Side, { tokens }: Secrets): Record<string, string> =>
  Object.fromEntries(PERSONAS.filter((persona) => persona.side === side).map(({ id }) => [id, tokens[id]!]));

/** At every start: ports, addresses and the place of the built screens may have changed since. */
export function writeConfigurations({ folder, demonstration, ports, databases, day, speed }: ConfigurationParts): void {
  const secrets = folder.secrets()!;
  const screens = consoleFolder();
  for (const side of SIDES) {
    const other = side === 'VN' ? 'CN' : 'VN';
    const within = (path: string) => relative(folder.path, path);
    writeJson(
      folder.config(side),
      {
        side,
        dataDirectory: within(folder.nodeDirectory(side)),
        port: ports.web[side],
        database: databases[side],
        exchange: {
          port: ports.exchange[side],
          peerUrl: `https://localhost:${ports.exchange[other]}`,
          peerAuthority: within(tlsAuthorityFile(folder.keysDirectory(other))),
          agreement: within(folder.agreement),
        },
        ...(screens === undefined ? {} : { consoleDirectory: screens }),
        logLevel: 'warn',
        demonstration: {
          dayToken: secrets.dayToken,
          tokens: tokensOf(side, secrets),
          otherSideUrl: demonstration.urls[other],
          ...(day ? { controlUrl: `http://127.0.0.1:${ports.control}/` } : {}),
        },
      },
      0o600,
    );
  }
  const node = (side: Side) => ({ url: `http://127.0.0.1:${ports.web[side]}`, tokens: tokensOf(side, secrets) });
  writeJson(
    folder.at('day.json'),
    {
      nodes: { VN: node('VN'), CN: node('CN') },
      dayToken: secrets.dayToken,
      controlPort: ports.control,
      speed,
      dataDirectory: join(folder.path, 'day'),
    },
    0o600,
  );
}
