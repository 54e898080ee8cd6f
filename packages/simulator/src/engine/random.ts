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

/** So many parts of an octave; each part has the inverse of a number in it, and minus the logarithm of that number. */
const PARTS = 256;
const PART_SHIFT = 23;
const LOGARITHMS = new Float64Array(2 * PARTS);
for (let part = 0; part < PARTS; part += 1) {
  LOGARITHMS[2 * part] = 1 / (1 + (part + 0.5) / PARTS);
  LOGARITHMS[2 * part + 1] = Math.log(LOGARITHMS[2 * part]!);
}
/** What brings 32 bits with so many zeros in front to a number from 1 to 2. */
const OCTAVES = Float64Array.from({ length: 33 }, (_, zeros) => 2 ** (zeros - 31));

/**
 * Minus the logarithm of the uniform number that 32 random bits stand for: an exponential draw of mean 1, by inversion. As exact as
 * `Math.log`, at a third of its time: the leading bits look up a number close by, the rest is a series of five terms.
 */
export function exponential(word: number): number {
  const zeros = Math.clz32(word);
  const part = (((word << zeros) >>> PART_SHIFT) & (PARTS - 1)) << 1;
  const r = ((word >>> 0) + 0.5) * OCTAVES[zeros]! * LOGARITHMS[part]! - 1;
  return (zeros + 1) * Math.LN2 + LOGARITHMS[part + 1]! - r * (1 - r * (0.5 - r * (1 / 3 - r * (0.25 - r * 0.2))));
}

/** The number of the nth visit of a lorry to the same stage, for draws that must differ between visits. */
export const visited = (number: number, visit: number): number => (visit === 0 ? number : number ^ mix(visit));

/** Quantile of the standard normal distribution: Wichura's AS 241 (PPND16), relative error about 1e-16. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const above = ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r +
      45921.95393154987) * r + 13731.69376550946) * r + 1971.5909503065513) * r + 133.14166789178438) * r +
      3.3871328727963665;
    const below = ((((((5226.495278852546 * r + 28729.085735721943) * r + 39307.89580009271) * r +
      21213.794301586597) * r + 5394.196021424751) * r + 687.1870074920579) * r + 42.31333070160091) * r + 1;
    return (q * above) / below;
  }
  const tail = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value = tail <= 5 ? nearTail(tail - 1.6) : farTail(tail - 5);
  return q < 0 ? -value : value;
}

const nearTail = (r: number): number =>
  ((((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
    1.2704582524523684) * r + 3.6478483247632045) * r + 5.769497221460691) * r + 4.630337846156546) * r +
    1.4234371107496835)) /
  (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r +
    0.14810397642748008) * r + 0.6897673349851) * r + 1.6763848301838038) * r + 2.053191626637759) * r + 1);

const farTail = (r: number): number =>
  (((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
    0.026532189526576124) * r + 0.29656057182850487) * r + 1.7848265399172913) * r + 5.463784911164114) * r +
    6.657904643501103) /
  (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
    0.0007868691311456133) * r + 0.014875361290850615) * r + 0.1369298809227358) * r + 0.599832206555888) * r + 1);
