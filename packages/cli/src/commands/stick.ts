import { createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from 'commander';
import { NoAnswer, problemOf } from '@pairgate/client/problem.ts';
import { countOf, sideOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions, type Side } from '../context.ts';
import { Failure } from '../failure.ts';
import { nodeOf, nodesOf, type Node } from '../nodes.ts';
import { progressBar, type Progress } from '../progress.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

interface Options {
  readonly side?: Side;
  readonly from?: number;
  readonly force?: boolean;
}

interface Taken {
  readonly entries: number;
  readonly held: number;
  readonly countersigned: number;
}

const MEGABYTE = 1_000_000;

/** One node: a file is of one side. */
function chosen(options: Options & CommonOptions): Node {
  if (options.url !== undefined) return nodesOf('manager', options)[0];
  if (!options.side) throw new Failure('Say which side: --side VN or --side CN, or --url for a node elsewhere.');
  return nodeOf(options.side, `${options.side.toLowerCase()}-manager`, options);
}

/** Bytes go through as they are, unread by anything of ours, however many. Throws what the node refuses. */
async function ask({ url, token }: Node, path: string, { language }: CommonOptions, more: RequestInit = {}): Promise<Response> {
  const headers = {
    'accept-language': language,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(more.body ? { 'content-type': 'application/octet-stream' } : {}),
  };
  const response = await fetch(`${url}${path}`, { ...more, headers }).catch((cause: unknown) => {
    throw new NoAnswer(`no answer from ${url}`, { cause });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Counts what passes, in megabytes; `total` is the length in bytes, where it is known. */
function counting(bar: Progress, total?: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      const millions = Math.ceil(bytes / MEGABYTE);
      bar.update(millions, Math.max(millions, Math.ceil((total ?? bytes) / MEGABYTE)));
      done(null, piece);
    },
  });
}

export function addStick(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('stick')
    .summary('carry the exchange as a file when there is no link')
    .description(
      'Without a link the exchange goes on by files: each side writes one, somebody carries it, the other side takes it in. ' +
        'The files prove themselves like the stream; a file that is taken twice does no harm.',
    );
  const side = () => new Option('--side <side>', 'one node of the demonstration, VN or CN').argParser(sideOf);

  const write = command
    .command('export')
    .summary("write this side's log and countersignature into a file")
    .argument('<file>', 'where to write it')
    .addOption(side())
    .option('--from <index>', 'first entry; unless told, the first that the other side has not countersigned', countOf)
    .option('--force', 'replace a file that is there')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, write, async (options, file) => {
    if (existsSync(file!) && !options.force) throw new Failure(`${file} is there already; --force replaces it.`);
    const node = chosen(options);
    const response = await ask(node, `/api/stick${options.from === undefined ? '' : `?from=${options.from}`}`, options);
    const unfinished = `${file}.part`;
    const bar = progressBar(context.err, 'megabytes');
    try {
      await pipeline(Readable.fromWeb(response.body as never), counting(bar), createWriteStream(unfinished));
      renameSync(unfinished, file!);
    } finally {
      bar.end();
      rmSync(unfinished, { force: true });
    }
    const bytes = statSync(file!).size;
    if (options.json) printJson(context.out, { file, bytes });
    else printLine(context.out, `Wrote ${file}: ${bytes} bytes. The other side takes it in with  npx pairgate stick import ${file}`);
    return 0;
  });

  const read = command
    .command('import')
    .summary("take in the other side's file")
    .argument('<file>', 'as "pairgate stick export" of the other side has written it')
    .addOption(side())
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, read, async (options, file) => {
    const { size } = statSync(file!);
    const bar = progressBar(context.err, 'megabytes');
    const pieces = createReadStream(file!).pipe(counting(bar, size));
    const body = Readable.toWeb(pieces) as unknown as NonNullable<RequestInit['body']>;
    let taken: Taken;
    try {
      const response = await ask(chosen(options), '/api/stick', options, { method: 'POST', body, duplex: 'half' } as RequestInit);
      taken = (await response.json()) as Taken;
    } finally {
      bar.end();
      pieces.destroy();
    }
    if (options.json) printJson(context.out, { file, ...taken });
    else {
      printLine(
        context.out,
        `Took in ${file}: ${taken.entries} new entries, ${taken.held} in all; the other side has countersigned ${taken.countersigned} of ours.`,
      );
    }
    return 0;
  });
}
