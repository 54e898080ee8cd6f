import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import type { HeldKeys } from '@pairgate/node/exchange/working-keys.ts';
import type { KeyFolder, LogSizes } from '@pairgate/node/keys/statement-folder.ts';
import type { Life } from './life.ts';

/**
 * The folder of the keys on the disk of a machine. People put keys and statements there whether the node runs or not; the
 * node finds them, and keeps there what it learns of the other side and how long the logs are. Files are there whole or not
 * at all, and what is there stays.
 */
export class Folder {
  readonly #keys: HeldKeys['keys'][number][];
  readonly #files = new Map<string, unknown>();
  /** What the node wrote last of the logs; people go by it. */
  sizes: LogSizes | undefined;

  constructor(first: HeldKeys) {
    this.#keys = [...first.keys];
  }

  get held(): HeldKeys {
    // What TLS promises, the simulated link promises.
    return { keys: [...this.#keys], authorities: [] };
  }

  addKey(key: HeldKeys['keys'][number]): void {
    this.#keys.push(key);
  }

  /** Whose statement it is, the file says itself. */
  put(signed: SignedKeyStatement): string {
    const { act, side, key } = signed.statement;
    const file = `${['enrol', 'retire', 'revoke'].indexOf(act)} ${side} ${key}`;
    if (!this.#files.has(file)) this.#files.set(file, signed);
    return file;
  }

  /** As the process of a life has it: it may die at each of these. */
  of(life: Life): KeyFolder & { held(): Promise<HeldKeys> } {
    const done = <T>(value: () => T): Promise<T> => (life.act() ? Promise.resolve(value()) : new Promise(() => undefined));
    const read = <T>(value: () => T): Promise<T> =>
      life.act() ? life.arrival(life.between(0.1, 3), 'read keys', value) : new Promise(() => undefined);
    return {
      listed: () => done(() => [...this.#files.keys()].join()),
      // Enrolments first, as the product's own folder gives them.
      statements: () => read(() => [...this.#files].map(([file, value]) => ({ file, value })).toSorted((a, b) => (a.file < b.file ? -1 : 1))),
      keep: (signed) => done(() => this.put(signed)),
      keepSizes: (sizes) => done(() => void (this.sizes = sizes)),
      held: () => read(() => this.held),
    };
  }
}
