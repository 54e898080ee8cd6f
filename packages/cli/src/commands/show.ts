import { dataOf, type Schemas } from '@pairgate/client/client.ts';
import { printJson, printLine, SIDES, type Side } from '../context.ts';
import { crossingOf, type CrossingDetail } from '../crossings.ts';
import { firstAnswer, nodesOf, type Node } from '../nodes.ts';
import { tableOf } from '../table.ts';
import { duration, twinTime } from '../times.ts';
import { Words } from '../words.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

const AUTHORITIES = ['customs', 'quarantine', 'border_guard'] as const;

/** What an authority still has to do, in words of this table. */
const STEPS: Readonly<Record<string, string>> = {
  assessment: 'to assess', papers: 'to check papers', inspection: 'to inspect', sample: 'to take a sample',
  result: 'waits for the laboratory', decision: 'to decide',
};

interface Shared {
  readonly side: string;
  readonly state: Schemas['SharedState'];
}

/** What each node that answers makes of the two logs: with the same sizes it is the same. */
async function sharedBy(nodes: readonly Node[], reference: string): Promise<Shared[]> {
  const asked = nodes.map(async ({ client, side }) => ({
    side: side ?? 'node',
    state: await dataOf(client.GET('/api/crossings/{reference}/shared', { params: { path: { reference } } })),
  }));
  const answers = await Promise.allSettled(asked);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}

function agreementLine(shared: readonly Shared[]): string {
  const [first, second] = shared;
  if (!first) return 'not known';
  const sizes = `log VN ${first.state.sizes.VN}, log CN ${first.state.sizes.CN}`;
  if (!second) return `${first.state.digest.slice(0, 16)}… (${sizes}; the other node was not asked)`;
  if (first.state.digest === second.state.digest) return `the same on both sides: ${first.state.digest.slice(0, 16)}…`;
  const same = SIDES.every((side) => first.state.sizes[side] === second.state.sizes[side]);
  return same ? 'DIFFERENT on the two sides at the same sizes of the logs' : 'one side has not received the newest entries yet';
}

const sidesOf = ({ row }: CrossingDetail): { origin: Side; destination: Side } =>
  row.direction === 'VN-CN' ? { origin: 'VN', destination: 'CN' } : { origin: 'CN', destination: 'VN' };

const stepOf = (step: string | null | undefined): string => (step ? (STEPS[step] ?? step) : 'done');

function waitLine({ row }: CrossingDetail, words: Words, { pair, clock }: Schemas['Me']): string {
  if (row.cause === null) return 'for nothing';
  const since =
    row.since === null
      ? ''
      : `, since ${twinTime(row.since, pair.offsets)} (${duration(Date.parse(clock.now) - Date.parse(row.since))})`;
  return `${words.cause(row.cause)}${row.causeSide === null ? '' : `, ${words.side(row.causeSide)}`}${since}`;
}

/** How long each cause has held the lorry, and on which side. */
function causesOf({ intervals }: CrossingDetail, words: Words): string[][] {
  const sums = new Map<string, number>();
  for (const { from, to, cause, side } of intervals) {
    if (cause === null) continue;
    const key = `${words.cause(cause)}|${words.side(side)}`;
    sums.set(key, (sums.get(key) ?? 0) + Date.parse(to) - Date.parse(from));
  }
  return [...sums].map(([key, millis]) => [...key.split('|'), duration(millis)]);
}

function linesOf(detail: CrossingDetail, words: Words, me: Schemas['Me'], agreement: string): string[] {
  const { row, pending, holds, timeline } = detail;
  const { origin, destination } = sidesOf(detail);
  const at = (instant: string) => twinTime(instant, me.pair.offsets);
  const head = [
    ['phase', words.phase(row.phase)],
    ['waits', waitLine(detail, words, me)],
    ['class', words.trafficClass(row.trafficClass)],
    ['goods', row.goods === null ? '' : `${row.goods.description}, HS ${row.goods.hs6}, ${row.goods.netMassKg} kg`],
    ['lorry', [row.tractorID, row.containerID].filter((each) => each !== null).join(', ')],
    ['slot', row.slotStart === null ? 'none' : at(row.slotStart)],
    ['ticket', row.ticket ?? 'none'],
    ['shared', agreement],
    ...row.alarms.map((alarm) => ['ALARM', alarm.replaceAll('_', ' ')]),
  ];
  const open = holds.filter((hold) => hold.liftedAt === null);
  const causes = causesOf(detail, words);
  return [
    `${row.reference}  ${row.direction.replace('-', ' → ')}  consignments ${row.consignments.join(', ')}`,
    '',
    ...tableOf(head),
    '',
    ...tableOf([
      ['', `${words.side(origin)} (origin)`, `${words.side(destination)} (destination)`],
      ...AUTHORITIES.map((name) => [words.authority(name), stepOf(pending.origin[name]), stepOf(pending.destination[name])]),
    ]),
    ...(open.length === 0 ? [] : ['', 'held', ...tableOf(open.map((hold) => [
      words.side(hold.side), words.authority(hold.authority), hold.reasonCode, `until ${at(hold.deadline)}`,
    ]), '  ')]),
    ...(causes.length === 0 ? [] : ['', 'waited so far', ...tableOf(causes, '  ')]),
    '',
    'time in Viet Nam | China',
    ...tableOf(timeline.map((entry) => [
      at(entry.occurredAt), words.side(entry.side), words.fact(entry), entry.late ? 'entered late' : '',
    ]), '  '),
  ];
}

export function addShow(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('show')
    .summary('both sides of a crossing')
    .description('Shows where a crossing stands on both sides, what it waits for and why, and everything that has happened.')
    .argument('<reference>', 'of a crossing or a consignment, PG-XXXX-XXXX')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing(program, command, async (options, reference) => {
    const nodes = nodesOf('auditor', options);
    const { node, detail } = await firstAnswer(nodes, async (each) => ({ node: each, detail: await crossingOf(each, reference!) }));
    const shared = await sharedBy(nodes, detail.row.reference);
    if (options.json) printJson(context.out, { ...detail, shared: Object.fromEntries(shared.map(({ side, state }) => [side, state])) });
    else {
      const [words, me] = [await Words.of(node.client, options.language), await dataOf(node.client.GET('/api/me'))];
      for (const line of linesOf(detail, words, me, agreementLine(shared))) printLine(context.out, line);
    }
    return 0;
  });
}
