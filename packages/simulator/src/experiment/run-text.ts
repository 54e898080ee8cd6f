import type { RunResult } from '../run-result.ts';

/**
 * A result as one line of JSON and back, without losing a bit: JavaScript writes a double so that the same double is read.
 * Typed arrays become an object with their kind; the long ones, which are mostly zeros, keep only what is not zero.
 */

type Packed = { readonly f64: readonly (number | null)[] } | { readonly u32: number; readonly at: readonly number[] };

function pack(_: string, value: unknown): unknown {
  if (value instanceof Float64Array) return { f64: [...value] } satisfies Packed;
  if (!(value instanceof Uint32Array)) return value;
  const at: number[] = [];
  for (const [index, each] of value.entries()) if (each !== 0) at.push(index, each);
  return { u32: value.length, at } satisfies Packed;
}

function unpack(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const packed = value as { readonly f64?: readonly (number | null)[]; readonly at?: readonly number[]; readonly u32?: number };
  // JSON knows no NaN, the mean of nobody, and writes null.
  if (packed.f64 !== undefined) return Float64Array.from(packed.f64, (each) => each ?? NaN);
  if (packed.u32 === undefined) return value;
  const bins = new Uint32Array(packed.u32);
  for (let index = 0; index < packed.at!.length; index += 2) bins[packed.at![index]!] = packed.at![index + 1]!;
  return bins;
}

export const textOfRun = (result: RunResult): string => JSON.stringify(result, pack);

/** Throws `SyntaxError` for a line that was not written to its end. */
export const runOfText = (text: string): RunResult => JSON.parse(text, unpack) as RunResult;
