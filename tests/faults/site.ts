import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { startExchange, type Exchange } from '@pairgate/node/exchange/exchange.ts';
import type { Anchored } from '@pairgate/node/exchange/anchor.ts';
import { statementsIn } from '@pairgate/node/exchange/statements-in.ts';
import { WorkingKeys } from '@pairgate/node/exchange/working-keys.ts';
import { gateTimes } from '@pairgate/node/gate-times.ts';
import { Unavailable, type Clock } from '@pairgate/node/gateway.ts';
import { StatementFolder } from '@pairgate/node/keys/statement-folder.ts';
import { Live } from '@pairgate/node/live.ts';
import { positionOf } from '@pairgate/node/position.ts';
import { unavailableBy } from '@pairgate/node/unavailable.ts';
import { Writer } from '@pairgate/node/writer.ts';
import { Server } from './database.ts';
import { Folder } from './key-folder.ts';
import { Life } from './life.ts';
import { MemoryJournal } from './memory-journal.ts';
import type { Link } from './network.ts';
import type { Terms } from './terms.ts';
import type { Scheduler } from './scheduler.ts';
import type { OwnFact, Witness } from './witness.ts';

export type Death = 'killed' | 'power cut';

interface Surroundings {
  readonly scheduler: Scheduler;
  readonly witness: Witness;
  readonly link: Link;
  readonly clock: Clock;
  readonly terms: Terms;
  readonly seed: number;
  readonly fail: (message: string) => void;
  /** Told after the witness when something has become durable on a side. */
  readonly onDurable: (side: SideId) => void;
}

/** A machine: its clock, its database server, its anchor file, its keys, and one life of the node after the other. */
export class Site {
  readonly server: Server;
  readonly folder: Folder;
  readonly pair = huuNghiYouyiGuan;
  readonly gateTimes = gateTimes(huuNghiYouyiGuan);
  life: Life | undefined;
  live: Live | undefined;
  writer: Writer | undefined;
  exchange: Exchange | undefined;
  statements: StatementFolder | undefined;
  deaths: Record<Death | 'stopped', number> = { killed: 0, 'power cut': 0, stopped: 0 };
  starts = 0;
  faults: Partial<Record<string, number>> = {};
  readonly #chance: Chance;
  /** Milliseconds by which the clock of this machine is wrong. */
  skew = 0;
  #anchor: Anchored | undefined;
  #doom: Death = 'killed';

