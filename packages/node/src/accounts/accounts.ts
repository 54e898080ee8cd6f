import { randomBytes } from 'node:crypto';
import type { Role, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import type { Account } from '../gateway.ts';
import { hashPassword, matchesPassword } from './password.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** Real time, in milliseconds. A shift is eight to twelve hours; nobody stays signed in for two of them. */
export const SESSION_IDLE = 2 * 3_600_000;
export const SESSION_END = 12 * 3_600_000;
/** How stale `last_seen_at` may be, so that reading does not write on every request. */
const TOUCH_AFTER = 60_000;
/** How long a sign-out elsewhere, or a disabled account, may go unnoticed by another process of this node. */
const REMEMBER = 10_000;
const REMEMBERED = 10_000;

export const TOKEN_PREFIX = 'pg_';

export interface NewAccount {
  readonly name: string;
  readonly displayName: string;
  readonly side: SideId;
  readonly role: Role;
  readonly language: Account['language'];
  readonly firm?: string | undefined;
  readonly firmName?: string | undefined;
  /** Without one the account can be used with tokens, or in the demonstration, but not with a password. */
  readonly password?: string | undefined;
}

interface AccountRow {
  id: string;
  name: string;
  display_name: string;
  side: SideId;
  role: Role;
  firm: string | null;
  firm_name: string | null;
  language: Account['language'];
}

const COLUMNS = 'a.id, a.name, a.display_name, a.side, a.role, a.firm, a.firm_name, a.language';

const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  role: row.role,
  side: row.side,
  language: row.language,
  ...(row.firm === null ? {} : { firm: row.firm }),
  ...(row.firm_name === null ? {} : { firmName: row.firm_name }),
});

/** Who may come in: accounts of one pair on this node, their sessions and their tokens. */
export class Accounts {
  readonly #db: Database;
  readonly #pair: string;
  /** Real time in milliseconds: sessions never follow the demonstration's clock. */
  readonly #wall: () => number;
  readonly #known = new Map<string, { account: Account; until: number }>();

  constructor(db: Database, pair: string, wall: () => number) {
    this.#db = db;
    this.#pair = pair;
    this.#wall = wall;
  }

