import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeColumn } from './column.ts';

it('writes safe integers as it writes big ones', () => {
  const edge = [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 32, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...edge), fc.maxSafeInteger())), (values) => {
      expect(encodeColumn('bigint', values)).toEqual(encodeColumn('bigint', values.map(BigInt)));
    }),
  );
  expect(() => encodeColumn('bigint', [0.5])).toThrow(RangeError);
});
