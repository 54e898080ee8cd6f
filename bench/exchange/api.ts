import { Agent, request } from 'node:http';
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

interface Answer {
  readonly status: number;
  readonly body: { readonly reference?: string; readonly crossing?: string; readonly token?: string; readonly code?: string };
}

class People {
  readonly #agent: Agent;
  readonly #tokens = new Map<Role, string>();
  stopping = false;
  acts = 0;

  constructor(private readonly settings: PeopleSettings) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: settings.atOnce });
  }

  #post(path: string, body: object, headers: Record<string, string>): Promise<Answer> {
    const text = Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent, port: this.settings.port, host: '127.0.0.1', method: 'POST', path,
          headers: { 'content-type': 'application/json', 'content-length': text.length, ...headers },
        },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('end', () => {
            const answer = Buffer.concat(pieces).toString('utf8');
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) as Answer['body'] });
          });
          response.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  async signIn(): Promise<void> {
    for (const role of ROLES) {
      const { body } = await this.#post('/api/session', { name: `bench-${role}`, password: PASSWORD, as: 'bearer' }, {});
      if (body.token === undefined) throw new Error(`sign-in was refused: ${body.code}`);
      this.#tokens.set(role, body.token);
    }
  }

  async #act(role: Role, path: string, command: object): Promise<Answer['body']> {
    const headers = { authorization: `Bearer ${this.#tokens.get(role)}`, 'idempotency-key': randomHex(16) };
    const { status, body } = await this.#post(path, command, headers);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    this.acts += 1;
    return body;
  }

  /** One lorry after the other: declared, arrived, resealed and sampled, and withdrawn. */
  async work(): Promise<void> {
    const { declaration } = this.settings.sample;
    const means = declaration['borderTransportMeans'] as { tractorID: string };
    while (!this.stopping) {
      const mine = { ...declaration, functionalReferenceID: randomHex(16) };
      const { reference, crossing } = await this.#act('trader', '/api/declarations', { declaration: mine });
      const of = `/api/crossings/${crossing}`;
      await this.#act('yard', `${of}/record-arrival`, {
        // Another seal than was declared, so that no rule releases the lorry before it is looked at.
        tractorID: means.tractorID, sealID: ['CNHG 7209999'], weighedMassKg: '24000', yard: 'CN-YX',
      });
      for (const number of [1, 2, 3]) {
        await this.#act('yard', `${of}/replace-attachment`, {
          kind: 'seal', to: `CNHG 720190${number}`, reason: 'opened for the inspection and sealed again',
        });
        await this.#act('customs', `${of}/take-sample`, {
          test: ['lead in solder, XRF', 'flame retardants, GC-MS'], laboratory: 'Bằng Tường 实验室',
          dueAt: fromMillis(Date.now() + 4 * 3_600_000),
        });
      }
      await this.#act('trader', `/api/consignments/${reference}/withdraw-declaration`, { reason: 'the buyer has changed the order' });
    }
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
