import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';

/** Written at most this often. */
const EVERY_MS = 1000;

const shape = z.strictObject({ size: z.int().min(0), root: z.string() });

export interface Anchored {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * Size and root of one's own log in a small file outside the database. After a restart it shows a database that was
 * restored from an older copy, even when the other side cannot be asked.
 */
export class Anchor {
  readonly #path: string;
  #next: Anchored | undefined;
  #writing: Promise<void> | undefined;
  #stopping = false;

  constructor(
    directory: string,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#path = join(directory, 'anchor.json');
  }

  /** What was written last; `undefined` when there is no file. Throws when the file is not an anchor. */
  async read(): Promise<Anchored | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const { size, root } = shape.parse(JSON.parse(text));
    const bytes = fromBase64(root);
    if (!bytes) throw new Error(`${this.#path} is not an anchor.`);
    return { size, root: bytes };
  }

  /** Remembers the newest state for the next write. Never waits. */
  set(anchored: Anchored): void {
    this.#next = anchored;
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    while (this.#next) {
      const { size, root } = this.#next;
      this.#next = undefined;
      try {
        const file = await open(`${this.#path}.part`, 'w');
        await file.writeFile(`${JSON.stringify({ size, root: toBase64(root) })}\n`);
        await file.sync();
        await file.close();
        await rename(`${this.#path}.part`, this.#path);
      } catch (error) {
        // An anchor that is too old claims less than is true, which is safe.
        this.onError(error);
      }
      if (!this.#stopping) await this.#rest();
    }
    this.#writing = undefined;
  }

  #hurry: () => void = () => undefined;

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Writes what is still unwritten. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#hurry();
    await this.#writing;
  }
}
