import { expect, it } from 'vitest';
import { firstFree, slotColumns } from './slot-columns.ts';

const at = (time: string) => `2026-11-19T${time}:00.000Z`;
const slots = {
  items: [
    { start: at('02:45'), places: 6, booked: 2, open: false },
    { start: at('03:00'), places: 6, booked: 6, open: true },
    { start: at('03:15'), places: 6, booked: 4, open: true },
    { start: at('03:30'), places: 2, booked: 5, open: true },
  ],
  capacity: null,
};

it('leaves out quarters that are over and never counts below none', () => {
  expect(slotColumns(slots).map((column) => column.free)).toEqual([0, 2, 0]);
});

it('finds the first quarter with a free place from an instant on', () => {
  const columns = slotColumns(slots);
  expect(firstFree(columns, at('02:50'))?.start).toBe(at('03:15'));
  expect(firstFree(columns, at('03:20'))).toBeUndefined();
});

it('marks the quarter that begins an hour', () => {
  expect(slotColumns(slots)[0]!.onTheHour).toBe(true);
});
