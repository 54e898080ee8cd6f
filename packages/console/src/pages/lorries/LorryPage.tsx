import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Icon } from '../../components/Icon.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { History } from '../../crossing/History.tsx';
import { HoldList } from '../../crossing/HoldList.tsx';
import { Papers } from '../../crossing/Papers.tsx';
import { crossingQuery } from '../../crossing/queries.ts';
import type { ConsignmentParts, CrossingDetail } from '../../crossing/types.ts';
import { goodsName, lorryName, lower } from '../../crossing/words.ts';
import { destinationOf, originOf } from '../../directions.ts';
import { formatDate, formatNumber } from '../../format.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { phaseLabel } from '../../labels.ts';
import { useMe } from '../../live/query.ts';
import { LoadActs } from './LoadActs.tsx';
import { LorryActs } from './LorryActs.tsx';
import { ObjectToHold } from './ObjectToHold.tsx';
import { WhyCell } from './WhyCell.tsx';
import { whyNotYet } from './why-not-yet.ts';
import './lorries.css';

/** One lorry of mine: why not yet, what I can do, what happened. */
export function LorryPage() {
  const { reference } = useParams({ from: '/shell/lorries/$reference' });
  const { data, error, refetch } = useQuery(crossingQuery(reference));
  if (data) return <Lorry detail={data} />;
  return <div className="page">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading rows={10} rowHeight={40} />}</div>;
}

function Lorry({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const language = useLanguage();
  const { side } = useMe();
  const { row, attachments } = detail;
  return (
    <div className="lorry-page">
      <article aria-labelledby="lorry-title">
        <header>
          <Link className="back" to="/lorries"><Icon name="left" /> {m.lorries.one.back}</Link>
          <h1 id="lorry-title" className="title">{m.lorries.one.title({ lorry: lorryName(row), phase: lower(phaseLabel(row.phase, language)) })}</h1>
          <p className="facts">
            <span className="code">{row.reference}</span>
            <span className="row"><SideMark side={originOf(row.direction)} /> <Icon name="right" size={13} /> <SideMark side={destinationOf(row.direction)} /></span>
            <span>{goodsName(row, language)}{row.goods?.netMassKg ? `, ${formatNumber(Number(row.goods.netMassKg), language)} kg` : ''}</span>
            <span>{[attachments.trailerID, attachments.containerID, ...attachments.sealID].filter(Boolean).join(' · ')}</span>
            {row.slotStart ? <span>{m.lorries.slot} <TwinTime at={row.slotStart} /></span> : null}
          </p>
          <p className="why-now"><WhyCell detail={detail} why={whyNotYet(detail, side)} /></p>
        </header>
        <HoldList detail={detail} acts={(hold) => <ObjectToHold detail={detail} hold={hold} />} />
        <LorryActs detail={detail} />
        <section>
          <ul className="loads">
            {detail.loads.map((load) => <Load key={load.reference} load={load} />)}
          </ul>
        </section>
        <Papers detail={detail} />
      </article>
      <aside aria-label={m.crossing.history}><History detail={detail} /></aside>
    </div>
  );
}

function Load({ load }: { load: ConsignmentParts }) {
  const m = useMessages();
  const language = useLanguage();
  const { completedAt } = load.destination.declaration;
  const { expiresAt } = load.origin.declaration;
  return (
    <li>
      <b>{m.lorries.one.load(load.reference)}</b>
      <span className="muted">
        {completedAt ? <Rich text={m.lorries.one.completed} parts={{ at: <TwinTime at={completedAt} /> }} /> : m.lorries.one.notCompleted}
      </span>
      {expiresAt ? <span className="muted"><Rich text={m.lorries.one.validUntil} parts={{ at: <><TwinTime at={expiresAt} /> {formatDate(expiresAt, originOf(load.direction), language)}</> }} /></span> : null}
      <span className="spacer" />
      <LoadActs reference={load.reference} />
    </li>
  );
}
