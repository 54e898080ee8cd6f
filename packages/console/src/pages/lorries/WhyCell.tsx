import { ELEMENTS } from '@pairgate/domain/freight/declaration/requirements-data.ts';
import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import { Link } from '@tanstack/react-router';
import { CauseChip } from '../../components/CauseChip.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { reasonLabel } from '../../crossing/reasons.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { authorityLabel, lower } from '../../crossing/words.ts';
import { destinationOf } from '../../directions.ts';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { phaseLabel } from '../../labels.ts';
import type { Why } from './why-not-yet.ts';

const CAUSES: Partial<Record<Why['kind'], Cause>> = { complete: 'papers', missing: 'papers', noSlot: 'slot', result: 'laboratory' };

/** One sentence: what the lorry waits for, and whose turn it is. */
export function WhyCell({ detail, why }: { detail: CrossingDetail; why: Why }) {
  const cause = why.kind === 'hold' ? why.hold.cause : why.kind === 'cause' ? why.cause : CAUSES[why.kind];
  return (
    <>
      {cause ? <><CauseChip cause={cause} />{' '}</> : null}
      <Sentence detail={detail} why={why} />
    </>
  );
}

function Sentence({ detail, why }: { detail: CrossingDetail; why: Why }) {
  const m = useMessages();
  const language = useLanguage();
  const t = m.lorries.why;
  const { row } = detail;
  const slot = row.slotStart ? <TwinTime at={row.slotStart} /> : '–';
  switch (why.kind) {
    case 'through':
      return <Rich text={t.done} parts={{ at: <TwinTime at={why.at} /> }} />;
    case 'ended':
      return t.ended(phaseLabel(row.phase, language));
    case 'complete':
      return why.yours ? (
        <><b>{t.yours}</b> {t.complete} <Link to="/declare" search={{ complete: why.consignment }}>{t.fill}</Link></>
      ) : (
        <><b>{t.theirs(why.importer ?? GATES[destinationOf(row.direction)].names[language])}</b> {t.completeThem}</>
      );
    case 'missing':
      return (
        <>
          <b>{t.yours}</b> {t.element({ element: lower(ELEMENTS[why.element][language]), more: why.more })}{' '}
          <Link to="/declare" search={{ amend: why.consignment }}>{t.amend}</Link>
        </>
      );
    case 'hold': {
      const who = m.crossing.ownAuthority({ authority: authorityLabel(why.hold.authority, language), gate: GATES[why.hold.side].names[language] });
      return <Rich text={t.hold({ reason: reasonLabel(why.hold.reasonCode, language), who })} parts={{ until: <TwinTime at={why.hold.deadline} /> }} />;
    }
    case 'noSlot':
      return why.yours ? (
        <><b>{t.yours}</b> {t.noSlot} <Link to="/lorries/$reference" params={{ reference: row.reference }}>{t.book}</Link></>
      ) : (
        <>{t.noSlot.charAt(0).toUpperCase() + t.noSlot.slice(1)}</>
      );
    case 'booked':
      return <Rich text={t.booked} parts={{ slot }} />;
    case 'result':
      return <Rich text={t.result} parts={{ due: <TwinTime at={why.due} /> }} />;
    case 'cause':
      return <Rich text={t.cause[why.cause]} parts={{ slot }} />;
    default:
      return t.nothing;
  }
}
