import { afterEach, describe, expect, it } from 'vitest';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { DatabaseGone, StatementFailed, type Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { startTwoNodes, until, type TwoNodes } from './testing/two-nodes.ts';

/** The writer when its database does not do what it should. A real database, with a line that breaks when told to. */

type Break = 'before' | 'after';

/** The next commit is lost `before` the database has it, or only its answer is, `after`. */
class BreakingLine implements Database {
  readonly engine;
  next: Break | undefined;
  /** The next commit waits for this, and is refused when it gives an error. */
  gate: Promise<Error | undefined> | undefined;
  constructor(private readonly database: Database) {
    this.engine = database.engine;
  }

  query: Database['query'] = (sql, params) => this.database.query(sql, params);

  transact: Database['transact'] = async (statements) => {
    const isCommit = statements.some(({ sql }) => /log_entry/i.test(sql));
    const gate = isCommit ? this.gate : undefined;
    if (gate) {
      this.gate = undefined;
      const error = await gate;
      if (error) throw error;
    }
    const how = isCommit ? this.next : undefined;
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
  await nodes.settled();
}

describe('a group of commands', () => {
  it('goes on without the one that the database cannot take', async () => {
    await start();
    const { VN } = nodes;
    const poison = VN.submit('trader', 'lodgeDeclaration', { declaration: { functionalReferenceID: 'NUL \0' } });
    const outcomes = await Promise.allSettled([VN.lodge(), poison, VN.publishCapacity(7), VN.lodge()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    await nodes.settled();
  });
});

describe('what is decided on top of a commit that is under way', () => {
  /** Two declarations with the same reference of the trader; the second is decided while the first is being committed. */
  async function lodgeTwice(end: Error | undefined) {
    await start();
    const { VN } = nodes;
    let open: (error: Error | undefined) => void = () => undefined;
    line.gate = new Promise((resolve) => (open = resolve));
    const first = VN.lodge({ functionalReferenceID: 'TWICE' });
    await until(() => line.gate === undefined);
    const second = VN.lodge({ functionalReferenceID: 'TWICE' });
    const later = VN.publishCapacity(9);
    await new Promise((resolve) => setTimeout(resolve, 50));
    open(end);
    return Promise.allSettled([first, second, later]);
  }

  it('sees what that commit holds', async () => {
    const [first, second, later] = await lodgeTwice(undefined);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('reference_used') } });
    expect(later.status).toBe('fulfilled');
    await nodes.settled();
  });

  it('is decided again when that commit fails', async () => {
    const [first, second, later] = await lodgeTwice(new StatementFailed(0, 'XX000', 'the server will not'));
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'XX000' } });
    expect(second.status).toBe('fulfilled');
    expect(later.status).toBe('fulfilled');
    await nodes.settled();
    const entries = await nodes.VN.journal.entries('VN', 0, 100);
    expect(entries.map((entry) => entry.index)).toEqual(entries.map((_, index) => index));
    expect(entries.filter((entry) => entry.type === 'DeclarationLodged')).toHaveLength(1);
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
      await nodes.settled();
      const types = (await VN.journal.entries('VN', 0, 100)).map((entry) => entry.type);
      expect(types.filter((type) => type === 'CapacityPublished')).toHaveLength(status === 'fulfilled' ? 2 : 1);
      expect(VN.writer.blocked).toBeUndefined();
    },
  );

  it('that happened all the same leaves nothing of who was told meanwhile that the database is gone', async () => {
    await start();
    const { VN } = nodes;
    let open: () => void = () => undefined;
    line.gate = new Promise((resolve) => (open = () => resolve(undefined)));
    line.next = 'after';
    const first = VN.lodge({ functionalReferenceID: 'FIRST' });
    await until(() => line.gate === undefined);
    const second = VN.lodge({ functionalReferenceID: 'SECOND' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    open();
    expect(await Promise.allSettled([first, second])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'database_gone' } },
    ]);
    await VN.publishCapacity(8);
    await nodes.settled();
    const types = (await VN.journal.entries('VN', 0, 100)).map((entry) => entry.type);
    expect(types.filter((type) => type === 'DeclarationLodged')).toHaveLength(1);
    expect(types.at(-1)).toBe('CapacityPublished');
  });

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
    await nodes.settled();
    expect(taken.some((size) => size > held)).toBe(true);
    expect(VN.exchange.status().faults.intake_failed).toBeGreaterThan(0);
  });
});
