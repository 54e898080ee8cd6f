import { expect, it } from 'vitest';
import { rootCells } from './RootMark.tsx';

const base64 = (bytes: number[]) => btoa(String.fromCharCode(...bytes));

it('draws ten rows that are their own mirror image', () => {
  const cells = rootCells(base64(Array.from({ length: 32 }, (_, i) => (i * 77 + 13) & 255)));
  expect(cells).toHaveLength(10);
  for (const row of cells) expect(row).toEqual(row.toReversed());
});

it('takes the bits from the front, most significant first', () => {
  const cells = rootCells(base64([0b1010_0110, ...Array<number>(31).fill(0)]));
  expect(cells[0]!.slice(0, 5)).toEqual([true, false, true, false, false]);
  expect(cells[1]!.slice(0, 5)).toEqual([true, true, false, false, false]);
});

it('tells two roots apart that differ in one of the first fifty bits', () => {
  const zero = Array<number>(32).fill(0);
  for (let bit = 0; bit < 50; bit++) {
    const other = zero.with(bit >> 3, 128 >> (bit & 7));
    expect(rootCells(base64(other))).not.toEqual(rootCells(base64(zero)));
  }
});
