import { QUARTER, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { SlotView } from './types.ts';

export interface SlotColumn {
  start: Instant;
  places: number;
  booked: number;
  free: number;
  /** True at the first quarter of an hour of the local clock, where the axis has its number. */
  onTheHour: boolean;
}

/** The quarters that can still be booked, each with how many places are free on both sides. */
export const slotColumns = (slots: SlotView): SlotColumn[] =>
  slots.items
    .filter((item) => item.open)
    .map(({ start, places, booked }) => ({
      start, places, booked, free: Math.max(0, places - booked), onTheHour: toMillis(start) % (4 * QUARTER) === 0,
    }));

/** The first quarter that has a free place and does not start before an instant. */
export const firstFree = (columns: readonly SlotColumn[], from: Instant): SlotColumn | undefined =>
  columns.find((column) => column.free > 0 && toMillis(column.start) >= toMillis(from));
