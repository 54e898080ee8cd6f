import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProblem } from '@pairgate/client/problem.ts';
import { createClient, dataOf, type Schemas } from '@pairgate/client/client.ts';
import { printJson, printLine, type CommonOptions, type Side } from '../context.ts';
import { Failure } from '../failure.ts';
import { readStrictJson } from '../json-file.ts';
import { nodeOf, traderOf } from '../nodes.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly complete: boolean;
}

/** What the other side has not received yet is asked for again. Real milliseconds. */
const ARRIVAL_MS = 30_000;
const ARRIVAL_PAUSE_MS = 200;

interface Sample {
  readonly declaration: Schemas['Declaration'];
  readonly completion?: Schemas['Completion'];
}

function readSample(file: string, { language }: CommonOptions): Sample {
  const value = readStrictJson(file, language);
  if (typeof value !== 'object' || value === null || !('declaration' in value)) {
    throw new Failure(`${file} has no "declaration": it looks like {"declaration": …, "completion": …}.`);
  }
  return value as Sample;
}

/** The side on which it is lodged. A wrong direction is for the node to refuse; any side can do that. */
const originOf = ({ declaration }: Sample): Side =>
  (declaration as { direction?: unknown } | null)?.direction === 'CN-VN' ? 'CN' : 'VN';

/** The other side's trader adds its part as soon as the declaration has come over. */
async function complete(side: Side, sample: Sample, consignment: string, options: CommonOptions): Promise<void> {
  const { client } = nodeOf(side, traderOf(side, sample.declaration.importer?.ID), options);
  const attempt = () =>
    client.POST('/api/consignments/{reference}/complete-declaration', {
      params: { path: { reference: consignment } },
      body: { completion: sample.completion! },
    });
  for (const until = Date.now() + ARRIVAL_MS; ; await sleep(ARRIVAL_PAUSE_MS)) {
    try {
      await attempt();
      return;
    } catch (error) {
      const notThere = error instanceof ApiProblem && (error.status === 404 || error.code === 'declaration_not_received');
      if (!notThere) throw error;
      if (Date.now() > until) {
        throw new Failure(`Lodged as ${consignment}, but ${side} has not received it after ${ARRIVAL_MS / 1000} s, so it is not completed.`, { cause: error });
      }
    }
  }
}

async function lodge(sample: Sample, options: CommonOptions): Promise<Schemas['Done']> {
  const origin = originOf(sample);
  const exporter = (sample.declaration as Partial<Schemas['Declaration']> | null)?.exporter?.ID;
  const client =
    options.url === undefined
      ? nodeOf(origin, traderOf(origin, exporter), options).client
      : createClient({ baseUrl: options.url, token: options.token, language: options.language });
  return dataOf(client.POST('/api/declarations', { body: { declaration: sample.declaration } }));
}

export function addDeclare(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('declare')
    .summary('declare a lorry from a file')
    .description(
      'Lodges the declaration in FILE on the side where the lorry leaves. In the demonstration it signs as the trader ' +
        'whose firm is the exporter, and when the file has a "completion" it completes the declaration on the other side as the importer.',
    )
    .argument('<file>', '{"declaration": …, "completion": …}, such as samples/durian-vn-cn.json')
    .option('--no-complete', 'leave the other side\'s part to somebody else')
    .addHelpText('after', exitCodes({ 0: 'lodged, and completed where that was asked', 1: 'refused, or not completed; one sentence says why' }));
  doing<Options>(program, command, async (options, file) => {
    const sample = readSample(file!, options);
    const done = await lodge(sample, options);
    const completes = options.complete && sample.completion !== undefined && options.url === undefined && options.token === undefined;
    const other: Side = originOf(sample) === 'VN' ? 'CN' : 'VN';
    if (completes) await complete(other, sample, done.reference, options);
    if (options.json) printJson(context.out, { reference: done.crossing, consignment: done.reference, completed: completes });
    else {
      printLine(context.out, `Crossing ${done.crossing}, consignment ${done.reference}`);
      printLine(context.out, completes ? `lodged, and completed by the importer on the side ${other}` : 'lodged');
      printLine(context.out, `Follow it with  npx pairgate watch ${done.crossing}`);
    }
    return 0;
  });
}
