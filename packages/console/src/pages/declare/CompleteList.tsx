import { commodityName } from '@pairgate/domain/vocabulary/commodities.ts';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { Waiting } from './use-waiting.ts';

/** Declarations of the other side that name this firm, each with what it still needs from here. */
export function CompleteList({ waiting }: { waiting: Waiting }) {
  const m = useMessages();
  const language = useLanguage();
  if (waiting.error && waiting.items.length === 0) return <Failure error={waiting.error} onRetry={waiting.again} />;
  if (waiting.items.length === 0) {
    return waiting.loading ? <Loading rows={6} rowHeight={56} /> : <Empty title={m.declare.complete.none}>{m.declare.complete.noneMore}</Empty>;
  }
  const open = waiting.items.filter((each) => !each.destination.declaration.completedAt).length;
  return (
    <section className="complete-list">
      <h1 className="title">{m.declare.complete.title(open)}</h1>
      <ul>
        {waiting.items.map((each) => {
          const of = each.origin.declaration.declaration;
          const goods = of?.governmentAgencyGoodsItem?.[0];
          const { completedAt } = each.destination.declaration;
          return (
            <li key={each.reference}>
              <span className="code">{each.reference}</span>
              <span>
                <b>{commodityName(goods?.commodity, language)}</b>
                {goods?.goodsMeasure ? `, ${formatNumber(Number(goods.goodsMeasure.netMassKg), language)} kg` : ''}
                <small className="muted">{m.declare.complete.from} {of?.exporter?.name} · {of?.borderTransportMeans?.tractorID}</small>
              </span>
              {completedAt ? <span className="muted">{m.declare.complete.alreadyDone} <TwinTime at={completedAt} /></span> : <span />}
              <ButtonLink to="/declare" search={{ complete: each.reference }} look={completedAt ? 'outlined' : 'filled'}>
                {completedAt ? m.declare.complete.again : m.declare.complete.open}
              </ButtonLink>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
