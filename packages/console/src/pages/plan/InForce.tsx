import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from '../../api.ts';
import { Failure, Loading } from '../../components/State.tsx';
import { originOf } from '../../directions.ts';
import { formatNumber } from '../../format.ts';
import { Rich } from '../../i18n/Rich.tsx';
import type { Language } from '../../i18n/language.ts';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import { inSentence } from '../../labels.ts';
import type { PlanInForce } from '../../schemas.ts';
import { hoursOf, speaking, tightest, whenAt, type Made } from './in-force.ts';
import { gateName } from './words.ts';

const EVERY_MS = 30_000;

const planQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => get<PlanInForce>('/api/plan', signal),
  refetchInterval: EVERY_MS,
});

/** The plan that this side's bookings keep to: places by hour, what binds, and what one more would save. */
export function InForce() {
  const m = useMessages();
  const language = useLanguage();
  const { data, error, refetch } = useQuery(planQuery);
  const words = m.plan.inForce;
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={3} rowHeight={22} />;
  const side = originOf(data.direction);
  const made = speaking(data);
  const hours = hoursOf(data, side);
  return (
    <section className="in-force">
      <h2 className="heading spread">{words.title(gateName(side, language))}{made ? <span className="note">{madeWords(made, data, m, language)}</span> : null}</h2>
      <p><Rich text={made ? sentences(made, data, m, language) : words.none} /></p>
      {made && hours.length > 0 ? (
        // Whoever has no pointer scrolls a wide table by its focus (WCAG 2.1.1).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="scroll" tabIndex={0} role="region" aria-label={words.title(gateName(side, language))}>
          <table>
            <thead>
              <tr><th scope="row">{words.hour}</th>{hours.map(({ hour }) => <th key={hour} scope="col">{hour}</th>)}</tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{words.places}</th>
                {hours.map(({ hour, places, taken, binds }) => (
                  <td key={hour} className={binds ? 'binds' : undefined}>
                    <b>{formatNumber(places, language)}</b>
                    <i style={{ height: `${Math.round(places === 0 ? 0 : Math.min(1, taken / places) * 100)}%` }} aria-hidden="true" />
                    {binds ? <span className="visually-hidden">{words.binds}</span> : null}
                  </td>
                ))}
              </tr>
              <tr><th scope="row">{words.taken}</th>{hours.map(({ hour, taken }) => <td key={hour}>{formatNumber(taken, language)}</td>)}</tr>
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function madeWords({ by, madeAt, forecast }: Made, plan: PlanInForce, m: Messages, language: Language): string {
  const words = m.plan.inForce;
  const how = words.by[by](whenAt(madeAt, plan, originOf(plan.direction), language));
  return `${how} ${words.forecast[forecast.basis](formatNumber(forecast.days, language))}`;
}

function sentences(made: Made, plan: PlanInForce, m: Messages, language: Language): string {
  const words = m.plan.inForce;
  const most = tightest(made);
  const said = [];
  if (most) {
    const hours = formatNumber(most.oneMoreSavesMinutes / 60, language, most.oneMoreSavesMinutes < 600 ? 1 : 0);
    const gate = gateName(most.side, language);
    said.push(most.kind === 'bay' ? words.bay({ gate, hours }) : words.accepted({ gate, hours, of: inSentence(TRAFFIC_CLASS_LABELS[most.trafficClass!][language]) }));
  } else said.push(words.free);
  if (made.stale) said.push(words.stale({ since: whenAt(made.stale.since, plan, originOf(plan.direction), language), why: words.why[made.stale.status] }));
  return said.join(language === 'zh' ? '' : ' ');
}
