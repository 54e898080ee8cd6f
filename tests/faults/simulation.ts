import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, MINUTE } from '@pairgate/domain/kernel/instant.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { advance, attempt } from '@pairgate/domain/kernel/testing/chance-acts.ts';
import { NOW } from '@pairgate/domain/kernel/testing/history.ts';
import { TIMING } from '@pairgate/node/exchange/timing.ts';
import { Client } from './client.ts';
import { Crowd } from './people.ts';
import { CRASH, FAULTS, MIN_CRASHES, MIN_FACTS, MIN_FAULTS, plan, type Planned } from './faults.ts';
import { KeyOffice } from './key-office.ts';
import { Managers } from './managers.ts';
import { Link } from './network.ts';
import { doSomethingRare } from './rare.ts';
import { Scheduler } from './scheduler.ts';
import { checkEnd, isSettled } from './settled.ts';
import { sidesOf, type Site as SiteType, Site } from './site.ts';
import { makeTerms, type Terms } from './terms.ts';
import { WireWatch } from './wire-watch.ts';
import { Witness } from './witness.ts';

/** Two whole nodes, their people, their machines and the link between them, from one seed. */
/** Virtual time in which everything must be well again after the last fault, and in which a run must end at all. */
const HEALING_MS = 5 * 60_000;
const RUN_MS = 6 * 60 * 60_000;
/** Commands that are handed in at once stay below this many; whoever finds nothing to do so many times in turn goes away. */
const MAX_IN_HAND = 40;
const PATIENCE = 8;
/** In so many of a hundred moments somebody does first what people do seldom. */
const RARE_PERCENT = 15;

export interface Exercised {
  readonly facts: number;
  readonly entries: number;
  readonly steps: number;
  readonly handedIn: number;
  readonly repeated: number;
  readonly refused: number;
  readonly starts: number;
  readonly countersignatures: number;
  readonly wireBytes: number;
  /** Crashes by kind, and everything else that went wrong. */
  readonly crashes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** What the exchanges dropped, by the name that a node gives it. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly refusedEntries: number;
  /** What was said of the agreement, and under which circumstances. */
  readonly agreement: Readonly<Record<string, number>>;
  /** Facts by their type. */
  readonly types: Readonly<Record<string, number>>;
  /** What was done with the keys that sign. */
  readonly keys: Readonly<Record<string, number>>;
}

export interface Run {
  readonly seed: number;
  readonly ok: boolean;
  readonly trace: string;
  readonly exercised: Exercised;
  readonly failure?: { readonly step: number; readonly at: number; readonly message: string };
}

let terms: Terms | undefined;

/** Plays a seed to its end or to its first failure. `tell` is told every mark. */
export async function runSeed(seed: number, tell?: (line: string) => void): Promise<Run> {
  return new Simulation(seed, (terms ??= makeTerms()), tell).run();
}

class Simulation {
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  readonly #witness: Witness;
  readonly #wire: WireWatch;
  readonly #link: Link;
  readonly #sites: Readonly<Record<SideId, SiteType>>;
  readonly #crowd: Crowd;
  readonly #client: Client;
  readonly #managers: Managers;
  readonly #office: KeyOffice;
  readonly #plan: Planned[];
  readonly #faults: Record<string, number> = {};
  #failure: Run['failure'];
  #jumped = 0;
  #healingSince: number | undefined;
  #settled = false;
  #crashesAtActivation = 0;
  /** The size of each log after its newest activation. */
  readonly #activated: Record<SideId, number> = { VN: 1, CN: 1 };

