/**
 * Draws by inversion, from 32 random bits: the quantile of the uniform number (n + 1/2) / 2^32 that they stand for. Their leading bits
 * look up a number close by, the rest is a short polynomial; that is as exact as the library's functions, or as 32 bits can tell
 * apart, and takes a quarter of the time. (The named numbers stand in front, so that the bundler writes them out.)
 */
const LOG_PARTS = 256;
const LOG_SHIFT = 23;
const NORMAL_PARTS = 32;
const NORMAL_SHIFT = 26;
const NORMAL_ROW = 6;
const POWER_PARTS = 64;
const POWER_BITS = 6;
/** Powers of two from 2^-64 to 2^63. */
const LEAST_POWER = -64;

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

/** What brings 32 bits with so many zeros in front to a number from 1 to 2. */
const OCTAVES = Float64Array.from({ length: 33 }, (_, zeros) => 2 ** (zeros - 31));

/** For each part of an octave the inverse of the number in its middle, and minus the logarithm of that number. */
const LOGARITHMS = new Float64Array(2 * LOG_PARTS);
for (let part = 0; part < LOG_PARTS; part += 1) {
  LOGARITHMS[2 * part] = 1 / (1 + (part + 0.5) / LOG_PARTS);
  LOGARITHMS[2 * part + 1] = Math.log(LOGARITHMS[2 * part]!);
}

/** The bits of word + 1/2 from the first on. */
const leading = (word: number, zeros: number): number => (word << zeros) | ((1 << zeros) >>> 1);

/** An exponential draw of mean 1: minus the logarithm of the uniform number. */
export function exponential(word: number): number {
  const zeros = Math.clz32(word);
  const part = ((leading(word, zeros) >>> LOG_SHIFT) & (LOG_PARTS - 1)) << 1;
  const r = ((word >>> 0) + 0.5) * OCTAVES[zeros]! * LOGARITHMS[part]! - 1;
  const square = r * r;
  return (zeros + 1) * Math.LN2 + LOGARITHMS[part + 1]! - r + square * (0.5 - r * (1 / 3) + square * (0.25 - r * 0.2));
}

/** By octave of the lower half and part of it: the polynomial that has value, slope and curvature of the quantile at both ends. */
const NORMALS = new Float64Array(33 * NORMAL_PARTS * NORMAL_ROW);
for (let zeros = 1; zeros <= 32; zeros += 1) {
  for (let part = 0; part < NORMAL_PARTS; part += 1) NORMALS.set(quantilePart(zeros, part), (zeros * NORMAL_PARTS + part) * NORMAL_ROW);
}

function quantilePart(zeros: number, part: number): readonly number[] {
  const width = 2 ** -(zeros + 1) / NORMAL_PARTS;
  const [from, until] = [part, part + 1].map((at) => {
    const z = normalQuantile((NORMAL_PARTS + at) * width);
    const slope = width * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    return { z, slope, bend: z * slope * slope };
  }) as [Ends, Ends];
  const rise = until.z - from.z - from.slope - from.bend / 2;
  const steeper = until.slope - from.slope - from.bend;
  const rounder = until.bend - from.bend;
  return [
    from.z, from.slope, from.bend / 2,
    10 * rise - 4 * steeper + rounder / 2, -15 * rise + 7 * steeper - rounder, 6 * rise - 3 * steeper + rounder / 2,
  ];
}

interface Ends {
  readonly z: number;
  readonly slope: number;
  readonly bend: number;
}

/** A draw of the standard normal distribution. */
export function normal(word: number): number {
  // The upper half mirrors the lower one.
  const low = word ^ (word >> 31);
  const zeros = Math.clz32(low);
  const part = (leading(low, zeros) >>> NORMAL_SHIFT) & (NORMAL_PARTS - 1);
  const at = (zeros * NORMAL_PARTS + part) * NORMAL_ROW;
  const x = (low + 0.5) * OCTAVES[zeros]! * NORMAL_PARTS - NORMAL_PARTS - part;
  // Grouped so that the processor can work on all three pairs at once.
  const square = x * x;
  const end = NORMALS[at + 2]! + x * NORMALS[at + 3]! + square * (NORMALS[at + 4]! + x * NORMALS[at + 5]!);
  const z = NORMALS[at]! + x * NORMALS[at + 1]! + square * end;
  return word < 0 ? -z : z;
}

const ROOTS = Float64Array.from({ length: POWER_PARTS }, (_, part) => 2 ** (part / POWER_PARTS));
const POWERS = Float64Array.from({ length: -2 * LEAST_POWER }, (_, index) => 2 ** (index + LEAST_POWER));

/** e to the power of x. */
export function exp(x: number): number {
  if (!(x > -40 && x < 40)) return Math.exp(x);
  const parts = Math.floor(x * (POWER_PARTS / Math.LN2) + 0.5) | 0;
  const r = x - parts * (Math.LN2 / POWER_PARTS);
  const square = r * r;
  const series = 1 + r + square * (0.5 + r * (1 / 6)) + square * square * (1 / 24 + r * (1 / 120));
  return ROOTS[parts & (POWER_PARTS - 1)]! * POWERS[(parts >> POWER_BITS) - LEAST_POWER]! * series;
}
