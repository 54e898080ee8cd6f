import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delayMinutes, slicesOf } from './congestion.ts';

const rooms = fc.record({
  capacity: fc.double({ min: 1, max: 600, noNaN: true }),
  safety: fc.double({ min: 0.05, max: 1, noNaN: true }),
  visitMinutes: fc.double({ min: 0.2, max: 60, noNaN: true }),
  periodMinutes: fc.constant(15),
  openMinutes: fc.double({ min: 15, max: 1440, noNaN: true }),
  variability: fc.double({ min: 0.01, max: 3, noNaN: true }),
});

describe('delay', () => {
  it('is that of Kingman while there is room and time', () => {
    // M/M/1 with a service of 1 minute at a load of 0.8 waits 4 minutes.
    expect(delayMinutes(0.8, 1, 1, 1e7)).toBeCloseTo(4, 2);
    expect(delayMinutes(0.5, 2, 0.5, 1e7)).toBeCloseTo(0.25, 3);
  });

  it('is half of the overload when nothing is left to chance', () => {
    expect(delayMinutes(1.2, 1, 0, 120)).toBeCloseTo(12, 9);
    expect(delayMinutes(0.9, 1, 0, 120)).toBe(0);
  });

  it('stays finite at the capacity and rises with the load', () => {
    expect(delayMinutes(1, 1, 1, 240)).toBeCloseTo(Math.sqrt(120), 6);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1.5, noNaN: true }), fc.double({ min: 0.001, max: 0.5, noNaN: true }), (load, more) => {
        expect(delayMinutes(load + more, 0.5, 0.7, 600)).toBeGreaterThanOrEqual(delayMinutes(load, 0.5, 0.7, 600));
      }),
    );
  });
});

describe('slices', () => {
  it('make up the safe capacity, each dearer than the one before', () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const slices = slicesOf(room);
        const width = slices.reduce((sum, each) => sum + each.width, 0);
        expect(width).toBeCloseTo(room.capacity * room.safety, 6);
        for (let k = 1; k < slices.length; k += 1) expect(slices[k]!.price).toBeGreaterThanOrEqual(slices[k - 1]!.price * (1 - 1e-9));
      }),
    );
  });
});
