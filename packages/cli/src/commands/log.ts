import { Argument, type Command } from 'commander';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { fromHex, toHex } from '@pairgate/ledger/hex.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from '@pairgate/ledger/proof.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { countOf, hashOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions } from '../context.ts';
import { readLineLog, TooFewLines, type LineLog } from '../line-log.ts';
import { progressBar } from '../progress.ts';
import { CANNOT_TELL, readHead, readInclusion, type Head, type InclusionFile } from '../proof-file.ts';
import { failureWith, sentence, type SentenceCode, type Values } from '../sentences.ts';
import { doing, exitCodes, USUAL_CODES, type Program, type Run } from './common.ts';

/** What was judged: the exit code, the sentence and what the sentence speaks of. */
interface Judgement {
  readonly exitCode: 0 | 1 | typeof CANNOT_TELL;
  readonly code: SentenceCode;
  readonly values: Values;
}

const VERDICTS = ['VALID', 'INVALID', 'CANNOT_TELL'] as const;
const JUDGING_CODES = { 0: 'valid', 1: 'invalid', 2: 'cannot tell: a question stays open, or a file cannot be read' };

const LINES = `
FILE is read as a log, the way both nodes keep theirs: an RFC 9162 Merkle tree with SHA-256. Each line is a leaf, its bytes
without the newline (0x0A); nothing else is taken away, so a carriage return belongs to its line. A last line without a
newline is a line like the others. An empty file is the empty log, whose root is the SHA-256 of nothing. Lines count from 0.
The file is read once, piece by piece, and may be of any size.`;

const SIZE = 'the log as it was when it had this many lines';

function judgeInclusion({ index, size, leafHash, root, path }: InclusionFile, own: Uint8Array | undefined): Judgement {
  const values = { index, size, root: toHex(root) };
  if (index >= size) return { exitCode: 1, code: 'index_outside', values };
  if (!verifyInclusion(sha256, { index, size, leafHash, root, proof: path })) return { exitCode: 1, code: 'path_does_not_lead', values };
  if (own && !equalBytes(own, root)) return { exitCode: 1, code: 'root_not_yours', values };
  return { exitCode: 0, code: own ? 'included_in_yours' : 'included', values };
}

function judgeConsistency(old: Head, next: Head, file: string): Judgement {
  const values = { size: next.size, oldSize: old.size, file };
  if (next.size < old.size) return { exitCode: 1, code: 'shorter', values };
  const plain = next.size === old.size || old.size === 0;
  if (!plain && next.oldSize !== old.size) return { exitCode: CANNOT_TELL, code: 'no_path_between', values };
  const claim = { oldSize: old.size, oldRoot: old.root, size: next.size, root: next.root, proof: plain ? [] : next.path };
  if (verifyConsistency(sha256, claim)) return { exitCode: 0, code: 'continued', values };
  const differ = next.size === old.size && !equalBytes(old.root, next.root);
  return { exitCode: 1, code: differ ? 'two_roots' : 'not_continued', values };
}

interface FileOptions {
  readonly size?: number;
  readonly oldSize?: number;
}

const hexOf = (hashes: readonly Uint8Array[]): string[] => hashes.map(toHex);
const rootIn = ({ edge }: LineLog): string => toHex(rootOf(sha256, edge));

