import { fromMillis, MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { TwinTime } from '../../components/TwinTime.tsx';
import { useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';

const HEIGHT = 30;
const STEP = 5.25;

/** Entries in each minute up to now, as bars on one scale. */
export function PerMinute({ counts }: { counts: readonly number[] }) {
  const m = useMessages();
  const end = useNow();
  const most = Math.max(4, ...counts);
  const width = Math.max(1, counts.length) * STEP;
  return (
    <figure className="per-minute">
      <figcaption className="small muted">{m.log.perMinute}</figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT + 1}`} preserveAspectRatio="none" aria-hidden="true">
        {counts.map((count, minute) => {
          const h = (count / most) * HEIGHT;
          return <rect key={minute} x={minute * STEP} y={HEIGHT - h} width="4" height={h} />;
        })}
        <path d={`M0 ${HEIGHT + 0.5}H${width}`} />
      </svg>
      {end ? (
        <div className="ends">
          <TwinTime at={fromMillis(toMillis(end) - counts.length * MINUTE)} />
          <TwinTime at={end} />
        </div>
      ) : null}
    </figure>
  );
}
