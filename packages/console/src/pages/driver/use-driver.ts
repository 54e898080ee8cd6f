import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, get } from '../../api.ts';
import type { Clock } from '../../schemas.ts';
import { setClock } from '../../live/clock.ts';
import { keepView, keptView, type DriverView } from './driver-view.ts';

const POLL_MS = 15_000;
const SOON_MS = 1_000;

export interface Heard {
  view: DriverView | undefined;
  /** False while nobody answers; what is shown is then what the phone kept. */
  online: boolean;
  /** The node has answered that there is no such link. */
  unknown: boolean;
  ask: () => void;
}

/** The driver's view, first from the phone and then from the node; asked again when the stream says that it moved. */
export function useDriver(token: string): Heard {
  const [view, setView] = useState(() => keptView(token));
  const [online, setOnline] = useState(true);
  const [unknown, setUnknown] = useState(false);
  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const path = `/api/driver/${encodeURIComponent(token)}`;

  const ask = useCallback(async () => {
    try {
      const answer = await get<DriverView>(path);
      setView(answer);
      keepView(token, answer);
      setOnline(true);
      setUnknown(false);
    } catch (error) {
      const answered = error instanceof ApiProblem && error.status !== 0 && error.status < 500;
      setUnknown(answered && error.status === 404);
      setOnline(answered);
    }
  }, [path, token]);

  useEffect(() => {
    const first = setTimeout(() => void ask(), 0);
    const poll = setInterval(() => void ask(), POLL_MS);
    const stream = new EventSource(`${path}/stream`);
    stream.addEventListener('crossings', () => {
      soon.current ??= setTimeout(() => {
        soon.current = undefined;
        void ask();
      }, SOON_MS);
    });
    stream.addEventListener('clock', (event) => setClock(JSON.parse((event as MessageEvent<string>).data) as Clock));
    const back = () => void ask();
    const gone = () => setOnline(false);
    addEventListener('online', back);
    addEventListener('offline', gone);
    return () => {
      clearTimeout(first);
      clearInterval(poll);
      clearTimeout(soon.current);
      soon.current = undefined;
      stream.close();
      removeEventListener('online', back);
      removeEventListener('offline', gone);
    };
  }, [ask, path]);

  return { view, online, unknown, ask: () => void ask() };
}
