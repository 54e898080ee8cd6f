import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseInstant } from '@pairgate/domain/kernel/instant.ts';

/** What outlives a restart of the day. Everything else the nodes tell again, and the plan follows from the seed. */
export interface SavedState {
  readonly seed: number;
  /** Virtual time, RFC 3339. */
  readonly now: string;
  readonly paused: boolean;
}

const fileIn = (directory: string): string => join(directory, 'day.json');

/** The state of the former run; `undefined` when there is none or what is there cannot be read. */
export function readState(directory: string): SavedState | undefined {
  const file = fileIn(directory);
  if (!existsSync(file)) return undefined;
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as SavedState;
    return parseInstant(state.now) === undefined || typeof state.seed !== 'number' ? undefined : state;
  } catch {
    return undefined;
  }
}

/** Replaces the file as a whole, so that a killed process leaves the old or the new one. */
export function writeState(directory: string, state: SavedState): void {
  mkdirSync(directory, { recursive: true });
  const file = fileIn(directory);
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
