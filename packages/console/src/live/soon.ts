import type { QueryClient, QueryKey } from '@tanstack/react-query';

export interface Soon {
  (): void;
  stop(): void;
}

/**
 * Asks again within `ms` of the first call, once for all calls until then, and never while an answer is under way: asking anew gives
 * that answer up, so that a page of a node that changes faster than it answers would stay as it was.
 */
export function soon(client: QueryClient, queryKey: QueryKey, ms: number): Soon {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (client.isFetching({ queryKey }) > 0) ask();
      else void client.invalidateQueries({ queryKey });
    }, ms);
  };
  return Object.assign(ask, { stop: () => clearTimeout(timer) });
}
