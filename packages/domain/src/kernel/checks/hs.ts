import { fault, type Fault } from './fault.ts';

/**
 * Commodity codes: six digits of the Harmonized System 2022 (chapters 01 to 97, 77 reserved), eight of the ASEAN
 * nomenclature in Viet Nam, ten in China. Only the first six are common to both sides.
 */
export interface Schedule {
  /** Names the edition, such as `AHTN 2022`. */
  readonly edition: string;
  /** Whether every line of the edition is loaded. An unknown line is an error only then. */
  readonly complete: boolean;
  readonly lines: ReadonlySet<string>;
}

export interface Schedules {
  readonly hs6?: Schedule;
  readonly vn8?: Schedule;
  readonly cn10?: Schedule;
}

const CHAPTER = /^(?:0[1-9]|[1-68]\d|7[0-689]|9[0-7])/;

/** Shape, chapter and heading of a code of so many digits. No schedule can make an impossible chapter possible. */
export function checkHs(code: string, digits: 6 | 8 | 10): Fault | undefined {
  if (!/^\d+$/.test(code) || code.length !== digits) return fault('hs_malformed', { code, digits });
  const chapter = code.slice(0, 2);
  return CHAPTER.test(code) && code.slice(2, 4) !== '00'
    ? undefined
    : fault('hs_chapter_impossible', { code, chapter });
}

/** Whether the schedule has the line. The caller weighs it by `schedule.complete`. */
export const checkHsLine = (code: string, schedule: Schedule): Fault | undefined =>
  schedule.lines.has(code) ? undefined : fault('hs_line_unknown', { code, edition: schedule.edition });

/** A national line begins with the six digits that both sides share. */
export const checkHsAgree = (national: string, hs6: string): Fault | undefined =>
  national.startsWith(hs6) ? undefined : fault('hs_lines_disagree', { code: national, hs6 });
