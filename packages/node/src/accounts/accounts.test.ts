import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openAccounts } from '../http/testing/open-server.ts';
import { Accounts, SESSION_END } from './accounts.ts';
import { PERSONAS } from './personas.ts';
import { seedDemo } from './seed.ts';

let db: Database;
let accounts: Accounts;
let now = 1_000_000_000_000;

beforeAll(async () => {
  ({ db, accounts } = await openAccounts(() => now));
});
afterAll(() => db.close());

const PERSON = { displayName: 'Bảo', side: 'VN', role: 'customs', language: 'vi' } as const;

describe('accounts', () => {
  it('keep no secret in the database', async () => {
    const password = 'the words of nobody else';
    const account = await accounts.create({ name: 'bao', ...PERSON, password });
    const [session, token] = [await accounts.openSession(account), await accounts.putToken(account, 'ci', null)];
    const stored = JSON.stringify([
      await db.query('select * from account'), await db.query('select * from session'), await db.query('select * from api_token'),
    ]);
    for (const secret of [password, session, token]) expect(stored).not.toContain(secret);
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect((await accounts.bySession(session))?.id).toBe(account.id);
    expect((await accounts.byToken(token))?.id).toBe(account.id);
  });

  it('take a password however the keyboard composes it', async () => {
    await accounts.create({ name: 'duyen', ...PERSON, password: 'Trần Mỹ Duyên 2026'.normalize('NFD') });
    expect((await accounts.authenticate('duyen', 'Trần Mỹ Duyên 2026'.normalize('NFC')))?.name).toBe('duyen');
    expect(await accounts.authenticate('duyen', 'Tran My Duyen 2026')).toBeUndefined();
  });

  it('give a name once', async () => {
    await accounts.create({ name: 'once', ...PERSON });
    await expect(accounts.create({ name: 'once', ...PERSON })).rejects.toMatchObject({ constraint: 'account_name_used' });
  });

  it('are those of their pair alone', async () => {
    const elsewhere = new Accounts(db, 'another-pair', () => now);
    expect(await elsewhere.find('bao')).toBeUndefined();
    const account = (await accounts.find('bao'))!;
    expect(await elsewhere.bySession(await accounts.openSession(account))).toBeUndefined();
  });

  it('without a password cannot be entered with one', async () => {
    await accounts.create({ name: 'token-only', ...PERSON });
    expect(await accounts.authenticate('token-only', '')).toBeUndefined();
  });

  it('sweep sessions that are over', async () => {
    const account = (await accounts.find('bao'))!;
    await accounts.openSession(account);
    now += SESSION_END + 1;
    await accounts.openSession(account);
    expect(await db.query('select 1 from session')).toHaveLength(1);
  });
});

describe('the demonstration', () => {
  it('has its people once, however often it starts', async () => {
    await seedDemo(accounts, PERSONAS);
    await seedDemo(accounts, PERSONAS);
    const names = (await accounts.list()).map((account) => account.name);
    for (const persona of PERSONAS) expect(names.filter((name) => name === persona.id)).toHaveLength(1);
  });

  it('gives them the tokens that were drawn for them', async () => {
    const token = 'pg_drawn-for-the-reader-of-the-lane';
    for (let start = 0; start < 2; start += 1) await seedDemo(accounts, PERSONAS, { 'vn-gate': token });
    expect((await accounts.byToken(token))?.role).toBe('gate');
  });

  it('has on each side somebody for every part, two for four eyes', () => {
    for (const side of ['VN', 'CN']) {
      const roles = PERSONAS.filter((persona) => persona.side === side).map((persona) => persona.role);
      expect(new Set(roles)).toEqual(
        new Set(['manager', 'customs', 'quarantine', 'border_guard', 'laboratory', 'yard', 'trader', 'secretary', 'gate', 'auditor', 'operator']),
      );
      expect(roles.filter((role) => role === 'customs')).toHaveLength(2);
    }
  });
});
