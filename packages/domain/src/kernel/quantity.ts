/**
 * Exact arithmetic on decimal strings. Money and mass never pass through a binary float: 0.1 + 0.2 is 0.3 here. Results
 * are canonical: no trailing zero after the point, no leading zero before it, no minus zero.
 */
const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

/** Whether the text is a decimal: no exponent, no plus sign, no superfluous leading zero. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

function scaled(text: string): Scaled {
  const match = DECIMAL.exec(text);
  if (!match) throw new Error(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  const units = BigInt(`${match[2]}${fraction}`);
  return { units: match[1] === '-' ? -units : units, scale: fraction.length };
}

const lift = (value: Scaled, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

function canonical(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The sum of any number of decimals; `0` of none. Throws on a text that is no decimal, as all functions here do. */
export function sum(values: readonly string[]): string {
  const all = values.map(scaled);
  const scale = all.reduce((most, value) => Math.max(most, value.scale), 0);
  return canonical(
    all.reduce((total, value) => total + lift(value, scale), 0n),
    scale,
  );
}

/** `left + right`. */
export const add = (left: string, right: string): string => sum([left, right]);

/** -1, 0 or 1 as `left` is below, equal to or above `right`; `1.0` equals `1`. */
export function compare(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [scaled(left), scaled(right)];
  const scale = Math.max(a.scale, b.scale);
  const difference = lift(a, scale) - lift(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Digits after the point, trailing zeros not counted. */
export function fractionDigits(text: string): number {
  const { units, scale } = scaled(text);
  return canonical(units, scale).split('.')[1]?.length ?? 0;
}
