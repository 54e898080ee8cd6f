import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { LogState } from '../../schemas.ts';
import { Icon } from '../../components/Icon.tsx';
import { RootMark } from '../../components/RootMark.tsx';
import { SideMark, SideName } from '../../components/SideMark.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { formatNumber } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { Entries } from './Entries.tsx';
import { Peaks } from './Peaks.tsx';
import { PerMinute } from './PerMinute.tsx';

/** One direction of the exchange: written by one side only, mirrored and countersigned by the other. */
export function LogColumn({ log, fingerprint }: { log: LogState; fingerprint: string | null }) {
  const m = useMessages();
  const language = useLanguage();
  const other = otherSideOf(log.side);
  const whole = log.countersignedSize >= log.size;
  return (
    <article className="log-column">
      <div className="heading spread">
        <h2 className="row">
          <Who side={log.side} /> <Icon name="right" /> <Who side={other} />
        </h2>
        <span className="note">{m.log.writtenBy(GATES[log.side].names[language])}</span>
      </div>
      <div className="roots">
        <div className="sizes">
          <div className="size">{formatNumber(log.size, language)}</div>
          <div className="muted">
            {whole ? m.log.allCountersigned : m.log.countersignedTo(formatNumber(log.countersignedSize, language))}
          </div>
        </div>
        {log.size > 0 ? <Roots log={log} /> : null}
      </div>
      <dl className="facts">
        <dt>{m.log.root}</dt>
        <dd className="code">{grouped(log.root)}</dd>
        <dt>{m.log.checkpoint}</dt>
        <dd>{log.checkpointAt ? <><TwinTime at={log.checkpointAt} seconds /> <span className="muted">{m.log.atSize(formatNumber(log.size, language))}</span></> : m.log.never}</dd>
        <dt>{m.log.countersigned}</dt>
        <dd>{log.countersignedAt ? <Countersigned log={log} at={log.countersignedAt} /> : m.log.never}</dd>
        <dt>{m.log.judgement}</dt>
        <dd>
          {m.log.judged({
            accepted: formatNumber(log.judgement.accepted, language),
            refused: formatNumber(log.judgement.refused, language),
            quarantined: formatNumber(log.judgement.quarantined, language),
          })}
        </dd>
        {fingerprint ? (
          <>
            <dt>{m.log.fingerprint}</dt>
            <dd className="code fingerprint" title={m.log.fingerprintNote}>{fingerprint}</dd>
          </>
        ) : null}
      </dl>
      {log.peaks.length > 0 ? <Peaks peaks={log.peaks} /> : null}
      <PerMinute counts={log.perMinute} />
      <Entries log={log} />
    </article>
  );
}

/** The author's root, and beside it the countersigner's when it has signed the same size: two pictures to compare. */
function Roots({ log }: { log: LogState }) {
  const m = useMessages();
  const language = useLanguage();
  const at = (side: SideId) => m.log.rootAt(GATES[side].names[language]);
  const both = log.countersignedSize === log.size && log.countersignedRoot !== null;
  return (
    <div className="root-marks">
      <RootMark root={log.root} label={at(log.side)} />
      {both ? (
        <>
          {log.countersignedRoot === log.root ? <span className="equals" role="img" aria-label={m.log.same}>=</span> : null}
          <RootMark root={log.countersignedRoot!} label={at(otherSideOf(log.side))} />
        </>
      ) : null}
    </div>
  );
}

function Who({ side }: { side: SideId }) {
  return <span className="row who-wrote"><SideMark side={side} decorative /> <SideName side={side} /></span>;
}

/** An idle log is countersigned anew every ten seconds: such a time does not say how long the receipt took. */
const RENEWED_MS = 9_000;

function Countersigned({ log, at }: { log: LogState; at: string }) {
  const m = useMessages();
  const language = useLanguage();
  const later = log.checkpointAt === null ? -1 : toMillis(at) - toMillis(log.checkpointAt);
  const note =
    log.countersignedSize === log.size && later > 0 && later < RENEWED_MS
      ? m.log.later(`${formatNumber(later, language)} ms`)
      : m.log.atSize(formatNumber(log.countersignedSize, language));
  return <><TwinTime at={at} seconds /> <span className="muted">{note}</span></>;
}

/** Base64 in groups of four, so that two people can read a root to each other. */
const grouped = (base64: string): string => base64.replace(/=+$/, '').match(/.{1,4}/g)?.join(' ') ?? '';
