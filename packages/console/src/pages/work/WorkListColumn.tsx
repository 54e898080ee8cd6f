import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import type { WorkList } from '../../schemas.ts';
import { Channel } from '../../components/Channel.tsx';
import { KeyHint } from '../../components/KeyHint.tsx';
import { Loading } from '../../components/State.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { isAuthority } from '../../crossing/parties.ts';
import { reasonLabel } from '../../crossing/reasons.ts';
import { authorityLabel, lorryLoad, lorryName, lower, textOf } from '../../crossing/words.ts';
import { formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { roleLabel } from '../../labels.ts';
import { useMe } from '../../live/query.ts';

type Item = WorkList['items'][number];

const bare = (text: string): string => text.replaceAll(/[\s\-.·]/gu, '');

/** Whether an item answers to what was typed; separators of plates and references do not count. */
export const fits = (item: Item, sought: string): boolean => bare(textOf(item.row)).includes(bare(sought.trim().toLowerCase()));

export interface WorkListColumnProps {
  /** `undefined` while the list is read. */
  items: readonly Item[] | undefined;
  total: number;
  current: string | undefined;
  sought: string;
  onSeek: (text: string) => void;
  field: RefObject<HTMLInputElement | null>;
  failure: ReactNode;
}

/** What waits for this person, in the order of what is lost by waiting. */
export function WorkListColumn({ items, total, current, sought, onSeek, field, failure }: WorkListColumnProps) {
  const m = useMessages();
  const language = useLanguage();
  const { account, side } = useMe();
  const role = account!.role;
  const who = isAuthority(role) ? authorityLabel(role, language) : roleLabel(role, language);
  const count = formatNumber(total, language);
  return (
    <nav className="work-list" aria-label={m.shell.nav.work}>
      <header>
        <div className="heading spread">
          <h2>{m.crossing.ownAuthority({ authority: who, gate: GATES[side].names[language] })}</h2>
          <span className="note">{role === 'yard' ? m.work.countCalls(count) : m.work.count(count)}</span>
        </div>
        <p className="muted small">{m.work.order}</p>
        <label className="find">
          <span className="visually-hidden">{m.work.find}</span>
          <input ref={field} type="search" placeholder={m.work.find} value={sought} onChange={(event) => onSeek(event.target.value)} />
        </label>
      </header>
      {failure}
      {!items && !failure ? <Loading rows={12} rowHeight={47} /> : null}
      {items ? (
        <ol>
          {items.map((item, index) => (
            <Row key={item.row.reference} item={item} number={index + 1} current={item.row.reference === current} />
          ))}
        </ol>
      ) : null}
      {items?.length === 0 ? <p className="none muted">{total === 0 ? m.work.empty : m.work.emptyFound}</p> : null}
      <footer>
        <span><KeyHint action="next" /> <KeyHint action="previous" /> {m.work.nextKeys}</span>
        <span><KeyHint action="find" /> {m.work.findKey}</span>
        <span><KeyHint action="help" /> {m.work.allKeys}</span>
      </footer>
    </nav>
  );
}

function Row({ item, number, current }: { item: Item; number: number; current: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) here.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const { row, pending, reason, channel, decideBy, outdated } = item;
  const why = outdated ? m.crossing.outdated : reason === '' ? m.crossing.steps[pending] : lower(reasonLabel(reason, language));
  return (
    <li>
      <Link ref={here} to="/work/$reference" params={{ reference: row.reference }} {...(current ? { 'aria-current': 'true' } : {})}>
        <span className="number">{number}</span>
        <b>{lorryLoad(row, language)}</b>
        <span className="limit">{decideBy ? <TwinTime at={decideBy} /> : null}</span>
        <span className="detail">
          <span>{lorryName(row)} · {why}</span>
          {channel ? <Channel channel={channel} word={false} /> : null}
        </span>
      </Link>
    </li>
  );
}
