import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaitingTicket } from '../../freight/context.ts';
import { TRAFFIC_CLASSES } from '../../kernel/codes.ts';
import { fromMillis, HOUR, MINUTE, toMillis } from '../../kernel/instant.ts';
import { NOW } from '../../kernel/testing/history.ts';
import { orderOf, score } from './order.ts';

const ticketOf = (number: number): string => number.toString(16).padStart(64, '0');
const past = fc.integer({ min: 0, max: 400 }).map((minutes) => fromMillis(NOW - minutes * MINUTE));
const waiting: fc.Arbitrary<WaitingTicket> = fc.record({
  crossing: fc.constant(''),
  ticket: fc.integer({ min: 0, max: 2 ** 40 }).map(ticketOf),
  trafficClass: fc.constantFrom(...TRAFFIC_CLASSES),
  arrivedAt: past,
  slotStart: fc.option(past),
  shelfLifeHours: fc.option(fc.integer({ min: 0, max: 500 })),
  eligible: fc.boolean(),
  passed: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(100_000)),
});
const yard = fc.uniqueArray(waiting, { selector: (each) => each.ticket, maxLength: 30 });

const one: WaitingTicket = {
  crossing: 'PG', ticket: ticketOf(1), trafficClass: 'general', arrivedAt: fromMillis(NOW - HOUR), slotStart: null,
  shelfLifeHours: null, eligible: true, passed: 0,
};
const points = (over: Partial<WaitingTicket>) => score({ ...one, ...over }, NOW).score;

describe('the order', () => {
  it('holds every eligible ticket once and no other', () => {
    fc.assert(
      fc.property(yard, (tickets) => {
        const order = orderOf(tickets, NOW);
        const eligible = tickets.filter((each) => each.eligible).map((each) => each.ticket);
        expect(order.map((each) => each.ticket).toSorted()).toEqual(eligible.toSorted());
      }),
    );
  });

  it('is total: the same for the same tickets, in whatever order they come', () => {
    const shuffled = yard.chain((tickets) => fc.tuple(fc.constant(tickets), fc.shuffledSubarray(tickets, {
      minLength: tickets.length,
    })));
    fc.assert(
      fc.property(shuffled, ([tickets, again]) => {
        expect(orderOf(again, NOW)).toEqual(orderOf(tickets, NOW));
      }),
    );
  });

  it('can be recomputed from what is published: score, arrival, ticket', () => {
    fc.assert(
      fc.property(yard, (tickets) => {
        const order = orderOf(tickets, NOW);
        for (const [index, next] of order.entries()) {
          const before = order[index - 1];
          if (!before) continue;
          expect(before.score).toBeGreaterThanOrEqual(next.score);
          if (before.score !== next.score) continue;
          expect(toMillis(before.arrivedAt)).toBeLessThanOrEqual(toMillis(next.arrivedAt));
          if (before.arrivedAt === next.arrivedAt) expect(before.ticket < next.ticket).toBe(true);
        }
      }),
    );
  });

  it('is fair within bounds: whoever has waited 240 minutes is behind nobody who has not', () => {
    fc.assert(
      fc.property(yard, (tickets) => {
        const long = orderOf(tickets, NOW).map((each) => each.waitingMinutes >= 240);
        expect(long.lastIndexOf(true)).toBeLessThan(long.includes(false) ? long.indexOf(false) : long.length);
      }),
      { numRuns: 500 },
    );
  });

  it('never turns around between two of a class that only wait on, until one of them has waited four hours', () => {
    fc.assert(
      fc.property(yard, fc.integer({ min: 1, max: 60 }), (tickets, minutes) => {
        const alike = tickets.map((each) => ({ ...each, trafficClass: 'general' as const }));
        const later = NOW + minutes * MINUTE;
        const settled = alike.filter((each) => score(each, NOW).waitingMinutes >= 240 || score(each, later).waitingMinutes < 240);
        const names = (now: number) => orderOf(settled, now).map((each) => each.ticket);
        expect(names(later)).toEqual(names(NOW));
      }),
    );
  });
});

describe('points', () => {
  it('are the minutes that a lorry has waited, by the weight of its class', () => {
    expect(points({})).toBe(600);
    expect(points({ trafficClass: 'perishable' })).toBe(1800);
    expect(points({ trafficClass: 'empty' })).toBe(480);
  });

  it('do not grow by coming before the slot', () => {
    expect(points({ slotStart: fromMillis(NOW - 10 * MINUTE) })).toBe(100);
    expect(points({ slotStart: fromMillis(NOW + 10 * MINUTE) })).toBe(0);
    expect(points({ slotStart: fromMillis(NOW - 3 * HOUR) })).toBe(600);
  });

  it('rise as the shelf life falls under three days', () => {
    expect(points({ shelfLifeHours: 72 })).toBe(600);
    expect(points({ shelfLifeHours: 48 })).toBe(600 + 24 * 20);
    expect(points({ shelfLifeHours: 0 })).toBe(600 + 72 * 20);
  });

  it('are lost with each call that passes, up to a bound', () => {
    expect(points({ passed: 1 })).toBe(450);
    expect(points({ passed: 100 })).toBe(points({ passed: 5000 }));
    expect(points({ arrivedAt: fromMillis(NOW - 4 * HOUR), passed: 5000 })).toBeGreaterThan(
      points({ arrivedAt: fromMillis(NOW - 239 * MINUTE), trafficClass: 'perishable', shelfLifeHours: 0 }),
    );
  });
});
