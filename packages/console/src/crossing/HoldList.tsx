import { basisIn } from '@pairgate/domain/vocabulary/legal-bases.ts';
import type { ReactNode } from 'react';
import { HoldCard } from '../components/HoldCard.tsx';
import { TwinTime } from '../components/TwinTime.tsx';
import { GATES } from '../gates.ts';
import { Rich } from '../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { openHolds } from './parties.ts';
import { reasonLabel } from './reasons.ts';
import type { CrossingDetail, HoldView } from './types.ts';
import { authorityLabel } from './words.ts';
import './hold-list.css';

export interface HoldListProps {
  detail: Pick<CrossingDetail, 'holds'>;
  acts?: (hold: HoldView) => ReactNode;
  /** Thumb size, for phones. */
  thumb?: boolean;
}

/** What holds the lorry now, each with its reason, its basis, its deadline and where to object. */
export function HoldList({ detail, acts, thumb = false }: HoldListProps) {
  const m = useMessages();
  const language = useLanguage();
  const open = openHolds(detail);
  return (
    <>
      {open.length > 0 ? <h2 className="visually-hidden">{m.crossing.holds}</h2> : null}
      {open.map((hold) => (
        <HoldCard
          key={hold.hold}
          cause={hold.cause}
          title={m.crossing.holdTitle({ authority: authorityLabel(hold.authority, language), gate: GATES[hold.side].names[language] })}
          deadline={hold.deadline}
          thumb={thumb}
          acts={acts?.(hold)}
        >
          <p>
            <Rich text={m.crossing.holdWhy({ reason: reasonLabel(hold.reasonCode, language) })} parts={{ basis: hold.legalBasis ? basisIn(hold.legalBasis, language) : '–' }} />{' '}
            {hold.objectTo ? m.crossing.objectAt(hold.objectTo) : null}
          </p>
          {hold.note ? <p>{hold.note}</p> : null}
          {hold.objectedAt ? <p><Rich text={m.crossing.objected} parts={{ time: <TwinTime at={hold.objectedAt} /> }} /></p> : null}
        </HoldCard>
      ))}
    </>
  );
}
