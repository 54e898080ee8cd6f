import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { DatabaseGone, StatementFailed } from '@pairgate/store/engine/database.ts';
import type { Life } from './life.ts';
import type { Scheduler } from './scheduler.ts';
import { Tables } from './tables.ts';

/**
 * A database server over a disk. A transaction is written to a write-ahead list page by page and counts once its pages
 * are synced; only then does it show, and only then is it answered. A power cut keeps each page that was not synced or
 * loses it, and recovery ends at the first page that is missing: the tail is lost, and a torn transaction with it.
 *
 * The server goes on when its client is killed or the connection breaks: what was sent may still be committed. The next
 * session of the writer begins when that is over, as the writer's lock makes it (`postgres-writer.ts`).
 */
interface Transaction {
  readonly apply: (tables: Tables) => void;
  readonly pages: number;
  written: number;
  over: boolean;
  /** Tells the client; a session that was lost is told nothing. */
  answer: ((error?: Error) => void) | undefined;
}

const PAGES = 3;

export class Server {
  readonly tables = new Tables();
  #current: Transaction | undefined;
  readonly #waiting: (() => void)[] = [];
  #atNext: (() => void) | undefined;
  #downUntil = 0;
  #slowUntil = 0;
  #fullUntil = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly chance: Chance,
    /** Told right after something has become durable. */
    private readonly onDurable: () => void,
  ) {}

  get isDown(): boolean {
    return this.scheduler.now < this.#downUntil;
  }

  /** True while a transaction is between its beginning and its end. */
  get isCommitting(): boolean {
    return this.#current !== undefined;
  }

  /** Runs something during the next transaction. */
  duringNext(run: () => void): void {
    this.#atNext = run;
  }

  slow(millis: number): void {
    this.#slowUntil = this.scheduler.now + millis;
  }

  full(millis: number): void {
    this.#fullUntil = this.scheduler.now + millis;
  }

  /** Every connection breaks and none can be made for a while. What was sent happens, happens late or never does. */
  lose(millis: number): void {
    this.#downUntil = this.scheduler.now + millis;
    const current = this.#current;
    if (!current) return;
    const { answer } = current;
    current.answer = undefined;
    if (this.chance.happens(30)) this.#end(current);
    answer?.(new DatabaseGone('the connection was lost', true));
  }

  /** The client is gone; its transaction goes on. */
  abandon(): void {
    if (this.#current) this.#current.answer = undefined;
  }

  /** Everything that was not synced is lost, or kept, page by page. */
  power(): void {
    const current = this.#current;
    if (!current) return;
    const isWhole = current.written === current.pages && Array.from({ length: current.pages }).every(() => this.chance.happens(85));
    if (isWhole) this.#apply(current);
    else this.#end(current);
  }

  latency(): number {
    const base = 0.2 + this.chance.below(300) / 100;
    return this.scheduler.now < this.#slowUntil ? base * 40 : base;
  }

  /** Throws `DatabaseGone` while no connection can be made. */
  reach(): void {
    if (this.isDown) throw new DatabaseGone('the database cannot be reached');
  }

  /** Resolves when the transaction of an earlier session is over. */
  idle(life: Life): Promise<void> {
    if (!this.#current) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        if (life.alive) resolve();
      });
    });
  }

  begin(apply: (tables: Tables) => void, answer: (error?: Error) => void): void {
    const current: Transaction = { apply, pages: 1 + this.chance.below(PAGES), written: 0, over: false, answer };
    this.#current = current;
    this.#write(current);
    const during = this.#atNext;
    if (!during) return;
    this.#atNext = undefined;
    this.scheduler.after((this.latency() * this.chance.below(200)) / 100, 'lay in wait', during);
  }

  #write(current: Transaction): void {
    this.scheduler.after(this.latency() / 4, 'page', () => {
      if (current.over) return;
      if (this.scheduler.now < this.#fullUntil) {
        const { answer } = current;
        this.#end(current);
        return answer?.(new StatementFailed(0, '53100', 'the disk is full'));
      }
      current.written += 1;
      if (current.written < current.pages) return this.#write(current);
      this.scheduler.after(this.latency(), 'sync', () => {
        if (!current.over) this.#apply(current);
      });
    });
  }

  #apply(current: Transaction): void {
    const { answer } = current;
    let failure: Error | undefined;
    try {
      current.apply(this.tables);
    } catch (error) {
      failure = error as Error;
    }
    this.#end(current);
    if (!failure) this.onDurable();
    answer?.(failure);
  }

  #end(current: Transaction): void {
    current.over = true;
    this.#current = undefined;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
