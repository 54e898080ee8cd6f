import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { openLine, type Line } from '../torture/line.ts';
import { insist, startPair, until, type ProcessPair } from './pair.ts';

/**
 * A node whose database is an old backup takes the lost end of its log back from the other side, and is killed with SIGKILL
 * in the middle of that, again and again. The start after the last kill ends it; nothing is lost and nothing is doubled.
 */
const KILLS = 3;
const LODGED = 1200;
/** So narrow is the line while the node is killed: all of it would take many seconds, and whoever looks sees the middle of it. */
const NARROW = 500_000;

const sample = JSON.parse(readFileSync(new URL('../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as {
  declaration: object;
};

interface Done {
  readonly reference: string;
  readonly crossing: string;
  readonly facts: readonly { readonly id: string }[];
}
interface LogView {
  readonly logs: readonly { readonly side: SideId; readonly size: number; readonly root: string; readonly countersignedSize: number }[];
}
interface Entry {
  readonly index: number;
  readonly type: string;
  readonly stream: string;
  readonly recordedAt: string;
  readonly judged: string | null;
}

let pair: ProcessPair;
/** The line on which VN calls CN. */
let line: Line | undefined;
beforeAll(async () => {
  pair = await startPair({
    through: async (side, port) => (side === 'VN' ? (line = await openLine(port)).port : port),
  });
  await Promise.all([pair.VN.token('vn-trader'), pair.VN.token('vn-manager'), pair.CN.token('cn-manager')]);
});
afterAll(async () => {
  await pair?.stop();
  await line?.close();
});

const logsOf = async (side: SideId) =>
  (await pair[side].request<LogView>('GET', '/api/log', { persona: `${side.toLowerCase()}-manager` })).body.logs;
const logOf = async (side: SideId, log: SideId) => (await logsOf(side)).find((each) => each.side === log)!;

async function settled(): Promise<boolean> {
  const [vn, cn] = [await logsOf('VN'), await logsOf('CN')];
  return (
    [...vn, ...cn].every((log) => log.countersignedSize === log.size) &&
    vn.every((log, index) => log.size === cn[index]!.size && log.root === cn[index]!.root)
  );
}

let serial = 0;
async function lodge(): Promise<Done> {
  serial += 1;
  const declaration = { ...sample.declaration, functionalReferenceID: `RECOVERED-${serial}` };
  const { status, body } = await insist<Done>(pair.VN, '/api/declarations', 'vn-trader', { declaration });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** The log of VN as a side holds it, oldest first. */
async function entriesOf(side: SideId): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let before = ''; ; ) {
    const { body } = await pair[side].request<{ items: Entry[]; nextBefore: number | null }>(
      'GET', `/api/log/VN/entries?limit=200${before}`, { persona: `${side.toLowerCase()}-manager` },
    );
    entries.push(...body.items);
    if (body.nextBefore === null) return entries.toReversed();
    before = `&before=${body.nextBefore}`;
  }
}

it(`ends a recovery that is killed ${KILLS} times in the middle, with nothing lost and nothing doubled`, { timeout: 1_200_000 }, async () => {
  const first = await lodge();
  await until(settled, 300_000);
  await pair.VN.kill('SIGTERM');
  const [database, backup] = [join(pair.directory, 'VN', 'database'), join(pair.directory, 'VN', 'backup')];
  cpSync(database, backup, { recursive: true });
  await pair.VN.start();
  const held = (await logOf('VN', 'VN')).size;

  const lodged: Done[] = [];
  const lane = async () => {
    while (serial < LODGED) lodged.push(await lodge());
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  await until(settled, 300_000);
  const { size } = await logOf('CN', 'VN');
  expect(size).toBeGreaterThan(held + 2 * (LODGED - 1));
  await pair.VN.kill();
  rmSync(database, { recursive: true });
  cpSync(backup, database, { recursive: true });

  /** What a start found in the database. */
  const found: number[] = [];
  line!.narrow(NARROW);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pair.VN.start();
    const from = (await logOf('VN', 'VN')).size;
    found.push(from);
    while ((await logOf('VN', 'VN')).size === from);
    await pair.VN.kill();
  }
  expect(found[0]).toBeGreaterThanOrEqual(held);
  for (const [at, from] of found.slice(1).entries()) {
    expect(from, 'what was taken back stays').toBeGreaterThan(found[at]!);
    expect(from, 'a kill in the middle').toBeLessThan(size);
  }

  line!.mend();
  await pair.VN.start();
  lodged.push(await lodge());
  await until(settled, 300_000);
  // What the rules of a side find out may come at any time and is looked at no further.
  const { size: end } = await logOf('CN', 'VN');
  const [here, there] = [(await entriesOf('VN')).slice(0, end), (await entriesOf('CN')).slice(0, end)];
  expect([here.length, there.length]).toEqual([end, end]);
  expect(here.length).toBeGreaterThan(size);
  expect(here.map(({ index }) => index)).toEqual(here.map((_, at) => at));
  const told = ({ index, type, stream, recordedAt }: Entry) => ({ index, type, stream, recordedAt });
  expect(here.map(told)).toEqual(there.map(told));
  expect(here.filter(({ judged }) => judged === 'refused' || judged === 'quarantined')).toEqual([]);
  const declared = here.filter(({ type }) => type === 'DeclarationLodged').map(({ stream }) => stream);
  expect(declared.toSorted()).toEqual([first, ...lodged].map(({ reference }) => `consignment:${reference}`).toSorted());
  for (const { crossing, facts } of lodged.filter((_, at) => at % 25 === 0)) {
    const views = await Promise.all(
      SIDES.map((side) =>
        pair[side].request<{ timeline: { id: string }[] }>('GET', `/api/crossings/${crossing}`, { persona: `${side.toLowerCase()}-manager` }),
      ),
    );
    const ids = views[0]!.body.timeline.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(facts.map(({ id }) => id)));
    expect(views[1]!.body.timeline.map(({ id }) => id)).toEqual(expect.arrayContaining(facts.map(({ id }) => id)));
  }
});
