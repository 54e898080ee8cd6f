/**
 * When lorries come to the gate, over the hours of a day.
 *
 * ASSUMPTION: no public figure gives arrivals by hour at Hữu Nghị – Youyi Guan (`field.md`, "No public figure"). The
 * shapes below are this software's own guess and are labelled so wherever they are shown: fruit drives through the night
 * and stands there at opening; goods from factories come with the working day, with a dip at noon.
 */
export const PROFILE_NOTE =
  'Assumption: no public figure gives arrivals by hour. The profile is this software’s own guess.';

/** Weights of the hours from 05:00 on, UTC+7, in thousandths; each list adds up to 1000. */
const FIRST_HOUR = 5;
const WEIGHTS = {
  fruit: [80, 115, 135, 140, 135, 110, 70, 65, 60, 45, 30, 15],
  other: [25, 70, 105, 115, 115, 105, 70, 95, 105, 95, 65, 35],
} as const;
export type ProfileName = keyof typeof WEIGHTS;

const TOTAL = 1000;

/** Lorries an hour at a minute of the local day (UTC+7), for one lorry a day: integrates to 1 over the day's hours. */
export function density(profile: ProfileName, minuteOfDay: number): number {
  const weight = WEIGHTS[profile][Math.floor(minuteOfDay / 60) - FIRST_HOUR];
  return (weight ?? 0) / TOTAL;
}

/** The minute of the local day before which a share of the day's lorries has come; `share` in [0, 1). */
export function minuteAt(profile: ProfileName, share: number): number {
  let rest = share * TOTAL;
  for (const [index, weight] of WEIGHTS[profile].entries()) {
    if (rest < weight) return (FIRST_HOUR + index + rest / weight) * 60;
    rest -= weight;
  }
  return (FIRST_HOUR + WEIGHTS[profile].length) * 60;
}
