import type { ServerResponse } from 'node:http';
import type { Changes, NodeState, Reader, Readings, Topic } from './readings.ts';

/**
 * Server-sent events (WHATWG HTML, 9.2). Nothing is queued for a client: it keeps the last change number that it was
 * sent and which topics have moved, and what it missed is read when its turn comes. So the memory per client is bounded,
 * a slow client gets fewer and larger updates, and one that comes back with `Last-Event-ID` misses nothing.
 */

/** At most ten updates a second for each client. */
export const TURN_MS = 100;
const BEAT_MS = 15_000;
/** A client that has taken nothing for this long is gone. */
const STUCK_MS = 60_000;
const ROWS = 200;

export interface Subscription {
  readonly reader: Reader;
  readonly topics: readonly Topic[];
  /** From `Last-Event-ID`: the last change that the client has. Absent: from now on. */
  readonly since: number | undefined;
  /** Asked at every beat: whether the client may still listen. */
  readonly mayListen: () => Promise<boolean>;
}

interface Client {
  readonly response: ServerResponse;
  readonly of: Subscription;
  readonly dirty: Set<Topic>;
  last: number;
  nextTurn: number;
  timer: NodeJS.Timeout | undefined;
  busy: boolean;
  blockedSince: number | undefined;
}

const message = (event: string, data: unknown, id?: number): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

export interface HubOptions {
  readonly readings: Readings;
  /** Real time in milliseconds. */
  readonly wall: () => number;
  readonly maxClients: number;
  /** Told of a reading that failed; the client is cut off and comes back by itself. */
  readonly onError: (error: unknown) => void;
}

export class StreamHub {
  readonly #options: HubOptions;
  readonly #clients = new Set<Client>();
  readonly #stopListening: () => void;
  readonly #beat: NodeJS.Timeout;
  /** What the clients that stand at a change number are missing; valid until the next change. */
  readonly #shared = new Map<string, Promise<Changes>>();
  #state: Promise<NodeState> | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#stopListening = options.readings.onChange((topic) => this.#mark(topic));
    this.#beat = setInterval(() => void this.#beatAll(), BEAT_MS);
    this.#beat.unref();
  }

  get size(): number {
    return this.#clients.size;
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#options.maxClients;
  }

  /** Takes over a response whose head has been sent. */
  open(response: ServerResponse, of: Subscription): void {
    const newest = this.#options.readings.lastChange();
    const unknown = of.since !== undefined && of.since > newest;
    const client: Client = {
      response, of, dirty: new Set(of.topics), last: unknown ? newest : (of.since ?? newest), nextTurn: 0,
      timer: undefined, busy: false, blockedSince: undefined,
    };
    client.dirty.delete('log');
    this.#clients.add(client);
    response.on('close', () => this.#forget(client));
    response.on('error', () => this.#forget(client));
    response.on('drain', () => {
      client.blockedSince = undefined;
      this.#wake(client);
    });
    // A number from another life of this node means that the client must read everything anew.
    this.#write(client, `retry: 2000\nid: ${client.last}\n\n${unknown ? message('reset', {}) : ''}`);
    this.#wake(client);
  }

  close(): void {
    this.#stopListening();
    clearInterval(this.#beat);
    for (const client of this.#clients) {
      client.response.end();
      this.#forget(client);
    }
  }

  #forget(client: Client): void {
    clearTimeout(client.timer);
    this.#clients.delete(client);
  }

  #mark(topic: Topic): void {
    if (topic === 'crossing') this.#shared.clear();
    if (topic === 'clock' || topic === 'peer') this.#state = undefined;
    for (const client of this.#clients) {
      if (!client.of.topics.includes(topic)) continue;
      client.dirty.add(topic);
      this.#wake(client);
    }
  }

  #wake(client: Client): void {
    if (client.busy || client.timer !== undefined || client.blockedSince !== undefined || client.dirty.size === 0) return;
    const wait = Math.max(0, client.nextTurn - this.#options.wall());
    client.timer = setTimeout(() => {
      client.timer = undefined;
      void this.#turn(client);
    }, wait);
  }

  /** One update for one client. Topics take turns, since the one that was sent goes to the end of the set. */
  async #turn(client: Client): Promise<void> {
    const [topic] = client.dirty;
    if (topic === undefined || !this.#clients.has(client)) return;
    client.dirty.delete(topic);
    client.busy = true;
    try {
      const text = await this.#update(client, topic);
      if (text !== undefined && this.#clients.has(client)) {
        client.nextTurn = this.#options.wall() + TURN_MS;
        this.#write(client, text);
      }
    } catch (error) {
      this.#shared.clear();
      this.#state = undefined;
      this.#options.onError(error);
      client.response.end();
      this.#forget(client);
    } finally {
      client.busy = false;
    }
    this.#wake(client);
  }

  async #update(client: Client, topic: Topic): Promise<string | undefined> {
    if (topic === 'log') return message('log', {});
    if (topic !== 'crossing') return message(topic, (await this.#nodeState())[topic]);
    const { rows, upTo } = await this.#changes(client);
    if (upTo <= client.last) return undefined;
    client.last = upTo;
    if (upTo < this.#options.readings.lastChange()) client.dirty.add('crossing');
    return rows.length === 0 ? undefined : message('crossings', rows, upTo);
  }

  #nodeState(): Promise<NodeState> {
    this.#state ??= this.#options.readings.state();
    return this.#state;
  }

  /** Readers of everything see the same rows, so that a hundred screens cost one reading. */
  #changes(client: Client): Promise<Changes> {
    const { reader } = client.of;
    const read = () => this.#options.readings.changesSince(client.last, reader, ROWS);
    if (reader.scope !== 'all') return read();
    const key = String(client.last);
    const reading = this.#shared.get(key) ?? read();
    this.#shared.set(key, reading);
    return reading;
  }

  #write(client: Client, text: string): void {
    if (!client.response.write(text)) client.blockedSince ??= this.#options.wall();
  }

  async #beatAll(): Promise<void> {
    const now = this.#options.wall();
    for (const client of this.#clients) {
      const stuck = client.blockedSince !== undefined && now - client.blockedSince > STUCK_MS;
      const allowed = !stuck && (await client.of.mayListen().catch(() => false));
      if (stuck || !allowed) {
        client.response.destroy();
        this.#forget(client);
      } else if (client.blockedSince === undefined) this.#write(client, ': beat\n\n');
    }
  }
}
