import { z } from 'zod';
import type { Statement } from '@pairgate/store/engine/database.ts';
import { settingOf, type Journal } from '@pairgate/store/journal.ts';

/** Entries of one's own log that came back from the other side's mirror: from an index up to, not including, another. */
const recoveredTail = z.strictObject({
  from: z.int(),
  to: z.int(),
  /** Entries whose data was not what they commit to. */
  withoutData: z.int(),
  /** Real time in milliseconds. */
  at: z.number(),
  /** Whether they stand in the export ledger again; the last one does not while it is still coming back. */
  counted: z.boolean(),
});
export type RecoveredTail = z.infer<typeof recoveredTail>;

/** The setting that keeps them. */
export const RECOVERED = 'recovered';

/** What came back so far, for the operator; the newest last. */
export const rememberedTails = (text: string | undefined): RecoveredTail[] =>
  text === undefined ? [] : z.array(recoveredTail).parse(JSON.parse(text));

/** Which entries of one's own log have come back: written down before the first of them does, since any of it may be the last. */
export class RecoveredTails {
  constructor(private readonly journal: Pick<Journal, 'db' | 'pair'>) {}

  async #read(): Promise<RecoveredTail[]> {
    const { db, pair } = this.journal;
    const [row] = await db.query<{ value: string }>('SELECT value FROM setting WHERE pair = $1 AND name = $2', [pair, RECOVERED]);
    return rememberedTails(row?.value);
  }

  #statement(tails: readonly RecoveredTail[]): Statement {
    return settingOf(this.journal.pair, RECOVERED, JSON.stringify(tails));
  }

  /** Entries from `size` on are about to come back, or go on to. */
  async begin(size: number, at: number): Promise<void> {
    const tails = await this.#read();
    if (tails.at(-1)?.counted === false) return;
    await this.journal.db.transact([this.#statement([...tails, { from: size, to: size, withoutData: 0, at, counted: false }])]);
  }

  /** They are back, up to `to`. */
  async end({ to, withoutData }: Pick<RecoveredTail, 'to' | 'withoutData'>, at: number): Promise<void> {
    const tails = await this.#read();
    const last = tails.at(-1)!;
    const whole = { ...last, to, withoutData: last.withoutData + withoutData, at };
    await this.journal.db.transact([this.#statement([...tails.slice(0, -1), whole])]);
  }

  /** The tail that does not stand in the export ledger again, if there is one. */
  async uncounted(): Promise<RecoveredTail | undefined> {
    return (await this.#read()).find(({ counted }) => !counted);
  }

  /** The statement that says of this tail, up to `to`, that it does; for the transaction that counts it. */
  async counted(tail: RecoveredTail, to: number): Promise<Statement> {
    const tails = await this.#read();
    return this.#statement(tails.map((each) => (each.from === tail.from && !each.counted ? { ...each, to, counted: true } : each)));
  }
}
