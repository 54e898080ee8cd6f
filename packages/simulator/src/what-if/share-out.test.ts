import { describe, expect, it } from 'vitest';
import { shareOut, type Hand } from './share-out.ts';

const square: Hand<number> = (number) => Promise.resolve(number * number);

async function shared(here: Hand<number>, helpers: readonly Hand<number>[], { from = 0, end = 5 } = {}): Promise<number[]> {
  const told: number[] = [];
  await shareOut({ from, end }, here, helpers, (result) => told.push(result));
  return told;
}

/** A hand that does nothing until it is let. */
function held() {
  const waiting: (() => void)[] = [];
  const asked: number[] = [];
  const hand: Hand<number> = (number) => {
    asked.push(number);
    return new Promise((done) => waiting.push(() => done(number * number)));
  };
  return { hand, asked, let: () => waiting.shift()?.() };
}

/** Lets everything happen that waits for nothing. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

describe('work that is shared out', () => {
  it('is done here alone when nobody helps', async () => {
    expect(await shared(square, [])).toEqual([0, 1, 4, 9, 16]);
    expect(await shared(square, [], { from: 3, end: 5 })).toEqual([9, 16]);
    expect(await shared(square, [square], { from: 5, end: 5 })).toEqual([]);
  });

  it('is told in its order, whoever was ready first', async () => {
    const slow = held();
    const done = shared(square, [slow.hand]);
    await turns();
    slow.let();
    expect(await done).toEqual([0, 1, 4, 9, 16]);
    // All others were taken by who was free.
    expect(slow.asked).toEqual([0]);
  });

  it('is taken by helpers while there is something to do here', async () => {
    const own = held();
    const done = shared(own.hand, [square]);
    await turns();
    own.let();
    expect(await done).toEqual([0, 1, 4, 9, 16]);
    expect(own.asked).toEqual([1]);
  });

  it('is done here when a helper gives it up, and that one is not asked again', async () => {
    let asked = 0;
    const helper: Hand<number> = () => {
      asked += 1;
      return Promise.reject(new Error('given up'));
    };
    expect(await shared(square, [helper, helper])).toEqual([0, 1, 4, 9, 16]);
    expect(asked).toBe(2);
  });

  it('rejects with what went wrong here, and nothing is told after that', async () => {
    const slow = held();
    const told: number[] = [];
    const here: Hand<number> = () => Promise.reject(new Error('superseded'));
    await expect(shareOut({ from: 0, end: 5 }, here, [slow.hand], (result) => told.push(result))).rejects.toThrow('superseded');
    slow.let();
    await turns();
    expect(told).toEqual([]);
    expect(slow.asked).toEqual([0]);
  });
});
