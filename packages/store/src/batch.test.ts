import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMPTY_EDGE, encodeEdge } from '@pairgate/ledger/merkle.ts';
import { statementsOf, type Batch } from './batch.ts';
import { openPglite } from './engine/pglite.ts';
import type { Database } from './engine/database.ts';
import { Journal } from './journal.ts';
import { migrate } from './migrations.ts';

const EMPTY: Batch = {
  facts: [], logs: [], states: [], crossings: [], consignments: [], loads: [], submissions: [], amendments: [], verdicts: [],
};
const none = new Uint8Array();

let db: Database;
beforeAll(async () => {
  db = await openPglite();
  await migrate(db);
});
afterAll(() => db.close());

const edge = encodeEdge(EMPTY_EDGE);
const entryAt = (index: number, verdict: string | null = null) => ({
  index, stream: 's', seq: index + 1, type: 'T', leaf: none, data: none, leafHash: none, verdict, minute: 0,
});

it('a thousand verdicts of the other side are one statement; of two on one entry the later counts', async () => {
  const journal = new Journal(db, 'pair');
  await journal.prepare(['VN', 'CN']);
  const entries = Array.from({ length: 1000 }, (_, index) => entryAt(index));
  await journal.commit({ ...EMPTY, logs: [{ log: 'VN', from: 0, size: 1000, edge, root: none, entries, tiles: [] }] });
  const refused = entries.map(({ index }) => ({ log: 'VN', index, verdict: `refused:${index}` }));
  const verdicts = [...refused, { log: 'VN', index: 7, verdict: 'refused:again' }, { log: 'CN', index: 8, verdict: 'other log' }];
  expect(statementsOf('pair', { ...EMPTY, verdicts })).toHaveLength(1);
  await journal.commit({ ...EMPTY, verdicts });
  const stored = await journal.entries('VN', 0, 1000);
  expect(stored.map((entry) => entry.verdict)).toEqual(refused.map(({ verdict }, at) => (at === 7 ? 'refused:again' : verdict)));
});

it('what is to be judged ends where it was looked at, though entries come while it is looked at', async () => {
  const journal = new Journal(db, 'judged');
  await journal.prepare(['VN', 'CN']);
  const store = (from: number, verdicts: readonly (string | null)[]) =>
    journal.commit({
      ...EMPTY,
      logs: [{ log: 'VN', from, size: from + verdicts.length, edge, root: none, entries: verdicts.map((verdict, at) => entryAt(from + at, verdict)), tiles: [] }],
    });
  await store(0, [null, 'refused:first', null]);
  const slow = new Journal({
    engine: db.engine, transact: (statements) => db.transact(statements), close: () => db.close(),
    async query<T>(sql: string, params?: readonly unknown[]) {
      const rows = await db.query<T>(sql, params);
      if (sql.includes('max(index)')) await store(3, ['refused:later', null]);
      return rows;
    },
  }, 'judged');
  expect(await slow.unjudged('VN', 0, 10)).toEqual({ upTo: 3, refused: [{ index: 1, verdict: 'refused:first' }] });
  expect(await journal.unjudged('VN', 3, 10)).toEqual({ upTo: 5, refused: [{ index: 3, verdict: 'refused:later' }] });
});
