import type { ReactNode } from 'react';
import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { useMessages } from '../i18n/messages.tsx';
import { CauseChip } from './CauseChip.tsx';
import { TwinTime } from './TwinTime.tsx';
import './hold-card.css';

export interface HoldCardProps {
  cause: Cause;
  title: ReactNode;
  deadline?: Instant;
  /** Whose hold, why, on which basis, and what happens at the deadline. */
  children: ReactNode;
  acts?: ReactNode;
  /** Thumb size, for phones. */
  thumb?: boolean;
}

/** A hold: never without its reason and its deadline. */
export function HoldCard({ cause, title, deadline, children, acts, thumb = false }: HoldCardProps) {
  const m = useMessages();
  return (
    <section className={thumb ? 'hold-card thumb' : 'hold-card'}>
      <header>
        <CauseChip cause={cause} large />
        <h3>{title}</h3>
        {deadline ? (
          <span className="until">
            {m.common.until} <TwinTime at={deadline} strong />
          </span>
        ) : null}
      </header>
      <div className="why">{children}</div>
      {acts ? <div className="acts">{acts}</div> : null}
    </section>
  );
}