  constructor(
    readonly seed: number,
    given: Terms,
    tell: ((line: string) => void) | undefined,
  ) {
    const scheduler = (this.#scheduler = new Scheduler(seed * 16 + 1, tell));
    this.#chance = new Chance(seed * 16 + 2);
    const fail = (message: string) => this.#fail(message);
    const witness = (this.#witness = new Witness(given.signed.document, () => scheduler.now, fail));
    this.#wire = new WireWatch(witness);
    const link = (this.#link = new Link(scheduler, new Chance(seed * 16 + 5), TIMING, this.#wire, seed % 3 === 0));
    const clock = { virtual: true, now: () => this.#now() };
    this.#sites = sidesOf((side) => {
      const onDurable = (of: SideId) => this.#crashAtActivation(of);
      return new Site(side, { scheduler, witness, link, clock, terms: given, seed, fail, onDurable });
    });
    this.#crowd = new Crowd(new Chance(seed * 16 + 6), this.#sites, () => this.#now());
    this.#client = new Client(scheduler, this.#sites, witness, fail, (bound) => this.#chance.below(bound));
    this.#plan = plan(this.#chance);
    const managers = new Chance(seed * 16 + 7);
    this.#managers = new Managers(managers, given, this.#sites, witness, scheduler, () => this.#now(), fail);
    this.#office = new KeyOffice(new Chance(seed * 16 + 8), given, this.#sites, witness, scheduler);
  }

  /** The time of day at both gates: twenty times as fast as that of the machines, and it leaps. */
  #now(): number {
    return NOW + Math.floor(this.#scheduler.now * 20) + this.#jumped;
  }

  #fail(message: string): void {
    const { step, now } = this.#scheduler;
    this.#failure ??= { step, at: Math.round(now), message };
  }

  async run(): Promise<Run> {
    for (const side of SIDES) this.#sites[side].start();
    this.#work();
    this.#look();
    try {
      await this.#scheduler.runUntil(() => this.#failure !== undefined || this.#settled);
      if (!this.#failure) this.#check();
    } catch (error) {
      this.#fail(`the simulation itself failed: ${(error as Error).stack}`);
    }
    return {
      seed: this.seed,
      ok: this.#failure === undefined,
      trace: this.#scheduler.hash.hex,
      exercised: this.#exercised(),
      ...(this.#failure ? { failure: this.#failure } : {}),
    };
  }

  /** People act and things go wrong until enough of both has happened. */
  #work(): void {
    this.#strike();
    if (this.#isEnough()) {
      this.#heal();
      return;
    }
    this.#act();
    this.#managers.look();
    this.#office.look();
    for (const { side, submission } of this.#crowd.wanted()) {
      this.#scheduler.mark(submission.act, side);
      this.#client.handIn(side, submission);
    }
    const pause = this.#chance.happens(20) ? this.#chance.below(40) : 50 + this.#chance.below(700);
    this.#scheduler.after(pause, 'work', () => this.#work());
  }

  #act(): void {
    const chance = this.#chance;
    if (chance.happens(30)) this.#jumped += chance.below(30) * MINUTE;
    if (chance.happens(1)) this.#jumped += chance.below(20) * HOUR;
    const crowd = this.#crowd;
    // No more than the run lacks: what is beyond that costs time and says nothing new.
    const lacking = MIN_FACTS + 4 - this.#witness.facts - this.#client.waiting;
    const wanted = Math.min(chance.below(MAX_IN_HAND), Math.max(2, lacking));
    if (chance.happens(RARE_PERCENT)) doSomethingRare(crowd);
    for (let fruitless = 0; crowd.inHand < wanted && fruitless < PATIENCE; ) {
      const before = crowd.inHand;
      if (chance.happens(60)) advance(crowd);
      else this.#attempt();
      fruitless = crowd.inHand > before ? 0 : fruitless + 1;
    }
  }

  #attempt(): void {
    const crowd = this.#crowd;
    const { actor, act, reference, command, at } = attempt(crowd);
    // Some hand in what their own node would tell them is refused.
    if (this.#chance.happens(15)) crowd.want(actor, act.name, reference, command, at);
    else crowd.act(actor, act.name, reference, command, at);
  }

  /** Some nodes die right after an activation that no other entry stands under yet. */
  #crashAtActivation(side: SideId): void {
    const { log } = this.#witness.of[side];
    const size = log.length;
    if (size === this.#activated[side] || log.at(-1)?.leaf.envelope.type !== 'AgreementActivated') return;
    this.#activated[side] = size;
    if (this.#healingSince !== undefined || !this.#chance.happens(40)) return;
    this.#scheduler.after(this.#chance.below(30) / 10, 'fault', () => {
      if (log.length !== size || !this.#sites[side].life?.alive) return;
      this.#crashesAtActivation += 1;
      this.#sites[side].die(this.#chance.happens(50) ? 'killed' : 'power cut');
    });
  }

  #isEnough(): boolean {
    return this.#plan.length === 0 && this.#office.isDone && this.#witness.facts >= MIN_FACTS;
  }

