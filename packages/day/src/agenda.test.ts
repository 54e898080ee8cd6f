import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

const nothing = () => undefined;

describe('the agenda', () => {
  it('gives what is due in the order of time, and of making where times are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (dues) => {
        const agenda = new Agenda();
        for (const [index, due] of dues.entries()) agenda.add({ due, name: String(index), run: nothing });
        const taken: { due: number; index: number }[] = [];
        for (let entry = agenda.take(100); entry; entry = agenda.take(100)) taken.push({ due: entry.due, index: Number(entry.name) });
        const expected = dues.map((due, index) => ({ due, index })).toSorted((a, b) => a.due - b.due || a.index - b.index);
        expect(taken).toEqual(expected);
        expect(agenda.size).toBe(0);
      }),
    );
  });

  it('keeps what is not due', () => {
    const agenda = new Agenda();
    agenda.add({ due: 10, name: 'later', run: nothing });
    expect(agenda.take(9)).toBeUndefined();
    expect(agenda.next).toBe(10);
    expect(agenda.take(10)?.name).toBe('later');
  });
});
