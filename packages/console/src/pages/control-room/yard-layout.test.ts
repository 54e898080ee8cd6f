import type { Cause, Direction } from '@pairgate/domain/kernel/codes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Phase, Place } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingRow, Stage } from '../../schemas.ts';
import { CAUSES } from '../../causes.ts';
import { assignSeats, layoutYard, type YardInput } from './yard-layout.ts';

const PLACES: Place[] = [
  'away', 'origin_yard', 'origin_bay', 'origin_lab', 'line', 'destination_apron', 'destination_bay', 'destination_lab', 'gone',
];

const stages: Stage[] = (['VN-CN', 'CN-VN'] as const).flatMap((direction) => {
  const [from, to] = direction === 'VN-CN' ? (['VN', 'CN'] as const) : (['CN', 'VN'] as const);
  return [
    { side: from, stage: 'desk', direction, open: 3, of: 4, busy: 0, assumed: true },
    { side: from, stage: 'bay', direction, open: 2, of: 2, busy: 0, assumed: true },
    { side: from, stage: 'lane', direction, open: 4, of: 5, busy: 0, assumed: true },
    { side: to, stage: 'bay', direction, open: 4, of: 6, busy: 0, assumed: true },
    { side: to, stage: 'desk', direction, open: 4, of: 4, busy: 0, assumed: true },
  ] satisfies Stage[];
});

const row = fc.record({
  place: fc.constantFrom(...PLACES),
  direction: fc.constantFrom<Direction>('VN-CN', 'CN-VN'),
  cause: fc.option(fc.constantFrom<Cause>(...CAUSES), { nil: null }),
  phase: fc.constantFrom<Phase>('arrived', 'called', 'released', 'crossed'),
});

const rowsArbitrary = fc.array(row, { maxLength: 400 }).map((rows) =>
  rows.map((each, index): CrossingRow => ({
    ...each, reference: `PG-${index}`, causeSide: each.cause ? 'VN' : null, since: each.cause ? '2026-11-19T04:00:00.000Z' : null,
    waitedMs: 0, trafficClass: 'general', goods: null, tractorID: null, containerID: null, slotStart: null, ticket: null,
    alarms: [], consignments: [], plannedAt: '2026-11-19T03:00:00.000Z', arrivedAt: null, endedAt: null, change: 0,
  })),
);

const input = (rows: CrossingRow[], more: Partial<YardInput> = {}): YardInput => ({
  rows, stages, width: 1040, height: 500, mirrored: false, bound: null, seats: new Map(), ...more,
});

describe('the picture of both yards', () => {
  it('draws every lorry that is at the gates once, and nobody else', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const here = rows.filter((each) => each.place !== 'away' && each.place !== 'gone').map((each) => each.reference);
        const drawn = layoutYard(input(rows)).marks.map((mark) => mark.reference);
        expect(drawn.toSorted()).toEqual(here.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every mark inside the picture', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        for (const { x, y } of layoutYard(input(rows)).marks) {
          expect(x).toBeGreaterThan(0);
          expect(x).toBeLessThan(1040);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(500);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is mirrored about the line by the choice of the reader', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const plain = layoutYard(input(rows)).marks;
        const mirrored = new Map(layoutYard(input(rows, { mirrored: true })).marks.map((mark) => [mark.reference, mark]));
        for (const mark of plain) {
          expect(mirrored.get(mark.reference)!.x).toBeCloseTo(1040 - mark.x);
          expect(mirrored.get(mark.reference)!.facing).toBe(-mark.facing);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('counts in the heads of a yard what it draws in it', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const picture = layoutYard(input(rows));
        const counted = picture.heads.reduce((sum, head) => sum + head.count, 0);
        const onLanes = rows.filter(
          (each) => each.place === 'line' || (each.place === 'origin_yard' && each.phase === 'released' && each.cause === null),
        ).length;
        expect(counted + picture.seats.size + onLanes).toBe(picture.marks.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('seats at a stage', () => {
  it('leaves everybody where he was when somebody before him leaves', () => {
    const first = assignSeats(['a', 'b', 'c'], 4, new Map());
    const second = assignSeats(['b', 'c', 'd'], 4, first);
    expect([second.get('b'), second.get('c'), second.get('d')]).toEqual([1, 2, 0]);
  });

  it('seats no more than there are places', () => {
    expect(assignSeats(['a', 'b', 'c'], 2, new Map()).size).toBe(2);
  });
});
