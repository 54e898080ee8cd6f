import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the passphrase of a node's keys comes from. */
export interface PassphraseSource {
  readonly dataDirectory: string;
  /** Named in the configuration. */
  readonly passphraseFile?: string | undefined;
}

export const PASSPHRASE_VARIABLE = 'PAIRGATE_PASSPHRASE';

/** The file that is looked for when nothing is named: the demonstration writes it there with a passphrase that it draws. */
export const defaultPassphraseFile = (dataDirectory: string): string => join(dataDirectory, 'passphrase');

function fromFile(file: string): string {
  const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  if (text === '') throw new Error(`${file} holds no passphrase.`);
  return text;
}

/**
 * The passphrase of a node's keys: from the file that the configuration names, else from the environment, else from the
 * file `passphrase` of its data folder, else from whoever sits before it. Throws one sentence that says what to do.
 */
export async function findPassphrase(
  { dataDirectory, passphraseFile }: PassphraseSource,
  env: Readonly<Record<string, string | undefined>>,
  ask?: () => Promise<string>,
): Promise<string> {
  if (passphraseFile !== undefined) return fromFile(passphraseFile);
  const given = env[PASSPHRASE_VARIABLE];
  if (given !== undefined && given !== '') return given;
  const file = defaultPassphraseFile(dataDirectory);
  if (existsSync(file)) return fromFile(file);
  if (ask) return ask();
  throw new Error(
    `The keys of the node are sealed, and there is no passphrase: name a passphraseFile in its configuration, set ` +
      `${PASSPHRASE_VARIABLE}, or put it into ${file}.`,
  );
}
