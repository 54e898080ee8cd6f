import { existsSync, writeFileSync } from 'node:fs';
import { compileAgreement, type CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import { epochBytes, isSignedBy, readEpochFile, type EpochFile } from '@pairgate/exchange/epoch.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { verifyEd25519 } from '@pairgate/node/crypto.ts';
import { refusalOf } from '@pairgate/node/epochs.ts';
import { checkAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { applyEpochToNode, compareEpochWithNode, proposeEpochFromNode, rootsOfNode } from '@pairgate/node/maintenance.ts';
import type { CommonOptions, Side } from '../context.ts';
import { printJson, printLine, SIDES } from '../context.ts';
import { Failure } from '../failure.ts';
import { readStrictJson } from '../json-file.ts';
import { rootFrom } from '../key-office.ts';
import { tableOf } from '../table.ts';
import { countOf, sideOf } from '../arguments.ts';
import { nodeOptions } from './backup.ts';
import { areTwo, withNode, type OfNode } from './divergence.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

/** The agreement of the pair, for those who have no node at hand. */
function agreementIn(file: string, { language }: CommonOptions): CompiledAgreement {
  const checked = checkAgreement(readStrictJson(file, language));
  if (!checked.ok) throw new Failure(`The agreement ${file} cannot be used: ${checked.fault}.`);
  return compileAgreement(checked.value.document);
}

function epochIn(file: string, agreement: CompiledAgreement, { language }: CommonOptions): EpochFile {
  const read = readEpochFile(readStrictJson(file, language), agreement);
  if (!read.ok) throw refusalOf(read.fault);
  return read.value;
}

const write = (file: string, epoch: EpochFile) => writeFileSync(file, `${JSON.stringify(epoch, null, 2)}\n`);

const linesOf = ({ document, confirmedBy }: EpochFile, signed: readonly string[]): string[] =>
  tableOf([
    ['log', document.side], ['epoch', String(document.epoch)], ['goes on from', `${document.size} entries`], ['root', document.root],
    ['origin', document.origin], ['signed by', signed.join(', ') || 'nobody yet'],
    ...SIDES.map((side) => [`confirmed, ${side}`, (confirmedBy[side] ?? []).join(', ') || 'nobody yet']),
  ]);

/** The way out when a log has diverged: a document that both root keys sign, passed from hand to hand as a file. */
export function addEpoch(program: Program): void {
  const { context } = program;
  const root = program.root
    .command('epoch')
    .summary('let a log that has diverged go on, with the signatures of both root keys')
    .description(
      'A new epoch says from which size and root a log goes on. It is proposed from a node, signed off line by both root keys, ' +
        'confirmed by two people of each side, and applied to both nodes while they are stopped. docs/operating/drills.md has the steps.',
    );

  const roots = root
    .command('roots')
    .description('Prints every size of a log that this node has a stored root for, one a line. The last line that both sides print is where they still agreed.')
    .argument('<log>', 'VN or CN', sideOf);
  for (const option of nodeOptions()) roots.addOption(option);
  roots.addHelpText('after', exitCodes(USUAL_CODES));
  doing<OfNode>(program, roots, async (options, log) => {
    const found = await withNode(options, ({ config }) => rootsOfNode(config, log as Side));
    if (options.json) printJson(context.out, { log, roots: found });
    else for (const { size, root: hash } of found) printLine(context.out, `${size} ${hash}`);
    return 0;
  });

  const propose = root
    .command('propose')
    .description('Writes the document of the next epoch, with the root that this node has at that size.')
    .argument('<log>', 'whose log goes on, VN or CN', sideOf)
    .requiredOption('--size <entries>', 'the largest size at which both sides have the same root', countOf)
    .requiredOption('--output <file>', 'the file to write');
  for (const option of nodeOptions()) propose.addOption(option);
  propose.addHelpText('after', exitCodes(USUAL_CODES));
  doing<OfNode & { size: number; output: string }>(program, propose, async (options, log) => {
    if (existsSync(options.output)) throw new Failure(`${options.output} is there already.`);
    const document = await withNode(options, ({ config }) => proposeEpochFromNode(config, log as Side, options.size));
    const file: EpochFile = { document, signatures: {}, confirmedBy: {} };
    write(options.output, file);
    if (options.json) printJson(context.out, file);
    else for (const line of linesOf(file, [])) printLine(context.out, line);
    return 0;
  });

  const sign = root
    .command('sign')
    .description('Adds the signature of one side. Needs no node: it is meant for the computer on which the root key is kept.')
    .argument('<file>', 'the epoch')
    .requiredOption('--root <file>', 'the root key of the side that signs')
    .requiredOption('--agreement <file>', 'the agreement of the pair')
    .requiredOption('--confirmed-by <names...>', 'two different people who have compared size and root')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<CommonOptions & { root: string; agreement: string; confirmedBy: string[] }>(program, sign, async (options, path) => {
    const agreement = agreementIn(options.agreement, options);
    const file = epochIn(path!, agreement, options);
    const key = await rootFrom(options.root, context);
    const side = SIDES.find((each) => agreement.party(each).rootKey === toBase64(key.publicKey));
    if (!side) throw new Failure(`${options.root} is the root key of neither side.`);
    if (!areTwo(options.confirmedBy)) throw refusalOf('not_confirmed');
    const signed: EpochFile = {
      ...file,
      signatures: { ...file.signatures, [side]: toBase64(key.sign(epochBytes(file.document))) },
      confirmedBy: { ...file.confirmedBy, [side]: options.confirmedBy },
    };
    write(path!, signed);
    if (options.json) printJson(context.out, signed);
    else printLine(context.out, `Signed for ${side}.`);
    return 0;
  });

  const show = root
    .command('show')
    .description('Says what an epoch says, who has signed it, and whether a node has the same root at that size.')
    .argument('<file>', 'the epoch')
    .requiredOption('--agreement <file>', 'the agreement of the pair');
  for (const option of nodeOptions()) show.addOption(option);
  show.addHelpText('after', exitCodes({ 0: 'it can be read, and fits the node that was named', 1: 'not; one sentence says why' }));
  doing<OfNode & { agreement: string }>(program, show, async (options, path) => {
    const agreement = agreementIn(options.agreement, options);
    const file = epochIn(path!, agreement, options);
    const signed = SIDES.filter((side) => isSignedBy(file, side, agreement, verifyEd25519));
    const named = options.config !== undefined || options.side !== undefined;
    if (named) await withNode(options, ({ config }) => compareEpochWithNode(config, file.document));
    if (options.json) printJson(context.out, { ...file, signedBy: signed, fitsNode: named ? true : null });
    else {
      for (const line of linesOf(file, signed)) printLine(context.out, line);
      if (named) printLine(context.out, 'The node has the same root at that size.');
    }
    return 0;
  });

  const apply = root
    .command('apply')
    .description('Puts a signed and confirmed epoch into force on a stopped node, and makes its read models again.')
    .argument('<file>', 'the epoch');
  for (const option of nodeOptions()) apply.addOption(option);
  apply.addHelpText('after', exitCodes(USUAL_CODES));
  doing<OfNode>(program, apply, async (options, path) => {
    const value = readStrictJson(path!, options.language);
    const { applied, dropped } = await withNode(options, ({ config }) => applyEpochToNode(config, value, Date.now()));
    if (options.json) printJson(context.out, { applied, dropped });
    else {
      printLine(context.out, `The log of ${applied.side} goes on in epoch ${applied.epoch} from ${applied.size} entries.`);
      if (dropped > 0) printLine(context.out, `${dropped} entries of the older epoch are void; they are kept aside as evidence.`);
    }
    return 0;
  });
}
