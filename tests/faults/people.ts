import { findAct, type AnyAct } from '@pairgate/domain/concepts.ts';
import { denied, parseStream, streamOf, type StreamKind } from '@pairgate/domain/kernel/act.ts';
import type { Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Actor, Fact } from '@pairgate/domain/kernel/decider.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { People } from '@pairgate/domain/kernel/testing/chance-acts.ts';
import type { Outcome, Tried } from '@pairgate/domain/kernel/testing/world.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { contextOf } from '@pairgate/node/context.ts';
import type { Submission } from '@pairgate/node/gateway.ts';
import { Live } from '@pairgate/node/live.ts';
import { consignmentView, crossingView, gateSides } from '@pairgate/node/states.ts';
import { canary, withCanaries } from './canaries.ts';
import type { Site } from './site.ts';

/**
 * The people of both sides, as the deciders' own tests know them, in front of two nodes: they look at what their node
 * shows, and what they do is handed in there. An act that the node they look at would refuse is not handed in, but for
 * those who try what nobody may.
 */
const NOBODY: Outcome = { ok: false, refusals: [{ code: 'node_down' }] };

export class Crowd implements People {
  latest: Tried | undefined;
  readonly lorries = 12;
  readonly #wanted: { side: SideId; submission: Submission }[] = [];
  readonly #touched = new Set<string>();
  /** What somebody has found refused since the last call of `wanted`: nobody tries it again in the same moment. */
  readonly #refused = new Set<string>();
  /** What they have looked at since the last call of `wanted`; nothing changes meanwhile. */
  readonly #seen = new Map<string, unknown>();
  #drawn = 0;
  /** What a node shows that is down. */
  readonly #nothing = { VN: new Live('VN'), CN: new Live('CN') };
  readonly #accounts = new Map<string, string>();

  constructor(
    readonly chance: Chance,
    private readonly sites: Readonly<Record<SideId, Site>>,
    private readonly clock: () => number,
  ) {}

  get now(): number {
    return this.clock();
  }

  /** How much they want to hand in since the last call of `wanted`. */
  get inHand(): number {
    return this.#wanted.length;
  }

  /** What they want to hand in since the last call. */
  wanted(): { side: SideId; submission: Submission }[] {
    this.#touched.clear();
    this.#refused.clear();
    this.#seen.clear();
    return this.#wanted.splice(0);
  }

  facts(side: SideId): readonly Fact[] {
    return this.sites[side].witnessed as unknown as readonly Fact[];
  }

  #look<T>(name: string, look: () => T): T {
    if (!this.#seen.has(name)) this.#seen.set(name, look());
    return this.#seen.get(name) as T;
  }

  references(side: SideId, kind: StreamKind): string[] {
    return this.#look(`${side} ${kind}`, () => this.#references(side, kind));
  }

