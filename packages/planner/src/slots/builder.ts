import type { LinearProgram } from '../linear-program.ts';

/** Puts a linear program together column by column and row by row; numbers are those of the program. */
export class ProgramBuilder {
  readonly #cost: number[] = [];
  readonly #columnLower: number[] = [];
  readonly #columnUpper: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #rowStart: number[] = [0];
  readonly #column: number[] = [];
  readonly #value: number[] = [];

  /** The number of the new column. */
  column(cost: number, lower = 0, upper = Infinity): number {
    this.#columnLower.push(lower);
    this.#columnUpper.push(upper);
    return this.#cost.push(cost) - 1;
  }

  /** An entry of the row that the next call of `row` closes. Equal columns in a row must be added up by the caller. */
  entry(column: number, value: number): void {
    this.#column.push(column);
    this.#value.push(value);
  }

  /** Closes a row with the entries since the last one; its number. */
  row(lower: number, upper: number): number {
    this.#rowStart.push(this.#column.length);
    this.#rowLower.push(lower);
    return this.#rowUpper.push(upper) - 1;
  }

  build(): LinearProgram {
    return {
      cost: Float64Array.from(this.#cost),
      columnLower: Float64Array.from(this.#columnLower),
      columnUpper: Float64Array.from(this.#columnUpper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      rowStart: Int32Array.from(this.#rowStart),
      column: Int32Array.from(this.#column),
      value: Float64Array.from(this.#value),
    };
  }
}
