import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { sideId } from '@pairgate/domain/kernel/codes.ts';
import { PLANNING_HOURS } from './planning/hours.ts';

/** The configuration of one node, as a JSON file. Paths are relative to the file. */
export const nodeConfig = z.strictObject({
  side: sideId,
  /** Keys, the embedded database and the anchor of the log live here. */
  dataDirectory: z.string().min(1),
  host: z.string().default('127.0.0.1'),
  port: z.int().min(1).max(65_535),
  /** `pglite` is for trial and tests; a node that pairs outside the demonstration needs a PostgreSQL address. */
  database: z.string().default('pglite'),
  exchange: z.strictObject({
    host: z.string().default('127.0.0.1'),
    /** Where this side listens; absent where nobody can call in. */
    port: z.int().min(1).max(65_535).optional(),
    /** Where the other side listens; absent where this side cannot or must not call out. */
    peerUrl: z.url({ protocol: /^https$/ }).optional(),
    /** Who opens the streams: each side its own two, or one side all four and the other none. */
    opens: z.enum(['own', 'all', 'none']).default('own'),
    /** How the other side's log is followed. */
    follow: z.enum(['stream', 'poll']).default('stream'),
    /** PEM of the other side's TLS authority. */
    peerAuthority: z.string().min(1),
    /** The agreement that both sides have signed. */
    agreement: z.string().min(1),
  }).superRefine(({ port, peerUrl, opens, follow }, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', message });
    if (opens !== 'all' && port === undefined) wrong('a side that does not open every stream itself needs a port');
    if (opens !== 'none' && peerUrl === undefined) wrong('a side that opens streams needs the peerUrl of the other side');
    if (opens === 'none' && follow === 'poll') wrong('a side that opens no stream cannot poll');
  }),
  /** Holds the passphrase of the keys; see `keys/passphrase.ts` for where it comes from when nothing is named. */
  passphraseFile: z.string().min(1).optional(),
  consoleDirectory: z.string().optional(),
  rulesDirectory: z.string().optional(),
  /**
   * How many distinct natural persons may cross in a calendar year. From there on a fact crosses without the person; without
   * a number nobody is stopped, and the thresholds of the law only raise alarms.
   */
  stopPersonsAt: z.strictObject({ personal: z.int().min(0).optional(), sensitive: z.int().min(0).optional() }).optional(),
  /** When the slots of seven days are planned, by the local hour of this side's gate, and how long the solver may take. */
  planning: z
    .strictObject({
      nightHour: z.int().min(0).max(23).default(PLANNING_HOURS.nightHour),
      nightSeconds: z.int().min(1).max(600).default(PLANNING_HOURS.nightSeconds),
      daySeconds: z.int().min(1).max(120).default(PLANNING_HOURS.daySeconds),
    })
    .optional(),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  demonstration: z
    .strictObject({
      dayToken: z.string().min(16),
      /** API tokens of the invented people, by persona. */
      tokens: z.record(z.string(), z.string().min(16)).optional(),
      controlUrl: z.url().optional(),
      otherSideUrl: z.url().optional(),
    })
    .optional(),
});
export type NodeConfig = z.infer<typeof nodeConfig>;

/** Reads a configuration; throws one clear sentence when it cannot be used. */
export function readConfig(file: string): NodeConfig {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The configuration ${file} cannot be read: ${(error as Error).message}`);
  }
  const parsed = nodeConfig.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new Error(`The configuration ${file} is wrong at /${issue.path.join('/')}: ${issue.message}`);
  }
  const at = (path: string) => resolve(dirname(file), path);
  const { exchange, passphraseFile, consoleDirectory, rulesDirectory, ...config } = parsed.data;
  return {
    ...config,
    dataDirectory: at(config.dataDirectory),
    exchange: { ...exchange, peerAuthority: at(exchange.peerAuthority), agreement: at(exchange.agreement) },
    ...(passphraseFile === undefined ? {} : { passphraseFile: at(passphraseFile) }),
    ...(consoleDirectory === undefined ? {} : { consoleDirectory: at(consoleDirectory) }),
    ...(rulesDirectory === undefined ? {} : { rulesDirectory: at(rulesDirectory) }),
  };
}