  /** Throws `ConflictError` with the constraint `account_name_used` when the name is taken. */
  async create(of: NewAccount): Promise<Account> {
    const id = randomBytes(16).toString('hex');
    const passwordHash = of.password === undefined ? null : await hashPassword(of.password);
    const sql = `insert into account
      (pair, id, name, display_name, side, role, firm, firm_name, language, password_hash, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
    const params = [
      this.#pair, id, of.name, of.displayName, of.side, of.role, of.firm ?? null, of.firmName ?? null, of.language,
      passwordHash, this.#wall(),
    ];
    await this.#db.transact([{ sql, params }]);
    return (await this.find(of.name))!;
  }

  async find(name: string): Promise<Account | undefined> {
    const sql = `select ${COLUMNS} from account a where a.pair = $1 and a.name = $2 and not a.disabled`;
    const [row] = await this.#db.query<AccountRow>(sql, [this.#pair, name]);
    return row && accountOf(row);
  }

  async list(): Promise<Account[]> {
    const sql = `select ${COLUMNS} from account a where a.pair = $1 and not a.disabled order by a.name`;
    return (await this.#db.query<AccountRow>(sql, [this.#pair])).map(accountOf);
  }

  /** The account of a name and password. An unknown name, a wrong password and a disabled account look alike. */
  async authenticate(name: string, password: string): Promise<Account | undefined> {
    const sql = `select ${COLUMNS}, a.password_hash from account a where a.pair = $1 and a.name = $2 and not a.disabled`;
    const [row] = await this.#db.query<AccountRow & { password_hash: string | null }>(sql, [this.#pair, name]);
    const matches = await matchesPassword(row?.password_hash ?? null, password);
    return row && matches ? accountOf(row) : undefined;
  }

  /** Disables an account and ends everything that it has open; what it did stays. */
  async disable(name: string): Promise<boolean> {
    const account = await this.find(name);
    if (!account) return false;
    await this.#db.transact([
      { sql: 'update account set disabled = true where pair = $1 and id = $2', params: [this.#pair, account.id] },
      { sql: 'delete from session where pair = $1 and account = $2', params: [this.#pair, account.id] },
      { sql: 'delete from api_token where pair = $1 and account = $2', params: [this.#pair, account.id] },
    ]);
    this.#known.clear();
    return true;
  }

  /** Opens a session and gives its secret, which is stored nowhere. Sessions that are over are swept on the way. */
  async openSession(account: Account): Promise<string> {
    const secret = newSecret();
    const now = this.#wall();
    await this.#db.transact([
      {
        sql: 'delete from session where pair = $1 and (created_at <= $2 or last_seen_at <= $3)',
        params: [this.#pair, now - SESSION_END, now - SESSION_IDLE],
      },
      {
        sql: 'insert into session (pair, id_hash, account, created_at, last_seen_at) values ($1, $2, $3, $4, $4)',
        params: [this.#pair, hashSecret(secret), account.id, now],
      },
    ]);
    return secret;
  }

  async closeSession(secret: string): Promise<void> {
    const hash = hashSecret(secret);
    await this.#db.transact([
      { sql: 'delete from session where pair = $1 and id_hash = $2', params: [this.#pair, hash] },
    ]);
    this.#known.delete(hash);
  }

  /** The account of a session that is neither idle too long nor too old. */
  async bySession(secret: string): Promise<Account | undefined> {
    const hash = hashSecret(secret);
    const known = this.#recall(hash);
    if (known) return known;
    const now = this.#wall();
    const sql = `select ${COLUMNS}, s.created_at, s.last_seen_at from session s
      join account a on a.pair = s.pair and a.id = s.account
      where s.pair = $1 and s.id_hash = $2 and s.created_at > $3 and s.last_seen_at > $4 and not a.disabled`;
    const params = [this.#pair, hash, now - SESSION_END, now - SESSION_IDLE];
    const [row] = await this.#db.query<AccountRow & { created_at: number; last_seen_at: number }>(sql, params);
    if (!row) return undefined;
    if (now - row.last_seen_at > TOUCH_AFTER) {
      const touch = 'update session set last_seen_at = $3 where pair = $1 and id_hash = $2';
      // Who can only read now, because the disk is full, is not signed out for it; the session merely ends earlier.
      await this.#db.transact([{ sql: touch, params: [this.#pair, hash, now] }]).catch(() => undefined);
    }
    return this.#remember(hash, accountOf(row), row.created_at + SESSION_END);
  }

  /**
   * Gives an account a token under a name, and the token's secret once. The same name again replaces the former token,
   * so that repeating a request that got no answer leaves one token.
   */
  async putToken(
    account: Account,
    name: string,
    expiresAt: number | null,
    token: string = `${TOKEN_PREFIX}${newSecret()}`,
  ): Promise<string> {
    await this.#db.transact([
      {
        sql: 'delete from api_token where pair = $1 and account = $2 and name = $3',
        params: [this.#pair, account.id, name],
      },
      {
        sql: `insert into api_token (pair, token_hash, account, name, created_at, expires_at)
          values ($1, $2, $3, $4, $5, $6)`,
        params: [this.#pair, hashSecret(token), account.id, name, this.#wall(), expiresAt],
      },
    ]);
    this.#known.clear();
    return token;
  }

  async tokens(account: Account): Promise<{ name: string; createdAt: number; expiresAt: number | null }[]> {
    const sql = `select name, created_at as "createdAt", expires_at as "expiresAt"
      from api_token where pair = $1 and account = $2 order by name`;
    return this.#db.query(sql, [this.#pair, account.id]);
  }

  async revokeToken(account: Account, name: string): Promise<boolean> {
    const [result] = await this.#db.transact([
      {
        sql: 'delete from api_token where pair = $1 and account = $2 and name = $3',
        params: [this.#pair, account.id, name],
      },
    ]);
    this.#known.clear();
    return result!.rowCount > 0;
  }

  async byToken(token: string): Promise<Account | undefined> {
    const hash = hashSecret(token);
    const known = this.#recall(hash);
    if (known) return known;
    const sql = `select ${COLUMNS}, t.expires_at from api_token t
      join account a on a.pair = t.pair and a.id = t.account
      where t.pair = $1 and t.token_hash = $2 and (t.expires_at is null or t.expires_at > $3) and not a.disabled`;
    const [row] = await this.#db.query<AccountRow & { expires_at: number | null }>(sql, [this.#pair, hash, this.#wall()]);
    return row && this.#remember(hash, accountOf(row), row.expires_at ?? Infinity);
  }

  #recall(hash: string): Account | undefined {
    const known = this.#known.get(hash);
    return known && known.until > this.#wall() ? known.account : undefined;
  }

  #remember(hash: string, account: Account, end: number): Account {
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(hash, { account, until: Math.min(this.#wall() + REMEMBER, end) });
    return account;
  }
}
