import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { CauseChip } from '../../components/CauseChip.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { reasonLabel } from '../../crossing/reasons.ts';
import { workListQuery } from '../../crossing/queries.ts';
import { caseTitle, type CaseTitle } from '../../crossing/title.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { goodsName, lower, paperLabel } from '../../crossing/words.ts';
import { destinationOf, originOf } from '../../directions.ts';
import { formatDuration, formatNumber } from '../../format.ts';
import type { Language } from '../../i18n/language.ts';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import { phaseLabel } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';

function say(title: CaseTitle, detail: CrossingDetail, mine: boolean, language: Language, m: Messages): string {
  const t = m.work.title;
  switch (title.kind) {
    case 'ended':
    case 'moving':
      return t[title.kind](phaseLabel(detail.row.phase, language));
    case 'hold':
    case 'holdObjected':
    case 'holdOverdue': {
      const p = { reason: lower(reasonLabel(title.hold.reasonCode, language)) };
      return title.kind === 'hold' && !mine ? t.heldBy(p) : t[title.kind](p);
    }
    case 'oneDiffers':
      return t.oneDiffers({ column: lower(m.crossing.columns[title.column]), paper: lower(paperLabel(title.row, language, m)) });
    case 'manyDiffer':
      return t.manyDiffer(formatNumber(title.count, language));
    case 'pending':
      return t.pending[title.step];
    case 'outdated':
      return t.outdated(t.pending[title.step]);
    case 'inspecting':
      return t.inspecting(title.bay);
    case 'resultDue':
      return t.resultDue(title.test);
    default:
      return t[title.kind];
  }
}

/** The sentence of the case, until when, and which lorry it is. */
export function CaseHead({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const { row } = detail;
  const role = me.account!.role;
  const title = caseTitle(detail, { side: me.side, role }, now);
  const mine = 'hold' in title && title.hold.authority === role && title.hold.side === me.side;
  const { data } = useQuery({ ...workListQuery, enabled: me.permissions.includes('workList') });
  const decideBy = data?.items.find((item) => item.row.reference === row.reference)?.decideBy ?? null;
  const shelf = detail.origin.plan.shelfLifeHours;
  const left = decideBy ? toMillis(decideBy) - toMillis(now) : 0;
  return (
    <header className="case-head">
      <Link className="back" to="/work"><Icon name="left" /> {m.work.back}</Link>
      <div className="first">
        <h1 id="case-title" className="title">{say(title, detail, mine, language, m)}</h1>
        {decideBy ? (
          <span className="decide-by">
            <span className="muted">{m.work.decideBy}</span>
            <TwinTime at={decideBy} strong />
            <span className="muted">{left < 0 ? m.work.overdue(formatDuration(-left, language)) : m.work.inTime(formatDuration(left, language))}</span>
          </span>
        ) : null}
      </div>
      <div className="second">
        <span className="code">{row.reference}</span>
        <span className="row direction">
          <SideMark side={originOf(row.direction)} /> <Icon name="right" size={13} /> <SideMark side={destinationOf(row.direction)} />
        </span>
        <span>
          {goodsName(row, language)} {row.goods ? `${row.goods.hs6.slice(0, 4)}.${row.goods.hs6.slice(4)}` : ''}
          {row.goods?.netMassKg ? `, ${formatNumber(Number(row.goods.netMassKg), language)} kg` : ''}
        </span>
        <span>{[detail.attachments.tractorID, detail.attachments.trailerID, detail.attachments.containerID].filter(Boolean).join(' · ')}</span>
        <span className="now-for">
          {row.cause ? <CauseChip cause={row.cause} /> : null}
          {[
            row.cause && row.since ? formatDuration(toMillis(now) - toMillis(row.since), language) : phaseLabel(row.phase, language),
            shelf === null ? undefined : m.crossing.shelfLife(formatNumber(shelf, language)),
          ].filter(Boolean).join(', ')}
        </span>
      </div>
    </header>
  );
}
