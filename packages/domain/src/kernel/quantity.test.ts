import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, fractionDigits, isDecimal, sum } from './quantity.ts';

const decimals = fc
  .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => ({ units: units * 10n ** BigInt(6 - scale), text: written(units, scale) }));

function written(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction}`;
}

describe('decimal strings', () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['20.50', '0.5', '21'],
    ['-0.25', '0.25', '0'],
    ['999999999999999.999999', '0.000001', '1000000000000000'],
    ['-3', '1.25', '-1.75'],
  ])('%s + %s is %s', (left, right, result) => {
    expect(add(left, right)).toBe(result);
  });

  it('sums nothing to zero', () => {
    expect(sum([])).toBe('0');
  });

  it.each(['', '1e3', '+1', '01', '.5', '1.', 'NaN', '1,000', ' 1', '٣'])('refuses %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => sum([text])).toThrow('not a decimal');
  });

  it('adds as integers of a millionth do', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(add(a.text, b.text)).toBe(sum([written(a.units + b.units, 6)]));
        expect(compare(a.text, b.text)).toBe(a.units < b.units ? -1 : a.units > b.units ? 1 : 0);
      }),
    );
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(decimals, ({ text }) => {
        const once = sum([text]);
        expect(isDecimal(once)).toBe(true);
        expect(sum([once])).toBe(once);
        expect(once).not.toMatch(/^-0$|\.\d*0$/);
        expect(fractionDigits(text)).toBe(once.split('.')[1]?.length ?? 0);
      }),
    );
  });
});
