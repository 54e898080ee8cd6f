import { describe, expect, it } from 'vitest';
import { density, minuteAt, PROFILE_NOTE, type ProfileName } from './profile.ts';

const NAMES: readonly ProfileName[] = ['fruit', 'other'];

describe('the profile of the hours', () => {
  it.each(NAMES)('%s integrates to one over the day', (name) => {
    let total = 0;
    for (let minute = 0; minute < 1440; minute += 1) total += density(name, minute) / 60;
    expect(total).toBeCloseTo(1, 9);
  });

  it.each(NAMES)('%s spreads lorries as its density says', (name) => {
    const minutes = Array.from({ length: 10_000 }, (_, index) => minuteAt(name, (index + 0.5) / 10_000));
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
    for (let hour = 0; hour < 24; hour += 1) {
      const share = minutes.filter((minute) => Math.floor(minute / 60) === hour).length / minutes.length;
      expect(Math.abs(share - density(name, hour * 60))).toBeLessThan(0.002);
    }
  });

  it('is labelled as an assumption', () => {
    expect(PROFILE_NOTE).toContain('Assumption');
  });
});
