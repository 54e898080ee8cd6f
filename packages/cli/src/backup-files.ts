import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { BackupFile } from '@pairgate/node/backup.ts';
import { Failure } from './failure.ts';
import { MARKER } from './data-folder.ts';
import type { InstalledNode } from './installation.ts';

/** Which files of a node go into a backup: what is public always, what is secret only when that was asked for. */

const isSecret = (name: string): boolean => name.endsWith('.key');
const SHARED = [MARKER, 'fingerprints.json'];
/** Beside the keys, in the data folder of a node. */
const OWN_SECRETS = ['link.key', 'passphrase', 'persons.key', 'pseudonym.key'];
/** Configurations hold tokens and the password of the database. */
const SHARED_SECRETS = ['tokens.json'];

function pathsOf({ base, config, configFile }: InstalledNode, withKeys: boolean): string[] {
  const keys = join(config.dataDirectory, 'keys');
  const names = existsSync(keys) ? readdirSync(keys).filter((name) => withKeys || !isSecret(name)) : [];
  const secrets = [
    configFile,
    ...OWN_SECRETS.map((name) => join(config.dataDirectory, name)),
    ...SHARED_SECRETS.map((name) => join(base, name)),
  ];
  return [
    ...SHARED.map((name) => join(base, name)),
    config.exchange.agreement,
    config.exchange.peerAuthority,
    ...names.map((name) => join(keys, name)),
    ...(withKeys ? secrets : []),
  ].filter((path) => existsSync(path) && statSync(path).isFile());
}

/** The files with their places relative to the configuration; what lies elsewhere stays out, as it has no place to return to. */
export function filesOf(node: InstalledNode, withKeys: boolean): BackupFile[] {
  return pathsOf(node, withKeys).flatMap((path) => {
    const place = relative(node.base, path);
    if (place.startsWith('..') || isAbsolute(place)) return [];
    return [{ file: place.split(sep).join('/'), mode: statSync(path).mode & 0o777, base64: readFileSync(path).toString('base64') }];
  });
}

/** A path of a backup below a folder; one that leads out of it was not written by us. */
function placeIn(base: string, file: string): string {
  const path = join(base, ...file.split('/'));
  const place = relative(base, path);
  if (place === '' || place.startsWith('..') || isAbsolute(file)) throw new Failure(`The backup names a file outside its folder: ${file}.`);
  return path;
}

/** Files that are there with other content. */
export const differingFiles = (base: string, files: readonly BackupFile[]): string[] =>
  files
    .filter(({ file, base64 }) => {
      const path = placeIn(base, file);
      return existsSync(path) && !readFileSync(path).equals(Buffer.from(base64, 'base64'));
    })
    .map(({ file }) => file);

export function writeFiles(base: string, files: readonly BackupFile[]): void {
  for (const { file, mode, base64 } of files) {
    const path = placeIn(base, file);
    const unfinished = `${path}.part`;
    mkdirSync(dirname(path), { recursive: true, ...(dirname(path).endsWith(`${sep}keys`) ? { mode: 0o700 } : {}) });
    writeFileSync(unfinished, Buffer.from(base64, 'base64'), { mode });
    chmodSync(unfinished, mode);
    renameSync(unfinished, path);
  }
}
