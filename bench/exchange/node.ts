import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { Anchor } from '@pairgate/node/exchange/anchor.ts';
import { startExchange, type Exchange } from '@pairgate/node/exchange/exchange.ts';
import { httpsNetwork } from '@pairgate/node/exchange/https.ts';
import { WorkingKeys } from '@pairgate/node/exchange/working-keys.ts';
import { gateTimes } from '@pairgate/node/gate-times.ts';
import { loadIdentity } from '@pairgate/node/keys/identity.ts';
import { agreementsFrom } from '@pairgate/node/keys/agreement-file.ts';
import { loadPseudonyms } from '@pairgate/node/keys/pseudonym-key.ts';
import { findPassphrase } from '@pairgate/node/keys/passphrase.ts';
import { Vault } from '@pairgate/node/keys/vault.ts';
import { Live } from '@pairgate/node/live.ts';
import { positionOf } from '@pairgate/node/position.ts';
import { realWorld } from '@pairgate/node/world.ts';
import { Writer } from '@pairgate/node/writer.ts';
import { openPostgres } from '@pairgate/store/engine/postgres.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import { lorries, type Sample } from './lorries.ts';
import { Source } from './source.ts';

/** One side as a process of its own: the product's writer and exchange, and the source of the load beside them. */
export interface NodeSettings {
  readonly side: SideId;
  readonly database: string;
  readonly directory: string;
  readonly agreement: string;
  readonly peerAuthority: string;
  readonly peerUrl: string;
  readonly port: number;
  readonly sample: string;
  /** Lorries of this side that are on their way at a time. */
  readonly atOnce: number;
}

export type Order =
  | { readonly do: 'run'; readonly rate: number; readonly seconds: number; readonly warmUp: number }
  | { readonly do: 'fill'; readonly facts: number; readonly outstanding: number }
  | { readonly do: 'saturate'; readonly facts: number; readonly outstanding: number }
  | { readonly do: 'status' }
  | { readonly do: 'stop' };

export const peakMegabytes = (): number =>
  Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024);

async function open(settings: NodeSettings) {
  const { side } = settings;
  const pair = huuNghiYouyiGuan;
  mkdirSync(settings.directory, { recursive: true });
  const passphrase = await findPassphrase({ dataDirectory: settings.directory }, {});
  const identity = await loadIdentity(join(settings.directory, 'keys'), new Vault(passphrase));
  const agreement = JSON.parse(readFileSync(settings.agreement, 'utf8')) as SignedAgreement;
  const db = await openPostgres({ url: settings.database });
  await migrate(db);
  const journal = new Journal(db, pair.id);
  await journal.prepare(SIDES);
  const peerCa = readFileSync(settings.peerAuthority, 'utf8');
  const keys = await WorkingKeys.open({ side, document: agreement.document, journal, held: identity, peerCa });
  const live = new Live(side);
  await live.load(journal, Date.now());
  const opened: { exchange?: Exchange } = {};
  const writer = new Writer({
    side, pair, journal, live,
    pseudonyms: loadPseudonyms(settings.directory, pair.id),
    clock: { now: Date.now, virtual: false },
    gateTimes: gateTimes(pair),
    world: realWorld,
    position: await positionOf(journal, side, agreementsFrom(agreement)),
    afterCommit: (committed, position) => opened.exchange?.afterCommit(committed, position),
  });
  const watched = { log: () => undefined as void };
  const say = (level: string) => (fields: object, message: string) =>
    void (process.env['BENCH_LOG'] && process.stderr.write(`${side} ${level} ${message} ${JSON.stringify(fields)}\n`));
  const exchange = await startExchange({
    side, keys, journal, writer,
    network: httpsNetwork({
      credentials: keys.credentials,
      peerUrl: settings.peerUrl,
      host: '127.0.0.1',
      port: settings.port,
    }),
    opens: 'own',
    follow: 'stream',
    world: realWorld,
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    anchor: new Anchor(settings.directory, (error) => say('warn')({ error }, 'The anchor was not written.')),
    announce: () => watched.log(),
  });
  opened.exchange = exchange;
  const sample = JSON.parse(readFileSync(settings.sample, 'utf8')) as Sample;
  const source = new Source(writer, exchange, lorries(side, sample, settings.atOnce, Date.now));
  watched.log = () => source.look();
  return {
    source, exchange, writer,
    async stop() {
      await writer.stop();
      await exchange.stop();
      await db.close();
    },
  };
}

/** Runs until it is told to stop; answers each order with one message. */
export async function nodeProcess(settings: NodeSettings): Promise<void> {
  const node = await open(settings);
  await node.exchange.confirmed;
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return Math.round((user + system) / 1000);
  };
  const carryOut = async (order: Order): Promise<object> => {
    switch (order.do) {
      case 'run':
        return node.source.run(order.rate, order.seconds, order.warmUp);
      case 'fill':
        return node.source.fill(order.facts, order.outstanding);
      case 'saturate':
        return node.source.saturate(order.facts, order.outstanding);
      case 'status':
        return { ...node.exchange.status(), waiting: node.writer.waiting, peakMb: peakMegabytes(), cpuMs: cpu(), now: Date.now() };
      case 'stop':
        await node.stop();
        return { peakMb: peakMegabytes(), cpuMs: cpu() };
    }
  };
  process.on('message', (order: Order & { id: number }) => {
    carryOut(order).then(
      (result) => {
        process.send?.({ id: order.id, result });
        if (order.do === 'stop') process.disconnect();
      },
      (error: unknown) => process.send?.({ id: order.id, error: (error as Error).stack ?? String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}
