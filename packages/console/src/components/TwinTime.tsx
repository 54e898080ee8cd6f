import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { timeAt } from '../format.ts';
import { useMessages } from '../i18n/messages.tsx';
import './twin-time.css';

/** One instant in both local times with the line between them, of equal weight: UTC+7 at the left, UTC+8 at the right. */
export function TwinTime({ at, seconds = false, strong = false }: { at: Instant; seconds?: boolean; strong?: boolean }) {
  const m = useMessages();
  const [left, right] = [timeAt(at, 'VN', seconds), timeAt(at, 'CN', seconds)];
  return (
    <time className={strong ? 'twin-time strong' : 'twin-time'} dateTime={at} title={m.common.zones}>
      <span>{left}</span>
      <i aria-hidden="true" />
      <span>{right}</span>
    </time>
  );
}

/** The line between two words or names. */
export function Line() {
  return <span className="line" aria-hidden="true" />;
}
