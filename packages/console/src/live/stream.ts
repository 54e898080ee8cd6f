import { useEffect } from 'react';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Clock, ControlRoom, CrossingRow, Me, Peer } from '../schemas.ts';
import { nodeMillis, setClock } from './clock.ts';
import { setLink } from './link.ts';
import { controlRoomQuery, logQuery, meQuery, queryClient } from './query.ts';
import { placeRow } from './rows.ts';
import { soon } from './soon.ts';

/** Figures over many lorries are asked for again at most this often while lorries move. */
const REFRESH_MS = 3_000;
/** The log, which changes with every commit, no more often than this. */
const LOG_MS = 1_000;
const POLL_MS = 5_000;
const REOPEN_MS = 3_000;

/**
 * Follows `/api/stream` while mounted. The browser resumes by `Last-Event-ID`; where the stream is refused or cut, the
 * page asks every five seconds instead and tries the stream again, and says since when nothing answers.
 */
export function useLiveStream(): void {
  useEffect(() => {
    let source: EventSource | undefined;
    let poll: ReturnType<typeof setInterval> | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    const lists = [controlRoomQuery.queryKey, ['crossings'], ['worklist']].map((key) => soon(queryClient, key, REFRESH_MS));
    const log = soon(queryClient, logQuery.queryKey, LOG_MS);

    const ask = async () => {
      try {
        const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0, retry: false });
        setClock(me.clock);
        setLink({ state: 'polling' });
        await queryClient.invalidateQueries();
      } catch {
        const since = nodeMillis();
        setLink({ state: 'offline', since: since === undefined ? undefined : fromMillis(Math.floor(since)) });
      }
    };

    const stopPolling = () => {
      clearInterval(poll);
      poll = undefined;
    };

    const open = () => {
      source = new EventSource('/api/stream');
      source.addEventListener('open', () => {
        stopPolling();
        setLink({ state: 'live' });
        void queryClient.invalidateQueries();
      });
      source.addEventListener('error', () => {
        if (!poll) {
          void ask();
          poll = setInterval(() => void ask(), POLL_MS);
        }
        // The browser opens the stream again by itself unless the node refused it; then this page does.
        if (source?.readyState === EventSource.CLOSED) reopen = setTimeout(open, REOPEN_MS);
      });
      source.addEventListener('crossings', (event) => {
        const rows = JSON.parse((event as MessageEvent<string>).data) as CrossingRow[];
        queryClient.setQueryData<ControlRoom>(controlRoomQuery.queryKey, (old) => old && { ...old, rows: rows.reduce(placeRow, old.rows) });
        for (const { reference } of rows) void queryClient.invalidateQueries({ queryKey: ['crossing', reference] });
        for (const list of lists) list();
      });
      source.addEventListener('reset', () => void queryClient.invalidateQueries());
      source.addEventListener('clock', (event) => {
        const clock = JSON.parse((event as MessageEvent<string>).data) as Clock;
        setClock(clock);
        queryClient.setQueryData<Me>(meQuery.queryKey, (old) => old && { ...old, clock });
      });
      source.addEventListener('peer', (event) => {
        const peer = JSON.parse((event as MessageEvent<string>).data) as Peer;
        queryClient.setQueryData<Me>(meQuery.queryKey, (old) => old && { ...old, peer });
      });
      source.addEventListener('log', log);
    };

    open();
    return () => {
      source?.close();
      stopPolling();
      clearTimeout(reopen);
      for (const each of [...lists, log]) each.stop();
    };
  }, []);
}
