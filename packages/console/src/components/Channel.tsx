import type { Channel as ChannelCode } from '@pairgate/domain/kernel/codes.ts';
import { useMessages } from '../i18n/messages.tsx';
import './channel.css';

const BARS: Record<ChannelCode, number> = { green: 1, yellow: 2, red: 3 };

/** One to three bars: no check, papers, papers and goods. Always with the word, unless the row already says it. */
export function Channel({ channel, word = true }: { channel: ChannelCode; word?: boolean }) {
  const m = useMessages();
  const name = m.common.channels[channel];
  return (
    <span className="row channel-row">
      <span className="channel" {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}>
        {[1, 2, 3].map((bar) => (
          <i key={bar} className={bar <= BARS[channel] ? 'on' : undefined} />
        ))}
      </span>
      {word ? <span>{name}</span> : null}
    </span>
  );
}
