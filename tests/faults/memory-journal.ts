import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import type { Batch, EntryRow, StateRow } from '@pairgate/store/batch.ts';
import type { StatementResult } from '@pairgate/store/engine/database.ts';
import type { Journal, LogHead, StoredEntry } from '@pairgate/store/journal.ts';
import type { Server } from './database.ts';
import type { Life } from './life.ts';
import { tileKey, type Tables } from './tables.ts';

/** What of the journal a writer and its exchange use. */
type Used =
  | 'pair' | 'prepare' | 'commit' | 'ready' | 'head' | 'nextPosition' | 'lastChange' | 'storeCosignature' | 'facts'
  | 'entries' | 'unjudged' | 'entriesOf' | 'batchWithin' | 'tile' | 'leafHashes' | 'states' | 'carriers' | 'lodgedAs'
  | 'submissions' | 'openCrossings' | 'bookedSlots' | 'keyStatements' | 'storeKeyStatement' | 'keyStatementRecorded' | 'amendments';

const stored = ({ index, stream, seq, type, leaf, data, verdict }: EntryRow): StoredEntry => ({
  index, stream, seq, type, leaf, data, verdict,
});

/** The journal of one life over the tables of its server. */
export class MemoryJournal implements Pick<Journal, Used> {
  #tail: Promise<unknown> = Promise.resolve();
  /**
   * Of the database itself an empty transaction is asked for, to learn that the one before it is over, and the tables of
   * divergences and epochs. Neither is played, so those are empty; what is written there is forgotten.
   */
  readonly db = {
    transact: (): Promise<StatementResult[]> => this.#transact(() => undefined).then(() => []),
    query: (): Promise<never[]> => this.#read(() => []),
  };

  constructor(
    private readonly life: Life,
    private readonly server: Server,
    readonly pair: string,
  ) {}

  /** As the product's code sees it: a method that is not here would be missed at once. */
  get asJournal(): Journal {
    return this as unknown as Journal;
  }

