import { mkdirSync } from 'node:fs';
import type { BackupFile } from '@pairgate/node/backup.ts';
import { forgetAnchor, openForRestore } from '@pairgate/node/maintenance.ts';
import { restoreBackup, surveyBackup, type RestoreOptions, type Survey } from '@pairgate/node/restore.ts';
import { differingFiles, writeFiles } from '../backup-files.ts';
import { printJson, printLine, SIDES, type CommonOptions, type Side } from '../context.ts';
import { DataFolder, MARKER } from '../data-folder.ts';
import { Failure } from '../failure.ts';
import { findInstallation, whileStopped, withServers, type Installation, type InstalledNode, type NodeSelection } from '../installation.ts';
import { progressBar } from '../progress.ts';
import { nodeOptions } from './backup.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

type Options = NodeSelection & CommonOptions & { readonly force?: boolean };

/** The sides to restore: those of the file, or the one that was named. */
function sidesOf(survey: Survey, file: string, side: Side | undefined): Side[] {
  const sides = [...survey.nodes.keys()].filter((each) => side === undefined || each === side);
  if (sides.length === 0) throw new Failure(`${file} holds no node ${side}.`);
  return sides;
}

/** Files come first: a folder that was lost gets its configuration back from them. */
function restoreFiles(base: string, files: readonly BackupFile[], { force = false }: Options): void {
  const differing = differingFiles(base, files);
  if (differing.length > 0 && !force) {
    throw new Failure(`In ${base} other content is in ${differing.join(', ')}; --force replaces it.`);
  }
  writeFiles(base, files);
}

async function restoreDatabases(
  file: string,
  survey: Survey,
  nodes: readonly InstalledNode[],
  options: Pick<RestoreOptions, 'force' | 'onProgress'>,
): Promise<{ rows: number }> {
  const databases = new Map<Side, Awaited<ReturnType<typeof openForRestore>>>();
  try {
    for (const { config } of nodes) databases.set(config.side, await openForRestore(config, options.force, () => {}));
    return await restoreBackup(file, survey, { ...options, databases });
  } finally {
    await Promise.all([...databases.values()].map((database) => database.close()));
  }
}

export function addRestore(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('restore')
    .summary('put the data of a backup back')
    .description(
      'Puts nodes back into the data folder (--data), or one node into the database of its configuration (--config). Nothing ' +
        'that is there is replaced without --force. What the other side has received since comes back from its copy at the next start.',
    )
    .argument('<file>', 'as "pairgate backup" writes it')
    .option('--force', 'replace what is there');
  for (const option of nodeOptions()) command.addOption(option);
  command.addHelpText('after', exitCodes(USUAL_CODES));
  doing<NodeSelection & { force?: boolean }>(program, command, async (options, file) => {
    const survey = await surveyBackup(file!);
    const sides = sidesOf(survey, file!, options.side);
    const files = sides.flatMap((side) => survey.nodes.get(side)!.files);
    const bar = progressBar(context.err, 'rows');
    const restore = async (): Promise<{ rows: number }> => {
      if (options.config === undefined) restoreFiles(new DataFolder(options.data).path, files, options);
      const installation = findInstallation(options);
      const nodes = installation.nodes.filter(({ config }) => sides.includes(config.side));
      const restoring = { force: options.force ?? false, onProgress: bar.update };
      const restored = await withServers({ ...installation, nodes }, () => {}, (ready) =>
        restoreDatabases(file!, survey, ready, restoring),
      );
      // When both sides go back together there is nothing newer anywhere that a node should wait for.
      if (installation.folder && nodes.length === SIDES.length) for (const { config } of nodes) forgetAnchor(config);
      return restored;
    };
    const { rows } = await whileStopped(placeOf(options, files), restore).finally(() => bar.end());
    if (options.json) printJson(context.out, { file, nodes: sides, rows });
    else printLine(context.out, `Restored ${sides.join(' and ')}: ${rows} rows of ${survey.createdAt}.`);
    return 0;
  });
}

/** The folder that is locked meanwhile. One that holds something else is left alone. */
function placeOf({ config, data }: Options, files: readonly BackupFile[]): Installation {
  if (config !== undefined) return { nodes: [], folder: undefined, demonstration: undefined };
  const folder = new DataFolder(data);
  const brings = (name: string) => files.some((each) => each.file === name);
  if (folder.demonstration() === undefined && !brings('vn.json') && !brings('cn.json')) {
    throw new Failure(`${folder.path} has no ${MARKER}, and the backup was made without --with-keys: restore into the folder that has the keys.`);
  }
  mkdirSync(folder.path, { recursive: true });
  return { nodes: [], folder, demonstration: undefined };
}
