import { basisIn } from '@pairgate/domain/vocabulary/legal-bases.ts';
import { useQuery } from '@tanstack/react-query';
import { Alarm } from '../../components/Alarm.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { formatNumber } from '../../format.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { PersonsSent } from '../../schemas.ts';
import { personsQuery } from './ledgers.ts';
import { readAs } from './texts.ts';
import { classWords } from './words.ts';

type Category = PersonsSent['categories'][number];

/** Distinct persons of a year against the thresholds of the law, each with what follows when it is reached. */
export function Persons() {
  const m = useMessages();
  const { data, error, refetch } = useQuery({ ...personsQuery, refetchInterval: 30_000 });
  const alarming = data?.level === 'warning' || data?.level === 'reached';
  const year = String(data?.year ?? '');
  return (
    <section aria-labelledby="agreement-persons">
      <h2 id="agreement-persons" className="heading">{m.agreement.persons.title}</h2>
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading rows={4} /> : null}
      {alarming ? <Alarm title={m.agreement.persons.alarm} /> : null}
      {data?.categories.every(({ persons }) => persons === 0) ? <p className="muted">{m.agreement.persons.none(year)}</p> : null}
      {data?.categories.map((each) => <CategoryOf key={each.category} category={each} year={year} />)}
    </section>
  );
}

function CategoryOf({ category, year }: { category: Category; year: string }) {
  const m = useMessages();
  const language = useLanguage();
  const { persons, stopAt, thresholds, classes } = category;
  const most = Math.max(...thresholds.map((each) => each.persons), 1);
  const classList = classes.filter((each) => each.persons > 0).map((each) => `${classWords(each.class, m)} ${formatNumber(each.persons, language)}`);
  return (
    <div className="category">
      <h3 className="spread">
        <span>{m.agreement.persons.categories[category.category]}</span>
        <span><Rich text={m.agreement.persons.sentence({ count: formatNumber(persons, language), year })} /></span>
      </h3>
      {classList.length > 0 ? <p className="small muted">{classList.join(', ')}</p> : null}
      <ul>
        {thresholds.map((each) => (
          <li key={`${each.persons} ${each.follows}`}>
            <span className="number">{formatNumber(each.persons, language)}</span>
            <span>{readAs(each.follows, language)}</span>
            <span className={each.level === 'below' ? 'faint' : 'strong'}>{m.agreement.persons.levels[each.level]}</span>
            <span className="scale" aria-hidden="true"><i style={{ width: `${Math.min(100, (persons / each.persons) * 100)}%` }} /></span>
            <span className="small faint source">{basisIn(each.source, language)}{each.verified ? '' : ` (${m.agreement.persons.unchecked})`}</span>
          </li>
        ))}
      </ul>
      {most > 1 && stopAt !== null ? <p className="small muted">{m.agreement.persons.stopped(formatNumber(stopAt, language))}</p> : null}
    </div>
  );
}
