import type { Comparison, Outcome } from '@pairgate/simulator/what-if/compare.ts';
import { CauseChip } from '../../components/CauseChip.tsx';
import { CAUSES } from '../../causes.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { minutes } from './words.ts';

/** Below this many minutes the bars keep their scale, so that a short wait does not look like a long one. */
const SMALLEST_SCALE = 5;

/** Minutes of each cause, today to the left and what if to the right, on one scale; what the lorries give for it stands below. */
export function CauseTable({ comparison: { today, whatIf } }: { comparison: Comparison }) {
  const m = useMessages();
  const language = useLanguage();
  const words = m.plan.causes;
  const largest = Math.max(SMALLEST_SCALE, ...CAUSES.flatMap((cause) => [today.byCause[cause], whatIf.byCause[cause]]).filter(Number.isFinite));
  const bar = (cause: (typeof CAUSES)[number], of: Outcome) => {
    const value = of.byCause[cause];
    return value < 0.05 ? null : <i className={`bar segment ${cause}`} style={{ width: `${Math.max(1, (value / largest) * 70)}%` }} />;
  };
  const total = (of: Outcome, side: string) => <td className={side}>{minutes(of.wait.mean, language)}</td>;
  return (
    <section className="cause-table">
      <h2 className="heading spread">{words.title}<span className="note">{words.unit}</span></h2>
      <table>
        <thead>
          <tr>
            <th scope="col" className="left">{m.plan.figures.today}</th>
            <th scope="col"><span className="visually-hidden">{m.control.cause}</span></th>
            <th scope="col" className="right">{m.plan.figures.whatIf}</th>
          </tr>
        </thead>
        <tbody>
          {CAUSES.map((cause) => (
            <tr key={cause}>
              <td className={today.byCause[cause] < 0.05 ? 'left faint' : 'left'}>{minutes(today.byCause[cause], language)}{bar(cause, today)}</td>
              <th scope="row"><CauseChip cause={cause} named={false} /> {m.common.causes[cause]}</th>
              <td className={whatIf.byCause[cause] < 0.05 ? 'right faint' : 'right'}>{bar(cause, whatIf)}{minutes(whatIf.byCause[cause], language)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>{total(today, 'left')}<th scope="row">{words.all}</th>{total(whatIf, 'right')}</tr>
          <tr className="displaced">
            <td className="left">{minutes(today.displacement.mean, language)}</td>
            <th scope="row">{words.displaced}</th>
            <td className="right">{minutes(whatIf.displacement.mean, language)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
