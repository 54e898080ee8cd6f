import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import type { Role, SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { Accounts } from '@pairgate/node/accounts/accounts.ts';
import { accountMigrations } from '@pairgate/node/accounts/schema.sql.ts';
import { randomHex } from '@pairgate/node/crypto.ts';
import { readConfig } from '@pairgate/node/config.ts';
import { startNode } from '@pairgate/node/start.ts';
import { openPostgres } from '@pairgate/store/engine/postgres.ts';
import { migrate, MIGRATIONS } from '@pairgate/store/migrations.ts';
import { Connection } from './connection.ts';
import { peakMegabytes } from './node.ts';
import type { Sample } from './lorries.ts';

/**
 * The load through the HTTP interface of a whole node: people sign in with their passwords and act, each act checked,
 * decided and remembered by its idempotency key. The node's own rules assess what is declared.
 */
export const ROLES = ['trader', 'yard', 'customs'] as const satisfies readonly Role[];
const PASSWORD = 'one bench, four long words';

/** Makes the accounts of the people, before the node starts and is the one writer of its database. */
export async function makeAccounts(url: string, side: SideId, firm: string): Promise<void> {
  const db = await openPostgres({ url });
  await migrate(db, [...MIGRATIONS, ...accountMigrations]);
  const accounts = new Accounts(db, huuNghiYouyiGuan.id, Date.now);
  for (const role of ROLES) {
    await accounts.create({
      name: `bench-${role}`, displayName: role, side, role, language: 'en', password: PASSWORD,
      ...(role === 'trader' ? { firm, firmName: 'Bench' } : {}),
    });
  }
  await db.close();
}

/** A whole node, as `pairgate` starts it. */
export async function wholeNodeProcess(config: string): Promise<void> {
  const node = await startNode(readConfig(config));
  process.on('message', ({ id }: { id: number }) => {
    void node.stop().then(() => process.send?.({ id, result: { peakMb: peakMegabytes() } }));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}

export interface PeopleSettings {
  readonly port: number;
  readonly side: SideId;
  readonly sample: Sample;
  /** Lorries that are looked after at a time, each over a connection of its own. */
  readonly atOnce: number;
}

interface Outcome {
  readonly reference?: string;
  readonly crossing?: string;
  readonly token?: string;
  readonly code?: string;
}

class People {
  readonly #tokens = new Map<Role, string>();
  /** The declaration up to its trader's own reference, and what comes after it. */
  readonly #declaration: readonly [string, string];
  readonly #arrival: string;
  stopping = false;
  acts = 0;

  constructor(private readonly settings: PeopleSettings) {
    const { declaration } = settings.sample;
    const [before, after] = JSON.stringify({ declaration: { ...declaration, functionalReferenceID: '@' } }).split('"@"');
    this.#declaration = [`${before}"`, `"${after}`];
    this.#arrival = JSON.stringify({
      // Another seal than was declared, so that no rule releases the lorry before it is looked at.
      tractorID: (declaration['borderTransportMeans'] as { tractorID: string }).tractorID,
      sealID: ['CNHG 7209999'], weighedMassKg: '24000', yard: 'CN-YX',
    });
  }

  async signIn(): Promise<void> {
    const connection = new Connection(this.settings.port);
    for (const role of ROLES) {
      const person = JSON.stringify({ name: `bench-${role}`, password: PASSWORD, as: 'bearer' });
      const { status, body } = await connection.post('/api/session', '', person);
      const { token } = JSON.parse(body) as Outcome;
      if (token === undefined) throw new Error(`sign-in was refused: ${status} ${body}`);
      this.#tokens.set(role, token);
    }
    connection.end();
  }

  async #act(connection: Connection, role: Role, path: string, command: string): Promise<Outcome> {
    const headers = `authorization: Bearer ${this.#tokens.get(role)}\r\nidempotency-key: ${randomHex(16)}\r\n`;
    const { status, body } = await connection.post(path, headers, command);
    if (status >= 300) throw new Error(`${path}: ${status} ${body}`);
    this.acts += 1;
    return JSON.parse(body) as Outcome;
  }

  /** One lorry after the other: declared, arrived, resealed and sampled, and withdrawn. */
  async work(): Promise<void> {
    const connection = new Connection(this.settings.port);
    while (!this.stopping) {
      const { reference, crossing } = await this.#act(connection, 'trader', '/api/declarations', this.#declaration.join(randomHex(16)));
      const of = `/api/crossings/${crossing}`;
      await this.#act(connection, 'yard', `${of}/record-arrival`, this.#arrival);
      for (const number of [1, 2, 3]) {
        const seal = JSON.stringify({ kind: 'seal', to: `CNHG 720190${number}`, reason: 'opened for the inspection and sealed again' });
        await this.#act(connection, 'yard', `${of}/replace-attachment`, seal);
        const sample = JSON.stringify({
          test: ['lead in solder, XRF', 'flame retardants, GC-MS'], laboratory: 'Bằng Tường 实验室',
          dueAt: fromMillis(Date.now() + 4 * 3_600_000),
        });
        await this.#act(connection, 'customs', `${of}/take-sample`, sample);
      }
      const reason = JSON.stringify({ reason: 'the buyer has changed the order' });
      await this.#act(connection, 'trader', `/api/consignments/${reference}/withdraw-declaration`, reason);
    }
    connection.end();
  }
}

/** Answers `stop` with the number of acts. */
export async function peopleProcess(settings: PeopleSettings): Promise<void> {
  const people = new People(settings);
  await people.signIn();
  const failed = (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  };
  const work = Promise.all(Array.from({ length: settings.atOnce }, () => people.work())).catch(failed);
  process.on('message', ({ id }: { id: number }) => {
    people.stopping = true;
    void work.then(() => process.send?.({ id, result: { acts: people.acts } }));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}
