import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from './assignment.ts';

/** The most pairs, then the least cost, by trying everything. */
function bruteForce(cost: Float64Array, rows: number, columns: number): { readonly pairs: number; readonly cost: number } {
  let best = { pairs: 0, cost: 0 };
  const used = new Set<number>();
  const visit = (row: number, pairs: number, sum: number): void => {
    if (row === rows) {
      if (pairs > best.pairs || (pairs === best.pairs && sum < best.cost)) best = { pairs, cost: sum };
      return;
    }
    visit(row + 1, pairs, sum);
    for (let column = 0; column < columns; column += 1) {
      const each = cost[row * columns + column]!;
      if (used.has(column) || each === Infinity) continue;
      used.add(column);
      visit(row + 1, pairs + 1, sum + each);
      used.delete(column);
    }
  };
  visit(0, 0, 0);
  return best;
}

const cell = fc.oneof({ arbitrary: fc.integer({ min: -50, max: 50 }), weight: 5 }, { arbitrary: fc.constant(Infinity), weight: 1 });
const matrices = (most: number) =>
  fc.tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most })).chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      cost: fc.array(cell, { minLength: rows * columns, maxLength: rows * columns }).map((values) => Float64Array.from(values)),
    }),
  );

const check = ({ rows, columns, cost }: { readonly rows: number; readonly columns: number; readonly cost: Float64Array }): void => {
  const found = assign(cost, rows, columns);
  const taken = [...found.column].filter((column) => column !== -1);
  expect(new Set(taken).size).toBe(taken.length);
  const sum = [...found.column].reduce((total, column, row) => total + (column === -1 ? 0 : cost[row * columns + column]!), 0);
  expect(found.cost).toBe(sum);
  expect({ pairs: taken.length, cost: found.cost }).toEqual(bruteForce(cost, rows, columns));
};

describe('an assignment', () => {
  it('is the best of all, whatever the shape', () => {
    fc.assert(fc.property(matrices(5), check), { numRuns: 500 });
  });

  it('is the best of all up to seven', () => {
    fc.assert(fc.property(matrices(7), check), { numRuns: 60 });
  });

  it('does not change when a row or a column costs more as a whole', () => {
    const square = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 36, maxLength: 36 });
    fc.assert(
      fc.property(square, fc.nat(5), fc.integer({ min: -500, max: 500 }), (values, line, more) => {
        const plain = assign(Float64Array.from(values), 6, 6).cost;
        const row = values.map((each, at) => (Math.floor(at / 6) === line ? each + more : each));
        const column = values.map((each, at) => (at % 6 === line ? each + more : each));
        expect(assign(Float64Array.from(row), 6, 6).cost).toBe(plain + more);
        expect(assign(Float64Array.from(column), 6, 6).cost).toBe(plain + more);
      }),
    );
  });

  it('refuses what is not a cost', () => {
    expect(() => assign(Float64Array.of(1, Number.NaN), 1, 2)).toThrow('a cost is NaN');
    expect(() => assign(Float64Array.of(1), 1, 2)).toThrow('1 costs for 1 rows of 2 columns');
  });
});
