import type { About } from '../../evidence.ts';
import type { Done, Outcome, Submission, Submitter } from '../../gateway.ts';
import type { History } from '../history.ts';
import type { Ledgers } from '../ledgers.ts';
import type {
  Changes, ConsignmentDetail, CrossingDetail, CrossingRow, NodeState, Reader, Readings, Topic,
} from '../readings.ts';

/**
 * A node behind the interface that remembers what it was asked. It decides nothing: what the interface lets through to
 * it, and to whom, is what the tests look at.
 */

export const NOW = '2026-11-19T03:42:00.000Z';

export const rowOf = (of: Partial<CrossingRow> & Pick<CrossingRow, 'reference'>): CrossingRow => ({
  direction: 'VN-CN', phase: 'arrived', cause: 'bay', causeSide: 'VN', since: NOW, waitedMs: 600_000,
  trafficClass: 'perishable', goods: { description: 'Durian', hs6: '081060', netMassKg: '18000' },
  tractorID: '29H-412.07', containerID: 'CSQU3054383', slotStart: null, ticket: null, place: 'origin_yard', alarms: [],
  consignments: ['PG-2222-2222'], plannedAt: NOW, arrivedAt: NOW, endedAt: null, change: 1,
  ...of,
});

const STATE: NodeState = {
  pair: {
    id: 'hn-yyg',
    names: { VN: { en: 'Huu Nghi', vi: 'Hữu Nghị', zh: '友谊' }, CN: { en: 'Youyi Guan', vi: 'Hữu Nghị Quan', zh: '友谊关' } },
    offsets: { VN: 420, CN: 480 },
  },
  clock: { now: NOW, speed: 60, paused: false, lagMs: 0, virtual: true },
  peer: { silentSince: null, lastSeenAt: NOW, behind: 0, frozen: null },
  fingerprints: { VN: 'a', CN: 'b' },
};

const perSide = <T>(of: T) => ({ VN: of, CN: of });
const perDirection = <T>(of: T) => ({ 'VN-CN': of, 'CN-VN': of });

export class StandIn implements Submitter, Readings {
  readonly asked: { readonly what: string; readonly reader?: Reader }[] = [];
  readonly submitted: Submission[] = [];
  readonly rows = new Map<string, CrossingRow>();
  /** The firm that a crossing belongs to. */
  readonly owners = new Map<string, string>();
  /** What the next submission is answered with. */
  outcome: () => Promise<Outcome> = () => Promise.resolve(this.done);
  unhealthy: Error | undefined;
  /** What was taken in as a file. */
  readonly carried: Uint8Array[] = [];
  readonly stick = {
    write: async function* () {
      yield new TextEncoder().encode('a file');
    },
    read: async (source: AsyncIterable<Uint8Array>) => {
      for await (const piece of source) this.carried.push(piece);
      return { entries: 0, held: 0, countersigned: 0 };
    },
  };
  readonly #listeners = new Set<(topic: Topic) => void>();
  #change = 1;

  get done(): Done {
    return { ok: true, reference: 'PG-2222-2222', version: 7, facts: [], replayed: false };
  }

  submit(submission: Submission): Promise<Outcome> {
    this.submitted.push(submission);
    return this.outcome();
  }

  async amend() {
    this.#note('amend');
    return undefined;
  }

