import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { FASTEST, SLOWEST } from './clock.ts';

/** Where a node is and with which tokens its people come; a persona without one signs in by the demonstration's page. */
export interface NodeAccess {
  readonly url: string;
  readonly tokens: Readonly<Record<string, string>>;
}

export interface DayConfig {
  readonly nodes: Readonly<Record<SideId, NodeAccess>>;
  /** With this token the day drives the clocks of the nodes, and the nodes and the command line drive the day. */
  readonly dayToken: string;
  readonly controlPort: number;
  /** Virtual seconds in a real one. */
  readonly speed: number;
  readonly seed: number;
  /** The file with the state of the day lies here. Relative paths start at the configuration file. */
  readonly dataDirectory: string;
}

const SPEED = 60;
const SEED = 1088;

class Wrong extends Error {}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Wrong(`${at} must be an object`);
  return value as Fields;
}

function textOf(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw new Wrong(`${at} must be a text`);
  return value;
}

function numberOf(value: unknown, at: string, from: number, to: number): number {
  if (typeof value !== 'number' || !(value >= from && value <= to)) throw new Wrong(`${at} must be a number from ${from} to ${to}`);
  return value;
}

function accessOf(value: unknown, at: string): NodeAccess {
  const { url, tokens } = fieldsOf(value, at);
  const given = Object.entries(fieldsOf(tokens ?? {}, `${at}/tokens`));
  const address = textOf(url, `${at}/url`);
  if (!URL.canParse(address)) throw new Wrong(`${at}/url must be an address`);
  return { url: address, tokens: Object.fromEntries(given.map(([persona, token]) => [persona, textOf(token, `${at}/tokens/${persona}`)])) };
}

/** Takes a configuration apart; throws one clear sentence when it cannot be used. */
export function configOf(value: unknown, directory: string): DayConfig {
  const given = fieldsOf(value, '/');
  const nodes = fieldsOf(given['nodes'], '/nodes');
  return {
    nodes: Object.fromEntries(SIDES.map((side) => [side, accessOf(nodes[side], `/nodes/${side}`)])) as DayConfig['nodes'],
    dayToken: textOf(given['dayToken'], '/dayToken'),
    controlPort: numberOf(given['controlPort'], '/controlPort', 0, 65_535),
    speed: numberOf(given['speed'] ?? SPEED, '/speed', SLOWEST, FASTEST),
    seed: numberOf(given['seed'] ?? SEED, '/seed', 0, 2 ** 32 - 1),
    dataDirectory: resolve(directory, textOf(given['dataDirectory'], '/dataDirectory')),
  };
}

export function readConfig(file: string): DayConfig {
  try {
    return configOf(JSON.parse(readFileSync(file, 'utf8')), dirname(file));
  } catch (error) {
    throw new Error(`The configuration ${file} is wrong: ${(error as Error).message}`, { cause: error });
  }
}
