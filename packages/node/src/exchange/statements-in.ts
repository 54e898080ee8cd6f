import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { ReadStatement } from '../keys/statement-folder.ts';
import type { Exchange } from './exchange.ts';
import type { ExchangeLog } from './status.ts';
import type { HeldKeys, WorkingKeys } from './working-keys.ts';

export interface StatementsInOptions {
  readonly side: SideId;
  readonly keys: WorkingKeys;
  readonly exchange: Pick<Exchange, 'state'>;
  /** Reads the private keys of the folder anew. */
  readonly held: () => Promise<HeldKeys>;
  readonly log: Pick<ExchangeLog, 'error'>;
}

const isOf = (side: SideId, value: unknown): boolean =>
  (value as { statement?: { side?: unknown } } | undefined)?.statement?.side === side;

/**
 * Takes what a person has put into the folder of the keys: statements of our own root key, and what was imported of the other
 * side's. Rejects when the database is away; then all of it is to be told again.
 */
export const statementsIn =
  ({ side, keys, exchange, held, log }: StatementsInOptions) =>
  async (statements: readonly ReadStatement[]): Promise<void> => {
    // With a statement of our own comes the key that it enrols.
    keys.hold(await held());
    for (const { file, value } of statements) {
      const fault = isOf(side, value) ? await exchange.state(value) : (await keys.learn([value], true))[0];
      if (fault !== undefined && fault !== 'replayed') log.error({ file, fault }, 'A key statement does not count.');
    }
  };