export function addLog(program: Program): void {
  const { context } = program;
  const log = program.root
    .command('log')
    .summary('roots and proofs of any file of lines')
    .description('Makes and checks the proofs of a transparency log over the lines of any file, with no node and no network.')
    .addHelpText('after', `${LINES}\n${exitCodes({ ...USUAL_CODES, 2: '"check" and "consistency" only: cannot tell' })}`);

  function add<Options>(name: string, args: readonly Argument[], describe: (made: Command) => Command, run: Run<Options>): void {
    const made = log.command(name);
    for (const argument of args) made.addArgument(argument);
    doing<Options>(program, describe(made), run);
  }

  const read = async (file: string, { size, language }: FileOptions & CommonOptions, watched?: number): Promise<LineLog> => {
    const progress = progressBar(context.err, `MB of ${file}`);
    try {
      return await readLineLog(file, { size, progress, ...(watched === undefined ? {} : { watched }) });
    } catch (error) {
      if (error instanceof TooFewLines) throw failureWith('no_such_size', language, { file, lines: error.lines, size: size! });
      throw error;
    }
  };

  function tell({ exitCode, code, values }: Judgement, { json, language }: CommonOptions): number {
    const said = sentence(code, language, values);
    if (json) printJson(context.out, { verdict: VERDICTS[exitCode], code, sentence: said, ...values });
    else printLine(context.out, said);
    return exitCode;
  }

  add<FileOptions>(
    'root',
    [new Argument('<file>', 'any file')],
    (command) =>
      command
        .description('Prints the root of a file of lines, in hex; with --json its size too.')
        .option('--size <n>', SIZE, countOf)
        .addHelpText('after', `${LINES}\n${exitCodes(USUAL_CODES)}`),
    async (options, file) => {
      const found = await read(file!, options);
      if (options.json) printJson(context.out, { size: found.edge.size, root: rootIn(found) });
      else printLine(context.out, rootIn(found));
      return 0;
    },
  );

  add<FileOptions>(
    'head',
    [new Argument('<file>', 'any file')],
    (command) =>
      command
        .description('Prints the size and the root of a file of lines as JSON, and with --old-size the path that joins them to an older head.')
        .option('--size <n>', SIZE, countOf)
        .option('--old-size <n>', 'add the consistency proof from the log of this many first lines', countOf)
        .addHelpText('after', `
Keep the head of a log, and later ask whoever holds the file for a newer one with a path from yours:

  pairgate log head FILE > old.json
  pairgate log head FILE --old-size SIZE > new.json      SIZE is the one in old.json
  pairgate log consistency old.json new.json
${LINES}\n${exitCodes(USUAL_CODES)}`),
    async (options, file) => {
      const { oldSize, language } = options;
      const found = await read(file!, options, oldSize ? oldSize - 1 : undefined);
      const { size } = found.edge;
      if (oldSize === undefined) printJson(context.out, { size, root: rootIn(found) });
      else {
        if (oldSize > size) throw failureWith('old_size_beyond', language, { oldSize, size });
        const path = hexOf(consistencyProof(sha256, found.reader, oldSize, size));
        printJson(context.out, { size, root: rootIn(found), old_size: oldSize, path });
      }
      return 0;
    },
  );

  add<FileOptions>(
    'prove',
    [
      new Argument('<file>', 'any file'),
      new Argument('<index>', 'number of the line, the first is 0').argParser(countOf),
    ],
    (command) =>
      command
        .description('Prints the proof that a line is in a file, as JSON: index, size, leaf_hash, root, path.')
        .option('--size <n>', SIZE, countOf)
        .addHelpText('after', `${LINES}\n${exitCodes(USUAL_CODES)}`),
    async (options, file, given) => {
      const index = Number(given);
      const found = await read(file!, options, index);
      const { size } = found.edge;
      if (index >= size) throw failureWith('no_such_line', options.language, { file: file!, lines: size, index });
      const path = hexOf(inclusionProof(sha256, found.reader, index, size));
      printJson(context.out, { index, size, leaf_hash: toHex(found.reader.hash(0, index)), root: rootIn(found), path });
      return 0;
    },
  );

  add<{ root?: string }>(
    'check',
    [new Argument('<proof>', 'as "pairgate log prove" writes it')],
    (command) =>
      command
        .description('Judges a proof that a line is in a log. It needs no log; what it trusts is the root, so compare that, or give it.')
        .option('--root <hash>', 'the root that you trust', hashOf)
        .addHelpText('after', `\nThe leaf hash of a line is the SHA-256 of a zero byte and the line: (printf '\\0'; printf %s LINE) | sha256sum\n${exitCodes(JUDGING_CODES)}`),
    async (options, file) => {
      const own = options.root === undefined ? undefined : fromHex(options.root);
      return tell(judgeInclusion(readInclusion(file!, options.language), own), options);
    },
  );

  add<object>(
    'consistency',
    [
      new Argument('<old>', 'the head that you have kept'),
      new Argument('<new>', 'a newer head, as "pairgate log head --old-size" writes it'),
    ],
    (command) =>
      command
        .description('Judges whether a log was only added to: whether the newer one begins with the older one, unchanged.')
        .addHelpText('after', `
OLD holds "size" and "root". NEW holds "size", "root", "old_size" and "path"; between equal sizes, and from the empty log,
no path is needed.\n${exitCodes(JUDGING_CODES)}`),
    async (options, old, next) =>
      tell(judgeConsistency(readHead(old!, options.language), readHead(next!, options.language), next!), options),
  );
}
