import { useState } from 'react';
import { Alarm } from '../../components/Alarm.tsx';
import { Button } from '../../components/Button.tsx';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import type { CrossingDetail, TimelineEntry } from '../../crossing/types.ts';
import { History } from '../../crossing/History.tsx';
import { HoldList } from '../../crossing/HoldList.tsx';
import { isAuthority } from '../../crossing/parties.ts';
import { Papers } from '../../crossing/Papers.tsx';
import { useMessages } from '../../i18n/messages.tsx';
import { useMe } from '../../live/query.ts';
import { BothSides } from './BothSides.tsx';
import { CaseHead } from './CaseHead.tsx';
import { Checks } from './Checks.tsx';
import { CorrectDialog, isCorrectable, PendingCorrections } from './Correct.tsx';
import { DecideFoot } from './DecideFoot.tsx';
import { LateEntry } from './LateEntry.tsx';
import { LiftHold } from './LiftHold.tsx';
import { MissingElements } from './MissingElements.tsx';
import { ResultFoot } from './ResultFoot.tsx';
import { Why } from './Why.tsx';
import { YardFoot } from './YardFoot.tsx';

export interface CaseProps {
  detail: CrossingDetail;
  /** Goes to the next one in the list, after something has been decided. */
  onDone?: () => void;
}

/** Everything about one lorry on one page: what is wrong, on what grounds, and the decision at the foot. */
export function Case({ detail, onDone = () => {} }: CaseProps) {
  const m = useMessages();
  const { account, side } = useMe();
  const role = account!.role;
  const [correcting, setCorrecting] = useState<TimelineEntry | null>(null);
  const [entering, setEntering] = useState(false);
  const mayPropose = detail.acts.includes('proposeCorrection');
  return (
    <>
      <article className="case" aria-labelledby="case-title">
        <CaseHead detail={detail} />
        <div className="case-body">
          {detail.row.alarms.map((alarm) => (
            <Alarm key={alarm} title={m.crossing.alarms[alarm] ?? alarm} />
          ))}
          <HoldList detail={detail} acts={(hold) => <LiftHold detail={detail} hold={hold} />} />
          <BothSides detail={detail} />
          <Why detail={detail} />
          <Papers detail={detail} />
          <MissingElements detail={detail} />
          <Checks detail={detail} />
          <PendingCorrections detail={detail} />
        </div>
        {isAuthority(role) ? <DecideFoot detail={detail} authority={role} onDone={onDone} /> : null}
        {role === 'yard' || role === 'manager' ? <YardFoot detail={detail} onDone={onDone} /> : null}
        {role === 'laboratory' ? <ResultFoot detail={detail} onDone={onDone} /> : null}
      </article>
      <aside className="case-history" aria-label={m.crossing.history}>
        <History
          detail={detail}
          actOn={(entry) =>
            mayPropose && entry.side === side && isCorrectable(entry.type) ? (
              <Button look="quiet" onPress={() => setCorrecting(entry)}>{m.work.correct.open}</Button>
            ) : null
          }
          foot={
            <>
              <Button onPress={() => setEntering(true)}>{m.work.lateEntry.open}</Button>
              {detail.driverLink ? (
                <ButtonLink to="/print/ticket/$reference" params={{ reference: detail.row.reference }}>{m.crossing.ticket}</ButtonLink>
              ) : null}
            </>
          }
        />
      </aside>
      {correcting ? <CorrectDialog detail={detail} entry={correcting} onClose={() => setCorrecting(null)} /> : null}
      {entering ? <LateEntry detail={detail} onClose={() => setEntering(false)} /> : null}
    </>
  );
}
