import { daysInMonth, localDate } from '../instant.ts';
import { fault, type Fault } from './fault.ts';

/**
 * Dates on papers are calendar dates of the place that issued them. China is one hour ahead of Viet Nam, so "today"
 * is the later of the two: nobody's paper of today is refused as of the future.
 */
const LATEST_OFFSET_MINUTES = 480;
const EARLIEST_OFFSET_MINUTES = 420;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day that the Gregorian calendar has. */
export function checkDate(text: string): Fault | undefined {
  const match = SHAPE.exec(text);
  const [year, month, day] = match ? (match.slice(1).map(Number) as [number, number, number]) : [0, 0, 0];
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? undefined : fault('date_impossible', { date: text });
}

/** A day on which something has already happened. `now` is milliseconds since the epoch. */
export function checkNotFuture(text: string, now: number): Fault | undefined {
  const impossible = checkDate(text);
  if (impossible) return impossible;
  return text > localDate(now, LATEST_OFFSET_MINUTES) ? fault('date_in_future', { date: text }) : undefined;
}

/** A document is good through the whole of its last day, at the place where that day ends last. */
export function checkNotExpired(expiryDate: string, now: number): Fault | undefined {
  const impossible = checkDate(expiryDate);
  if (impossible) return impossible;
  return expiryDate < localDate(now, EARLIEST_OFFSET_MINUTES) ? fault('document_expired', { expiryDate }) : undefined;
}

/** ISO dates compare as text. */
export const checkValidity = (issueDate: string, expiryDate: string): Fault | undefined =>
  expiryDate < issueDate ? fault('document_expires_before_issue', { issueDate, expiryDate }) : undefined;
