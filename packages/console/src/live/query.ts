import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { ApiProblem, get } from '../api.ts';
import type { Agreement, ControlRoom, LogView, Me, Personas } from '../schemas.ts';

/** Refusals are answers: only silence and a busy node are worth another try. */
function worthRetrying(failures: number, error: Error): boolean {
  const status = error instanceof ApiProblem ? error.status : 0;
  return failures < 3 && (status === 0 || status === 429 || status >= 502);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 2_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/api/me', signal),
  staleTime: 30_000,
});

export const personasQuery = queryOptions({
  queryKey: ['personas'],
  queryFn: ({ signal }) => get<Personas>('/api/demo/personas', signal),
  staleTime: Infinity,
});

export const controlRoomQuery = queryOptions({
  queryKey: ['control-room'],
  queryFn: ({ signal }) => get<ControlRoom>('/api/control-room', signal),
  // Thousands of rows are replaced as they are: comparing each field with the one before costs more than it saves.
  structuralSharing: false,
});

export const logQuery = queryOptions({
  queryKey: ['log'],
  queryFn: ({ signal }) => get<LogView>('/api/log', signal),
});

export const agreementQuery = queryOptions({
  queryKey: ['agreement'],
  queryFn: ({ signal }) => get<Agreement>('/api/agreement', signal),
});

/** Somebody else reads from now on: asks the node who, and forgets everything that the one before was shown. */
export async function readerChanged(): Promise<void> {
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' && query.queryKey[0] !== 'personas' });
}

/** Who reads, and what this node is. The shell waits for it, so every page may rely on it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('a page was shown before the node had said who reads');
  return data;
}