  constructor(
    readonly side: SideId,
    private readonly around: Surroundings,
  ) {
    this.#chance = new Chance(around.seed * 16 + (side === 'VN' ? 3 : 4));
    const { scheduler, witness } = around;
    this.folder = new Folder(around.terms.held[side]);
    this.server = new Server(scheduler, this.#chance, () => {
      scheduler.mark('durable', this.server.tables.journal.size);
      witness.durable(side, this.server.tables);
      around.onDurable(side);
    });
  }

  get witnessed(): readonly OwnFact[] {
    return this.around.witness.of[this.side].byPosition;
  }

  get isUp(): boolean {
    return this.exchange !== undefined;
  }

  /** Starts the node, and again after a while when it cannot start. */
  start(): void {
    const { scheduler } = this.around;
    const wall = () => 1_795_000_000_000 + scheduler.now + this.skew;
    const life = new Life(this.side, scheduler, this.#chance, wall, () => this.die(this.#doom));
    this.life = life;
    this.starts += 1;
    scheduler.mark('start', this.side);
    this.#boot(life).catch((error: unknown) => {
      if (!life.alive) return;
      if (!unavailableBy(error)) this.around.fail(`${this.side}: the node does not start: ${(error as Error).stack}`);
      this.die('killed');
    });
  }

  async #boot(life: Life): Promise<void> {
    const { around, side, pair, server } = this;
    const { clock, terms } = around;
    const journal = new MemoryJournal(life, server, pair.id);
    await journal.prepare();
    around.witness.kept(side, server.tables);
    const folder = this.folder.of(life);
    const held = await folder.held();
    const keys = await WorkingKeys.open({ side, document: terms.signed.document, journal: journal.asJournal, held });
    const live = new Live(side);
    await live.load(journal.asJournal, clock.now());
    const opened: { exchange?: Exchange } = {};
    const writer = new Writer({
      side, pair, live, clock,
      journal: journal.asJournal,
      pseudonyms: terms.pseudonyms[side],
      gateTimes: this.gateTimes,
      world: life,
      position: await positionOf(journal.asJournal, side, terms.agreements),
      afterCommit: (committed, position) => opened.exchange?.afterCommit(committed, position),
    });
    const log = {
      info: () => undefined,
      warn: () => undefined,
      error: (fields: object, message: string) => this.#logged(fields, message),
    };
    const exchange = (opened.exchange = await startExchange({
      side, writer, keys, log,
      network: around.link.of(life),
      journal: journal.asJournal,
      world: life,
      anchor: this.#anchorOf(life),
    }));
    const statements = new StatementFolder({
      folder,
      world: life,
      onStatements: statementsIn({ side, keys, exchange, log, held: folder.held }),
      known: () => keys.ring.statements,
      sizes() {
        const { ownSize: own, countersignedSize: countersigned, peerSize: peer } = exchange.status();
        return { own, countersigned, peer };
      },
      onError: (error) => log.error({ error }, 'the folder of the keys'),
    });
    await statements.look();
    statements.start();
    if (!life.alive) return;
    Object.assign(this, { live, writer, exchange, statements });
  }

  /** What the workers of a node do every second: a version whose time has come is put in force. */
  keepTime(): void {
    const { life } = this;
    this.writer?.activate().catch((error: unknown) => {
      if (life?.alive && !(error instanceof Unavailable)) this.around.fail(`${this.side}: ${(error as Error).stack}`);
    });
  }

  /** Nothing here rolls a disk back, so a log that is not confirmed has lost something. */
  #logged(fields: object, message: string): void {
    const { error } = fields as { error?: unknown };
    if (unavailableBy(error)) return;
    this.around.fail(`${this.side}: ${message} ${error instanceof Error ? error.stack : ''}`);
  }

  #anchorOf(life: Life) {
    let next: Anchored | undefined;
    let writing: Promise<void> | undefined;
    const write = async () => {
      while (next) {
        const anchored = next;
        next = undefined;
        await life.arrival(life.between(0.5, 15), 'anchor', () => (this.#anchor = anchored));
        await life.arrival(1000, 'rest', () => undefined);
      }
      writing = undefined;
    };
    return {
      read: () => life.arrival(0.3, 'read anchor', () => this.#anchor),
      set: (anchored: Anchored) => {
        if (!life.act()) return;
        next = anchored;
        writing ??= write();
      },
      stop: async () => void (await writing),
    };
  }

  /** The process ends now, in the middle of whatever it does, and comes back after a time. */
  die(death: Death): void {
    const { life, server, around } = this;
    if (!life?.alive) return;
    life.alive = false;
    this.deaths[death] += 1;
    around.scheduler.mark(death, this.side);
    this.#countFaults();
    if (death === 'power cut') server.power();
    else server.abandon();
    around.link.bury(life, death === 'killed' || this.#chance.happens(30));
    this.#down();
    around.scheduler.after(50 + this.#chance.below(this.#chance.happens(20) ? 20_000 : 2000), 'restart', () => this.start());
  }

  /** Dies of itself after so many more calls of its ports. */
  doom(death: Death, calls: number): void {
    this.#doom = death;
    this.life?.dieAfter(calls);
  }

  /** An orderly stop, and a start after it. */
  async stop(): Promise<void> {
    const { life, writer, exchange, statements } = this;
    if (!life?.alive || !writer || !exchange) return;
    this.#down();
    await statements?.stop();
    await exchange.stop();
    await writer.stop();
    if (!life.alive) return;
    this.#countFaults(exchange);
    life.alive = false;
    this.deaths.stopped += 1;
    this.around.link.bury(life, true);
    this.around.scheduler.mark('stopped', this.side);
    this.around.scheduler.after(50 + this.#chance.below(3000), 'restart', () => this.start());
  }

  #down(): void {
    this.live = undefined;
    this.writer = undefined;
    this.exchange = undefined;
    this.statements = undefined;
  }

  #countFaults(exchange = this.exchange): void {
    for (const [kind, count] of Object.entries(exchange?.status().faults ?? {})) {
      this.faults[kind] = (this.faults[kind] ?? 0) + count;
    }
  }
}

export const sidesOf = <T>(make: (side: SideId) => T): Record<SideId, T> =>
  Object.fromEntries(SIDES.map((side) => [side, make(side)])) as Record<SideId, T>;
