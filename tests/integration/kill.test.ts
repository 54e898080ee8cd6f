import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { insist, startPair, until, type Answer, type ProcessPair } from './pair.ts';

/**
 * Two node processes under load; one or the other is killed with SIGKILL again and again, twenty times in all. Whatever was
 * acknowledged must be there afterwards, once, on both sides, and both logs must be equal.
 */
const KILLS = 20;
/** Crossings that are looked at together afterwards. */
const AT_ONCE = 8;
/** Between two lorries of a trader, in milliseconds: each of them is looked at on both sides afterwards. */
const BETWEEN_LORRIES = 150;

const sample = JSON.parse(
  readFileSync(new URL('../../samples/durian-vn-cn.json', import.meta.url), 'utf8'),
) as { declaration: { borderTransportMeans: { tractorID: string }; transportEquipment?: { sealID: string[] } } };

interface Done {
  readonly reference: string;
  readonly crossing?: string;
  readonly facts: readonly { readonly id: string; readonly type: string }[];
}
interface LogView {
  readonly logs: readonly { side: SideId; size: number; root: string; countersignedSize: number }[];
}
interface Detail {
  readonly timeline: readonly { readonly id: string; readonly type: string; readonly index: number | null }[];
}

let pair: ProcessPair;
beforeAll(async () => {
  pair = await startPair();
  await Promise.all([pair.VN.token('vn-trader'), pair.VN.token('vn-yard'), pair.VN.token('vn-manager')]);
  await pair.CN.token('cn-manager');
});
afterAll(() => pair?.stop());

it(`loses nothing and doubles nothing over ${KILLS} kills under load`, { timeout: 900_000 }, async () => {
  let stop = false;
  let serial = 0;
  const crossings = new Map<string, string[]>();
  const capacities = { VN: 0, CN: 0 };
  const trader = async () => {
    while (!stop) {
      serial += 1;
      const declaration = { ...sample.declaration, functionalReferenceID: `KILL-${serial}` };
      const lodged = await insist<Done>(pair.VN, '/api/declarations', 'vn-trader', { declaration });
      expect(lodged.status, JSON.stringify(lodged.body)).toBe(201);
      const facts = lodged.body.facts.map((fact) => fact.id);
      const crossing = lodged.body.crossing!;
      crossings.set(crossing, facts);
      const arrived = await insist<Done>(pair.VN, `/api/crossings/${crossing}/record-arrival`, 'vn-yard', {
        tractorID: sample.declaration.borderTransportMeans.tractorID,
        sealID: sample.declaration.transportEquipment?.sealID ?? [],
        weighedMassKg: '38710',
        yard: 'VN-YX',
      });
      expect(arrived.status, JSON.stringify(arrived.body)).toBe(200);
      facts.push(...arrived.body.facts.map((fact) => fact.id));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LORRIES));
    }
  };
  // Without a pause, on either side: whenever one is killed, something is being committed.
  const manager = async (side: SideId) => {
    while (!stop) {
      const validUntil = new Date(Date.now() + 3_600_000).toISOString();
      const published = await insist<Done>(pair[side], '/api/gate/publish-capacity', `${side.toLowerCase()}-manager`, {
        trafficClass: 'perishable', perHour: 20 + (capacities[side] % 10), validUntil,
      });
      expect(published.status, JSON.stringify(published.body)).toBe(200);
      capacities[side] += 1;
    }
  };
  const load = [trader(), trader(), trader(), manager('VN'), manager('CN')];
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300 + (kill * 137) % 500));
    const victim = SIDES[kill % 2]!;
    await pair[victim].kill();
    await pair[victim].start();
  }
  stop = true;
  await Promise.all(load);

  const logOf = async (side: SideId) =>
    (await pair[side].request<LogView>('GET', '/api/log', { persona: `${side.toLowerCase()}-manager` })).body.logs;
  await until(async () => {
    const [vn, cn] = [await logOf('VN'), await logOf('CN')];
    const settled = [...vn, ...cn].every((log) => log.countersignedSize === log.size);
    return settled && vn.every((log, index) => log.size === cn[index]!.size && log.root === cn[index]!.root);
  }, 60_000);

  expect(crossings.size).toBeGreaterThan(KILLS);
  const check = async ([crossing, facts]: readonly [string, readonly string[]]) => {
    const [own, mirrored] = await Promise.all(
      SIDES.map((side) =>
        pair[side].request<Detail>('GET', `/api/crossings/${crossing}`, { persona: `${side.toLowerCase()}-manager` }),
      ),
    );
    const there = own!.body.timeline.map((entry) => entry.id);
    expect(new Set(there).size, 'nothing twice').toBe(there.length);
    for (const fact of facts) expect(there, `an acknowledged fact of ${crossing}`).toContain(fact);
    const shared = own!.body.timeline.filter((entry) => entry.index !== null).map((entry) => entry.id);
    expect(mirrored!.body.timeline.map((entry) => entry.id)).toEqual(expect.arrayContaining(shared));
    const digests = await Promise.all(
      SIDES.map((side) =>
        pair[side].request<{ digest: string }>('GET', `/api/crossings/${crossing}/shared`, {
          persona: `${side.toLowerCase()}-manager`,
        }),
      ),
    );
    expect(digests[0]!.body.digest).toBe(digests[1]!.body.digest);
  };
  // As many at a time as the nodes answer without waiting for each other.
  const all = [...crossings];
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(check));
  const published = { VN: await countOf('VN', 'CapacityPublished'), CN: await countOf('CN', 'CapacityPublished') };
  expect(published, 'each acknowledged capacity stands in the log once').toEqual(capacities);
});

async function countOf(side: SideId, type: string): Promise<number> {
  let count = 0;
  let before: number | null | undefined;
  do {
    const page: Answer<{ items: { type: string }[]; nextBefore: number | null }> = await pair[side].request(
      'GET',
      `/api/log/${side}/entries?limit=200${before === undefined || before === null ? '' : `&before=${before}`}`,
      { persona: `${side.toLowerCase()}-manager` },
    );
    count += page.body.items.filter((item) => item.type === type).length;
    before = page.body.nextBefore;
  } while (before !== null);
  return count;
}
