import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { soon } from './soon.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page that is open, over a node that needs so long for an answer. */
function page(answerMs: number) {
  const client = new QueryClient();
  const heard = { asked: 0, answered: 0, givenUp: 0 };
  const queryFn = ({ signal }: { signal: AbortSignal }) =>
    new Promise<number>((resolve) => {
      heard.asked += 1;
      signal.addEventListener('abort', () => (heard.givenUp += 1));
      setTimeout(() => resolve((heard.answered += 1)), answerMs);
    });
  const close = new QueryObserver(client, { queryKey: ['log'], queryFn }).subscribe(() => undefined);
  return { client, heard, close };
}

it('hears a slow node out, however often something changes', async () => {
  const { client, heard, close } = page(2500);
  const ask = soon(client, ['log'], 1000);
  for (let tick = 0; tick < 200; tick += 1) {
    ask();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(heard.givenUp).toBe(0);
  expect(heard.answered).toBeGreaterThanOrEqual(4);
  ask.stop();
  close();
});

it('asks once for many changes, and once more for a change that came while the answer was under way', async () => {
  const { client, heard, close } = page(10);
  await vi.advanceTimersByTimeAsync(20);
  const ask = soon(client, ['log'], 1000);
  for (let each = 0; each < 5; each += 1) ask();
  await vi.advanceTimersByTimeAsync(1005);
  ask();
  await vi.advanceTimersByTimeAsync(3000);
  expect(heard.asked).toBe(3);
  close();
});

it('asks no more when it is stopped', async () => {
  const { client, heard, close } = page(10);
  await vi.advanceTimersByTimeAsync(20);
  const ask = soon(client, ['log'], 1000);
  ask();
  ask.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard.asked).toBe(1);
  close();
});
