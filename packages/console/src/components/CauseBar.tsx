import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import { toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { CAUSES } from '../causes.ts';
import { formatDuration } from '../format.ts';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { causeLabel } from '../labels.ts';
import { CauseChip } from './CauseChip.tsx';

export interface CauseInterval {
  from: Instant;
  to: Instant;
  /** `null` is time in which the lorry moved or was served. */
  cause: Cause | null;
}

/** Milliseconds of each cause, in the order of the life of a lorry, without those that took no time. */
export function sumByCause(intervals: readonly CauseInterval[]): [Cause, number][] {
  const sums = new Map<Cause, number>();
  for (const { from, to, cause } of intervals) {
    if (cause) sums.set(cause, (sums.get(cause) ?? 0) + toMillis(to) - toMillis(from));
  }
  return CAUSES.flatMap((cause) => (sums.get(cause) ? [[cause, sums.get(cause)!] as [Cause, number]] : []));
}

/** One lorry's time in the order in which it passed, each minute with its cause, and the sums below. */
export function CauseBar({ intervals, sums = true }: { intervals: readonly CauseInterval[]; sums?: boolean }) {
  const language = useLanguage();
  const m = useMessages();
  const totals = sumByCause(intervals);
  const said = totals.map(([cause, millis]) => `${causeLabel(cause, language)} ${formatDuration(millis, language)}`).join(', ');
  return (
    <>
      <div className="cause-bar" role="img" aria-label={said || m.common.nothingWaited}>
        {intervals.map(({ from, to, cause }) => (
          <i key={from} className={`segment ${cause ?? 'work'}`} style={{ flex: Math.max(1, toMillis(to) - toMillis(from)) }} />
        ))}
      </div>
      {sums && totals.length > 0 ? (
        <div className="cause-sums" aria-hidden="true">
          {totals.map(([cause, millis]) => (
            <span key={cause}>
              <CauseChip cause={cause} named={false} /> {formatDuration(millis, language)}
            </span>
          ))}
        </div>
      ) : null}
    </>
  );
}
