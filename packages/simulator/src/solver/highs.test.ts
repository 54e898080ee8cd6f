import type { LinearProgram } from '@pairgate/planner/linear-program.ts';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { highsSolver } from './highs.ts';

/** Minimise x + 2y under x + y >= 4, x <= 3. */
const program: LinearProgram = {
  cost: Float64Array.of(1, 2),
  columnLower: Float64Array.of(0, 0),
  columnUpper: Float64Array.of(3, Infinity),
  rowLower: Float64Array.of(4),
  rowUpper: Float64Array.of(Infinity),
  rowStart: Int32Array.of(0, 2),
  column: Int32Array.of(0, 1),
  value: Float64Array.of(1, 1),
};
const soon = { deadlineMs: 60_000 };

describe('the solver', () => {
  it('finds the optimum and what one more of each row costs', async () => {
    const solution = await highsSolver().solve(program, soon);
    expect(solution).toMatchObject({ status: 'optimal', objective: 5 });
    if (solution.status !== 'optimal') return;
    expect([...solution.x]).toEqual([3, 1]);
    expect([...solution.rowDual]).toEqual([2]);
  });

  it('begins from the basis of another program, and finds what it finds from nothing', async () => {
    const solver = highsSolver();
    const first = await solver.solve(program, soon);
    if (first.status !== 'optimal') throw new Error(first.status);
    const other = { ...program, rowLower: Float64Array.of(7), columnUpper: Float64Array.of(2, Infinity) };
    expect(await solver.solve(other, { ...soon, start: first.basis! })).toMatchObject({ status: 'optimal', objective: 12, x: Float64Array.of(2, 5) });
    const unfit = { columns: Int32Array.of(1), rows: Int32Array.of(1) };
    expect((await solver.solve(program, { ...soon, start: unfit })).status).toBe('failed');
    expect(await solver.solve(program, soon)).toMatchObject({ status: 'optimal', objective: 5 });
  });

  it('names what has no solution and what has no bound', async () => {
    const solver = highsSolver();
    expect(await solver.solve({ ...program, columnUpper: Float64Array.of(3, 0) }, soon)).toMatchObject({ status: 'infeasible' });
    expect(await solver.solve({ ...program, cost: Float64Array.of(1, -1) }, soon)).toMatchObject({
      status: expect.stringMatching(/unbounded|infeasible/) as string,
    });
  });

  it('is late rather than long', async () => {
    expect(await highsSolver().solve(program, { deadlineMs: 0 })).toMatchObject({ status: 'late' });
    expect(await highsSolver().solve(program, { deadlineMs: Number.NaN })).toMatchObject({ status: 'late' });
    const slow = await highsSolver().solve(hard(250), { deadlineMs: 250 });
    expect(slow).toMatchObject({ status: 'late', reason: expect.stringContaining('250 ms') as string });
  });

  it('answers bad data with a status, and the next program with a fresh instance', async () => {
    let loaded = 0;
    const solver = highsSolver({
      load: (options) => {
        loaded += 1;
        return loadHighs(options);
      },
    });
    expect(await solver.solve({ ...program, cost: Float64Array.of(Number.NaN, 1) }, soon)).toMatchObject({ status: 'failed' });
    expect(await solver.solve({ ...program, column: Int32Array.of(0, 7) }, soon)).toMatchObject({ status: 'failed' });
    expect(await solver.solve(program, soon)).toMatchObject({ status: 'optimal' });
    expect(await solver.solve(program, soon)).toMatchObject({ status: 'optimal' });
    expect(loaded).toBe(3);
  });

  it('answers with a status when the WebAssembly cannot be loaded', async () => {
    const solver = highsSolver({ load: () => Promise.reject(new Error('no such file')) });
    expect(await solver.solve(program, soon)).toEqual({ status: 'failed', reason: 'no such file' });
  });
});

/** A transport problem of n sources and n sinks, which takes seconds. */
function hard(n: number): LinearProgram {
  const column: number[] = [];
  for (let row = 0; row < n; row += 1) for (let to = 0; to < n; to += 1) column.push(row * n + to);
  for (let to = 0; to < n; to += 1) for (let row = 0; row < n; row += 1) column.push(row * n + to);
  return {
    cost: Float64Array.from({ length: n * n }, (_, at) => (at * 7919) % 1009),
    columnLower: new Float64Array(n * n),
    columnUpper: new Float64Array(n * n).fill(Infinity),
    rowLower: Float64Array.from({ length: 2 * n }, (_, at) => 50 + ((at % n) * 31) % 50),
    rowUpper: new Float64Array(2 * n).fill(Infinity),
    rowStart: Int32Array.from({ length: 2 * n + 1 }, (_, at) => at * n),
    column: Int32Array.from(column),
    value: new Float64Array(column.length).fill(1),
  };
}
