import { useMutation, useQuery } from '@tanstack/react-query';
import { send } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { toast } from '../../components/toasts.ts';
import { formatDate, formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { queryClient, useMe } from '../../live/query.ts';
import type { Erasures as Books } from '../../schemas.ts';
import { erasuresQuery } from './ledgers.ts';
import { readAs } from './texts.ts';
import { classWords, daysWords } from './words.ts';

/** So many of the newest are enough here; all of them are in the log. */
const LATELY = 6;

/** How long each class is kept, what is due to be destroyed, and what was destroyed lately. */
export function Erasures() {
  const m = useMessages();
  const { data, error, refetch } = useQuery({ ...erasuresQuery, refetchInterval: 30_000 });
  return (
    <section aria-labelledby="agreement-erasures">
      <h2 id="agreement-erasures" className="heading">{m.agreement.erasure.title}</h2>
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading rows={4} /> : null}
      {data ? <Told books={data} /> : null}
    </section>
  );
}

/** A day of UTC as a date; at noon there it is the same day at both gates. */
const noon = (day: string): string => `${day}T04:00:00.000Z`;

function Told({ books }: { books: Books }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const date = (day: string) => formatDate(noon(day), me.side, language);
  const erase = useMutation({
    mutationFn: () => send<{ days: number }>('POST', '/api/erasures/due'),
    onSuccess: async ({ days }) => {
      toast(m.agreement.erasure.ran(formatNumber(days, language)));
      await queryClient.invalidateQueries({ queryKey: erasuresQuery.queryKey });
    },
  });
  const lately = books.said.slice(0, LATELY);
  return (
    <>
      {books.due.length === 0 ? <p className="muted">{m.agreement.erasure.none}</p> : null}
      <ul className="erasures">
        {books.due.slice(0, LATELY).map((each) => (
          <li key={`${each.log} ${each.class} ${each.day}`}>
            <b>{classWords(each.class, m)}</b>
            <span>{m.agreement.erasure.due({ facts: formatNumber(each.facts, language), gate: GATES[each.log].names[language] })}, {m.agreement.erasure.from(date(each.day))}</span>
          </li>
        ))}
      </ul>
      {books.due.length > 0 && me.permissions.includes('manageErasure') ? (
        <div><Button isPending={erase.isPending} onPress={() => erase.mutate()}>{m.agreement.erasure.now}</Button></div>
      ) : null}
      {erase.error ? <Failure error={erase.error} /> : null}
      <ul className="erasures">
        {books.retention.map((each) => (
          <li key={each.class}>
            <b>{classWords(each.class, m)}</b>
            <span className="muted" title={readAs(each.reason, language)}>
              {m.agreement.erasure.keptFor(daysWords(each.days, m, language))}, {m.agreement.erasure.before(date(each.endedBefore))}
            </span>
          </li>
        ))}
      </ul>
      {lately.length > 0 ? <h3 className="sub">{m.agreement.erasure.said}</h3> : null}
      <ul className="erasures said">
        {lately.map(({ side, index, erased }) => {
          const className = classWords(String(erased.class), m);
          const streams = Array.isArray(erased.streams) ? erased.streams.length : 0;
          return (
            <li key={`${side} ${index}`}>
              <SideMark side={side} />
              <span>
                {erased.reason === 'retention'
                  ? m.agreement.erasure.byTime({ className, date: date(String(erased.day)) })
                  : m.agreement.erasure.byAct({ className, count: formatNumber(streams, language) })}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
