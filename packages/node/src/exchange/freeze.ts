import {
  NO_DOUBTS, sightOf, weigh, type DivergenceKind, type Doubts, type Grade, type OpenCheckpoint, type Sight,
} from '@pairgate/exchange/divergence.ts';
import type { Chunk, ChunkFault } from '@pairgate/exchange/intake.ts';
import { encodeEntries } from '@pairgate/exchange/wire.ts';
import type { Checkpoint } from '@pairgate/ledger/checkpoint.ts';
import { appendAll, leafHash, rootOf, type Edge } from '@pairgate/ledger/merkle.ts';
import { addDivergence, openDivergences, resolveDivergence, type DivergenceRow } from '@pairgate/store/divergences.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import type { World } from '../world.ts';
import type { Watch } from './status.ts';
import { rootAt } from './stored-tree.ts';
import type { Timing } from './timing.ts';

/** A divergence that nobody has resolved, as the rest of the node sees it. `since` is real time in milliseconds. */
export interface Frozen {
  readonly kind: DivergenceKind;
  readonly grade: Grade;
  readonly since: number;
}

export interface FreezeOptions {
  readonly journal: Journal;
  /** The side whose log is mirrored. */
  readonly log: string;
  /** The origin line of its checkpoints, and how they are opened. */
  readonly origin: string;
  readonly open: OpenCheckpoint;
  /** The edge of the mirror. */
  readonly edge: () => Edge;
  readonly timing: Pick<Timing, 'unservedTimes' | 'unservedMs'>;
  readonly world: Pick<World, 'now'>;
  readonly watch: Watch;
}

/** Who brings a chunk: the live peer, or a person with a file, behind which nobody can be asked again. */
export type Bearer = 'peer' | 'stick';

/** A sight with what it is about: the evidence, should it come to that. */
interface Shown {
  readonly note?: string;
  readonly checkpoint?: Checkpoint | undefined;
  readonly entries?: Uint8Array;
}

const NO_DATA = new Uint8Array(0);

/**
 * Whether entries of the other side are taken in: the one place that says so. What is found is in the database before
 * anything else happens, with both pieces of evidence, and is read again at the start.
 */
export class Freeze {
  #doubts: Doubts = NO_DOUBTS;
  #connection = 0;

  constructor(
    private readonly options: FreezeOptions,
    private open: readonly DivergenceRow[],
  ) {}

  static async load(options: FreezeOptions): Promise<Freeze> {
    const { journal, log } = options;
    return new Freeze(options, await openDivergences(journal.db, journal.pair, log));
  }

  /** What intake is frozen for; contradicting signatures before anything that may end by itself. */
  get frozen(): Frozen | null {
    const row = this.open.find(({ grade }) => grade === 'signed') ?? this.open[0];
    return row ? { kind: row.kind as DivergenceKind, grade: row.grade as Grade, since: row.foundAt } : null;
  }

  /** True while only persons can end it: nothing of that log is even asked for. */
  get halted(): boolean {
    return this.frozen?.grade === 'signed';
  }

  /** A connection to the other side has been opened. */
  connected(): void {
    this.#connection += 1;
  }

  /** Something was served as it was signed. */
  async good(): Promise<void> {
    if (this.#doubts !== NO_DOUBTS) this.#doubts = NO_DOUBTS;
    if (this.open.length === 0) return;
    const { journal, log, world, watch } = this.options;
    for (const { id, grade } of this.open) {
      if (grade !== 'unserved') continue;
      const how = 'The other side served what it had signed.';
      await resolveDivergence(journal.db, journal.pair, log, id, { at: Math.floor(world.now()), by: 'node', how });
      this.open = this.open.filter((row) => row.id !== id);
      watch.thawed();
    }
  }

  /** A chunk that was not taken, and why. */
  async saw(chunk: Chunk, fault: ChunkFault, from: Bearer): Promise<void> {
    const { origin, open } = this.options;
    const edge = this.options.edge();
    const { sight, checkpoint } = await sightOf(chunk.note, fault, {
      origin,
      open,
      held: edge.size,
      rootAt: (size) => this.#rootAt(size, edge),
      rootWithEntries: () => rootOf(sha256, appendAll(sha256, edge, chunk.entries.map(({ leaf }) => leafHash(sha256, leaf)))),
    });
    if (from === 'stick' && sight.what !== 'contradicts') return;
    // The leaves give the root; the data beside them proves nothing, and no retention time would end it here.
    const leaves = () => chunk.entries.map(({ leaf }) => ({ leaf, data: NO_DATA }));
    const entries = sight.what === 'unproved' ? { entries: encodeEntries(chunk.first, leaves()) } : {};
    await this.#weigh(sight, { note: chunk.note, checkpoint, ...entries });
  }

  /** The other side has said that it has less than it signed. */
  async cannotServe(): Promise<void> {
    await this.#weigh({ what: 'unserved', kind: 'rollback' }, {});
  }

  async #weigh(sight: Sight, shown: Shown): Promise<void> {
    const { timing, world } = this.options;
    const weighed = weigh(this.#doubts, sight, { connection: this.#connection, now: world.now() }, timing);
    // A doubt that has become certain stays until it is stored.
    if (weighed.diverged) await this.#freeze(sight, weighed.diverged, shown);
    this.#doubts = weighed.doubts;
  }

  async #freeze(sight: Sight, { kind, grade }: { kind: DivergenceKind; grade: Grade }, shown: Shown): Promise<void> {
    if (this.halted || (grade === 'unserved' && this.open.length > 0)) return;
    const { journal, log, world, watch } = this.options;
    const edge = this.options.edge();
    const expected = sight.what === 'contradicts' ? sight.heldRoot : sight.what === 'unproved' ? sight.entriesRoot : null;
    const row = await addDivergence(journal.db, journal.pair, {
      log, kind, grade,
      foundAt: Math.floor(world.now()),
      heldSize: edge.size,
      heldRoot: rootOf(sha256, edge),
      heldNote: (await journal.head(log)).note,
      servedSize: shown.checkpoint?.size ?? null,
      servedRoot: shown.checkpoint?.root ?? null,
      servedNote: shown.note ?? null,
      expectedRoot: expected,
      servedEntries: shown.entries ?? null,
    });
    this.open = [...this.open, row];
    watch.diverged(kind, grade, row.id);
  }

  #rootAt(size: number, edge: Edge): Promise<Uint8Array> {
    if (size === edge.size) return Promise.resolve(rootOf(sha256, edge));
    if (size === 0) return Promise.resolve(rootOf(sha256, { size: 0, hashes: [] }));
    return rootAt(this.options.journal, this.options.log, size);
  }
}
