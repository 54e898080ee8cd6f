import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { startEmbeddedPostgres, type EmbeddedServer } from '@pairgate/store/engine/embedded.ts';
import { openSnapshot } from '@pairgate/store/engine/postgres.ts';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { insist, startPair, until, type ProcessPair } from '../integration/pair.ts';
import { openLine, type Line } from './line.ts';

/**
 * The real thing: two node processes, each with a PostgreSQL server of its own, under load, while nodes and servers are
 * killed and the link between them is cut, taken down, frozen and slowed. `npm run torture` runs it and writes
 * `reports/torture.md`. Whoever was told that an act is done must find it, once, on both sides.
 */
const FAULTS = Number(process.env.TORTURE_FAULTS ?? 120);
const SEED = Number(process.env.TORTURE_SEED ?? 1);
const REPORT = new URL('../../reports/', import.meta.url);

const sample = JSON.parse(readFileSync(new URL('../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as {
  declaration: { borderTransportMeans: { tractorID: string }; transportEquipment?: { sealID: string[] } };
};

interface Done {
  readonly crossing?: string;
  readonly facts: readonly { readonly id: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'pairgate-torture-'));
const servers = {} as Record<SideId, EmbeddedServer>;
const ports = {} as Record<SideId, number>;
/** The line that each side calls the other through. */
const lines = {} as Record<SideId, Line>;
let pair: ProcessPair;
const chance = new Chance(SEED);

const startServer = async (side: SideId): Promise<void> => {
  servers[side] = await startEmbeddedPostgres({ directory: join(folder, side), port: ports[side] });
};

beforeAll(async () => {
  // The server has an account of its own, which must be able to reach its files.
  chmodSync(folder, 0o711);
  for (const side of SIDES) ports[side] = await freePort();
  await Promise.all(SIDES.map(startServer));
  pair = await startPair({
    database: { VN: servers.VN.url, CN: servers.CN.url },
    through: async (side, port) => (lines[side] = await openLine(port)).port,
  });
  await Promise.all(['vn-trader', 'vn-yard', 'vn-manager'].map((persona) => pair.VN.token(persona)));
  await pair.CN.token('cn-manager');
}, 300_000);

afterAll(async () => {
  await pair?.stop();
  await Promise.all(Object.values(lines).map((line) => line.close()));
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

const sleep = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** Facts that a caller was told of, by side. */
const acknowledged: Record<SideId, string[]> = { VN: [], CN: [] };
let stopping = false;
let serial = 0;

async function trader(): Promise<void> {
  while (!stopping) {
    serial += 1;
    const declaration = { ...sample.declaration, functionalReferenceID: `TORTURE-${serial}` };
    const lodged = await insist<Done>(pair.VN, '/api/declarations', 'vn-trader', { declaration });
    expect(lodged.status, JSON.stringify(lodged.body)).toBe(201);
    const arrived = await insist<Done>(pair.VN, `/api/crossings/${lodged.body.crossing}/record-arrival`, 'vn-yard', {
      tractorID: sample.declaration.borderTransportMeans.tractorID,
      sealID: sample.declaration.transportEquipment?.sealID ?? [],
      weighedMassKg: '38710',
      yard: 'VN-YX',
    });
    expect(arrived.status, JSON.stringify(arrived.body)).toBe(200);
    acknowledged.VN.push(...[...lodged.body.facts, ...arrived.body.facts].map((fact) => fact.id));
  }
}

async function manager(side: SideId): Promise<void> {
  for (let count = 0; !stopping; count += 1) {
    const validUntil = new Date(Date.now() + 3_600_000).toISOString();
    const body = { trafficClass: 'perishable', perHour: 20 + (count % 10), validUntil };
    const published = await insist<Done>(pair[side], '/api/gate/publish-capacity', `${side.toLowerCase()}-manager`, body);
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    acknowledged[side].push(...published.body.facts.map((fact) => fact.id));
  }
}

const killNode = async (side: SideId): Promise<void> => {
  await pair[side].kill();
  await sleep(chance.below(800));
  await pair[side].start();
};

const killServer = async (side: SideId): Promise<void> => {
  process.kill(servers[side].pid, 'SIGKILL');
  await sleep(chance.below(500));
  await startServer(side);
};

const onBothLines = (act: (line: Line) => void) => SIDES.forEach((side) => act(lines[side]));
const forAWhile = async (act: (line: Line) => void): Promise<void> => {
  onBothLines(act);
  await sleep(300 + chance.below(2200));
  onBothLines((line) => line.mend());
};

/** Every kind of fault. They come in an order that the seed gives, and each kind as often as any other. */
const KINDS: Readonly<Record<string, () => Promise<void>>> = {
  'node VN killed': () => killNode('VN'),
  'node CN killed': () => killNode('CN'),
  'both nodes killed at once': async () => void (await Promise.all(SIDES.map(killNode))),
  'server of VN killed': () => killServer('VN'),
  'server of CN killed': () => killServer('CN'),
  'node and server of VN killed': async () => {
    process.kill(servers.VN.pid, 'SIGKILL');
    await pair.VN.kill();
    await startServer('VN');
    await pair.VN.start();
  },
  'link cut': async () => onBothLines((line) => line.cut()),
  'one way cut': async () => lines[chance.pick(SIDES)].cut(),
  'link down for a while': () => forAWhile((line) => line.takeDown()),
  'link frozen for a while': () => forAWhile((line) => line.freeze()),
  'link 200 ms slower each way': () => forAWhile((line) => line.slow(200)),
  'link down, and a node killed meanwhile': async () => {
    onBothLines((line) => line.takeDown());
    await killNode(chance.pick(SIDES));
    onBothLines((line) => line.mend());
  },
};

interface Row {
  readonly index: number;
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly digest: string;
}

/** What a side holds, read past everything of ours: straight from its database. */
async function read(side: SideId) {
  const db = await openSnapshot({ url: servers[side].url });
  try {
    const facts = await db.query<{ fact: Uint8Array }>('SELECT fact FROM journal ORDER BY position');
    const log = async (of: SideId): Promise<Row[]> => {
      const rows = await db.query<{ index: number; stream: string; seq: number; type: string; leaf: Uint8Array; data: Uint8Array }>(
        'SELECT index, stream, seq, type, leaf, data FROM log_entry WHERE log = $1 ORDER BY index',
        [of],
      );
      return rows.map(({ leaf, data, ...rest }) => ({
        ...rest,
        index: Number(rest.index),
        digest: createHash('sha256').update(leaf).update(data).digest('hex'),
      }));
    };
    const heads = await db.query<{ log: SideId; size: number; cosigned_size: number }>('SELECT log, size, cosigned_size FROM log_head');
    return {
      ids: facts.map(({ fact }) => (JSON.parse(Buffer.from(fact).toString()) as { id: string }).id),
      logs: { VN: await log('VN'), CN: await log('CN') },
      heads: Object.fromEntries(heads.map((head) => [head.log, { size: Number(head.size), cosigned: Number(head.cosigned_size) }])),
    };
  } finally {
    await db.close();
  }
}

/** Waits until both logs are mirrored and countersigned to their ends; nothing is written any more. */
async function settle(): Promise<void> {
  await until(async () => {
    const [VN, CN] = [await read('VN'), await read('CN')];
    const held = { VN, CN };
    return SIDES.every((side) => {
      const own = held[side].heads[side]!;
      return own.size === own.cosigned && own.size === held[otherSide(side)].heads[side]!.size;
    });
  }, 120_000);
}

it(`loses nothing and doubles nothing over ${FAULTS} faults under load`, { timeout: 3_600_000 }, async () => {
  const begun = performance.now();
  const load = [trader(), trader(), trader(), manager('VN'), manager('CN'), manager('CN')];
  const failed = Promise.all(load);
  failed.catch(() => undefined);
  const struck: Record<string, number> = {};
  const names = Object.keys(KINDS);
  for (let fault = 0; fault < FAULTS; ) {
    const shuffled = names.map((name) => [chance.next(), name] as const).toSorted(([a], [b]) => a - b);
    for (const [, name] of shuffled) {
      if ((fault += 1) > FAULTS) break;
      await Promise.race([sleep(200 + chance.below(1000)), failed]);
      await KINDS[name]!();
      struck[name] = (struck[name] ?? 0) + 1;
      if (fault % 10 === 0) process.stderr.write(`${fault} of ${FAULTS} faults, ${acknowledged.VN.length + acknowledged.CN.length} facts acknowledged\n`);
    }
  }
  stopping = true;
  await failed;
  await settle();

  const held = { VN: await read('VN'), CN: await read('CN') };
  for (const side of SIDES) {
    const { ids, logs } = held[side];
    expect(new Set(ids).size, `${side} has no fact twice`).toBe(ids.length);
    const there = new Set(ids);
    expect(acknowledged[side].filter((id) => !there.has(id)), `${side} has every fact that it acknowledged`).toEqual([]);
    for (const log of SIDES) {
      expect(logs[log].map((row) => row.index), `no gap in the log of ${log}`).toEqual(logs[log].map((_, at) => at));
      const last = new Map<string, number>();
      for (const { stream, seq } of logs[log]) {
        expect(seq, `${stream} in order`).toBe((last.get(stream) ?? 0) + 1);
        last.set(stream, seq);
      }
    }
  }
  for (const log of SIDES) expect(held.VN.logs[log], `both sides hold the same log of ${log}`).toEqual(held.CN.logs[log]);
  const total = Object.values(struck).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(FAULTS);

  mkdirSync(REPORT, { recursive: true });
  const counted = { VN: acknowledged.VN.length, CN: acknowledged.CN.length };
  const sizes = { VN: held.VN.logs.VN.length, CN: held.CN.logs.CN.length };
  const minutes = Number(((performance.now() - begun) / 60_000).toFixed(1));
  writeFileSync(new URL('torture.json', REPORT), `${JSON.stringify({ seed: SEED, faults: struck, total, acknowledged: counted, sizes, minutes }, null, 2)}\n`);
  writeFileSync(
    new URL('torture.md', REPORT),
    [
      '# Torture', '', `${total} faults in ${minutes} minutes, seed ${SEED}, Node ${process.version}.`, '',
      `Acknowledged facts: ${counted.VN} of VN, ${counted.CN} of CN. Logs: ${sizes.VN} and ${sizes.CN} entries, equal on both sides and`,
      'countersigned to their ends. Lost: 0. Twice: 0. Out of order: 0.', '',
      '| fault | times |', '|---|---|', ...Object.entries(struck).map(([name, count]) => `| ${name} | ${count} |`), '',
    ].join('\n'),
  );
});
