import { CauseChip } from '../../components/CauseChip.tsx';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { causeLabel, inSentence } from '../../labels.ts';
import { minutesAhead, type DriverView } from './driver-view.ts';

/** Marks that fit in a row; whoever is further ahead is in the number above it. */
const MARKS = 13;
const STEP = 27.5;

/** How many lorries of the same class go first. One mark is one lorry; the front of the order is at the right. */
export function PlaceInOrder({ view }: { view: DriverView }) {
  const m = useMessages();
  const language = useLanguage();
  const { ahead, acceptedPerHour, row } = view;
  if (ahead === null) return null;
  const shown = Math.min(ahead, MARKS - 1);
  const cause = row.cause;
  const place = (fromFront: number) => 336 - fromFront * STEP;
  const lorry = (x: number, half: number, length: number) => `M${x} ${12 - half}h${length}l6 ${half}-6 ${half}H${x}z`;
  return (
    <section className="order">
      <div className="spread">
        <b>{m.driver.ahead(formatNumber(ahead, language))}</b>
        {cause ? (
          <span className="row muted"><CauseChip cause={cause} named={false} /> {inSentence(causeLabel(cause, language))}</span>
        ) : null}
      </div>
      <svg viewBox="0 0 358 36" role="img" aria-label={m.driver.position(formatNumber(ahead + 1, language))} className={cause ?? ''}>
        {Array.from({ length: shown }, (_, index) => (
          <path key={index} d={lorry(place(index), 5.5, 13)} fill={cause ? 'var(--k)' : 'var(--vehicle)'} />
        ))}
        <path d={lorry(place(shown), 7, 15)} fill="var(--ink)" />
        <text x={place(shown) + 9} y="34" textAnchor="middle">{m.driver.you}</text>
      </svg>
      <p className="muted">
        {acceptedPerHour
          ? m.driver.rate({ perHour: formatNumber(acceptedPerHour, language), minutes: formatNumber(minutesAhead(ahead, acceptedPerHour), language) })
          : m.driver.rateUnknown}
      </p>
    </section>
  );
}
