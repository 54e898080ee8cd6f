import { z } from 'zod';
import { date } from '../../kernel/codes.ts';

/**
 * When a gate is open, by its own wall clock. Hours are set locally, and China is one hour ahead of Viet Nam: the same
 * figures on both doors are not the same hours.
 */
const minuteOfDay = z.int().min(0).max(1440);

/** Hours that hold from one local date through another. Where several hold on a day, the one listed last counts. */
export const openingHours = z.strictObject({
  from: date,
  until: date.optional(),
  /** 0 is Sunday. Absent: every day. */
  days: z.array(z.int().min(0).max(6)).optional(),
  opensMinute: minuteOfDay,
  closesMinute: minuteOfDay,
  source: z.string().min(1),
  assumed: z.boolean(),
});
export type OpeningHours = z.infer<typeof openingHours>;

/** A single local day that is closed, or open at other hours. */
export const calendarException = z.strictObject({
  date,
  opensMinute: minuteOfDay.optional(),
  closesMinute: minuteOfDay.optional(),
  source: z.string().min(1),
});
export type CalendarException = z.infer<typeof calendarException>;

export const calendar = z.strictObject({
  utcOffsetMinutes: z.int().min(-720).max(840),
  hours: z.array(openingHours),
  exceptions: z.array(calendarException),
});
export type Calendar = z.infer<typeof calendar>;
