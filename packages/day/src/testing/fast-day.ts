import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { Chance } from '../chance.ts';
import { DayClock } from '../clock.ts';
import { Tally, type Day } from '../day.ts';
import { Engine } from '../engine.ts';
import type { Tried } from '../node-link.ts';
import type { Lorry, Row } from '../world.ts';

/** The clock of such a day runs at its fastest, and a real millisecond counts for this many. */
const HASTE = 60;
const SPEED = 1000;

/** A day at noon with one lorry, which both sides see alike, against nodes that answer everything as this does. */
export function fastDay(row: Partial<Row>, answer: (persona: string) => Tried<unknown>): { day: Day; troubles: unknown[] } {
  const troubles: unknown[] = [];
  const clock = new DayClock(toMillis('2026-11-19T04:00:00.000Z'), SPEED, () => performance.now() * HASTE);
  const engine = new Engine(clock, (_name, error) => troubles.push(error));
  const whole = { reference: 'PG-4K7N-8821', direction: 'VN-CN', trafficClass: 'perishable', slotStart: null, ...row } as Row;
  const { reference, direction, trafficClass } = whole;
  const rows = { VN: whole, CN: whole };
  const lorry: Lorry = { reference, direction, trafficClass, rows, consignment: 'PG-TJG6-H7JK', plan: undefined };
  const node = {
    try: async (persona: string) => answer(persona),
    async read(persona: string) {
      const tried = answer(persona);
      if (!tried.ok) throw tried.problem;
      return tried.data;
    },
  };
  const day = {
    clock, engine, chance: new Chance(1, 'test'), tally: new Tally(),
    nodes: { VN: node, CN: node },
    world: { all: () => [lorry], onRow: () => undefined, forget: () => undefined },
  } as unknown as Day;
  return { day, troubles };
}