  /** Brings about what is due by the number of facts. */
  #strike(): void {
    while (this.#plan[0] && this.#plan[0].atFacts <= this.#witness.facts) {
      const { kind, side } = this.#plan.shift()!;
      this.#scheduler.after(this.#chance.below(500), 'fault', () => {
        this.#scheduler.mark(kind, side);
        if (kind !== 'crash') this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
        const target = { side, site: this.#sites[side], link: this.#link, chance: this.#chance, scheduler: this.#scheduler };
        (kind === 'crash' ? CRASH : FAULTS[kind]!)(target);
      });
    }
  }

  #heal(): void {
    const crashes = sumOf(this.#crashes());
    // A crash that lay in wait for a life that ended otherwise is made up for.
    if (crashes < MIN_CRASHES) {
      this.#sites[this.#chance.pick(SIDES)].die('killed');
      this.#scheduler.after(5000, 'work', () => this.#work());
      return;
    }
    this.#scheduler.mark('heal');
    this.#link.calm();
    this.#healingSince = this.#scheduler.now;
  }

  #look(): void {
    const { now } = this.#scheduler;
    for (const side of SIDES) this.#sites[side].keepTime();
    if (this.#healingSince === undefined && now > RUN_MS) this.#fail('too little happens');
    if (this.#healingSince !== undefined) {
      const isQuiet = this.#client.waiting === 0 && SIDES.every((side) => this.#sites[side].isUp);
      this.#settled = isQuiet && this.#witness.keys.missing().length === 0 && SIDES.every((side) => isSettled(side, this.#sites));
      if (!this.#settled && now - this.#healingSince > HEALING_MS) this.#fail(`not well again: ${this.#state()}`);
    }
    this.#scheduler.after(500, 'look', () => this.#look());
  }

  #state(): string {
    return SIDES.map((side) => {
      const { server, exchange, writer } = this.#sites[side];
      const { size, cosignedSize } = server.tables.logs[side];
      const { mirrored } = this.#witness.of[side === 'VN' ? 'CN' : 'VN'];
      const status = exchange && { ...exchange.status(), blocked: writer?.blocked };
      return `${side} ${size} entries, ${mirrored} mirrored, ${cosignedSize} countersigned, ${JSON.stringify(status)}`;
    }).join('; ').concat(`; ${this.#client.waiting} commands wait; not everywhere: ${this.#witness.keys.missing().join() || 'nothing'}`);
  }

  #check(): void {
    checkEnd({
      sites: this.#sites, witness: this.#witness, wire: this.#wire, client: this.#client,
      accounts: this.#crowd.accounts, isOpen: this.#link.isOpen,
      fail: (message) => this.#fail(message),
    });
    const { facts, crashes, faults } = this.#exercised();
    if (facts < MIN_FACTS || sumOf(crashes) < MIN_CRASHES || sumOf(faults) < MIN_FAULTS) {
      this.#fail(`too little happened: ${facts} facts, ${sumOf(crashes)} crashes, ${sumOf(faults)} faults`);
    }
    for (const side of SIDES) this.#scheduler.mark('root', this.#witness.of[side].tree.roots.at(-1)!);
  }

  #crashes(): Record<string, number> {
    const crashes = { killed: 0, 'power cut': 0 };
    for (const side of SIDES) {
      crashes.killed += this.#sites[side].deaths.killed;
      crashes['power cut'] += this.#sites[side].deaths['power cut'];
    }
    return crashes;
  }

  #amended(): Record<string, number> {
    const { said, refused } = this.#managers;
    const of = (does: (side: SideId) => number) => does('VN') + does('CN');
    const later = (side: SideId) => this.#witness.of[side].log.filter(({ leaf }) => leaf.envelope.agreement > 1).length;
    const refusals = Object.entries(refused).map(([fault, count]) => [`refused, ${fault}`, count] as const);
    return {
      ...said,
      ...Object.fromEntries(refusals),
      versions: of((side) => (this.#witness.agreement.inForce(side)?.version ?? 1) - 1),
      'entries under a later version': of(later),
      'crashes right after an activation': this.#crashesAtActivation,
    };
  }

  #types(): Record<string, number> {
    const types: Record<string, number> = {};
    for (const side of SIDES) {
      for (const { type } of this.#witness.of[side].byPosition) types[type] = (types[type] ?? 0) + 1;
    }
    return types;
  }

  #exercised(): Exercised {
    const { VN, CN } = this.#sites;
    const dropped: Record<string, number> = {};
    for (const site of [VN, CN]) {
      for (const kinds of [site.faults, site.exchange?.status().faults ?? {}]) {
        for (const [kind, count] of Object.entries(kinds)) dropped[kind] = (dropped[kind] ?? 0) + (count ?? 0);
      }
    }
    const refused = (side: SideId) => [...this.#sites[side].server.tables.logs[side].entries.values()].filter((row) => row.verdict);
    return {
      facts: this.#witness.facts,
      entries: this.#witness.of.VN.log.length + this.#witness.of.CN.log.length,
      steps: this.#scheduler.step,
      handedIn: this.#client.handedIn,
      repeated: this.#client.repeated,
      refused: this.#client.refused,
      starts: VN.starts + CN.starts,
      countersignatures: this.#witness.countersignatures,
      wireBytes: this.#wire.bytes,
      crashes: this.#crashes(),
      faults: this.#faults,
      dropped,
      refusedEntries: refused('VN').length + refused('CN').length,
      agreement: this.#amended(),
      types: this.#types(),
      keys: this.#office.done,
    };
  }
}

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, each) => sum + each, 0);
