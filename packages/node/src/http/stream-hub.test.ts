import { EventEmitter } from 'node:events';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { DriverLinks } from './driver-link.ts';
import type { CrossingRow, Reader } from './readings.ts';
import { StreamHub, TURN_MS } from './stream-hub.ts';
import { FIRM, openServer, type TestServer } from './testing/open-server.ts';
import { rowOf, StandIn } from './testing/stand-in.ts';

interface Event {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

let server: TestServer;
let port: number;
const opened: Listener[] = [];

/** Reads a stream over a real socket. */
class Listener {
  readonly events: Event[] = [];
  status = 0;
  #response: IncomingMessage | undefined;
  #text = '';

  static open(path: string, headers: Record<string, string>): Promise<Listener> {
    const listener = new Listener();
    opened.push(listener);
    return new Promise((resolve, reject) => {
      get({ port, path, headers, agent: false }, (response) => {
        listener.#response = response;
        listener.status = response.statusCode ?? 0;
        response.setEncoding('utf8').on('data', (text: string) => listener.#take(text)).on('error', () => undefined);
        resolve(listener);
      }).on('error', reject);
    });
  }

  #take(text: string): void {
    this.#text += text;
    for (let end = this.#text.indexOf('\n\n'); end >= 0; end = this.#text.indexOf('\n\n')) {
      const fields = Object.fromEntries(this.#text.slice(0, end).split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]));
      this.#text = this.#text.slice(end + 2);
      if (fields.event) this.events.push({ event: fields.event, id: fields.id, data: JSON.parse(fields.data ?? 'null') });
    }
  }

  rows(): CrossingRow[] {
    return this.events.filter((each) => each.event === 'crossings').flatMap((each) => each.data as CrossingRow[]);
  }

  async until(done: () => boolean): Promise<void> {
    const end = Date.now() + 50_000;
    while (!done()) {
      if (Date.now() > end) throw new Error(`waited in vain; came: ${JSON.stringify(this.events.map((each) => each.event))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(): void {
    this.#response?.destroy();
  }
}

beforeAll(async () => {
  server = await openServer();
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  port = (server.app.server.address() as AddressInfo).port;
});
afterEach(() => {
  for (const listener of opened.splice(0)) listener.close();
});
afterAll(() => server.close());

/** The rows in the text of one event. */
const rowsOf = (text: string): CrossingRow[] =>
  text.startsWith('event: crossings') ? (JSON.parse(/^data: (.*)$/m.exec(text)![1]!) as CrossingRow[]) : [];

const bearer = (role: 'yard' | 'trader' | 'manager' | 'secretary') => ({ authorization: `Bearer ${server.tokens.get(role)}` });
const listen = (role: 'yard' | 'trader' | 'manager' | 'secretary', more: Record<string, string> = {}) => Listener.open('/api/stream', { ...bearer(role), ...more });
const reference = (index: number) => formatReference(BigInt(index));

describe('updates of one client', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are at most ten a second, and of each crossing the newest', async () => {
    const node = new StandIn();
    const written: { at: number; text: string }[] = [];
    const response = Object.assign(new EventEmitter(), {
      write: (text: string) => written.push({ at: Date.now(), text }) > 0,
      end: () => undefined,
    });
    const hub = new StreamHub({ readings: node, wall: Date.now, maxClients: 1, onError: (error) => { throw error; } });
    const reader: Reader = { actor: { side: 'VN', role: 'yard', account: 'vn-yard' }, scope: 'all', personalData: false };
    hub.open(response as unknown as ServerResponse, {
      reader, topics: ['crossing', 'clock'], since: undefined, mayListen: () => Promise.resolve(true),
    });
    written.length = 0;
    const start = Date.now();
    while (Date.now() < start + 5_000) {
      for (let index = 0; index < 20; index += 1) node.add(rowOf({ reference: reference(index) }));
      node.tell('clock');
      await vi.advanceTimersByTimeAsync(2);
    }
    // One at the beginning, and then one whenever a turn has passed.
    expect(written.map(({ at }) => at - start)).toEqual(written.map((_, index) => written[0]!.at - start + index * TURN_MS));
    expect(written.length).toBeGreaterThanOrEqual(5_000 / TURN_MS - 1);
    await vi.advanceTimersByTimeAsync(2 * TURN_MS);
    hub.close();
    const rows = written.flatMap(({ text }) => rowsOf(text));
    const newest = new Map(rows.map((row) => [row.reference, row.change]));
    expect(newest).toEqual(new Map([...node.rows.values()].map((row) => [row.reference, row.change])));
    expect(newest.size).toBe(20);
  });
});

describe('the event stream', () => {
  it('begins with clock and other side, then tells what changes', async () => {
    const listener = await listen('yard');
    await listener.until(() => listener.events.length >= 2);
    expect(listener.events.map((each) => each.event)).toEqual(['clock', 'peer']);
    server.node.add(rowOf({ reference: reference(1) }));
    await listener.until(() => listener.rows().length === 1);
    expect(listener.events.at(-1)!.id).toBe(String(server.node.lastChange()));
  });

  it('goes on after the last event that the client had', async () => {
    server.node.add(rowOf({ reference: reference(1) }));
    const since = server.node.lastChange();
    server.node.add(rowOf({ reference: reference(2) }));
    server.node.add(rowOf({ reference: reference(3) }));
    const listener = await listen('yard', { 'last-event-id': String(since) });
    await listener.until(() => listener.rows().length === 2);
    expect(listener.rows().map((row) => row.reference)).toEqual([reference(2), reference(3)]);
  });

  it('says so when the number is from another life of the node', async () => {
    const listener = await listen('yard', { 'last-event-id': '999999' });
    await listener.until(() => listener.events.length >= 1);
    expect(listener.events[0]!.event).toBe('reset');
  });

  it('shows a trader the crossings of the firm only, and no log', async () => {
    const trader = await listen('trader');
    const manager = await listen('manager');
    await trader.until(() => trader.events.length >= 2);
    server.node.add(rowOf({ reference: reference(1) }), 'another-firm');
    server.node.tell('log');
    server.node.add(rowOf({ reference: reference(2) }), FIRM);
    await manager.until(() => manager.rows().length === 2 && manager.events.some((each) => each.event === 'log'));
    await trader.until(() => trader.rows().length === 1);
    expect(trader.rows()[0]!.reference).toBe(reference(2));
    expect(trader.events.some((each) => each.event === 'log')).toBe(false);
  });

  it('shows a driver the one crossing', async () => {
    const listener = await Listener.open(`/api/driver/${new DriverLinks(server.linkKey).tokenOf(reference(5))}/stream`, {});
    await listener.until(() => listener.events.length >= 1);
    server.node.add(rowOf({ reference: reference(4) }));
    server.node.add(rowOf({ reference: reference(5) }));
    await listener.until(() => listener.rows().length === 1);
    expect(listener.rows()[0]!.reference).toBe(reference(5));
    expect(listener.events.every((each) => ['clock', 'crossings'].includes(each.event))).toBe(true);
  });

  it('refuses who is not signed in', async () => {
    expect((await Listener.open('/api/stream', {})).status).toBe(401);
    expect((await Listener.open('/api/driver/PG-2222-2222.x/stream', {})).status).toBe(404);
  });

  it('asks for one reading, however many screens wait for it', async () => {
    const listeners = await Promise.all(Array.from({ length: 20 }, () => listen('yard')));
    for (const listener of listeners) await listener.until(() => listener.events.length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 150));
    server.node.asked.length = 0;
    server.node.add(rowOf({ reference: reference(1) }));
    for (const listener of listeners) await listener.until(() => listener.rows().length === 1);
    expect(server.node.asked.filter((each) => each.what === 'changesSince').length).toBeLessThan(20);
  });

  it('forgets a client that has gone, and ends when the server stops', async () => {
    const streams = async () => Number(/^pairgate_streams (\d+)$/m.exec((await server.app.inject('/metrics')).body)![1]);
    const [one, two] = [await listen('yard'), await listen('yard')];
    await two.until(() => two.events.length >= 2);
    // The clients of the tests before have gone as well.
    await expect.poll(streams).toBe(2);
    one.close();
    await expect.poll(streams).toBe(1);
    await server.app.close();
    expect(server.node.listening).toBe(0);
  });
});
