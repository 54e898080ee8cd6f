import { dataOf } from '@pairgate/client/client.ts';
import { secondsOf } from '../arguments.ts';
import { printLine } from '../context.ts';
import { crossingOf, detailOf, type CrossingDetail } from '../crossings.ts';
import { Failure, failureOf } from '../failure.ts';
import { firstAnswer, nodesOf, type Node } from '../nodes.ts';
import { pad } from '../table.ts';
import { twinTime } from '../times.ts';
import { Words } from '../words.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly timeout?: number;
}

const NOT_THROUGH = ['refused', 'withdrawn', 'expired', 'returned'];
const NARROW = 18;

type Entry = CrossingDetail['timeline'][number];

/** Tells each fact once, whichever node knows it first, and what the lorry waits for when that changes. */
class Told {
  readonly #facts = new Set<string>();
  #waits = '';

  constructor(
    private readonly onFact: (entry: Entry) => void,
    private readonly onWait: (detail: CrossingDetail) => void,
  ) {}

  /** The exit code once the crossing is over. */
  take(detail: CrossingDetail): number | undefined {
    for (const entry of detail.timeline) {
      if (this.#facts.has(entry.id)) continue;
      this.#facts.add(entry.id);
      this.onFact(entry);
    }
    const { cause, causeSide, phase } = detail.row;
    const waits = `${phase}|${cause}|${causeSide}`;
    if (waits !== this.#waits) this.onWait(detail);
    this.#waits = waits;
    if (phase === 'departed') return 0;
    return NOT_THROUGH.includes(phase) ? 1 : undefined;
  }
}

/** Follows one node until the crossing is over. The stream is opened first, so that nothing falls between. */
async function follow(node: Node, reference: string, told: Told, signal: AbortSignal): Promise<number> {
  const look = async () => told.take(await detailOf(node, reference));
  const events = node.client.events({ signal });
  const next = () => events.next();
  let upcoming = next();
  for (;;) {
    const code = await look().catch((error: unknown) => {
      // A node that is down for a moment, or has not received the crossing yet, is asked again at its next event.
      if (error instanceof Error && (error.name === 'NoAnswer' || failureOf(error).code === 'crossing_unknown')) return undefined;
      throw error;
    });
    if (code !== undefined) return code;
    for (;;) {
      const { value, done } = await upcoming;
      if (done) throw new Failure('The watch has ended.', { exitCode: 2 });
      upcoming = next();
      const concerns = value.event === 'crossings' ? value.data.some((row) => row.reference === reference) : value.event === 'reset';
      if (concerns) break;
    }
  }
}

export function addWatch(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('watch')
    .summary('follow a crossing live on both sides')
    .description('Prints what has happened to a crossing on both sides, then what happens, until it has departed or cannot go on.')
    .argument('<reference>', 'of a crossing or a consignment, PG-XXXX-XXXX')
    .option('--timeout <seconds>', 'give up after so many seconds of real time', secondsOf)
    .addHelpText(
      'after',
      exitCodes({
        0: 'it has departed',
        1: 'it was refused, withdrawn, returned or has expired; or it cannot be watched',
        2: 'the time was over before',
      }),
    );
  doing<Options>(program, command, async (options, typed) => {
    const nodes = nodesOf('auditor', options);
    const { node, detail } = await firstAnswer(nodes, async (each) => ({ node: each, detail: await crossingOf(each, typed!) }));
    const { reference } = detail.row;
    const [words, me] = [await Words.of(node.client, options.language), await dataOf(node.client.GET('/api/me'))];
    const { offsets } = me.pair;
    const say = (value: object, line: string) => printLine(context.out, options.json ? JSON.stringify(value) : line);
    const told = new Told(
      (entry) =>
        say(
          { event: 'fact', ...entry },
          `${twinTime(entry.occurredAt, offsets)}  ${pad(words.side(entry.side), NARROW)}${words.fact(entry)}${entry.late ? ' (entered late)' : ''}`,
        ),
      ({ row: { phase, cause, causeSide } }) =>
        say(
          { event: 'state', reference, phase, cause, causeSide },
          `${' '.repeat(21)}${words.phase(phase)}${cause === null ? '' : `: ${words.cause(cause)}${causeSide === null ? '' : `, ${words.side(causeSide)}`}`}`,
        ),
    );
    const end = new AbortController();
    const timer = options.timeout === undefined ? undefined : setTimeout(() => end.abort(), options.timeout * 1000);
    const code = await Promise.any(nodes.map((each) => follow(each, reference, told, end.signal))).catch((error: unknown) => {
      const first = (error as AggregateError).errors[0] as unknown;
      if (!end.signal.aborted) throw first;
      throw new Failure(`${reference} was not through after ${options.timeout} s.`, { exitCode: 2, cause: first });
    });
    clearTimeout(timer);
    end.abort();
    return code;
  });
}
