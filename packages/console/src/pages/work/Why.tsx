import type { Authority } from '@pairgate/domain/kernel/codes.ts';
import { AUTHORITIES, assessmentBy, isAuthority, partyOf } from '../../crossing/parties.ts';
import { reasonBasis, reasonLabel } from '../../crossing/reasons.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { authorityLabel, requiredActLabel, ruleWords } from '../../crossing/words.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useMe } from '../../live/query.ts';

/** Why this channel: the reason codes of the rules, each with its legal basis and the row of the table that decided. */
export function Why({ detail }: { detail: CrossingDetail }) {
  const { account, side } = useMe();
  const role = account!.role;
  const party = partyOf(side, detail.row.direction);
  const shown: readonly Authority[] = isAuthority(role) ? [role] : AUTHORITIES.filter((each) => (assessmentBy(detail, party, each)?.channel ?? 'green') !== 'green');
  return (
    <>
      {shown.map((authority) => (
        <WhyOf key={authority} detail={detail} authority={authority} named={!isAuthority(role)} />
      ))}
    </>
  );
}

function WhyOf({ detail, authority, named }: { detail: CrossingDetail; authority: Authority; named: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { side } = useMe();
  const assessment = assessmentBy(detail, partyOf(side, detail.row.direction), authority);
  if (!assessment) return null;
  const rule = assessment.rule ? m.work.rule({ rule: ruleWords(assessment.rule, m), version: String(assessment.version) }) : '';
  const asked = assessment.requiredActs.map((act) => requiredActLabel(act, language)).join(', ');
  return (
    <section>
      <h2 className="heading">
        {named ? `${authorityLabel(authority, language)}: ${m.common.channels[assessment.channel]}` : m.work.why(m.common.channels[assessment.channel])}
        {asked ? <span className="note">{m.work.asked}: {asked}</span> : null}
      </h2>
      <ol className="reasons">
        {assessment.reasonCodes.map((code) => (
          <li key={code}>
            <span>
              <b>{reasonLabel(code, language)}</b>
              <small className="muted">{reasonBasis(code, language)}</small>
            </span>
            <span className="rule">{rule}</span>
          </li>
        ))}
        {assessment.reasonCodes.length === 0 ? <li><span>{m.work.noReason}</span><span className="rule">{rule}</span></li> : null}
      </ol>
    </section>
  );
}
