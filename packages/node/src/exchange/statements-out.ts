import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { KEY_FACTS, type SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import type { RingFault } from '@pairgate/exchange/key-ring.ts';
import { pause, type World } from '../world.ts';
import type { Writer } from '../writer.ts';
import { RefusedByPeer, type Peer } from './network.ts';
import type { Watch } from './status.ts';
import { BackOff, type Timing } from './timing.ts';
import type { WorkingKeys } from './working-keys.ts';

export interface StatementsOutOptions {
  readonly side: SideId;
  readonly keys: WorkingKeys;
  readonly writer: Pick<Writer, 'record'>;
  readonly peer: Pick<Peer, 'state'>;
  /** Whether this side calls the other at all; who does not is heard through the log. */
  readonly calls: boolean;
  readonly watch: Watch;
  readonly timing: Timing;
  readonly world: World;
}

/**
 * What one's own root key has stated goes two ways: into one's own log, where it is countersigned like everything else, and
 * to the other side directly, since a revocation must not wait for a log that may not be believed.
 */
export class StatementsOut {
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #mayRecord = false;
  #recording: Promise<void> = Promise.resolve();

  constructor(private readonly options: StatementsOutOptions) {}

  /** Takes a statement of one's own side; gives the reason when it does not count. */
  async take(statement: unknown): Promise<RingFault | undefined> {
    const { keys, calls } = this.options;
    const before = keys.ring.statements.length;
    const learned = keys.learn([statement], false);
    // It counts already, and is sent also when it cannot be stored yet.
    if (calls) for (const signed of keys.ring.statements.slice(before)) this.#run(this.#send(signed));
    const [fault] = await learned;
    const isKnown = fault === undefined || fault === 'replayed';
    if (isKnown && this.#mayRecord) this.#run(this.#recordAll());
    return fault;
  }

  /** One's own log may be written: what was stated meanwhile, or before the last stop, is recorded. */
  async start(): Promise<void> {
    this.#mayRecord = true;
    await this.#recordAll();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  #run(work: Promise<void>): void {
    const done = work.catch((error: unknown) => this.options.watch.fault('key_statement_unsent', { error }));
    this.#running.add(done);
    void done.finally(() => this.#running.delete(done));
  }

  /** Resolves when all that is stored stands in one's own log: one after the other, and again while the database is away. */
  #recordAll(): Promise<void> {
    return (this.#recording = this.#recording.then(() => this.#recordNow()));
  }

  async #recordNow(): Promise<void> {
    const { side, writer, keys, watch, timing, world } = this.options;
    const backOff = new BackOff(timing, world);
    while (!this.#stopped.signal.aborted) {
      try {
        for (const signed of await keys.unrecorded()) {
          await writer.record(`log:${side}`, KEY_FACTS[signed.statement.act], signed);
          await keys.recorded(signed);
        }
        return;
      } catch (error) {
        watch.fault('key_statement_unrecorded', { error });
      }
      await pause(world, backOff.next(), this.#stopped.signal);
    }
  }

  /** Until the other side has answered, whatever the answer: it stands in the log too. */
  async #send(signed: SignedKeyStatement): Promise<void> {
    const { peer, watch, timing, world } = this.options;
    const backOff = new BackOff(timing, world);
    while (!this.#stopped.signal.aborted) {
      try {
        return await peer.state(signed, this.#stopped.signal);
      } catch (error) {
        if (error instanceof RefusedByPeer && error.status !== 503) {
          return watch.fault('key_statement_refused', { status: error.status });
        }
      }
      await pause(world, backOff.next(), this.#stopped.signal);
    }
  }
}
