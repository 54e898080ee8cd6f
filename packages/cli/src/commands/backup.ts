import { existsSync } from 'node:fs';
import { Option } from 'commander';
import { writeBackup, type NodeToBackUp } from '@pairgate/node/backup.ts';
import { openForBackup } from '@pairgate/node/maintenance.ts';
import { sideOf } from '../arguments.ts';
import { filesOf } from '../backup-files.ts';
import { printJson, printLine } from '../context.ts';
import { Failure } from '../failure.ts';
import { findInstallation, whileStopped, withServers, type InstalledNode, type NodeSelection } from '../installation.ts';
import { progressBar } from '../progress.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

interface Options extends NodeSelection {
  readonly output: string;
  readonly withKeys?: boolean;
  readonly force?: boolean;
}

/** Which node is meant: the option pair of every command that looks after a node's data. */
export const nodeOptions = (): Option[] => [
  new Option('--side <side>', 'one node of the demonstration, VN or CN; both when not said').argParser(sideOf),
  new Option('--config <file>', 'a node outside the demonstration, by its configuration'),
];

export function addBackup(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('backup')
    .summary('write all data of a stopped node into one file')
    .description(
      'Writes every table into one file that either kind of database can take back. A node on PGlite must be stopped; one on ' +
        'PostgreSQL may run, and is read at one moment. Keys and tokens stay out unless asked for.',
    )
    .requiredOption('-o, --output <file>', 'where to write it')
    .option('--with-keys', 'also private keys, tokens and configuration: keep such a file as safe as the keys')
    .option('--force', 'replace a file that is there');
  for (const option of nodeOptions()) command.addOption(option);
  command.addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, command, async (options) => {
    const { output, withKeys = false } = options;
    if (existsSync(output) && !options.force) throw new Failure(`${output} is there already; --force replaces it.`);
    const installation = findInstallation(options);
    const bar = progressBar(context.err, 'rows');
    const quiet = () => {};
    const write = async (nodes: readonly InstalledNode[]) => {
      const opened: NodeToBackUp[] = [];
      const closes: (() => Promise<void>)[] = [];
      try {
        for (const node of nodes) {
          const source = await openForBackup(node.config, quiet);
          closes.push(() => source.close());
          opened.push({ side: node.config.side, source, files: filesOf(node, withKeys) });
        }
        return await writeBackup(output, { nodes: opened, createdAt: new Date().toISOString() }, bar.update);
      } finally {
        bar.end();
        await Promise.all(closes.map((close) => close()));
      }
    };
    const stopped = () => whileStopped(installation, () => withServers(installation, quiet, write));
    const isReadable = installation.nodes.every(({ config }) => config.database !== 'pglite');
    const { rows } = await stopped().catch((error: Error) => {
      // A PostgreSQL server is read beside the running node.
      if (isReadable && error.name === 'DatabaseInUse') return write(installation.nodes);
      throw error;
    });
    const nodes = installation.nodes.map(({ config }) => config.side);
    if (options.json) printJson(context.out, { file: output, nodes, rows, keys: withKeys });
    else printLine(context.out, `Wrote ${output}: ${rows} rows of ${nodes.join(' and ')}, ${withKeys ? 'with' : 'without'} keys.`);
    return 0;
  });
}
