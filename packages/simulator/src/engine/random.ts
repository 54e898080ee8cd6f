/**
 * Chance as a function, not as a stream: a draw depends on the seed, its purpose and the number of the lorry alone. What one
 * lorry or one policy does can therefore never shift the draw of another.
 *
 * A key stands for (seed, purpose). The number goes through two keyed rounds of a 32-bit finaliser with low bias (Wellons'
 * "lowbias32"); two rounds, so that the sequences of two keys are not shifted copies of each other.
 */
const GOLDEN = 0x9e3779b1;

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** Keys of a seed for each purpose, a number from `purposeOf` or a small index. */
export const keyOf = (seed: number, purpose: number): number =>
  mix(Math.imul(mix(seed + 0x632be5ab), GOLDEN) ^ mix(purpose + 0x27d4eb2f));

/** A purpose by its name (FNV-1a), so that adding a stage to a scenario does not shift the draws of the others. */
export function purposeOf(name: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) h = Math.imul(h ^ name.charCodeAt(at), 0x01000193);
  return h >>> 0;
}

/** 32 random bits, as a signed integer. */
export function bits(key: number, number: number): number {
  // Written out, so that the whole of it is inlined where it is called.
  let h = Math.imul(number, GOLDEN) ^ key;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  h = (h ^ (h >>> 16)) + Math.imul(key, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** Uniform between 0 and 1, both excluded, in steps of 2^-32. */
export const uniform = (key: number, number: number): number => ((bits(key, number) >>> 0) + 0.5) * 2.3283064365386963e-10;

/** The number of the nth visit of a lorry to the same stage, for draws that must differ between visits. */
export const visited = (number: number, visit: number): number => (visit === 0 ? number : number ^ mix(visit));
