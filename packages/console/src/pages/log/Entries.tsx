import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../../api.ts';
import type { LogEntries, LogState } from '../../schemas.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { factLabel } from '../../labels.ts';

const PAGE = 20;
const ICONS = { accepted: 'check', pending: 'pending', refused: 'cross', quarantined: 'cross' } as const;

/** What the other side made of an entry; where it was not accepted, why, in words. Judgements themselves have no verdict. */
function Verdict({ entry }: { entry: LogEntries['items'][number] }) {
  const m = useMessages();
  const { judged, reason } = entry;
  if (judged === null) return null;
  const exception = judged === 'refused' || judged === 'quarantined';
  return (
    <span className={exception ? 'strong' : 'muted'} title={reason ?? undefined}>
      <Icon name={ICONS[judged]} size={12} />
      <span className={exception ? undefined : 'visually-hidden'}> {m.log.verdicts[judged]}</span>
      {reason === null ? null : `: ${m.log.reasons[reason] ?? reason}`}
    </span>
  );
}

/** The newest entries, which change by themselves, and older ones on demand. */
export function Entries({ log }: { log: LogState }) {
  const m = useMessages();
  const language = useLanguage();
  const oldest = log.entries.at(-1)?.index ?? 0;
  const older = useInfiniteQuery({
    queryKey: ['log-entries', log.side],
    enabled: false,
    initialPageParam: oldest,
    queryFn: ({ pageParam, signal }) => get<LogEntries>(`/api/log/${log.side}/entries?before=${pageParam}&limit=${PAGE}`, signal),
    getNextPageParam: (page) => page.nextBefore,
  });
  const earlier = (older.data?.pages ?? []).flatMap((page) => page.items).filter((entry) => entry.index < oldest);
  const first = [...log.entries, ...earlier].at(-1)?.index ?? 0;
  if (log.entries.length === 0) return <p className="muted">{m.log.empty}</p>;
  return (
    <>
      <table className="entries">
        <caption className="visually-hidden">{`${m.log.newest}, ${GATES[log.side].names[language]}`}</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{m.log.number}</th>
            <th scope="col">{m.log.fact}</th>
            <th scope="col">{m.log.stream}</th>
            <th scope="col">{m.log.verdict}</th>
            <th scope="col">{m.log.recorded}</th>
          </tr>
        </thead>
        <tbody>
          {[...log.entries, ...earlier].map((entry) => (
            <tr key={entry.index}>
              <td className="code">{formatNumber(entry.index, language)}</td>
              <td>{m.log.exchangeFacts[entry.type] ?? factLabel(entry.type, language)}</td>
              <td className="muted code">{entry.stream.replace(/^[a-z]+:/, '')}</td>
              <td className="verdict"><Verdict entry={entry} /></td>
              <td className="muted"><TwinTime at={entry.recordedAt} seconds /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {first > 0 ? (
        <div>
          <Button look="quiet" isPending={older.isFetching} onPress={() => void (older.data ? older.fetchNextPage() : older.refetch())}>
            {m.log.older}
          </Button>
        </div>
      ) : null}
    </>
  );
}
