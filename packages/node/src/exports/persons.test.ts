import { expect, it } from 'vitest';
import type { Journal } from '@pairgate/store/journal.ts';
import { Persons, type PersonStops } from './persons.ts';

const AT = Date.parse('2026-11-19T03:00:00.000Z');
const NEXT_YEAR = Date.parse('2027-01-01T00:00:00.000Z');
const counting = (stopAt: PersonStops) => new Persons({ recipient: 'CN', key: new Uint8Array(32).fill(9), stopAt });
const times = (count: number) => Array.from({ length: count }, () => 'personal' as const);

/** A journal in which so many have been counted. */
const holding = (persons: number) => ({ pair: 'a pair', db: { query: async () => [{ category: 'personal', class: null, persons }] } }) as unknown as Journal;

it('are not counted anew after a group while no stop is near', () => {
  const free = counting({});
  expect(free.sent(2026, times(1))).toBe(true);
  expect(free.sent(2026, times(1_000_000))).toBe(false);
  const bound = counting({ personal: 100_000 });
  bound.sent(2026, times(1));
  expect(bound.sent(2026, times(80_000))).toBe(false);
});

it('are counted anew well before those who came again could stop anybody', async () => {
  const persons = counting({ personal: 100_000 });
  persons.sent(2026, times(1));
  expect(persons.sent(2026, times(90_000))).toBe(true);
  await persons.read(holding(7), 2026);
  expect(persons.sent(2026, times(2000))).toBe(false);
  expect(persons.withheld(AT).size).toBe(0);
});

it('are counted anew after each group when a stop is near, and nobody crosses beyond it', async () => {
  const persons = counting({ personal: 3 });
  expect(persons.sent(2026, times(1))).toBe(true);
  await persons.read(holding(2), 2026);
  expect(persons.withheld(AT).size).toBe(0);
  expect(persons.sent(2026, times(1))).toBe(true);
  expect([...persons.withheld(AT)]).toEqual(['personal']);
});

it('are counted anew in another year, and when the clock was set back', () => {
  const persons = counting({});
  persons.sent(2026, times(1));
  expect(persons.sent(2027, times(1))).toBe(true);
  expect(persons.sent(2027, times(1))).toBe(false);
  expect(persons.sent(2026, times(1))).toBe(true);
  expect(persons.withheld(NEXT_YEAR).size).toBe(0);
});
