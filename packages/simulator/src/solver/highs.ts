import loadHighs, { type BasisInput, type Highs, type InitOptions, type Model } from 'highs';
import type { Basis, LinearProgram, Solution, Solver } from '@pairgate/planner/linear-program.ts';

/**
 * HiGHS (Huangfu and Hall, "Parallelizing the dual revised simplex method", 2018) as WebAssembly, in Node and in browsers.
 *
 * - It is synchronous: while it solves, its thread does nothing else. Whoever must stay awake runs it in a worker.
 * - The deadline becomes its own time limit, and it looks at its clock between two iterations, so it may be late by one of them.
 * - The program goes in as arrays: the LP text format loses digits and breaks on lines of 560 characters.
 * - After any error the instance is thrown away, since a WebAssembly memory that has trapped cannot be trusted.
 */
export function highsSolver(options: HighsOptions = {}): Solver {
  const load = options.load ?? loadHighs;
  let instance: Promise<Highs> | undefined;
  return {
    async solve(program, { deadlineMs, start }) {
      const begun = performance.now();
      try {
        instance ??= load(options.init ?? {});
        const highs = await instance;
        const leftMs = deadlineMs - (performance.now() - begun);
        if (!(leftMs > 0)) return { status: 'late', reason: `the deadline of ${deadlineMs} ms passed before the solver began` };
        const solution = run(highs, program, { begun, leftMs, deadlineMs }, start);
        if (solution.status === 'failed') instance = undefined;
        return solution;
      } catch (error) {
        instance = undefined;
        return { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

export interface HighsOptions {
  /** Where the WebAssembly lies: in a browser `{ locateFile: () => url }`; Node finds it beside the package. */
  readonly init?: InitOptions;
  /** Another way to make an instance. */
  readonly load?: (options: InitOptions) => Promise<Highs>;
}

interface Time {
  readonly begun: number;
  readonly leftMs: number;
  readonly deadlineMs: number;
}

/** Throws what HiGHS throws: bad data, no memory. */
function run(highs: Highs, program: LinearProgram, time: Time, start: Basis | undefined): Solution {
  const model = highs.createModel(modelOf(program));
  try {
    // Devex prices take a quarter less time than steepest edge on the programs of slots.
    model.options.set({ output_flag: false, time_limit: time.leftMs / 1000, simplex_dual_edge_weight_strategy: 1 });
    if (start !== undefined) model.setBasis({ colStatus: start.columns, rowStatus: start.rows } satisfies BasisInput);
    model.run();
    return solutionOf(highs, model, time);
  } finally {
    model.dispose();
  }
}

function modelOf(program: LinearProgram) {
  const numCols = program.cost.length;
  const numRows = program.rowLower.length;
  return {
    numCols,
    numRows,
    colCost: program.cost,
    colLower: program.columnLower,
    colUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { format: 'csr' as const, numRows, numCols, starts: program.rowStart, indices: program.column, values: program.value },
  };
}

function solutionOf(highs: Highs, model: Model, { begun, deadlineMs }: Time): Solution {
  const status = highs.constants.modelStatus;
  const found = model.getModelStatus();
  switch (found) {
    case status.optimal:
    case status.empty: {
      const { colValue, rowDual } = model.getSolution();
      const { colStatus, rowStatus } = model.getBasis();
      const basis = { columns: Int32Array.from(colStatus), rows: Int32Array.from(rowStatus) };
      return { status: 'optimal', objective: model.getObjectiveValue(), x: colValue, rowDual, basis, tookMs: performance.now() - begun };
    }
    case status.infeasible:
      return { status: 'infeasible', reason: 'no solution keeps every constraint' };
    case status.unbounded:
      return { status: 'unbounded', reason: 'the cost falls without end' };
    case status.unboundedOrInfeasible:
      return { status: 'infeasible', reason: 'no solution, or a cost that falls without end; the solver did not tell which' };
    case status.timeLimit:
      return { status: 'late', reason: `no optimum within ${deadlineMs} ms` };
    default:
      return { status: 'failed', reason: `the solver ended in state ${found}` };
  }
}
