import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { ReactNode } from 'react';
import { CauseBar } from '../components/CauseBar.tsx';
import { Spine } from '../components/Spine.tsx';
import { formatDuration, newDay } from '../format.ts';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { saidOf } from './said.ts';
import type { CrossingDetail, TimelineEntry } from './types.ts';
import './history.css';

export interface HistoryProps {
  detail: CrossingDetail;
  /** What stands beside a fact of one's own side, such as a way to correct it. */
  actOn?: (entry: TimelineEntry) => ReactNode;
  foot?: ReactNode;
}

/** What happened, by whom, and the cause of every minute. */
export function History({ detail, actOn, foot }: HistoryProps) {
  const m = useMessages();
  const language = useLanguage();
  const first = detail.intervals[0];
  const last = detail.intervals.at(-1);
  const all = first && last ? toMillis(last.to) - toMillis(first.from) : 0;
  const facts = detail.timeline.map((entry, index) => {
    const { title, note } = saidOf(entry, language, m);
    const day = newDay(entry.occurredAt, detail.timeline[index - 1]?.occurredAt, entry.side, language);
    return { id: entry.id, side: entry.side, at: entry.occurredAt, title, note: day && note ? <>{day} · {note}</> : (day ?? note), act: actOn?.(entry) };
  });
  return (
    <section className="history" aria-labelledby="history-title">
      <div className="heading spread">
        <h2 id="history-title">{m.crossing.history}</h2>
        <span className="note">{m.crossing.inAll(formatDuration(all, language))}</span>
      </div>
      <CauseBar intervals={detail.intervals} />
      <Spine facts={facts} intervals={detail.intervals} />
      {foot ? <footer>{foot}</footer> : null}
    </section>
  );
}
