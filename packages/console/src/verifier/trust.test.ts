import { describe, expect, it } from 'vitest';
import { fingerprintFor, trustOf } from './trust.ts';

const HEX = '0123456789abcdef'.repeat(4);

describe('a fingerprint that was pasted', () => {
  it.each([
    [HEX], [HEX.toUpperCase()], [`VN=${HEX}`], [`vn=${HEX}`], [` ${HEX}\n`], [HEX.replaceAll(/(..)/g, '$1:').slice(0, -1)],
    [HEX.replaceAll(/(.{4})/g, '$1 ')],
  ])('is read from %j', (typed) => {
    expect(fingerprintFor('VN', typed)).toBe(`VN=${HEX}`);
  });

  it.each([[HEX.slice(1)], [`${HEX}0`], [HEX.replace('0', 'g')], [`CN=${HEX}`], ['VN=']])('is malformed as %j', (typed) => {
    expect(fingerprintFor('VN', typed)).toBe('malformed');
  });

  it('counts for its own side, and not at all while it is not whole', () => {
    expect(trustOf({ VN: HEX, CN: HEX.slice(1) })).toEqual([`VN=${HEX}`]);
    expect(trustOf({ VN: '', CN: HEX })).toEqual([`CN=${HEX}`]);
  });
});
