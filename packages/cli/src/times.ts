/** Instants as both sides read them. Offsets from UTC in minutes. */
export interface Offsets {
  readonly VN: number;
  readonly CN: number;
}

const local = (instant: string, offset: number): Date => new Date(Date.parse(instant) + offset * 60_000);
const two = (number: number): string => String(number).padStart(2, '0');
const clock = (date: Date): string => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;

/** `21 Nov 10:42 | 11:42`: the day is Viet Nam's. */
export function twinTime(instant: string, offsets: Offsets): string {
  const vn = local(instant, offsets.VN);
  const day = vn.toLocaleDateString('en-GB', { day: '2-digit', month: 'short', timeZone: 'UTC' });
  return `${day} ${clock(vn)} | ${clock(local(instant, offsets.CN))}`;
}

/** `2 h 05 min`, or minutes alone. */
export function duration(millis: number): string {
  const minutes = Math.round(millis / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${two(minutes % 60)} min`;
}
