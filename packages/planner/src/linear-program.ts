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

/** Which columns and rows are at which of their bounds in an optimum, in the solver's own numbers: the way into a program of the same shape. */
export interface Basis {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
}

export type Solution =
  | {
      readonly status: 'optimal';
      readonly objective: number;
      readonly x: Float64Array;
      readonly rowDual: Float64Array;
      /** Absent when the solver has none. */
      readonly basis?: Basis;
      /** Milliseconds since the call. */
      readonly tookMs: number;
    }
  | { readonly status: 'infeasible' | 'unbounded' | 'late' | 'failed'; readonly reason: string };

/** The port of the solver. It never throws: what goes wrong is a status. */
export interface Solver {
  solve(program: LinearProgram, options: SolveOptions): Promise<Solution>;
}

export interface SolveOptions {
  /** The caller's, in milliseconds from the call. */
  readonly deadlineMs: number;
  /**
   * Where to begin: the basis of a program with as many columns and rows. The objective is the same from anywhere; of several optima
   * another may be found.
   */
  readonly start?: Basis;
}
