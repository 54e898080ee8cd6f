import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { KeyRing, type RingFault } from '@pairgate/exchange/key-ring.ts';
import { MAX_STATEMENT_BYTES, statementBytes, type SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { sha256 } from '../crypto.ts';
import type { World } from '../world.ts';
import { writePublic } from './private-file.ts';
import { statementPorts } from './statements.ts';

/**
 * Key statements as files beside the keys, `statement-<digest>.json`. A person who made or received one puts it there with
 * `pairgate keys`; the running node sees it within a second, takes it, and puts those there that came from the other side. So
 * the folder always shows who may sign what, also while the node is stopped.
 */
const NAME = /^statement-[0-9a-f]{16}\.json$/;
const ENROLMENTS_FIRST = { enrol: 0, retire: 1, revoke: 2 } as const;

const fileOf = ({ statement }: SignedKeyStatement): string =>
  `statement-${toHex(sha256(statementBytes(statement))).slice(0, 16)}.json`;

/** Keeps a statement in the folder; gives its file. */
export async function writeStatement(dir: string, signed: SignedKeyStatement): Promise<string> {
  const path = join(dir, fileOf(signed));
  if (!existsSync(path)) await writePublic(path, `${JSON.stringify(signed, null, 2)}\n`);
  return path;
}

export interface ReadStatement {
  readonly file: string;
  /** Whatever the file holds; `undefined` when it is no JSON, or too long to be a statement. */
  readonly value: unknown;
}

/** The contents of one file. Nothing of it is believed before a `KeyRing` has taken it. */
export async function readStatement(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  // A file may be laid out for people, so it may be longer than what is sent.
  if (text.length > 2 * MAX_STATEMENT_BYTES) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const namesIn = async (dir: string): Promise<string[]> => (await readdir(dir)).filter((name) => NAME.test(name)).toSorted();

/** All statements of a folder: enrolments first, as what ends needs what began. */
export async function readStatements(dir: string): Promise<ReadStatement[]> {
  const found: ReadStatement[] = [];
  for (const name of await namesIn(dir)) found.push({ file: join(dir, name), value: await readStatement(join(dir, name)) });
  const rank = ({ value }: ReadStatement) =>
    ENROLMENTS_FIRST[(value as SignedKeyStatement | undefined)?.statement?.act as keyof typeof ENROLMENTS_FIRST] ?? 3;
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** The ring that an agreement and the statements of a folder give, and the files that do not count. */
export async function ringOf(
  dir: string,
  document: AgreementDocument,
): Promise<{ readonly ring: KeyRing; readonly refused: readonly { readonly file: string; readonly fault: RingFault }[] }> {
  let ring = KeyRing.of(document, statementPorts);
  const refused: { file: string; fault: RingFault }[] = [];
  for (const { file, value } of await readStatements(dir)) {
    const added = ring.add(value);
    if (added.ok) ring = added.value;
    else refused.push({ file, fault: added.fault });
  }
  return { ring, refused };
}

const sizes = z.strictObject({ own: z.int().min(0), countersigned: z.int().min(0), peer: z.int().min(0) });
/** How long the logs were: one's own, as far as the other side has countersigned it, and the other side's as mirrored. */
export type LogSizes = z.infer<typeof sizes>;

const SIZES = 'sizes.json';

/** The sizes that the node wrote last; `undefined` when it has never run. */
export async function readSizes(dir: string): Promise<LogSizes | undefined> {
  const path = join(dir, SIZES);
  if (!existsSync(path)) return undefined;
  const parsed = sizes.safeParse(await readStatement(path));
  if (!parsed.success) throw new Error(`${path} does not hold the sizes of the logs: remove it, and the node writes it again.`);
  return parsed.data;
}

/** The folder as the running node has it. A disk fills it in (`folderOn`); a simulation puts a disk of its own there. */
export interface KeyFolder {
  /** The files of statements that it holds, as one text: another one whenever a statement has come or gone. */
  listed(): Promise<string>;
  statements(): Promise<readonly ReadStatement[]>;
  /** Keeps a statement; gives its file. */
  keep(signed: SignedKeyStatement): Promise<string>;
  keepSizes(sizes: LogSizes): Promise<void>;
}

export const folderOn = (dir: string): KeyFolder => ({
  // Not the time of its last change: two changes within one tick of the disk's clock bear the same.
  listed: async () => (await namesIn(dir)).join(),
  statements: () => readStatements(dir),
  keep: (signed) => writeStatement(dir, signed),
  keepSizes: (now) => writePublic(join(dir, SIZES), `${JSON.stringify(now)}\n`),
});

export interface WatchedFolder {
  readonly folder: KeyFolder;
  readonly world: Pick<World, 'after'>;
  /** What is new since the last look; each file is told of until it was taken once. */
  readonly onStatements: (statements: readonly ReadStatement[]) => Promise<void>;
  /** What the folder is to hold of statements, and of sizes. */
  readonly known: () => readonly SignedKeyStatement[];
  readonly sizes: () => LogSizes;
  readonly onError: (error: unknown) => void;
}

const EVERY_MS = 1000;

/** Looks at the folder every second while the node runs. */
export class StatementFolder {
  readonly #seen = new Set<string>();
  #looked: string | undefined;
  #kept = 0;
  #written = '';
  #callOff: () => void = () => undefined;
  #isStopped = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly options: WatchedFolder) {}

  start(): void {
    if (this.#isStopped) return;
    this.#callOff = this.options.world.after(EVERY_MS, () => {
      this.#looking = this.look().catch(this.options.onError).finally(() => this.start());
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#callOff();
    await this.#looking;
  }

  async look(): Promise<void> {
    const listed = await this.options.folder.listed();
    if (listed !== this.#looked) await this.#read(listed);
    await this.#keep();
  }

  /** What could not be taken now, as the database was away, is taken at a later look. */
  async #read(listed: string): Promise<void> {
    const { folder, onStatements } = this.options;
    const unseen = (await folder.statements()).filter(({ file }) => !this.#seen.has(file));
    if (unseen.length > 0) await onStatements(unseen);
    for (const { file } of unseen) this.#seen.add(file);
    this.#looked = listed;
  }

  async #keep(): Promise<void> {
    const { folder, known, sizes: sizesNow } = this.options;
    const statements = known();
    for (const signed of statements.slice(this.#kept)) this.#seen.add(await folder.keep(signed));
    this.#kept = statements.length;
    const now = sizesNow();
    const text = JSON.stringify(now);
    if (text === this.#written) return;
    await folder.keepSizes(now);
    this.#written = text;
  }
}
