import { expect, it } from 'vitest';
import { crossingsUpTo } from './queries.ts';
import { detailOf } from './testing/detail.ts';

const { row } = detailOf({});
const pages = (sizes: readonly number[]) => {
  const asked: (string | null)[] = [];
  const pageAfter = async (cursor: string | null) => {
    asked.push(cursor);
    const index = Number(cursor ?? 0);
    return { items: Array.from({ length: sizes[index]! }, () => row), nextCursor: index + 1 < sizes.length ? String(index + 1) : null };
  };
  return { asked, pageAfter };
};

it('reads page after page until the last', async () => {
  const { asked, pageAfter } = pages([100, 100, 7]);
  const { items, nextCursor } = await crossingsUpTo(500, pageAfter);
  expect([items.length, nextCursor, asked]).toEqual([207, null, [null, '1', '2']]);
});

it('stops when it has enough, and keeps that there are more', async () => {
  const { asked, pageAfter } = pages([100, 100, 100]);
  const { items, nextCursor } = await crossingsUpTo(200, pageAfter);
  expect([items.length, nextCursor, asked]).toEqual([200, '2', [null, '1']]);
});
