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
  const once = mix(Math.imul(number, GOLDEN) ^ key);
  return mix(once + Math.imul(key, 0x85ebca6b));
}

/** Uniform between 0 and 1, both excluded, in steps of 2^-32. */
export const uniform = (key: number, number: number): number => ((bits(key, number) >>> 0) + 0.5) * 2.3283064365386963e-10;

/** The number of the nth visit of a lorry to the same stage, for draws that must differ between visits. */
export const visited = (number: number, visit: number): number => (visit === 0 ? number : number ^ mix(visit));

/** Quantile of the standard normal distribution: Wichura's AS 241 (PPND16), relative error about 1e-16. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const above = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r +
      3.387132872796366608;
    const below = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1;
    return (q * above) / below;
  }
  const tail = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value = tail <= 5 ? nearTail(tail - 1.6) : farTail(tail - 5);
  return q < 0 ? -value : value;
}

const nearTail = (r: number): number =>
  ((((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
    1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r +
    1.42343711074968357734)) /
  (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
    0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1);

const farTail = (r: number): number =>
  (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
    0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r +
    6.6579046435011037772) /
  (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
    7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1);
