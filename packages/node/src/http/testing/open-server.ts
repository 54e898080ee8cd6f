import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { ROLES, type Role } from '@pairgate/domain/kernel/codes.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { Accounts } from '../../accounts/accounts.ts';
import { PERSONAS } from '../../accounts/personas.ts';
import { accountMigrations } from '../../accounts/schema.sql.ts';
import { seedDemo } from '../../accounts/seed.ts';
import { createServer, type ServerOptions } from '../server.ts';
import { StandIn, standInHistory, standInLedgers } from './stand-in.ts';

export const DAY_TOKEN = 'the-secret-of-the-day-process';
export const FIRM = 'firm-of-tests';

/** A database in memory with the tables of accounts. */
export async function openAccounts(wall: () => number = Date.now): Promise<{ db: Database; accounts: Accounts }> {
  const db = await openPglite({});
  for (const { sql } of accountMigrations) await db.transact([{ sql, params: [] }]);
  return { db, accounts: new Accounts(db, 'hn-yyg', wall) };
}

export interface TestServer {
  readonly app: FastifyInstance;
  readonly node: StandIn;
  readonly accounts: Accounts;
  /** Every line that was logged. */
  readonly logged: string[];
  /** A token for each role that somebody can have. */
  readonly tokens: ReadonlyMap<Role, string>;
  readonly linkKey: Uint8Array;
  as(role: Role, request: InjectOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

/** A server of the Viet Nam side over a stand-in node, with one account and one token for each role. */
export async function openServer(options: Partial<ServerOptions> & { demo?: ServerOptions['demo'] } = {}): Promise<TestServer> {
  const { db, accounts } = await openAccounts(options.wall);
  await seedDemo(accounts, PERSONAS.filter((persona) => persona.side === 'VN'));
  const tokens = new Map<Role, string>();
  for (const role of ROLES) {
    if (role === 'public') continue;
    const firm = role === 'trader' ? { firm: FIRM } : {};
    const account = await accounts.create({ name: `test-${role}`, displayName: role, side: 'VN', role, language: 'vi', ...firm });
    tokens.set(role, await accounts.putToken(account, 'test', null));
  }
  const node = new StandIn();
  const logged: string[] = [];
  const linkKey = new Uint8Array(32).fill(7);
  const app = await createServer({
    side: 'VN', stick: node.stick, submitter: node, readings: node, ledgers: standInLedgers, history: standInHistory, accounts, linkKey, checkResponses: true,
    demo: { personas: PERSONAS, dayToken: DAY_TOKEN, setClock: () => undefined },
    logger: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
    ...options,
  });
  return {
    app, node, accounts, logged, tokens, linkKey,
    as(role, request) {
      const token = tokens.get(role);
      const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...request.headers };
      return app.inject({ ...request, headers });
    },
    async close() {
      await app.close();
      await db.close();
    },
  };
}
