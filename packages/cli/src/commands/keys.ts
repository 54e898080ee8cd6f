import { Argument, Option, type Command } from 'commander';
import { FAULTS, perform, rehearse, shortKey, type Act, type Rehearsal, type Step } from '@pairgate/node/keys/ceremony.ts';
import { readSizes, readStatement, ringOf, writeStatement } from '@pairgate/node/keys/statement-folder.ts';
import { readNames } from '@pairgate/node/keys/identity.ts';
import { logOf } from '@pairgate/exchange/key-ring.ts';
import { PURPOSES, type Purpose } from '@pairgate/exchange/key-statement.ts';
import { countOf } from '../arguments.ts';
import { printJson, printLine, SIDES, type Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { configOf, documentOf, keysDirectory, officeOf, type KeyOptions } from '../key-office.ts';
import { tableOf } from '../table.ts';
import { nodeOptions } from './backup.ts';
import { doing, exitCodes, USUAL_CODES, type Program, type Run } from './common.ts';
import { addKeyMaking } from './keys-making.ts';

const AFTER = `
Statements are files beside the keys. A running node takes them within a second, records them in its log and tells the other
side; when the link is down, give the files to the other side, where "pairgate keys import FILE" takes them.
docs/operating/keys.md goes through each ceremony step by step.`;

function sayTrials({ out }: Context, { trials }: Rehearsal): void {
  if (trials.length === 0) return;
  printLine(out);
  const rows = trials.map(({ size, key, taken, stands }) => [
    `size ${size}`, shortKey(key), taken ? 'taken' : 'not taken', stands ? 'stands if countersigned before' : 'does not stand',
  ]);
  for (const line of tableOf([['checkpoint', 'key', 'from now on', 'as proof'], ...rows])) printLine(out, line);
}

function say(context: Context, steps: readonly Step[], rehearsal: Rehearsal | undefined, options: KeyOptions): void {
  if (options.json) return printJson(context.out, { rehearsed: rehearsal !== undefined, steps, ...(rehearsal ? { trials: rehearsal.trials } : {}) });
  for (const { sentence, file } of steps) printLine(context.out, rehearsal ? sentence : `${sentence}: ${file}`);
  if (!rehearsal) return;
  sayTrials(context, rehearsal);
  printLine(context.out);
  printLine(context.out, 'That was a rehearsal on a copy that is thrown away: nothing was changed, and nobody was told.');
}

async function act(context: Context, options: KeyOptions & { rehearse?: boolean }, what: Act): Promise<number> {
  const office = await officeOf(options, context);
  const rehearsal = options.rehearse ? await rehearse(office, what) : undefined;
  say(context, rehearsal?.steps ?? (await perform(office, what)), rehearsal, options);
  return 0;
}

const purpose = () => new Argument('<purpose>', 'what the key is for').choices(PURPOSES);

/** The four acts that need the root key. */
function addActs(context: Context, add: <Options>(command: Command, run: Run<Options & KeyOptions>) => void, keys: Command): void {
  const rootOptions = (command: Command): Command =>
    command
      .option('--root <file>', 'the root key; "-" types it at the terminal; without it, root.key beside the keys, else typed')
      .option('--rehearse', 'do all of it on a copy with a throw-away other side, show what stays valid, change nothing');
  add<{ from?: number; rehearse?: boolean }>(
    rootOptions(keys.command('enrol').description('Makes a key and lets it count beside those that there are.').addArgument(purpose()))
      .option('--from <size>', 'first size at which it counts; without it, from now on', countOf),
    (options, of) => act(context, options, { kind: 'enrol', purpose: of as Purpose, ...(options.from === undefined ? {} : { from: options.from }) }),
  );
  add<{ overlap: number; rehearse?: boolean }>(
    rootOptions(keys.command('rotate').description('Makes a key, lets it count from now on, and lets the one before end after an overlap.').addArgument(purpose()))
      .addOption(new Option('--overlap <entries>', 'for how many entries both count').default(1000).argParser(countOf)),
    (options, of) => act(context, options, { kind: 'rotate', purpose: of as Purpose, overlap: options.overlap }),
  );
  add<{ until: number; rehearse?: boolean }>(
    rootOptions(
      keys.command('retire').description('Lets a key end at a size that is still to come.').addArgument(purpose()).argument('<key>', 'its beginning is enough'),
    ).requiredOption('--until <size>', 'last size at which it counts', countOf),
    (options, of, key) => act(context, options, { kind: 'retire', purpose: of as Purpose, key: key!, until: options.until }),
  );
  add<{ upTo?: number; rehearse?: boolean }>(
    rootOptions(
      keys
        .command('revoke')
        .description('In an emergency: nothing new of a key is taken any more; what was countersigned before stands. A successor is enrolled when none is there.')
        .addArgument(purpose())
        .argument('[key]', 'its beginning is enough; without it, the only one that counts'),
    ).option('--up-to <size>', 'newest size that the other side had countersigned; without it, what the node knew last', countOf),
    (options, of, key) =>
      act(context, options, {
        kind: 'revoke',
        purpose: of as Purpose,
        ...(key === undefined ? {} : { key }),
        ...(options.upTo === undefined ? {} : { upTo: options.upTo }),
      }),
  );
}

async function show(context: Context, options: KeyOptions): Promise<number> {
  const config = configOf(options);
  const dir = keysDirectory(config);
  const { ring } = await ringOf(dir, documentOf(config));
  const sizes = (await readSizes(dir)) ?? { own: 0, countersigned: 0, peer: 0 };
  const held = new Set((await readNames(dir)).map(({ key }) => key));
  const found = SIDES.flatMap((side) =>
    PURPOSES.flatMap((of) =>
      ring.terms(side, of).map(({ key, from, until, revokedUpTo }) => ({
        side, purpose: of, key, from,
        until: until === Infinity ? null : until,
        ...(revokedUpTo === undefined ? {} : { countersignedUpTo: revokedUpTo }),
        standing: ring.standing(side, of, key, logOf(side, of) === config.side ? sizes.own : sizes.peer),
        held: held.has(key),
      })),
    ),
  );
  if (options.json) printJson(context.out, { side: config.side, sizes, keys: found });
  else {
    const rows = found.map((each) => [
      each.side, each.purpose, shortKey(each.key), `from ${each.from}`, each.until === null ? '' : `until ${each.until}`,
      each.standing, each.held ? 'held here' : '',
    ]);
    for (const line of tableOf(rows)) printLine(context.out, line);
  }
  return 0;
}

async function importStatement(context: Context, options: KeyOptions, file: string): Promise<number> {
  const config = configOf(options);
  const dir = keysDirectory(config);
  const { ring } = await ringOf(dir, documentOf(config));
  const added = ring.add(await readStatement(file));
  if (!added.ok && added.fault !== 'replayed') throw new Failure(`${file} does not count: ${FAULTS[added.fault]}.`, { code: added.fault });
  if (!added.ok) {
    if (options.json) printJson(context.out, { known: true });
    else printLine(context.out, `${file} is known already.`);
    return 0;
  }
  const signed = added.value.statements.at(-1)!;
  const kept = await writeStatement(dir, signed);
  const { act: did, side, purpose: of, key } = signed.statement;
  if (options.json) printJson(context.out, { known: false, file: kept, statement: signed.statement });
  else printLine(context.out, `${side} ${did}s ${of} key ${shortKey(key)}: the node takes it within a second.`);
  return 0;
}

export function addKeys(program: Program): void {
  const { context } = program;
  const keys = program.root
    .command('keys')
    .summary('root key, working keys, their rotation and revocation')
    .description('Looks after the keys of a side: which there are, who may sign what, and every change of that.')
    .addHelpText('after', `${AFTER}\n${exitCodes({ ...USUAL_CODES, 1: 'not done, or "check" has found something' })}`);
  function add<Options>(command: Command, run: Run<Options & KeyOptions>): void {
    for (const option of nodeOptions()) command.addOption(option);
    command.addHelpText('after', exitCodes(USUAL_CODES));
    doing<Options & KeyOptions>(program, command, run);
  }
  add(keys.command('show').description('Lists the keys of both sides: since when and until when they count.'), (options) => show(context, options));
  addActs(context, add, keys);
  add(
    keys.command('import').description('Takes a key statement of either side from a file.').argument('<file>', 'as "pairgate keys" writes it'),
    (options, file) => importStatement(context, options, file!),
  );
  addKeyMaking(program, keys, add);
}
