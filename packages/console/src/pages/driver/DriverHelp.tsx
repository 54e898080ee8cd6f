import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { saidOf } from '../../crossing/said.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { DriverView } from './driver-view.ts';

/** The number to say, how to read the page, and what has happened so far. */
export function DriverHelp({ view }: { view: DriverView }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <section className="help">
      <h1>{m.driver.help.title}</h1>
      <p>{m.driver.help.number}</p>
      <p className="number code">{view.row.reference}</p>
      <p>{m.driver.help.yard} {m.driver.help.times} {m.driver.help.offline}</p>
      <h2>{m.driver.help.language}</h2>
      <LanguageSwitch long />
      <h2>{m.driver.help.history}</h2>
      <ol>
        {view.timeline.toReversed().map((entry) => {
          const { title, note } = saidOf(entry, language, m);
          return (
            <li key={entry.id}>
              <TwinTime at={entry.occurredAt} />
              <span><SideMark side={entry.side} /> {title}{note ? <small>{note}</small> : null}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
