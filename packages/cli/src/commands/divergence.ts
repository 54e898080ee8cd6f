import { toBase64 } from '@pairgate/ledger/base64.ts';
import { divergencesOfNode, resolveOnNode, type DivergenceRow } from '@pairgate/node/maintenance.ts';
import { countOf, sideOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions, type Side } from '../context.ts';
import { Failure } from '../failure.ts';
import { findInstallation, whileStopped, withServers, type InstalledNode } from '../installation.ts';
import { tableOf } from '../table.ts';
import { nodeOptions } from './backup.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

/** The one node that a command is about. */
export interface OfNode extends CommonOptions {
  readonly config?: string;
  readonly side?: Side;
}

/** Runs with the one node that is named, while it is stopped. */
export async function withNode<T>(options: OfNode, run: (node: InstalledNode) => Promise<T>): Promise<T> {
  const installation = findInstallation(options);
  const [node, ...more] = installation.nodes;
  if (!node || more.length > 0) throw new Failure('Name the node, with --config or with --side.');
  return whileStopped(installation, () => withServers(installation, () => {}, ([ready]) => run(ready!)));
}

const instantOf = (millis: number | null): string => (millis === null ? 'open' : new Date(millis).toISOString());
const base64 = (bytes: Uint8Array | null): string | null => (bytes === null ? null : toBase64(bytes));

const told = ({ heldRoot, servedRoot, expectedRoot, servedEntries, ...rest }: DivergenceRow) => ({
  ...rest,
  heldRoot: base64(heldRoot),
  servedRoot: base64(servedRoot),
  expectedRoot: base64(expectedRoot),
  servedEntries: base64(servedEntries),
});

function linesOf(row: DivergenceRow): string[] {
  const { log, id, kind, grade, foundAt, heldSize, servedSize, resolvedAt, resolvedBy, resolution } = row;
  return [
    ...tableOf([
      [`${log} ${id}`, `${kind}, ${grade}`], ['found', instantOf(foundAt)], ['held', `${heldSize} entries`],
      ['served', servedSize === null ? 'no checkpoint of the author' : `${servedSize} entries`],
      ['resolved', resolvedAt === null ? 'open' : `${instantOf(resolvedAt)}, ${resolvedBy}: ${resolution}`],
    ]),
    ...[row.heldNote, row.servedNote].flatMap((note) => (note === null ? [] : ['', ...note.trimEnd().split('\n').map((line) => `  ${line}`)])),
    '',
  ];
}

/** What was found against the other side's log: looked at, and settled by people where no new epoch is needed. */
export function addDivergence(program: Program): void {
  const { context } = program;
  const root = program.root
    .command('divergence')
    .summary('what was found against the log of the other side, with the evidence')
    .description('Shows the evidence that froze intake, and marks it as settled once people have found out what it was.');

  const show = root.command('show').description('Everything that was ever found, with both signed checkpoints. Nothing is ever deleted.');
  for (const option of nodeOptions()) show.addOption(option);
  show.addHelpText('after', exitCodes(USUAL_CODES));
  doing<OfNode>(program, show, async (options) => {
    const rows = await withNode(options, ({ config }) => divergencesOfNode(config));
    if (options.json) printJson(context.out, { divergences: rows.map(told) });
    else for (const line of rows.length === 0 ? ['Nothing was ever found.'] : rows.flatMap(linesOf)) printLine(context.out, line);
    return 0;
  });

  const resolve = root
    .command('resolve')
    .description(
      'Marks a divergence as settled when the mirror is right and the other side has put its log in order. When it has not, ' +
        'intake freezes again. When the mirror is to be given up, a new epoch is the way.',
    )
    .argument('<log>', 'whose log, VN or CN', sideOf)
    .argument('<id>', 'the number that "divergence show" prints', countOf)
    .requiredOption('--reason <text>', 'what it was')
    .requiredOption('--confirmed-by <names...>', 'two different people who have looked at the evidence');
  for (const option of nodeOptions()) resolve.addOption(option);
  resolve.addHelpText('after', exitCodes(USUAL_CODES));
  doing<OfNode & { reason: string; confirmedBy: string[] }>(program, resolve, async (options, log, id) => {
    const { reason, confirmedBy } = options;
    if (!areTwo(confirmedBy)) throw new Failure('Two different people must confirm it.');
    const resolution = { at: Date.now(), by: confirmedBy.join(', '), how: reason };
    await withNode(options, async ({ config }) => {
      const open = (await divergencesOfNode(config)).some((row) => row.log === log && row.id === Number(id) && row.resolvedAt === null);
      if (!open) throw new Failure(`There is no open divergence ${id} of the log of ${log}.`);
      await resolveOnNode(config, log as Side, Number(id), resolution);
    });
    if (options.json) printJson(context.out, { log, id: Number(id), ...resolution });
    else printLine(context.out, `Divergence ${id} of the log of ${log} is settled; the evidence stays.`);
    return 0;
  });
}

/** Whether these are at least two different people, however their names were typed. */
export const areTwo = (names: readonly string[]): boolean =>
  new Set(names.map((name) => name.normalize('NFC').trim().toLowerCase()).filter((name) => name !== '')).size >= 2;
