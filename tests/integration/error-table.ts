import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * The tables of `docs/reference/errors.md` are the list of these tests. A row says what is sent where and what must come
 * back; its test, named by its first column, sends it. A row without a test fails, and so does a test without a row.
 */
const DOCUMENT = readFileSync(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8');

/** One row, by the names of its columns; code marks are taken off. */
export type Cells = Readonly<Record<string, string>>;

export interface Row {
  /** Method and path as documented, such as `POST /api/crossings/{reference}/decide`. */
  readonly where: string;
  readonly status: number;
  /** Absent where nothing is refused. */
  readonly code: string | undefined;
  readonly kept: string;
  /** In English, with `{name}` for each parameter. */
  readonly sentence: string | undefined;
}

const cellsOf = (line: string): string[] =>
  line.split('|').slice(1, -1).map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'));

/** The text of one section, from its heading to the next. */
export function sectionOf(heading: string): string {
  const section = DOCUMENT.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/reference/errors.md has no section "${heading}"`);
  return section;
}

export const headings = (): string[] => [...DOCUMENT.matchAll(/^## (.+)$/gm)].map((match) => match[1]!);

export function rowsOf(heading: string): Cells[] {
  const [head, , ...lines] = sectionOf(heading).split('\n').filter((line) => line.startsWith('|'));
  const names = cellsOf(head!);
  return lines.map((line) => Object.fromEntries(cellsOf(line).map((cell, at) => [names[at]!, cell])));
}

const given = (cell: string): string | undefined => (cell === '–' ? undefined : cell);

/** The tests of one section. */
export function table(heading: string) {
  const rows = new Map(
    rowsOf(heading).map((cells): [string, Row] => [
      cells['what goes in']!,
      {
        where: cells['where']!,
        status: Number(cells['status']),
        code: given(cells['code']!),
        kept: cells['what is kept']!,
        sentence: given(cells['sentence']!),
      },
    ]),
  );
  const tested: string[] = [];
  return {
    /** The test of one row; with a reason it is skipped, and the reason is shown. */
    row(what: string, run: (row: Row) => Promise<void>, skip?: string): void {
      tested.push(what);
      it(what, async ({ skip: leave }) => {
        const row = rows.get(what);
        expect(row, `a row "${what}"`).toBeDefined();
        if (skip !== undefined) leave(skip);
        await run(row!);
      });
    },
    /** To be called after all rows. */
    complete(): void {
      it(`has a test for every row of "${heading}"`, () => expect(tested).toEqual([...rows.keys()]));
    },
  };
}
