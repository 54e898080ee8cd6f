import { fromMillis, MINUTE, parseInstant, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { GATES } from '../gates.ts';

/** The instant of a date `YYYY-MM-DD` and a time `HH:MM` at a gate, or `undefined` when they are not of the calendar. */
export function instantAt(date: string, time: string, side: SideId): Instant | undefined {
  const millis = parseInstant(`${date}T${time}:00.000Z`);
  return millis === undefined ? undefined : fromMillis(millis - GATES[side].offsetMinutes * MINUTE);
}
