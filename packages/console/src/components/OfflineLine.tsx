import { formatNumber } from '../format.ts';
import { GATES, otherSideOf } from '../gates.ts';
import { Rich } from '../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { useLink } from '../live/link.ts';
import { useMe } from '../live/query.ts';
import { Icon } from './Icon.tsx';
import { TwinTime } from './TwinTime.tsx';

/** One line under the bar: who is silent, since when, what still works and what does not. Never a dialog. */
export function OfflineLine() {
  const m = useMessages();
  const language = useLanguage();
  const link = useLink();
  const { peer, side } = useMe();
  if (link.state === 'offline') {
    const since = link.since ? <TwinTime at={link.since} /> : null;
    return (
      <div className="offline-line no-print" role="status">
        <Icon name="cut" />
        <p>
          <Rich text={m.shell.nodeSilent} parts={{ since }} /> <span className="muted">{m.shell.nodeSilentWorks}</span>
        </p>
      </div>
    );
  }
  if (peer.frozen !== null) {
    return (
      <div className="offline-line no-print" role="alert">
        <Icon name="cut" />
        <p>
          <Rich text={m.shell.frozen(GATES[otherSideOf(side)].names[language])} parts={{ since: <TwinTime at={peer.frozen.since} /> }} />{' '}
          <span className="muted">{m.log.divergences[peer.frozen.kind]} {peer.frozen.grade === 'signed' ? m.log.frozenMore : m.log.unservedMore}</span>
        </p>
      </div>
    );
  }
  if (peer.silentSince === null) return null;
  const since = <TwinTime at={peer.silentSince} />;
  return (
    <div className="offline-line no-print" role="status">
      <Icon name="cut" />
      <p>
        <Rich text={m.shell.peerSilent(GATES[otherSideOf(side)].names[language])} parts={{ since }} />{' '}
        <span className="muted">
          <Rich text={m.shell.peerSilentWorks(formatNumber(peer.behind, language))} parts={{ since }} />
        </span>
      </p>
    </div>
  );
}