  /** What is read is as old as its question or as young as its answer. */
  #read<T>(what: (tables: Tables) => T): Promise<T> {
    const { life, server } = this;
    if (!life.act()) return new Promise(() => undefined);
    const look = () => {
      server.reach();
      return what(server.tables);
    };
    if (!life.happens(30)) return life.arrival(server.latency() / 2, 'read', look);
    return life
      .arrival(server.latency() / 4, 'look', look)
      .then((value) => life.arrival(server.latency() / 4, 'read', () => value));
  }

  /** One after the other, in the order of the calls. */
  #transact(apply: (tables: Tables) => void): Promise<void> {
    const run = this.#tail.then(() => this.#run(apply));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async #run(apply: (tables: Tables) => void): Promise<void> {
    const { life, server } = this;
    if (!life.act()) return new Promise(() => undefined);
    await life.arrival(server.latency() / 4, 'connect', () => server.reach());
    while (server.isCommitting) await server.idle(life);
    server.reach();
    await new Promise<void>((resolve, reject) => {
      server.begin(apply, (error) => {
        life.later(server.latency() / 4, error ? 'failed' : 'committed', () => (error ? reject(error) : resolve()));
      });
    });
  }

  prepare(): Promise<void> {
    return this.#transact(() => undefined);
  }

  commit(batch: Batch): Promise<void> {
    return this.#transact((tables) => tables.commit(batch));
  }

  ready(batch: Batch): () => Promise<void> {
    return () => this.commit(batch);
  }

  head(log: string): Promise<LogHead> {
    return this.#read((tables) => {
      const { size, edge, note, noteAt, cosignedSize, cosignedNote, cosignedAt, judgedUpTo } = tables.log(log);
      return { log, size, edge, note, noteAt, cosignedSize, cosignedNote, cosignedAt, judgedUpTo };
    });
  }

  nextPosition(): Promise<number> {
    return this.#read(({ journal }) => [...journal.keys()].reduce((next, position) => Math.max(next, position + 1), 0));
  }

  lastChange(): Promise<number> {
    return this.#read((tables) => tables.lastChange);
  }

  storeCosignature(log: string, size: number, note: string, at: number): Promise<void> {
    return this.#transact((tables) => tables.cosigned(log, size, note, at));
  }

  facts(stream: string): Promise<Fact[]> {
    return this.#read(({ journal }) =>
      [...journal.values()]
        .filter((row) => row.stream === stream)
        .toSorted((one, other) => one.version - other.version)
        .map((row) => JSON.parse(row.fact) as Fact),
    );
  }

  entries(log: string, from: number, limit: number): Promise<StoredEntry[]> {
    return this.#read((tables) => {
      const { entries } = tables.log(log);
      const found: StoredEntry[] = [];
      for (let row = entries.get(from); row && found.length < limit; row = entries.get(row.index + 1)) found.push(stored(row));
      return found;
    });
  }

  unjudged(log: string, from: number, limit: number) {
    return this.#read((tables) => {
      const rows = [...tables.log(log).entries.values()].filter((row) => row.index >= from && row.type !== 'Judged');
      const refused = rows.flatMap(({ index, verdict }) => (verdict === null ? [] : [{ index, verdict }])).slice(0, limit);
      return { upTo: rows.length > 0 ? Math.max(...rows.map((row) => row.index)) + 1 : from, refused };
    });
  }

  entriesOf(log: string, stream: string): Promise<StoredEntry[]> {
    return this.#read((tables) => (tables.log(log).ofStream.get(stream) ?? []).map(stored));
  }

  batchWithin(log: string, from: number, limit: number): Promise<{ size: number; root: Uint8Array } | undefined> {
    return this.#read((tables) => {
      const { batches } = tables.log(log);
      const size = Math.max(0, ...[...batches.keys()].filter((each) => each > from && each <= from + limit));
      return size > 0 ? { size, root: batches.get(size)! } : undefined;
    });
  }

  tile(log: string, level: number, index: number): Promise<Uint8Array | undefined> {
    return this.#read((tables) => tables.log(log).tiles.get(tileKey(level, index)));
  }

  leafHashes(log: string, from: number, to: number): Promise<Uint8Array[]> {
    return this.#read((tables) => {
      const { entries } = tables.log(log);
      return Array.from({ length: to - from }, (_, at) => entries.get(from + at)?.leafHash).filter((hash) => hash !== undefined);
    });
  }

  states(streams: readonly string[]): Promise<StateRow[]> {
    if (streams.length === 0) return Promise.resolve([]);
    return this.#read((tables) =>
      streams.flatMap((stream) => [...(tables.states.get(stream) ?? [])].map(([part, state]) => ({ stream, part, state }))),
    );
  }

  carriers(consignments: readonly string[]): Promise<{ consignment: string; crossing: string }[]> {
    if (consignments.length === 0) return Promise.resolve([]);
    return this.#read((tables) =>
      consignments.flatMap((consignment) =>
        [...(tables.carriers.get(consignment) ?? [])].map((crossing) => ({ consignment, crossing })),
      ),
    );
  }

  lodgedAs(pairs: readonly { owner: string; functionalReference: string }[]) {
    if (pairs.length === 0) return Promise.resolve([]);
    return this.#read(({ lodged }) =>
      pairs.flatMap(({ owner, functionalReference }) => {
        const reference = lodged.get(`${owner}\n${functionalReference}`);
        return reference === undefined ? [] : [{ owner, functional_reference: functionalReference, reference }];
      }),
    );
  }

  submissions(keys: readonly { account: string; key: string }[]) {
    if (keys.length === 0) return Promise.resolve([]);
    return this.#read((tables) => keys.flatMap(({ account, key }) => tables.submissions.get(`${account}\n${key}`) ?? []));
  }

  openCrossings(): Promise<string[]> {
    return this.#read((tables) => [...tables.crossings.values()].flatMap((row) => (row.open ? [row.reference] : [])).toSorted());
  }

  bookedSlots(from: string) {
    return this.#read((tables) => {
      const counts = new Map<string, { direction: string; traffic_class: string; slot_start: string; count: number }>();
      for (const { direction, trafficClass, slotStart } of tables.crossings.values()) {
        if (slotStart === null || slotStart < from) continue;
        const key = `${direction} ${trafficClass} ${slotStart}`;
        const count = (counts.get(key)?.count ?? 0) + 1;
        counts.set(key, { direction, traffic_class: trafficClass, slot_start: slotStart, count });
      }
      return [...counts.values()];
    });
  }

  amendments() {
    return this.#read(({ amendments }) =>
      amendments.toSorted((one, other) => (one.log === other.log ? one.index - other.index : one.log < other.log ? -1 : 1)),
    );
  }

  keyStatements() {
    return this.#read(({ keyStatements }) => [...keyStatements.values()]);
  }

  storeKeyStatement(digest: string, side: string, text: string, recorded: boolean): Promise<void> {
    return this.#transact(({ keyStatements }) => {
      if (!keyStatements.has(digest)) keyStatements.set(digest, { side, text, recorded });
    });
  }

  keyStatementRecorded(digest: string): Promise<void> {
    return this.#transact(({ keyStatements }) => {
      const known = keyStatements.get(digest);
      if (known) keyStatements.set(digest, { ...known, recorded: true });
    });
  }
}
