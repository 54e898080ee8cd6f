import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LogState, LogView } from '../../schemas.ts';
import { Alarm } from '../../components/Alarm.tsx';
import { Button } from '../../components/Button.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { formatNumber } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { logQuery, useMe } from '../../live/query.ts';
import { EvidenceChecker } from './EvidenceChecker.tsx';
import { FrozenEvidence } from './FrozenEvidence.tsx';
import { LogColumn } from './LogColumn.tsx';
import { Stick } from './Stick.tsx';
import './log.css';

/** Are the logs whole? Sizes, roots, countersignatures, the newest entries, and a checker for evidence. */
export function LogPage() {
  const m = useMessages();
  const { data, error, refetch } = useQuery({ ...logQuery, refetchInterval: 10_000 });
  const me = useMe();
  const [open, setOpen] = useState<'check' | 'stick' | null>(null);
  const toggle = (which: 'check' | 'stick') => () => setOpen(open === which ? null : which);
  if (!data) {
    return <div className="page">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading rows={16} rowHeight={34} />}</div>;
  }
  return (
    <div className="page log-page">
      <header>
        <div>
          <h1 className="title"><LogSentence view={data} /></h1>
          <p className="muted">{m.log.explain}{me.clock.virtual ? ` ${m.log.realTime}` : ''}</p>
        </div>
        <div className="row wrap">
          <Button onPress={toggle('check')} aria-expanded={open === 'check'}>{m.verify.open}</Button>
          {me.permissions.includes('carryLog') ? (
            <Button onPress={toggle('stick')} aria-expanded={open === 'stick'}>{m.log.stick.open}</Button>
          ) : null}
        </div>
      </header>
      {data.frozen ? <Frozen frozen={data.frozen} /> : null}
      {open === 'check' ? <EvidenceChecker fingerprints={data.fingerprints} /> : null}
      {open === 'stick' ? <Stick /> : null}
      <section className="two-logs">
        {(['VN', 'CN'] as const).map((side) => {
          const log = data.logs.find((each) => each.side === side);
          return log ? <LogColumn key={side} log={log} fingerprint={data.fingerprints[side]} /> : <div key={side} className="log-column" />;
        })}
        <span className="middle" aria-hidden="true" />
      </section>
    </div>
  );
}

/** The two signed checkpoints that contradict each other, word for word: the evidence that persons must settle. */
function Frozen({ frozen }: { frozen: NonNullable<LogView['frozen']> }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <Alarm title={m.log.frozen(GATES[frozen.side].names[language])} more={<TwinTime at={frozen.since} />}>
      <p>{m.log.divergences[frozen.kind]} {frozen.grade === 'signed' ? m.log.frozenMore : m.log.unservedMore}</p>
      <FrozenEvidence side={frozen.side} evidence={frozen.evidence} />
    </Alarm>
  );
}

const uncountersigned = (log: LogState): number => log.size - log.countersignedSize;

/** The answer first: do both agree, and up to where does each have its receipt? */
function LogSentence({ view }: { view: LogView }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const own = view.logs.find((log) => log.side === me.side);
  if (view.frozen) return <Rich text={m.log.disagree} />;
  if (me.peer.silentSince !== null) {
    const gate = GATES[otherSideOf(me.side)].names[language];
    return <Rich text={m.log.silent({ gate, count: formatNumber(own ? uncountersigned(own) : 0, language) })} />;
  }
  const waiting = view.logs.reduce((sum, log) => sum + uncountersigned(log), 0);
  return <Rich text={waiting === 0 ? m.log.agree : m.log.waiting({ count: formatNumber(waiting, language) })} />;
}
