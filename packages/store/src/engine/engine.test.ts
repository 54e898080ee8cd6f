import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeColumn } from './column.ts';
import { ConflictError, DatabaseGone, StatementFailed, type Database, type Statement } from './database.ts';
import { ENGINES, type OpenedEngine } from './testing.ts';

const statement = (sql: string, ...params: unknown[]): Statement => ({ sql, params });

describe.each(ENGINES)('the database port on $name', ({ open }) => {
  let opened: OpenedEngine | undefined;
  let database: Database;

  beforeAll(async () => {
    opened = await open();
    database = opened.database;
  });
  afterAll(() => opened?.dispose());

  beforeEach(async () => {
    await database.transact([
      statement(`
        drop table if exists item;
        create table item (id bigint primary key, label text constraint item_label unique, body bytea);
      `),
    ]);
  });

  const labels = async (): Promise<string[]> =>
    (await database.query<{ label: string }>('select label from item order by id')).map(({ label }) => label);

  it('returns rows and counts of each statement in order', async () => {
    const results = await database.transact([
      statement('insert into item (id, label) values ($1, $2), ($3, $4)', 1, 'a', 2, 'b'),
      statement('update item set label = label || $1 where id = $2 returning label', '!', 2),
      statement('select id from item order by id'),
      statement('delete from item where id = $1', 99),
    ]);
    expect(results.map(({ rowCount }) => rowCount)).toEqual([2, 1, 2, 0]);
    expect(results[1]?.rows).toEqual([{ label: 'b!' }]);
    expect(results[2]?.rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('keeps every byte', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const large = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256);
    // A view on a part of a larger buffer, as every small Buffer is.
    const view = large.subarray(1000, 1256);
    await database.transact([
      statement('insert into item (id, body) values ($1, $2), ($3, $4)', 1, all, 2, large),
      statement('insert into item (id, body) values ($1, $2), ($3, $4)', 3, view, 4, new Uint8Array()),
      statement(
        'insert into item (id, body) select * from unnest($1::bigint[], $2::bytea[])',
        encodeColumn('bigint', [5, 6]), encodeColumn('bytea', [all, null]),
      ),
      statement('insert into item (id, body) values ($1, $2)', 7, Buffer.from('bộ đệm')),
    ]);
    const rows = await database.query<{ body: Uint8Array | null }>('select body from item order by id');
    expect(rows.map(({ body }) => body)).toEqual([
      all, large, view.slice(), new Uint8Array(), all, null, new Uint8Array(Buffer.from('bộ đệm')),
    ]);
    expect(rows[0]?.body?.constructor).toBe(Uint8Array);
  });

  it('returns the same types everywhere', async () => {
    const [row] = await database.query(`select
      42::int8 as small, 9007199254740993::int8 as large, 7::int4 as int, 1.50::numeric as exact, 0.25::float8 as float,
      true as yes, null::text as nothing, date '2026-01-31' as day, timestamp '2026-01-31 01:02:03' as local,
      timestamptz '2026-01-31 08:02:03.004+07' as instant`);
    expect(row).toEqual({
      small: 42,
      large: 9007199254740993n,
      int: 7,
      exact: '1.50',
      float: 0.25,
      yes: true,
      nothing: null,
      day: '2026-01-31',
      local: '2026-01-31 01:02:03',
      instant: '2026-01-31T01:02:03.004Z',
    });
  });

  it('takes parameters of every type, and arrays of them', async () => {
    const [row] = await database.query(
      'select $1::text as a, $2::bigint as b, $3::bigint as c, $4::boolean as d, $5::text as e, $6::text[] as f',
      [
        'Quả sầu riêng 榴莲', 5, 9007199254740993n, false, null,
        encodeColumn('text', ['{"a"}', 'b\\,c', 'NULL', '', 'cửa khẩu']),
      ],
    );
    expect(row).toEqual({
      a: 'Quả sầu riêng 榴莲',
      b: 5,
      c: 9007199254740993n,
      d: false,
      e: null,
      f: ['{"a"}', 'b\\,c', 'NULL', '', 'cửa khẩu'],
    });
  });

  it('takes columns of every type', async () => {
    const rows = await database.query(
      `select * from unnest($1::text[], $2::bigint[], $3::int[], $4::boolean[], $5::bytea[]) as t(a, b, c, d, e)`,
      [
        encodeColumn('text', ['友谊关', null]), encodeColumn('bigint', [-5, 9007199254740993n]),
        encodeColumn('int', [2_147_483_647, -2_147_483_648]), encodeColumn('boolean', [true, false]),
        encodeColumn('bytea', [null, Uint8Array.of(0, 255)]),
      ],
    );
    expect(rows).toEqual([
      { a: '友谊关', b: -5, c: 2_147_483_647, d: true, e: null },
      { a: null, b: 9007199254740993n, c: -2_147_483_648, d: false, e: Uint8Array.of(0, 255) },
    ]);
    expect(await database.query('select * from unnest($1::text[])', [encodeColumn('text', [])])).toEqual([]);
  });

  it('refuses a number that its column does not hold before anything is sent', () => {
    expect(() => encodeColumn('int', [2 ** 31])).toThrow(RangeError);
    expect(() => encodeColumn('bigint', [2n ** 63n])).toThrow(RangeError);
    expect(() => encodeColumn('bigint', [0.5])).toThrow(RangeError);
  });

  it('sorts text by code point', async () => {
    const rows = await database.query<{ x: string }>(`select x from unnest(array['b', 'a', 'B', 'ă', '友']) x order by x`);
    expect(rows.map(({ x }) => x)).toEqual(['B', 'a', 'b', 'ă', '友']);
  });

  it('rolls back and says which statement violated which unique key', async () => {
    const error = await database
      .transact([
        statement('insert into item (id, label) values ($1, $2)', 1, 'a'),
        statement('insert into item (id, label) values ($1, $2)', 2, 'a'),
        statement('insert into item (id, label) values ($1, $2)', 3, 'c'),
      ])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ statement: 1, constraint: 'item_label' });
    expect(await labels()).toEqual([]);
  });

  it('rolls back when a statement affects another number of rows than expected', async () => {
    await database.transact([statement('insert into item (id, label) values (1, $1)', 'a')]);
    const error = await database
      .transact([
        statement('insert into item (id, label) values ($1, $2)', 2, 'b'),
        { sql: 'update item set label = $1 where id = $2 and label = $3', params: ['z', 1, 'stale'], expectRows: 1 },
        statement('insert into item (id, label) values ($1, $2)', 3, 'c'),
      ])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ statement: 1, constraint: undefined });
    expect(await labels()).toEqual(['a']);
  });

  it('commits when the number of rows is as expected', async () => {
    await database.transact([
      { ...statement('insert into item (id, label) values ($1, $2)', 1, 'a'), expectRows: 1 },
      { ...statement('update item set label = $1 where id = $2', 'b', 99), expectRows: 0 },
    ]);
    expect(await labels()).toEqual(['a']);
  });

  it.each([
    ['a wrong type', 'insert into item (id) values ($1)', ['many'], '22P02'],
    ['a missing table', 'insert into nowhere (id) values ($1)', [1], '42P01'],
    ['a syntax error', 'insert item', [], '42601'],
    ['an object', 'insert into item (id) values ($1)', [{ id: 1 }], '22023'],
  ])('rolls back on %s and goes on working', async (_, sql, params, code) => {
    const transaction = database.transact([
      statement('insert into item (id, label) values ($1, $2)', 1, 'a'),
      { sql, params },
      statement('insert into item (id, label) values ($1, $2)', 2, 'b'),
    ]);
    const error = await transaction.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StatementFailed);
    expect(error).toMatchObject({ statement: 1, code });
    expect(await labels()).toEqual([]);
    await database.transact([statement('insert into item (id, label) values ($1, $2)', 3, 'c')]);
    expect(await labels()).toEqual(['c']);
  });

  it('runs the same statement again after it had failed', async () => {
    const insert = statement('insert into item (id, label, body) values ($1, $2, null)', 1, 'a');
    const failing = [statement('insert into nowhere_yet (id) values ($1)', 1), insert];
    await expect(database.transact(failing)).rejects.toBeInstanceOf(StatementFailed);
    await database.transact([insert]);
    await expect(database.transact([insert])).rejects.toBeInstanceOf(ConflictError);
    expect(await labels()).toEqual(['a']);
  });

  it('keeps the order of transactions that are not awaited', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => index);
    await Promise.all(
      ids.map((id) =>
        database.transact([
          { ...statement('insert into item (id) select count(*) from item having count(*) = $1', id), expectRows: 1 },
        ]),
      ),
    );
    const rows = await database.query<{ id: number }>('select id from item order by id');
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it('shows nothing of a transaction before its end', async () => {
    const inserts = Array.from({ length: 40 }, (_, id) => statement('insert into item (id) values ($1)', id));
    const counts: number[] = [];
    let isDone = false;
    const writing = database.transact(inserts).then(() => (isDone = true));
    while (!isDone) {
      const [row] = await database.query<{ n: number }>('select count(*) as n from item');
      counts.push(row?.n ?? -1);
    }
    await writing;
    expect(counts.filter((count) => count !== 0 && count !== 40)).toEqual([]);
  });

  it('leaves timers and input their turn while it is busy', async () => {
    const gaps: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      gaps.push(performance.now() - last);
      last = performance.now();
    }, 5);
    const insert = (id: number) => database.transact([statement('insert into item (id) values ($1)', id)]);
    await Promise.all(Array.from({ length: 500 }, (_, id) => insert(id)));
    clearInterval(timer);
    expect(gaps.length).toBeGreaterThan(5);
  });

  it('refuses to work once it is closed', async () => {
    const other = await open();
    await other.database.close();
    await expect(other.database.query('select 1')).rejects.toBeInstanceOf(DatabaseGone);
    await expect(other.database.transact([statement('select 1')])).rejects.toBeInstanceOf(DatabaseGone);
    await other.dispose();
  });
});
