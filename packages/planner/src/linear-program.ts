/** A linear program as columns and sparse rows: minimise `cost · x` under `lower <= A x <= upper` and bounds on x. */
export interface LinearProgram {
  /** One per column. */
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  /** One per row. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Compressed rows: the entries of row r are `rowStart[r]` to `rowStart[r + 1]`. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

export type Solution =
  | { readonly status: 'optimal'; readonly objective: number; readonly x: Float64Array; readonly rowDual: Float64Array; /** Milliseconds since the call. */ readonly tookMs: number }
  | { readonly status: 'infeasible' | 'unbounded' | 'late' | 'failed'; readonly reason: string };

/** The port of the solver. It never throws: what goes wrong is a status. The deadline is the caller's, in milliseconds from the call. */
export interface Solver {
  solve(program: LinearProgram, options: { readonly deadlineMs: number }): Promise<Solution>;
}
