import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { formatDate, formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';
import type { Agreement, AgreementProposal } from '../../schemas.ts';
import { AcceptDialog, ProposeDialog, RejectDialog, WithdrawDialog } from './AmendDialogs.tsx';
import { Changes } from './Changes.tsx';

type Act = 'propose' | 'accept' | 'reject' | 'withdraw';

/** What is proposed and what can be done about it; what was proposed before stands below. */
export function Proposals({ agreement }: { agreement: Agreement }) {
  const m = useMessages();
  const me = useMe();
  const [act, setAct] = useState<{ act: Act; about?: AgreementProposal } | null>(null);
  const may = me.permissions.includes('amendAgreement');
  const open = agreement.proposals.filter(({ state }) => state === 'open');
  const earlier = agreement.proposals.filter(({ state }) => state !== 'open').toReversed();
  const close = () => setAct(null);
  return (
    <section aria-labelledby="agreement-proposals">
      <h2 id="agreement-proposals" className="heading">{m.agreement.proposals.title}</h2>
      {open.length === 0 ? <p className="muted">{m.agreement.proposals.none} {m.agreement.proposals.noneMore}</p> : null}
      {open.map((each) => (
        <Proposal key={`${each.by} ${each.digest}`} proposal={each} agreement={agreement} {...(may ? { onAct: (chosen: Act) => setAct({ act: chosen, about: each }) } : {})} />
      ))}
      {may && !open.some(({ by }) => by === me.side) ? (
        <div><Button onPress={() => setAct({ act: 'propose' })}>{m.agreement.proposals.open}</Button></div>
      ) : null}
      {earlier.length > 0 ? (
        <details>
          <summary>{m.agreement.proposals.earlier}</summary>
          {earlier.map((each, index) => <Proposal key={`${each.by} ${each.digest} ${index}`} proposal={each} agreement={agreement} />)}
        </details>
      ) : null}
      {act?.act === 'propose' ? <ProposeDialog onClose={close} /> : null}
      {act?.act === 'accept' && act.about ? <AcceptDialog proposal={act.about} onClose={close} /> : null}
      {act?.act === 'reject' && act.about ? <RejectDialog proposal={act.about} onClose={close} /> : null}
      {act?.act === 'withdraw' && act.about ? <WithdrawDialog proposal={act.about} onClose={close} /> : null}
    </section>
  );
}

function Proposal({ proposal, agreement, onAct }: { proposal: AgreementProposal; agreement: Agreement; onAct?: (act: Act) => void }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const { by, version, state, openUntil, reason } = proposal;
  const before = agreement.versions.find((each) => each.version === version - 1);
  const lapsed = state === 'open' && openUntil < now;
  const last = formatDate(openUntil, me.side, language);
  return (
    <article className="proposal">
      <h3>
        <SideMark side={by} decorative /> {m.agreement.proposals.by({ gate: GATES[by].names[language], version: formatNumber(version, language) })}{' '}
        <span className={state === 'open' && !lapsed ? 'tag ink' : 'tag'}>{m.agreement.proposals.states[state]}</span>
      </h3>
      {state === 'open' ? <p className="muted">{lapsed ? m.agreement.proposals.lapsed(last) : m.agreement.proposals.openUntil(last)}</p> : null}
      {reason === null ? null : <p>{m.agreement.proposals.reason}: {reason}</p>}
      {before ? <Changes proposal={proposal} before={before} /> : null}
      {onAct ? (
        <div className="row wrap">
          {by === me.side ? (
            <Button onPress={() => onAct('withdraw')}>{m.agreement.proposals.withdraw}</Button>
          ) : (
            <>
              <Button look="filled" isDisabled={lapsed} onPress={() => onAct('accept')}>{m.agreement.proposals.accept}</Button>
              <Button onPress={() => onAct('reject')}>{m.agreement.proposals.reject}</Button>
            </>
          )}
        </div>
      ) : null}
      {state === 'open' && !onAct ? <p className="small muted">{m.agreement.proposals.managerOnly}</p> : null}
    </article>
  );
}
