import { readFileSync } from 'node:fs';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { startPair, until, type ProcessPair } from '../integration/pair.ts';

/** A small morning at the gate for the tests of the screens: lorries in different states, made through the interface. */
interface Sample {
  readonly declaration: {
    readonly borderTransportMeans: { readonly tractorID: string };
  };
  readonly completion: unknown;
}

export const sample = (file: string): Sample =>
  JSON.parse(readFileSync(new URL(`../../samples/${file}`, import.meta.url), 'utf8')) as Sample;

export const durian = sample('durian-vn-cn.json');

interface Done {
  readonly reference: string;
  readonly crossing: string;
}

export interface Scene {
  readonly pair: ProcessPair;
  /** A durian lorry that is declared, completed, booked and stands in the yard of Hữu Nghị. */
  readonly arrived: Done & { readonly plate: string };
  /** An officer of Hữu Nghị for whose decision it waits. */
  readonly officer: string;
  readonly authority: string;
  /** One that is declared, completed and booked, and not here yet. */
  readonly declared: Done;
  /** Declares another durian lorry. */
  lodge(reference: string): Promise<Done>;
  /** The instant of a time of this morning at Hữu Nghị. */
  at(time: string): string;
  act(side: SideId, path: string, persona: string, body: unknown, headers?: Record<string, string>): Promise<unknown>;
  stop(): Promise<void>;
}

/** 10:00 at Hữu Nghị, 11:00 at Youyi Guan, on the morrow of the test: the clock of a node never runs backwards. */
const morning = (): string => `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T03:00:00.000Z`;

export async function startScene(): Promise<Scene> {
  const pair = await startPair();
  const now = morning();
  await Promise.all([pair.VN.setClock(now), pair.CN.setClock(now)]);
  const act: Scene['act'] = async (side, path, persona, body, headers = {}) => {
    const answer = await pair[side].request('POST', path, { persona, body, headers });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const validUntil = new Date(Date.parse(now) + 6 * 3_600_000).toISOString();
  // A node records nothing until it has asked the other side how far its own log goes.
  const publish = (side: SideId, trafficClass: string, perHour: number) =>
    until(() => act(side, '/api/gate/publish-capacity', `${side.toLowerCase()}-manager`, { trafficClass, perHour, validUntil }).then(() => true));
  await publish('CN', 'perishable', 40);
  await publish('VN', 'general', 60);
  const lodge = (reference: string) =>
    act('VN', '/api/declarations', 'vn-trader-3', {
      declaration: { ...durian.declaration, functionalReferenceID: reference },
    }) as Promise<Done>;
  const arrived = await lodge('E2E-1');
  const declared = await lodge('E2E-2');
  for (const { reference } of [arrived, declared]) {
    await until(async () => (await pair.CN.request('GET', `/api/consignments/${reference}`, { persona: 'cn-trader-2' })).status === 200);
    await act('CN', `/api/consignments/${reference}/complete-declaration`, 'cn-trader-2', { completion: durian.completion });
  }
  await until(async () => {
    const slots = await pair.VN.request<{ items: { places: number }[] }>(
      'GET',
      '/api/slots?direction=VN-CN&trafficClass=perishable',
      { persona: 'vn-trader-3' },
    );
    return slots.body.items.some((slot) => slot.places > 0);
  });
  for (const { crossing } of [arrived, declared]) await act('VN', `/api/crossings/${crossing}/book-slot`, 'vn-trader-3', { start: now });
  const plate = durian.declaration.borderTransportMeans.tractorID;
  await act('VN', `/api/crossings/${arrived.crossing}/record-arrival`, 'vn-yard', {
    tractorID: plate,
    // The seal was not read, so that no authority is released by its rule.
    sealID: [],
    weighedMassKg: '38710',
    yard: 'VN-YX',
  });
  let authority = '';
  await until(async () => {
    const path = `/api/crossings/${arrived.crossing}`;
    const detail = await pair.VN.request<{ pending: { origin: Record<string, string | null> } }>('GET', path, { persona: 'vn-yard' });
    authority = Object.entries(detail.body.pending.origin).find(([, pending]) => pending === 'papers' || pending === 'decision')?.[0] ?? '';
    return authority !== '';
  });
  const officer = `vn-${authority.replace('_', '-')}`;
  const at = (time: string) => new Date(Date.parse(`${now.slice(0, 10)}T${time}:00.000Z`) - 7 * 3_600_000).toISOString();
  return { pair, arrived: { ...arrived, plate }, officer, authority, declared, lodge, at, act, stop: () => pair.stop() };
}
