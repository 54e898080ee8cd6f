import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { DatabaseGone, type Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { startTwoNodes, until, type TwoNodes } from './testing/two-nodes.ts';

/** The writer when its database does not do what it should. A real database, with a line that breaks when told to. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Break = 'before' | 'after';

/** The next commit is lost `before` the database has it, or only its answer is, `after`. */
class BreakingLine implements Database {
  readonly engine;
  next: Break | undefined;
  constructor(private readonly database: Database) {
    this.engine = database.engine;
  }

  query: Database['query'] = (sql, params) => this.database.query(sql, params);

  transact: Database['transact'] = async (statements) => {
    const how = statements.some(({ sql }) => /log_entry/i.test(sql)) ? this.next : undefined;
    if (how === undefined) return this.database.transact(statements);
    this.next = undefined;
    if (how === 'after') await this.database.transact(statements);
    throw new DatabaseGone('the line is cut', true);
  };

  close: Database['close'] = () => this.database.close();
}

let nodes: TwoNodes;
let line: BreakingLine;
afterEach(() => nodes.stop());

async function start(): Promise<void> {
  const open = async (side: SideId): Promise<Database> => {
    const database = await openPglite();
    return side === 'VN' ? (line = new BreakingLine(database)) : database;
  };
  nodes = await startTwoNodes({ open });
  await nodes.settled(30_000);
}

describe('a group of commands', () => {
  it('goes on without the one that the database cannot take', async () => {
    await start();
    const { VN } = nodes;
    const poison = VN.submit('trader', 'lodgeDeclaration', { declaration: { functionalReferenceID: 'NUL \0' } });
    const outcomes = await Promise.allSettled([VN.lodge(), poison, VN.publishCapacity(7), VN.lodge()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    await nodes.settled(30_000);
  });
});

describe('a commit without an answer', () => {
  it.each([['before', 'rejected'], ['after', 'fulfilled']] as const)(
    'is told as it was: cut %s the commit, the caller is %s',
    async (how, status) => {
      await start();
      const { VN } = nodes;
      line.next = how;
      const [outcome] = await Promise.allSettled([VN.publishCapacity(7)]);
      expect(outcome.status).toBe(status);
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'database_gone' });
      await VN.publishCapacity(8);
      await nodes.settled(30_000);
      const types = (await VN.journal.entries('VN', 0, 100)).map((entry) => entry.type);
      expect(types.filter((type) => type === 'CapacityPublished')).toHaveLength(status === 'fulfilled' ? 2 : 1);
      expect(VN.writer.blocked).toBeUndefined();
    },
  );

  it('of what the other side sent is countersigned only when it is stored', async () => {
    await start();
    const { VN, CN } = nodes;
    const held = (await VN.journal.head('CN')).size;
    const taken: number[] = [];
    const take = VN.writer.take.bind(VN.writer);
    VN.writer.take = async (received) => {
      await take(received);
      taken.push(received.size);
      expect((await VN.journal.head('CN')).size, 'what was acknowledged is stored').toBeGreaterThanOrEqual(received.size);
    };
    line.next = 'before';
    await CN.publishCapacity(7);
    await until(() => line.next === undefined);
    await nodes.settled(30_000);
    expect(taken.some((size) => size > held)).toBe(true);
    expect(VN.exchange.status().faults.intake_failed).toBeGreaterThan(0);
  });
});
