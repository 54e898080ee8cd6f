import { fromMillis, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { sumByCause } from '../../components/CauseBar.tsx';
import { CauseGlyph } from '../../components/CauseChip.tsx';
import type { CrossingDetail } from '../../crossing/types.ts';
import { formatDuration } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { causeLabel } from '../../labels.ts';
import { isOnAxis, placeAt, ticks, type Axis } from './axis.ts';

/** From this share of the axis on a bar carries its glyph; below it would not fit. */
const GLYPH_PERCENT = 3;

/** The dwell of one lorry on the common axis: what it waited for, when it crossed, and the line of now. */
export function Track({ detail, axis, now }: { detail: CrossingDetail; axis: Axis; now: Instant }) {
  const m = useMessages();
  const language = useLanguage();
  const said = sumByCause(detail.intervals).map(([cause, millis]) => `${causeLabel(cause, language)} ${formatDuration(millis, language)}`).join(', ');
  const crossed = detail.destination.passage.crossedAt;
  const { slotStart, arrivedAt, endedAt } = detail.row;
  const shown = detail.intervals.filter(({ from, to }) => toMillis(to) > axis.from && toMillis(from) < axis.to);
  const earlier = detail.intervals[0] !== undefined && toMillis(detail.intervals[0].from) < axis.from;
  return (
    <div className="track" role="img" aria-label={said || m.common.nothingWaited}>
      {ticks(axis).map((at) => <i key={at} className="tick" style={{ left: `${placeAt(axis, fromMillis(at))}%` }} />)}
      {earlier ? <span className="earlier">‹</span> : null}
      {shown.map(({ from, to, cause }) => {
        const left = placeAt(axis, from);
        const width = placeAt(axis, to) - left;
        return cause ? (
          <i key={from} className={`bar segment ${cause}`} style={{ left: `${left}%`, width: `max(2px, calc(${width}% - 1px))` }}>
            {width >= GLYPH_PERCENT && cause !== 'system' ? <CauseGlyph cause={cause} /> : null}
          </i>
        ) : (
          <i key={from} className="moving" style={{ left: `${left}%`, width: `${width}%` }} />
        );
      })}
      {slotStart && !arrivedAt && isOnAxis(axis, slotStart) ? <i className="slot-mark segment slot" style={{ left: `${placeAt(axis, slotStart)}%` }} /> : null}
      {crossed && isOnAxis(axis, crossed) ? (
        <span className="crossed" style={{ left: `${placeAt(axis, crossed)}%` }}><i /><small>{m.lorries.crossed}</small></span>
      ) : null}
      {detail.row.phase === 'departed' && endedAt && isOnAxis(axis, endedAt) ? <i className="through" style={{ left: `${placeAt(axis, endedAt)}%` }}>✓</i> : null}
      <i className="now" style={{ left: `${placeAt(axis, now)}%` }} />
    </div>
  );
}
