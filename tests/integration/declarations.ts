import { readFileSync } from 'node:fs';
import { send, type Reply } from './refused.ts';
import type { ProcessPair } from './pair.ts';

/** Declarations of the sample lorries, as their traders lodge them. */

interface Sample {
  readonly declaration: Record<string, unknown>;
  readonly completion: Record<string, unknown>;
}

const sample = (file: string): Sample =>
  JSON.parse(readFileSync(new URL(`../../samples/${file}.json`, import.meta.url), 'utf8')) as Sample;

export const durian = sample('durian-vn-cn');
export const electronics = sample('electronics-cn-vn');

let last = 0;

/** A copy of the durian lorry's declaration under a reference of its own. */
export function declarationOf(of: Sample = durian): Record<string, unknown> {
  last += 1;
  return { ...structuredClone(of.declaration), functionalReferenceID: `ERRORS-${last}` };
}

/** The same with the value at a JSON Pointer put in the place of what was there; `undefined` takes it away. */
export function declarationWith(pointer: string, value: unknown): Record<string, unknown> {
  const declaration = declarationOf();
  const path = pointer.slice(1).split('/');
  const holder = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, declaration);
  holder[path.at(-1)!] = value;
  return declaration;
}

export interface Lodged {
  readonly reference: string;
  readonly crossing: string;
}

/** Lodges the declaration of a durian lorry on the Vietnamese side; throws when it is refused. */
export async function lodge(pair: ProcessPair, declaration = declarationOf(), key: string = crypto.randomUUID()): Promise<Lodged> {
  const request = { persona: 'vn-trader', body: { declaration }, headers: { 'idempotency-key': key } };
  const reply: Reply<Lodged> = await send(pair, 'VN', 'POST /api/declarations', request);
  if (reply.status !== 201) throw new Error(`a declaration was refused: ${reply.text}`);
  return reply.body;
}

/** What a yard enters when the durian lorry comes in. */
export const ARRIVAL = { tractorID: '29H-412.07', sealID: ['VN-CD 084471'], weighedMassKg: '38710', yard: 'VN-Y1' };
