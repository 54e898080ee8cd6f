import { SideMark } from '../components/SideMark.tsx';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { papersMatrix, type MatrixCell, type MatrixColumn } from './matrix.ts';
import { sideOf } from './parties.ts';
import type { CrossingDetail } from './types.ts';
import { paperLabel } from './words.ts';
import './papers.css';

const NUMBERS: readonly MatrixColumn[] = ['netMassKg', 'grossMassKg', 'packageQuantity'];

/** Papers against papers: the cell that does not say what the others say is boxed. */
export function Papers({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const language = useLanguage();
  const { columns, rows } = papersMatrix(detail);
  if (rows.length === 0) return null;
  const cell = (column: MatrixColumn, value: MatrixCell | undefined) => {
    if (!value) return <td key={column}>{''}</td>;
    const text = NUMBERS.includes(column) && /^\d+(\.\d+)?$/.test(value.text) ? formatNumber(Number(value.text), language) : value.text;
    return (
      <td key={column} title={value.text}>
        {value.odd ? <b className="odd">{text}<span className="visually-hidden"> ({m.work.differs})</span></b> : text}
      </td>
    );
  };
  return (
    <section className="papers-matrix">
      <h2 className="heading">{m.work.papers} <span className="note">{m.work.papersNote}</span></h2>
      {/* Whoever has no pointer scrolls a wide table by its focus (WCAG 2.1.1). */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll" tabIndex={0} role="region" aria-label={m.work.papers}>
        <table>
          <thead>
            <tr>
              <th scope="col">{m.work.paper}</th>
              <th scope="col">{m.work.from}</th>
              {columns.map((column) => <th key={column} scope="col">{m.crossing.columns[column]}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row" title={row.number ?? undefined}>{paperLabel(row, language, m)}</th>
                <td><SideMark side={row.from === 'both' ? 'both' : sideOf(row.from, detail.row.direction)} /></td>
                {columns.map((column) => cell(column, row.cells[column]))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
