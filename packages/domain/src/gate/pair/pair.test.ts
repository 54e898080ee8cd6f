import { describe, expect, it } from 'vitest';
import { DIRECTIONS, SIDES } from '../../kernel/codes.ts';
import { HOUR, toMillis } from '../../kernel/instant.ts';
import { sharedOpen } from '../calendar/open.ts';
import { huuNghiYouyiGuan } from './huu-nghi-youyi-guan.ts';
import { pair } from './schema.ts';

describe('Hữu Nghị and Youyi Guan', () => {
  it('are data of the schema', () => {
    expect(pair.parse(huuNghiYouyiGuan)).toEqual(huuNghiYouyiGuan);
  });

  it('have lanes, a yard and stations for both directions on both sides, with names used once', () => {
    const names: string[] = [];
    for (const side of SIDES) {
      const { lanes, yards, stations } = huuNghiYouyiGuan.sides[side];
      for (const direction of DIRECTIONS) {
        for (const list of [lanes, yards, stations])
          expect(list.some((each) => each.direction === direction)).toBe(true);
      }
      names.push(...[...lanes, ...yards, ...stations].map((each) => each.id));
    }
    expect(new Set(names).size).toBe(names.length);
  });

  it('never show an assumed figure as known', () => {
    const every = SIDES.flatMap((side) => {
      const { lanes, yards, stations, calendar } = huuNghiYouyiGuan.sides[side];
      return [...lanes, ...yards, ...stations, ...calendar.hours];
    });
    for (const each of every) if (each.source.startsWith('assumed')) expect(each.assumed).toBe(true);
    expect(huuNghiYouyiGuan.sides.CN.lanes).toHaveLength(12);
  });

  it('lose an hour to the clocks every day', () => {
    const from = toMillis('2026-11-18T17:00:00.000Z');
    const calendars = SIDES.map((side) => huuNghiYouyiGuan.sides[side].calendar);
    const shared = sharedOpen(calendars, from, from + 24 * HOUR).reduce((sum, each) => sum + each.to - each.from, 0);
    expect(shared / HOUR).toBe(11);
  });
});
