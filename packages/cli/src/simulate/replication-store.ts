import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { runOfText } from '@pairgate/simulator/experiment/run-text.ts';
import type { Trial } from '@pairgate/simulator/experiment/experiment.ts';
import type { RunResult } from '@pairgate/simulator/run-result.ts';

/**
 * Results that are on disk, so that a run that was killed goes on from there: one file for each policy, under a name that
 * hashes all that its results depend on; one line for each replication, on the disk itself before it counts.
 */

/** What the results of a policy depend on, other than the number of the replication. */
export interface Basis {
  /** The document, as it was read. */
  readonly scenario: unknown;
  readonly seed: number;
  readonly days: number;
  /** Hash of the code that simulates. */
  readonly version: string;
}

const FILE = 'replications.jsonl';

export class ReplicationStore {
  readonly #files = new Map<string, FileHandle>();
  readonly #results = new Map<string, RunResult>();

  constructor(
    private readonly folder: string,
    private readonly basis: Basis,
  ) {}

  folderOf(policy: string): string {
    const { scenario, seed, days, version } = this.basis;
    const hash = createHash('sha256').update(JSON.stringify({ scenario, seed, days, version, policy })).digest('hex');
    return join(this.folder, hash.slice(0, 32));
  }

  /** Opens the files of these policies, emptied if `fresh`. Lines that were not written to their end are passed over. */
  async open(policies: readonly string[], fresh: boolean): Promise<void> {
    for (const policy of policies) {
      const folder = this.folderOf(policy);
      if (fresh) rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const file = join(folder, FILE);
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      for (const line of text.split('\n')) this.#take(policy, line);
      const handle = await open(file, 'a');
      this.#files.set(policy, handle);
      // After half a line the next one begins anew.
      if (text !== '' && !text.endsWith('\n')) await handle.appendFile('\n');
    }
  }

  find(trial: Trial): RunResult | undefined {
    return this.#results.get(keyOf(trial));
  }

  /** Resolves when the result is on the disk. */
  async add(trial: Trial, text: string): Promise<void> {
    const file = this.#files.get(trial.policy)!;
    const { replication, warmUpDays } = trial;
    await file.appendFile(`{"replication":${replication},"warmUpDays":${warmUpDays},"run":${text}}\n`);
    await file.datasync();
    this.#results.set(keyOf(trial), runOfText(text));
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
    this.#files.clear();
  }

  #take(policy: string, line: string): void {
    if (!line.endsWith('}')) return;
    try {
      const { replication, warmUpDays, run } = runOfText(line) as unknown as Omit<Trial, 'policy'> & { run: RunResult };
      this.#results.set(keyOf({ policy, replication, warmUpDays }), run);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}

const keyOf = ({ policy, replication, warmUpDays }: Trial): string => `${policy} ${replication} ${warmUpDays}`;
