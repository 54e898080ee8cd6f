import type { Cause, SideId } from '@pairgate/domain/kernel/codes.ts';
import { toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { ReactNode } from 'react';
import { timeAt } from '../format.ts';
import { useMessages } from '../i18n/messages.tsx';
import { SideMark, SideName } from './SideMark.tsx';
import './spine.css';

export interface SpineFact {
  id: string;
  side: SideId;
  at: Instant;
  title: ReactNode;
  note?: ReactNode;
  /** A way to do something about it, such as to correct it; beyond the line, where this row is empty. */
  act?: ReactNode;
}

export interface SpineInterval {
  from: Instant;
  to: Instant;
  cause: Cause | null;
}

const ROW = 46;

/**
 * Where an instant stands between facts that are `rowPx` apart: facts are evenly spaced, time between two of them runs
 * evenly, and after the last one it runs on at one row an hour, at most one row.
 */
export function spineY(at: Instant, facts: readonly { at: Instant }[], rowPx = ROW): number {
  const millis = toMillis(at);
  const last = facts.length - 1;
  const index = facts.findLastIndex((fact) => toMillis(fact.at) <= millis);
  if (index < 0) return 0;
  const from = toMillis(facts[index]!.at);
  if (index === last) return (index + Math.min(1, (millis - from) / 3_600_000)) * rowPx;
  const to = toMillis(facts[index + 1]!.at);
  return (index + (to === from ? 0 : (millis - from) / (to - from))) * rowPx;
}

/**
 * What happened, in order, each fact on its author's half with both local times; the spine carries the cause of every
 * minute. `facts` are in the order of their instants.
 */
export function Spine({ facts, intervals }: { facts: readonly SpineFact[]; intervals: readonly SpineInterval[] }) {
  const m = useMessages();
  return (
    <div className="spine">
      <div className="spine-sides">
        <span className="row"><SideMark side="VN" decorative /> <SideName side="VN" /></span>
        <span className="row"><SideName side="CN" /> <SideMark side="CN" decorative /></span>
      </div>
      <div className="spine-body" style={{ height: (facts.length + 1) * ROW }}>
        <div className="spine-line" aria-hidden="true">
          {intervals.map(({ from, to, cause }) => {
            const y = spineY(from, facts);
            return cause ? <i key={from} className={`segment ${cause}`} style={{ top: y, height: Math.max(3, spineY(to, facts) - y - 1) }} /> : null;
          })}
        </div>
        <ol aria-label={m.common.whatHappened}>
          {facts.map((fact) => (
            <li key={fact.id} className={fact.side === 'VN' ? 'vn' : 'cn'}>
              <span className="what"><b>{fact.title}</b>{fact.note ? <small>{fact.note}</small> : null}</span>
              {fact.act ? <span className="act">{fact.act}</span> : null}
              <time dateTime={fact.at} className="left">{timeAt(fact.at, 'VN')}</time>
              <time dateTime={fact.at} className="right">{timeAt(fact.at, 'CN')}</time>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
