/**
 * The cheapest assignment of rows to columns, each at most once: the Hungarian method in the form of shortest augmenting paths
 * with potentials (Kuhn 1955; Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
 * problems", 1987; rectangular as in Crouse 2016). O(n²·m) for n ≤ m.
 *
 * `cost` is row-major, `rows · columns` long; `Infinity` forbids a pair. As many pairs as possible are made, and among those sets
 * the cheapest. Costs are finite numbers of any sign, or `Infinity`; anything else throws.
 */
export function assign(cost: Float64Array, rows: number, columns: number): Assignment {
  const { finite, forbidden } = withoutInfinity(cost, rows, columns);
  const partner = rows <= columns ? augment(finite, rows, columns) : invert(augment(transpose(finite, rows, columns), columns, rows), rows);
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    const column = partner[row]!;
    if (column === -1) continue;
    if (finite[row * columns + column]! >= forbidden) partner[row] = -1;
    else total += cost[row * columns + column]!;
  }
  return { column: partner, cost: total };
}

export interface Assignment {
  /** For each row its column, or −1. */
  readonly column: Int32Array;
  /** Of the pairs that were made. */
  readonly cost: number;
}

/** A forbidden pair costs more than any set of allowed ones can differ, so that it is taken only when nothing else is left. */
function withoutInfinity(cost: Float64Array, rows: number, columns: number): { readonly finite: Float64Array; readonly forbidden: number } {
  if (cost.length !== rows * columns) throw new Error(`${cost.length} costs for ${rows} rows of ${columns} columns`);
  let low = 0;
  let high = 0;
  for (const each of cost) {
    if (Number.isNaN(each) || each === -Infinity) throw new Error(`a cost is ${each}`);
    if (each === Infinity) continue;
    if (each < low) low = each;
    if (each > high) high = each;
  }
  const forbidden = high + (high - low + 1) * (Math.min(rows, columns) + 1);
  return { finite: cost.map((each) => (each === Infinity ? forbidden : each)), forbidden };
}

function transpose(cost: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(cost.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) turned[column * rows + row] = cost[row * columns + column]!;
  }
  return turned;
}

function invert(partner: Int32Array, size: number): Int32Array {
  const turned = new Int32Array(size).fill(-1);
  partner.forEach((to, from) => {
    if (to !== -1) turned[to] = from;
  });
  return turned;
}

/**
 * Every row finds a column; needs rows ≤ columns. First each row takes the cheapest column, where that is free: with the row's minimum as
 * its potential that is optimal so far. The others search the shortest augmenting path (Dijkstra over reduced costs); potentials change
 * once a path, not once a step.
 */
function augment(cost: Float64Array, rows: number, columns: number): Int32Array {
  const matching: Matching = {
    rowPotential: new Float64Array(rows),
    columnPotential: new Float64Array(columns),
    columnOf: new Int32Array(rows).fill(-1),
    rowOf: new Int32Array(columns).fill(-1),
  };
  for (let row = 0; row < rows; row += 1) takeCheapest(cost, columns, row, matching);
  const path = new Path(columns);
  for (let row = 0; row < rows; row += 1) {
    if (matching.columnOf[row] === -1) path.augment(cost, row, matching);
  }
  return matching.columnOf;
}

interface Matching {
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
}

function takeCheapest(cost: Float64Array, columns: number, row: number, { rowPotential, columnOf, rowOf }: Matching): void {
  let least = Infinity;
  let cheapest = -1;
  for (let column = 0; column < columns; column += 1) {
    const each = cost[row * columns + column]!;
    if (each > least || (each === least && (rowOf[cheapest] === -1 || rowOf[column] !== -1))) continue;
    least = each;
    cheapest = column;
  }
  rowPotential[row] = least;
  if (rowOf[cheapest] !== -1) return;
  rowOf[cheapest] = row;
  columnOf[row] = cheapest;
}

/** The search from one row to the nearest free column, with the arrays that it needs again each time. */
class Path {
  private readonly distance: Float64Array;
  private readonly before: Int32Array;
  /** Columns that are not reached for good, in front; behind them those that are, the first one last. */
  private readonly open: Int32Array;

  constructor(private readonly columns: number) {
    this.distance = new Float64Array(columns);
    this.before = new Int32Array(columns);
    this.open = new Int32Array(columns);
  }

  augment(cost: Float64Array, row: number, matching: Matching): void {
    const { rowPotential, columnPotential, columnOf, rowOf } = matching;
    const { distance, before, open, columns } = this;
    const found = this.search(cost, row, matching);
    const end = distance[open[found]!]!;
    rowPotential[row]! += end;
    for (let at = found + 1; at < columns; at += 1) {
      const column = open[at]!;
      rowPotential[rowOf[column]!]! += end - distance[column]!;
      columnPotential[column]! -= end - distance[column]!;
    }
    let column = open[found]!;
    for (;;) {
      const taker = before[column]!;
      const left = columnOf[taker]!;
      rowOf[column] = taker;
      columnOf[taker] = column;
      if (taker === row) return;
      column = left;
    }
  }

  /** The position in `open` of the nearest free column; those behind it lie on the way. */
  private search(cost: Float64Array, row: number, { rowPotential, columnPotential, rowOf }: Matching): number {
    const { distance, before, open, columns } = this;
    distance.fill(Infinity);
    for (let column = 0; column < columns; column += 1) open[column] = column;
    let from = row;
    let way = 0;
    for (let last = columns - 1; ; last -= 1) {
      const offset = from * columns;
      const base = way - rowPotential[from]!;
      let nearest = Infinity;
      let position = -1;
      for (let at = 0; at <= last; at += 1) {
        const column = open[at]!;
        const reduced = base + cost[offset + column]! - columnPotential[column]!;
        if (reduced < distance[column]!) {
          distance[column] = reduced;
          before[column] = from;
        }
        const each = distance[column]!;
        if (each < nearest || (each === nearest && rowOf[column] === -1)) {
          nearest = each;
          position = at;
        }
      }
      const column = open[position]!;
      open[position] = open[last]!;
      open[last] = column;
      if (rowOf[column] === -1) return last;
      way = nearest;
      from = rowOf[column]!;
    }
  }
}
