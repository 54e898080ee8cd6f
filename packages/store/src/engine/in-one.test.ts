import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, type Database } from './database.ts';
import { inOne } from './in-one.ts';
import { ENGINES, type OpenedEngine } from './testing.ts';

describe.each(ENGINES)('statements as one on $name', ({ open }) => {
  let opened: OpenedEngine;
  let database: Database;
  beforeAll(async () => {
    opened = await open();
    database = opened.database;
    await database.transact([
      { sql: 'CREATE TABLE one (id int PRIMARY KEY, label text); CREATE TABLE two (id int PRIMARY KEY, label text)', params: [] },
    ]);
  });
  afterAll(() => opened.dispose());

  const rows = (table: string) => database.query(`SELECT id, label FROM ${table} ORDER BY id`);

  it('do what they do alone, each with its own parameters', async () => {
    await database.transact([
      inOne([
        { sql: 'INSERT INTO one (id, label) VALUES ($1, $2)', params: [1, 'a'] },
        { sql: 'INSERT INTO two (id, label) VALUES ($2, $1)', params: ['b', 2] },
      ]),
    ]);
    await database.transact([
      inOne([
        { sql: 'UPDATE one SET label = $2 WHERE id = $1', params: [1, 'c'] },
        { sql: 'INSERT INTO two (id, label) VALUES ($2, $1)', params: ['d', 3] },
      ]),
    ]);
    expect(await rows('one')).toEqual([{ id: 1, label: 'c' }]);
    expect(await rows('two')).toEqual([{ id: 2, label: 'b' }, { id: 3, label: 'd' }]);
  });

  it('happen all or none, and say which key was taken', async () => {
    const error = await database
      .transact([
        inOne([
          { sql: 'INSERT INTO one (id) VALUES ($1)', params: [7] },
          { sql: 'INSERT INTO two (id) VALUES ($1)', params: [3] },
        ]),
      ])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ constraint: 'two_pkey' });
    expect(await database.query('SELECT id FROM one WHERE id = 7')).toEqual([]);
  });
});
