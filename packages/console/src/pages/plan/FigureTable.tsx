import type { Comparison } from '@pairgate/simulator/what-if/compare.ts';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { interval, minutes, signed } from './words.ts';

/** Waits are counted up to two days, and what is longer is "at least that": nothing can be subtracted from it. */
const LONGEST = 2880;
const ROWS = ['wait', 'waitP90', 'displacement', 'servedADay'] as const;

/** The figures of both settings, with what differs and how far that can be trusted: displacement is beside every wait. */
export function FigureTable({ comparison: { today, whatIf, difference }, isChanged }: { comparison: Comparison; isChanged: boolean }) {
  const { plan: { figures: words } } = useMessages();
  const language = useLanguage();
  const isOpen = (row: (typeof ROWS)[number], value: number) => row === 'waitP90' && value >= LONGEST - 1;
  const shown = (row: (typeof ROWS)[number], value: number) =>
    row === 'servedADay' ? formatNumber(value, language, 0) : `${isOpen(row, value) ? '≥ ' : ''}${minutes(value, language)}`;
  return (
    <section className="figures">
      <h2 className="heading">{words.title}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col"><span className="visually-hidden">{words.title}</span></th>
            <th scope="col">{words.today}</th>
            <th scope="col">{words.whatIf}</th>
            <th scope="col">{words.difference}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => {
            const { mean, lower, upper } = difference[row];
            const digits = row === 'servedADay' ? 0 : undefined;
            return (
              <tr key={row}>
                <th scope="row">{words[row]}</th>
                <td>{shown(row, today[row].mean)}</td>
                <td className="strong">{isChanged ? shown(row, whatIf[row].mean) : '–'}</td>
                <td>
                  {isChanged && !isOpen(row, today[row].mean) && !isOpen(row, whatIf[row].mean) ? (
                    <>
                      <span className="strong">{signed(mean, language, digits)}</span>
                      {lower === undefined || upper === undefined ? null : <small>({interval(lower, upper, language, digits)})</small>}
                    </>
                  ) : '–'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="faint tiny">{words.note}</p>
    </section>
  );
}