  #references(side: SideId, kind: StreamKind): string[] {
    const { tables } = this.sites[side].server;
    if (kind === 'gate') return [side];
    if (kind === 'crossing') return [...tables.crossings.keys()];
    const references: string[] = [];
    for (const stream of tables.states.keys()) {
      if (stream.startsWith('consignment:')) references.push(parseStream(stream).reference);
    }
    return references;
  }

  crossing(side: SideId, reference: string): CrossingView | undefined {
    const { live } = this.sites[side];
    return live && this.#look(`${side} crossing:${reference}`, () => crossingView(live.read, side, reference));
  }

  crossings(side: SideId): CrossingView[] {
    return this.#look(`${side} crossings`, () => [...(this.sites[side].live?.crossings() ?? [])]);
  }

  gateTimes(side: SideId) {
    const { live = this.#nothing[side], gateTimes } = this.sites[side];
    return gateTimes(gateSides(live.read, side));
  }

  context(actor: Actor, now = this.now) {
    return this.#look(`${actor.account} ${now}`, () => this.#context(actor, now));
  }

  #context(actor: Actor, now: number) {
    const site = this.sites[actor.side];
    const live = site.live ?? this.#nothing[actor.side];
    const group = {
      read: live.read,
      carriersOf: (consignment: string) => live.carriersOf(consignment),
      lodgedHere: () => undefined,
      booked: (direction: Direction, trafficClass: Parameters<typeof live.booked>[1], start: number) =>
        live.booked(direction, trafficClass, start),
    };
    const history = {
      get: (stream: string) => this.facts(actor.side).filter((fact) => fact.stream === stream),
    } as unknown as ReadonlyMap<string, readonly Fact[]>;
    return contextOf(
      { side: actor.side, pair: site.pair, live, gateTimes: site.gateTimes, random: (size) => this.#random(size) },
      { actor, now, group, lodged: new Map(), history },
    );
  }

  #random(size: number): Uint8Array {
    return new Uint8Array(Buffer.from(this.chance.hex(size), 'hex'));
  }

  subject(act: AnyAct, side: SideId, reference: string | undefined): unknown {
    const { live } = this.sites[side];
    if (!live || act.creates || reference === undefined) return undefined;
    if (act.on === 'gate') return reference === side ? { side } : undefined;
    if (act.on === 'crossing') return this.crossing(side, reference);
    return this.#look(`${side} consignment:${reference}`, () => consignmentView(live.read, side, reference));
  }

  /** Whether the node would take the act from this person now, as far as can be told without the command. */
  readonly admits = (actor: Actor, act: AnyAct, reference: string): boolean => {
    if (!this.sites[actor.side].live || this.#touched.has(`${actor.side} ${reference}`)) return false;
    const name = `${actor.account} ${act.name} ${reference}`;
    if (this.#refused.has(name)) return false;
    return this.#look(name, () => {
      const subject = this.subject(act, actor.side, reference);
      return subject !== undefined && this.#isAdmitted(actor, act, subject, this.now);
    });
  };

  #isAdmitted(actor: Actor, act: AnyAct, subject: unknown, at: number): boolean {
    const direction = (subject as { direction?: Direction } | undefined)?.direction;
    return !denied(act, actor, direction) && !act.when(subject, this.context(actor, at));
  }

  /** Tries it on what the node shows; what would be accepted is wanted. */
  act(actor: Actor, name: string, reference: string | undefined, command: unknown, at = this.now): Outcome {
    // Two people seldom reach for the same thing at the same moment.
    if (!this.sites[actor.side].live || this.#touched.has(`${actor.side} ${reference}`)) return NOBODY;
    const tried = `${actor.account} ${name} ${reference}`;
    if (this.#refused.has(tried)) return NOBODY;
    const act = findAct(name)!;
    const subject = this.subject(act, actor.side, reference);
    if (subject === undefined && !act.creates) return NOBODY;
    const isAdmitted =
      at === this.now && reference !== undefined ? this.admits(actor, act, reference) : this.#isAdmitted(actor, act, subject, at);
    if (!isAdmitted) return NOBODY;
    const typed = this.#typed(act, command);
    if (typed === undefined || !act.decide(typed, subject, this.context(actor, at)).ok) {
      this.#refused.add(tried);
      return NOBODY;
    }
    this.#want(actor, act, reference, typed, at);
    return { ok: true, facts: [] };
  }

  /** The command as the interface of the node takes it, or nothing when its form is wrong. */
  #typed(act: AnyAct, command: unknown): unknown {
    const parsed = act.schema.safeParse(withCanaries(command, this.chance));
    return parsed.success ? parsed.data : undefined;
  }

  /** Hands it in whatever comes of it, if the interface of the node would take its form. */
  want(actor: Actor, name: string, reference: string | undefined, command: unknown, at = this.now): void {
    const act = findAct(name)!;
    const typed = this.#typed(act, command);
    if (typed !== undefined) this.#want(actor, act, reference, typed, at);
  }

  #want(actor: Actor, act: AnyAct, reference: string | undefined, command: unknown, at: number): void {
    this.#drawn += 1;
    this.#touched.add(`${actor.side} ${reference}`);
    const subject = act.creates || reference === undefined ? undefined : streamOf(act.on, reference);
    const version = this.chance.happens(10) && subject ? this.#versionOf(actor.side, subject) : undefined;
    this.#wanted.push({
      side: actor.side,
      submission: {
        act: act.name,
        command,
        actor: { ...actor, account: this.#account(actor) },
        idempotencyKey: `key-${this.#drawn}`,
        ...(reference === undefined || act.creates ? {} : { reference }),
        ...(at === this.now ? {} : { occurredAt: fromMillis(at) }),
        ...(version === undefined ? {} : { ifMatch: version }),
      },
    });
  }

  #versionOf(side: SideId, stream: string): number | undefined {
    const state = this.sites[side].live?.read(stream);
    return state && state.version + state.peerSeq;
  }

  /** Who acts never crosses: the account is a canary too, the same for the same person. */
  #account({ account }: Actor): string {
    const known = this.#accounts.get(account) ?? canary(this.chance);
    this.#accounts.set(account, known);
    return known;
  }

  /** The canaries that stand for people. */
  get accounts(): readonly string[] {
    return [...this.#accounts.values()];
  }
}