  add(row: CrossingRow, owner = 'nobody'): void {
    this.#change += 1;
    this.rows.set(row.reference, { ...row, change: this.#change });
    this.owners.set(row.reference, owner);
    this.tell('crossing');
  }

  tell(topic: Topic): void {
    for (const listener of this.#listeners) listener(topic);
  }

  get listening(): number {
    return this.#listeners.size;
  }

  #note(what: string, reader?: Reader): void {
    this.asked.push({ what, ...(reader ? { reader } : {}) });
  }

  #sees(reader: Reader, reference: string): boolean {
    if (reader.scope === 'all') return true;
    return reader.scope === 'link' ? reader.crossing === reference : this.owners.get(reference) === reader.actor.firm;
  }

  async state() {
    return STATE;
  }

  async crossings(reader: Reader, _filter: unknown, page: { after?: { reference: string }; limit: number }) {
    this.#note('crossings', reader);
    const seen = [...this.rows.values()].filter((row) => this.#sees(reader, row.reference));
    const from = page.after ? seen.findIndex((row) => row.reference === page.after!.reference) + 1 : 0;
    return { items: seen.slice(from, from + page.limit), more: seen.length > from + page.limit };
  }

  async crossing(reader: Reader, reference: string): Promise<Omit<CrossingDetail, 'driverLink'> | undefined> {
    this.#note('crossing', reader);
    const row = this.rows.get(reference);
    if (!row || !this.#sees(reader, reference)) return undefined;
    const nothing = {} as never;
    return {
      row, version: 7, origin: nothing, destination: nothing, loads: [],
      attachments: { tractorID: row.tractorID, trailerID: null, containerID: row.containerID, sealID: [] },
      timeline: [], intervals: [], holds: [], pending: { origin: {}, destination: {} }, outdated: { origin: [], destination: [] }, acts: [], estimate: null,
      log: perSide({ countersignedSize: 0 }), missing: [],
    };
  }

  async consignment(reader: Reader): Promise<ConsignmentDetail | undefined> {
    this.#note('consignment', reader);
    return undefined;
  }

  async controlRoom(reader: Reader) {
    this.#note('controlRoom', reader);
    return {
      now: NOW, rows: [], planned: 0, byCause: {}, stages: [], yards: [],
      rates: perDirection(0), accepted: perDirection({}), through: perDirection(0), ribbon: [],
      hours: perSide({ open: '07:00', close: '19:00' }),
    };
  }

  async workList(reader: Reader) {
    this.#note('workList', reader);
    return { items: [] };
  }

  async queue(reader: Reader) {
    this.#note('queue', reader);
    return { items: [], rule: { weights: {} } };
  }

  async slots(reader: Reader) {
    this.#note('slots', reader);
    return { items: [], capacity: null };
  }

  async plan(reader: Reader) {
    this.#note('plan', reader);
    return { direction: 'VN-CN' as const, now: NOW, plans: [], slots: [] };
  }

  async gate(reader: Reader) {
    this.#note('gate', reader);
    return perSide({ capacity: {}, lane: {}, open: true, nextOpening: null });
  }

  async agreement(reader: Reader) {
    this.#note('agreement', reader);
    return { inForce: perSide(1), activations: [], versions: [], proposals: [] };
  }

  async log(reader: Reader) {
    this.#note('log', reader);
    return { logs: [], fingerprints: STATE.fingerprints, frozen: null };
  }

  async logEntries(reader: Reader) {
    this.#note('logEntries', reader);
    return { items: [], nextBefore: null };
  }

  async evidence(reader: Reader, about: About) {
    this.#note('evidence', reader);
    return 'index' in about || this.#sees(reader, about.reference) ? { format: 'pairgate-evidence/1' } : undefined;
  }

  async shared(reader: Reader, reference: string) {
    this.#note('shared', reader);
    return this.#sees(reader, reference) ? { sizes: perSide(0), state: {}, digest: '' } : undefined;
  }

  async dayList(reader: Reader) {
    this.#note('dayList', reader);
    return [...this.rows.values()];
  }

  async driver(reader: Reader) {
    this.#note('driver', reader);
    const row = this.rows.get(reader.crossing ?? '');
    if (!row) return undefined;
    const next = { key: 'wait_in_yard', params: {} };
    return { row, next, ahead: 0, acceptedPerHour: 12, holds: [], pass: null, now: NOW, timeline: [], acts: ['objectToHold'] };
  }

  async findByPlate(plate: string) {
    this.#note('findByPlate');
    return [...this.rows.values()].filter((row) => row.tractorID === plate).map((row) => ({ row, position: 3 }));
  }

  lastChange(): number {
    return this.#change;
  }

  async changesSince(change: number, reader: Reader, limit: number): Promise<Changes> {
    this.#note('changesSince', reader);
    const newer = [...this.rows.values()].filter((row) => row.change > change).toSorted((a, b) => a.change - b.change).slice(0, limit);
    return {
      rows: newer.filter((row) => this.#sees(reader, row.reference)),
      upTo: newer.at(-1)?.change ?? this.#change,
    };
  }

  onChange(listener: (topic: Topic) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async health() {
    if (this.unhealthy) throw this.unhealthy;
    return { ok: true, writer: true, database: true, exchange: true };
  }
}

/** A past in which nothing happened. */
export const standInHistory: History = { between: async () => ({ since: NOW, asOf: NOW, items: [], more: false }) };

/** Books in which nothing stands. */
export const standInLedgers: Ledgers = {
  exports: async () => ({ items: [], countersignedSize: 0, size: 0 }),
  personsSent: async (year = 2026) => ({ year, recipient: 'CN', level: 'below', categories: [] }),
  erasures: async () => ({ retention: [], due: [], said: [] }),
  eraseDue: async () => ({ days: 0, streams: 0 }),
  endEarly: async ({ reference, dryRun = false }) => ({ streams: [`crossing:${reference}`], dryRun }),
};
