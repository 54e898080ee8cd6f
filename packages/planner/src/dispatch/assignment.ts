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

/** Every row finds a column; needs rows ≤ columns. Rows and columns count from 1 inside, 0 is the root of the search. */
function augment(cost: Float64Array, rows: number, columns: number): Int32Array {
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  const distance = new Float64Array(columns + 1);
  const done = new Uint8Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    rowOf[0] = row;
    distance.fill(Infinity);
    done.fill(0);
    let at = 0;
    while (rowOf[at] !== 0) {
      done[at] = 1;
      const from = rowOf[at]!;
      const base = (from - 1) * columns - 1;
      const potential = rowPotential[from]!;
      let step = Infinity;
      let next = 0;
      for (let column = 1; column <= columns; column += 1) {
        if (done[column] === 1) continue;
        const reduced = cost[base + column]! - potential - columnPotential[column]!;
        if (reduced < distance[column]!) {
          distance[column] = reduced;
          before[column] = at;
        }
        if (distance[column]! < step) {
          step = distance[column]!;
          next = column;
        }
      }
      for (let column = 0; column <= columns; column += 1) {
        if (done[column] === 1) {
          rowPotential[rowOf[column]!]! += step;
          columnPotential[column]! -= step;
        } else distance[column]! -= step;
      }
      at = next;
    }
    while (at !== 0) {
      rowOf[at] = rowOf[before[at]!]!;
      at = before[at]!;
    }
  }
  const partner = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column += 1) if (rowOf[column] !== 0) partner[rowOf[column]! - 1] = column - 1;
  return partner;
}
