import type { Authority, Party } from '@pairgate/domain/kernel/codes.ts';
import { Channel } from '../../components/Channel.tsx';
import { SideMark, SideName } from '../../components/SideMark.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { AUTHORITIES, assessmentBy, sideOf } from '../../crossing/parties.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { authorityLabel } from '../../crossing/words.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useMe } from '../../live/query.ts';

/** The authorities of both sides, mirrored about the line: Viet Nam's always at the left, whichever way the lorry goes. */
export function BothSides({ detail }: { detail: CrossingDetail }) {
  const parties: [Party, Party] = detail.row.direction === 'VN-CN' ? ['origin', 'destination'] : ['destination', 'origin'];
  return (
    <section className="both-sides">
      {parties.map((party) => (
        <Side key={party} detail={detail} party={party} />
      ))}
    </section>
  );
}

function Side({ detail, party }: { detail: CrossingDetail; party: Party }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const side = sideOf(party, detail.row.direction);
  const { decision } = detail[party];
  const role = me.account!.role;
  const outdated = detail.outdated[party];
  const undecided = AUTHORITIES.filter((authority) => !decision.by[authority] || outdated.includes(authority));
  const last = side === me.side && undecided.length === 1 && undecided[0] === role && !decision.refusedAt;
  return (
    <div>
      <div className="side-head">
        <span className="row"><SideMark side={side} decorative /> <b><SideName side={side} /></b></span>
        <span className="muted">
          {decision.refusedAt ? <>{m.crossing.done.refuse} <TwinTime at={decision.refusedAt} /></> : null}
          {!decision.refusedAt && decision.releasedAt ? <>{m.crossing.done.release} <TwinTime at={decision.releasedAt} /></> : null}
          {last ? m.work.theLast : null}
        </span>
      </div>
      <dl>
        {AUTHORITIES.map((authority) => (
          <div key={authority} className={side === me.side && authority === role ? 'own' : undefined}>
            <dt>{authorityLabel(authority, language)}</dt>
            <dd><AuthorityState detail={detail} party={party} authority={authority} /></dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function AuthorityState({ detail, party, authority }: { detail: CrossingDetail; party: Party; authority: Authority }) {
  const m = useMessages();
  const decided = detail[party].decision.by[authority];
  const assessment = assessmentBy(detail, party, authority);
  const step = detail.pending[party][authority];
  const undone = step ? m.crossing.steps[step] : m.work.nothingYet;
  const outdated = detail.outdated[party].includes(authority);
  const done = decided ? [assessment && m.common.channels[assessment.channel], m.crossing.done[decided.outcome]].filter(Boolean).join(', ') : undone;
  const words = outdated ? m.crossing.outdated : done;
  return (
    <>
      <span>{words}</span>
      {assessment ? <Channel channel={assessment.channel} word={false} /> : null}
    </>
  );
}
