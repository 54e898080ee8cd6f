import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { decodeEdge, EMPTY_EDGE, type Edge } from '@pairgate/ledger/merkle.ts';
import type { AmendmentRow, Batch, CrossingIndexRow, EntryRow, JournalRow, LogGrowth, SubmissionRow } from '@pairgate/store/batch.ts';
import { ConflictError } from '@pairgate/store/engine/database.ts';

/** What a database holds, in memory, with the unique keys of `migrations.ts`. Everything here is durable. */
export interface LogTable {
  size: number;
  edge: Edge;
  note: string | null;
  noteAt: number | null;
  cosignedSize: number;
  cosignedNote: string | null;
  cosignedAt: number | null;
  judgedUpTo: number;
  readonly entries: Map<number, EntryRow>;
  readonly ofStream: Map<string, EntryRow[]>;
  readonly batches: Map<number, Uint8Array>;
  readonly tiles: Map<string, Uint8Array>;
}

const emptyLog = (): LogTable => ({
  size: 0, edge: EMPTY_EDGE, note: null, noteAt: null,
  cosignedSize: 0, cosignedNote: null, cosignedAt: null, judgedUpTo: 0,
  entries: new Map(), ofStream: new Map(), batches: new Map(), tiles: new Map(),
});

export const tileKey = (level: number, index: number): string => `${level}/${index}`;

export class Tables {
  readonly logs: Readonly<Record<SideId, LogTable>> = { VN: emptyLog(), CN: emptyLog() };
  readonly journal = new Map<number, JournalRow>();
  readonly versions = new Set<string>();
  readonly states = new Map<string, Map<string, string>>();
  readonly crossings = new Map<string, CrossingIndexRow>();
  readonly lodged = new Map<string, string>();
  readonly carriers = new Map<string, Set<string>>();
  readonly submissions = new Map<string, SubmissionRow>();
  /** By digest, in the order in which they came. */
  readonly keyStatements = new Map<string, { readonly side: string; readonly text: string; readonly recorded: boolean }>();
  readonly amendments: AmendmentRow[] = [];
  lastChange = 0;

  log(name: string): LogTable {
    const log = this.logs[name as SideId];
    if (!log) throw new Error(`the log ${name} has no head`);
    return log;
  }

  /** All of it or nothing. Throws `ConflictError` when a key is taken. */
  commit(batch: Batch): void {
    this.#check(batch);
    for (const row of batch.facts) {
      this.journal.set(row.position, row);
      this.versions.add(`${row.stream} ${row.version}`);
    }
    for (const growth of batch.logs) this.#grow(growth);
    for (const { stream, part, state } of batch.states) {
      const parts = this.states.get(stream) ?? new Map<string, string>();
      parts.set(part, state);
      this.states.set(stream, parts);
    }
    for (const row of batch.crossings) {
      this.crossings.set(row.reference, row);
      this.lastChange = Math.max(this.lastChange, row.change);
    }
    for (const { reference, owner, functionalReference } of batch.consignments) {
      if (owner !== null && functionalReference !== null) this.lodged.set(`${owner}\n${functionalReference}`, reference);
    }
    for (const { consignment, crossing } of batch.loads) {
      this.carriers.set(consignment, (this.carriers.get(consignment) ?? new Set()).add(crossing));
    }
    for (const row of batch.submissions) this.submissions.set(`${row.account}\n${row.key}`, row);
    for (const { log, index, verdict } of batch.verdicts) {
      const entry = this.log(log).entries.get(index);
      if (entry) this.#put(log, { ...entry, verdict });
    }
    this.amendments.push(...batch.amendments);
    if (batch.judged) this.log(batch.judged.log).judgedUpTo = batch.judged.upTo;
  }

  #check(batch: Batch): void {
    const free = (constraint: string, isTaken: boolean) => {
      if (isTaken) throw new ConflictError(0, constraint, `a key of ${constraint} is taken`);
    };
    for (const { position, stream, version } of batch.facts) {
      free('journal_pkey', this.journal.has(position));
      free('journal_stream', this.versions.has(`${stream} ${version}`));
    }
    for (const growth of batch.logs) {
      const { entries, batches, tiles } = this.log(growth.log);
      for (const { index } of growth.entries) free('log_entry_pkey', entries.has(index));
      free('log_batch_pkey', growth.size !== growth.from && batches.has(growth.size));
      for (const { level, index } of growth.tiles) free('tile_pkey', tiles.has(tileKey(level, index)));
    }
    for (const { reference, owner, functionalReference } of batch.consignments) {
      const taken = this.lodged.get(`${owner}\n${functionalReference}`);
      free('consignment_owner', taken !== undefined && taken !== reference);
    }
    for (const { account, key } of batch.submissions) {
      free('submission_pkey', this.submissions.has(`${account}\n${key}`));
    }
  }

  /** As the statement does: a head of another size is left alone. */
  #grow({ log: name, from, size, edge, root, entries, tiles, note }: LogGrowth): void {
    const log = this.log(name);
    for (const entry of entries) this.#put(name, entry);
    for (const { level, index, bytes } of tiles) log.tiles.set(tileKey(level, index), bytes);
    if (size !== from) log.batches.set(size, root);
    if (log.size !== from) return;
    log.size = size;
    log.edge = decodeEdge(edge);
    if (note) [log.note, log.noteAt] = [note.text, note.at];
  }

  #put(name: string, entry: EntryRow): void {
    const { entries, ofStream } = this.log(name);
    const isNew = !entries.has(entry.index);
    entries.set(entry.index, entry);
    const rows = ofStream.get(entry.stream) ?? [];
    ofStream.set(entry.stream, isNew ? [...rows, entry] : rows.map((row) => (row.index === entry.index ? entry : row)));
  }

  /** Stores a countersignature; an older one never replaces a newer. */
  cosigned(name: string, size: number, note: string, at: number): void {
    const log = this.log(name);
    if (log.cosignedSize > size) return;
    [log.cosignedSize, log.cosignedNote, log.cosignedAt] = [size, note, at];
  }
}
