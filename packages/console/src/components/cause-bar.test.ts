import { expect, it } from 'vitest';
import { sumByCause } from './CauseBar.tsx';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 19, 3, minute)).toISOString();

it('adds up each cause in the order of the life of a lorry, and leaves out moving time', () => {
  const sums = sumByCause([
    { from: at(0), to: at(10), cause: 'bay' },
    { from: at(10), to: at(30), cause: null },
    { from: at(30), to: at(35), cause: 'papers' },
    { from: at(35), to: at(40), cause: 'bay' },
  ]);
  expect(sums).toEqual([['papers', 5 * 60_000], ['bay', 15 * 60_000]]);
});
