import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Side } from './context.ts';
import { Failure } from './failure.ts';

/** The data folder of a demonstration, and what other commands find in it. */

/** Its marker: only a folder that holds this file is ever removed by `--fresh`. */
export const MARKER = 'demonstration.json';
const FORMAT = 'pairgate-demonstration/1';

/** Where the databases are: embedded in the nodes, on servers that the demonstration starts, or on one's own server. */
export type Engine = 'pglite' | 'postgres' | 'server';

export interface Demonstration {
  readonly format: typeof FORMAT;
  /** Eight random hex digits; databases on one's own server are named after it. */
  readonly id: string;
  readonly engine: Engine;
  readonly port: number;
  readonly urls: Readonly<Record<Side, string>>;
}

export interface Secrets {
  readonly dayToken: string;
  /** API tokens of the invented people, by persona. */
  readonly tokens: Readonly<Record<string, string>>;
}

export type Fingerprints = Readonly<Record<Side, string>>;

export class DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  get marker(): string {
    return this.at(MARKER);
  }

  config(side: Side): string {
    return this.at(`${side.toLowerCase()}.json`);
  }

  nodeDirectory(side: Side): string {
    return this.at(side.toLowerCase());
  }

  keysDirectory(side: Side): string {
    return join(this.nodeDirectory(side), 'keys');
  }

  serverDirectory(side: Side): string {
    return this.at('postgres', side.toLowerCase());
  }

  get agreement(): string {
    return this.at('agreement.json');
  }

  /** Undefined when nobody has started a demonstration here. Throws when the folder holds another kind of marker. */
  demonstration(): Demonstration | undefined {
    const found = this.#read<Demonstration>(MARKER);
    if (found === undefined) return undefined;
    if (found.format !== FORMAT) throw new Failure(`${this.marker} was written by another version of Pairgate.`);
    return found;
  }

  secrets(): Secrets | undefined {
    return this.#read<Secrets>('tokens.json');
  }

  fingerprints(): Fingerprints | undefined {
    return this.#read<Fingerprints>('fingerprints.json');
  }

  /** The demonstration, or a sentence that says how to get one. */
  required(): Demonstration {
    const found = this.demonstration();
    if (found) return found;
    throw new Failure(`There is no demonstration in ${this.path}: start one with npm start, or name another folder with --data.`);
  }

  #read<T>(name: string): T | undefined {
    const file = this.at(name);
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as T;
    } catch (error) {
      if (error instanceof SyntaxError) throw new Failure(`${file} is damaged: it is not JSON.`, { cause: error });
      throw error;
    }
  }
}

export const newDemonstration = (of: Omit<Demonstration, 'format'>): Demonstration => ({ format: FORMAT, ...of });
