import { expect, it } from 'vitest';
import type { CrossingRow } from '../schemas.ts';
import { placeRow } from './rows.ts';

const row = (reference: string, change: number): CrossingRow => ({
  reference, change, direction: 'VN-CN', phase: 'arrived', cause: null, causeSide: null, since: null, waitedMs: 0,
  trafficClass: 'general', goods: null, tractorID: null, containerID: null, slotStart: null, ticket: null,
  place: 'origin_yard', alarms: [], consignments: [], plannedAt: '2026-11-19T00:00:00.000Z', arrivedAt: null, endedAt: null,
});

it('adds a lorry that was not there, at the end', () => {
  expect(placeRow([row('a', 1)], row('b', 1)).map((r) => r.reference)).toEqual(['a', 'b']);
});

it('replaces a lorry in its place', () => {
  expect(placeRow([row('a', 1), row('b', 1)], row('a', 2)).map((r) => r.change)).toEqual([2, 1]);
});

it('does not let a resumed stream put an older state over a newer one', () => {
  expect(placeRow([row('a', 5)], row('a', 4))[0]!.change).toBe(5);
});
