import { exceptionOf } from '@pairgate/exchange/entry.ts';
import type { Judged } from '@pairgate/exchange/messages.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { Writer } from '../writer.ts';
import type { Watch } from './status.ts';
import type { World } from '../world.ts';
import type { Timing } from './timing.ts';

/** As many exceptions as one message may carry. */
const MAX_EXCEPTIONS = 1000;

/**
 * Tells the other side what became of its entries: all accepted up to an index, but for the exceptions. About once a
 * second, at once when something was refused, and never because of judgements alone, or two nodes would judge for ever.
 */
export class Judge {
  #judgedUpTo: number;
  #callOff: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    private readonly options: {
      readonly journal: Journal;
      readonly writer: Pick<Writer, 'judge'>;
      readonly peer: string;
      readonly timing: Pick<Timing, 'judgeMs'>;
      readonly watch: Watch;
      readonly world: World;
    },
    judgedUpTo: number,
  ) {
    this.#judgedUpTo = judgedUpTo;
  }

  get judgedUpTo(): number {
    return this.#judgedUpTo;
  }

  /** Judgements of ours were recovered: what they judged is not judged again. */
  resume(judgedUpTo: number): void {
    this.#judgedUpTo = judgedUpTo;
  }

  /** Entries of the other side have been stored. */
  notice(refused: number): void {
    if (this.#stopped) return;
    if (refused > 0) {
      this.#callOff?.();
      this.#callOff = undefined;
      this.#run();
    } else {
      this.#callOff ??= this.options.world.after(this.options.timing.judgeMs, () => {
        this.#callOff = undefined;
        this.#run();
      });
    }
  }

  #run(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#judge()
      .catch((error: unknown) => {
        this.options.watch.fault('judgement_failed', { error });
        this.notice(0);
      })
      .finally(() => {
        this.#running = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.notice(0);
      });
  }

  async #judge(): Promise<void> {
    const { journal, writer, peer } = this.options;
    const { upTo, refused } = await journal.unjudged(peer, this.#judgedUpTo, MAX_EXCEPTIONS + 1);
    if (upTo <= this.#judgedUpTo || this.#stopped) return;
    const exceptions: Judged['exceptions'] = refused
      .slice(0, MAX_EXCEPTIONS)
      .map(({ index, verdict }) => ({ index, ...exceptionOf(verdict) }));
    // With more exceptions than fit, the judgement ends before the first that does not.
    const end = refused[MAX_EXCEPTIONS]?.index ?? upTo;
    await writer.judge(end, exceptions);
    this.#judgedUpTo = end;
    if (end < upTo) this.#again = true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    await this.#running;
  }
}
