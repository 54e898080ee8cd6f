import { AUTHORITIES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { partyOf, parseStream } from '@pairgate/domain/kernel/act.ts';
import { givenUpAt } from '@pairgate/domain/freight/crossing/decide.ts';
import { consignmentEnded, hasEnded } from '@pairgate/domain/freight/crossing/joint.ts';
import type { ConsignmentView, CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { ruleInput } from '@pairgate/domain/freight/declaration/rule-input.ts';
import { wholeDeclaration } from '@pairgate/domain/freight/declaration/whole.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';
import { SLOT_GRACE } from '@pairgate/domain/queue/slot/decide.ts';
import { Unavailable, type Clock } from './gateway.ts';
import { system } from './group.ts';
import type { Live } from './live.ts';
import type { Rules } from './rules.ts';
import { consignmentView } from './states.ts';
import type { Writer } from './writer.ts';

export interface WorkerOptions {
  readonly side: SideId;
  readonly pair: Pair;
  readonly writer: Writer;
  readonly live: Live;
  readonly rules: Rules;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** What an authority of this side has not assessed yet of the consignment's current version. */
function unassessed(view: ConsignmentView, side: SideId) {
  if (consignmentEnded(view)) return [];
  const party = partyOf(side, view.direction);
  const { completedAt } = view.destination.declaration;
  // The destination judges only a declaration that its own trader has completed.
  if (party === 'destination' && !completedAt) return [];
  const { version } = view.origin.declaration;
  return AUTHORITIES.filter((authority) => {
    const assessment = view[party].assessment[authority];
    if (!assessment || assessment.version < version) return true;
    return party === 'destination' && completedAt !== null && assessment.at < completedAt;
  });
}

/**
 * Work that follows of itself: assessing what was declared, and keeping deadlines. It acts through the writer like
 * everybody else, finds its work in the states, and so takes up after a restart where it stopped.
 */
export class Workers {
  readonly #queued = new Set<string>();
  #assessing = false;
  #keeping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: WorkerOptions) {}

  start(): void {
    for (const view of this.options.live.crossings()) for (const load of view.loads) this.#queued.add(load.reference);
    void this.#assess();
    this.#timer = setInterval(() => {
      void this.#assess();
      void this.#keepDeadlines();
      this.options.writer.activate().catch(this.options.onError);
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#queued.clear();
  }

  /** Looks again at the streams that a commit has changed. */
  changed(streams: Iterable<string>): void {
    for (const stream of streams) {
      const { kind, reference } = parseStream(stream);
      if (kind === 'consignment') this.#queued.add(reference);
    }
    void this.#assess();
  }

  async #assess(): Promise<void> {
    if (this.#assessing) return;
    this.#assessing = true;
    try {
      for (let writable = true; writable && this.#queued.size > 0; ) {
        const batch = [...this.#queued].slice(0, 64);
        for (const reference of batch) this.#queued.delete(reference);
        const assessed = await Promise.all(batch.map((reference) => this.#tried(reference)));
        writable = assessed.every(Boolean);
      }
    } finally {
      this.#assessing = false;
    }
  }

  /** False when the node cannot write now. Nothing else would bring the work back, so it waits for the timer. */
  async #tried(reference: string): Promise<boolean> {
    try {
      await this.#assessOne(reference);
    } catch (error) {
      if (error instanceof Unavailable) {
        if (this.#timer !== undefined) this.#queued.add(reference);
        return false;
      }
      this.options.onError(error);
    }
    return true;
  }

  async #assessOne(reference: string): Promise<void> {
    const { side, live, rules, writer } = this.options;
    const view = consignmentView(live.read, side, reference);
    const declaration = view && wholeDeclaration(view.origin.declaration.declaration);
    const missing = view ? unassessed(view, side) : [];
    if (!view || !declaration || missing.length === 0) return;
    const completion = view.destination.declaration.completion ?? undefined;
    const input = ruleInput(declaration, completion, partyOf(side, view.direction));
    const { version } = view.origin.declaration;
    const commands = await Promise.all(missing.map((authority) => rules.assess(authority, input, version)));
    // A refusal means that the declaration moved on meanwhile; its change has queued it again.
    const submitted = commands.map((command) => writer.submit({ act: 'assessConsignment', reference, command, actor: system(side) }));
    await Promise.all(submitted);
  }

  async #keepDeadlines(): Promise<void> {
    if (this.#keeping) return;
    this.#keeping = true;
    const now = this.options.clock.now();
    try {
      for (const view of this.options.live.crossings()) {
        if (partyOf(this.options.side, view.direction) !== 'origin' || hasEnded(view)) continue;
        await this.#expire(view, now);
        await this.#miss(view, now);
        await this.#giveUp(view, now);
      }
    } catch (error) {
      if (!(error instanceof Unavailable)) this.options.onError(error);
    } finally {
      this.#keeping = false;
    }
  }

  async #expire(view: CrossingView, now: number): Promise<void> {
    const { writer, side } = this.options;
    if (view.origin.ticket.arrivedAt) return;
    for (const load of view.loads) {
      const { expiresAt } = load.origin.declaration;
      if (consignmentEnded(load) || !expiresAt || toMillis(expiresAt) > now) continue;
      await writer.submit({ act: 'expireDeclaration', reference: load.reference, command: {}, actor: system(side) });
    }
  }

  async #miss(view: CrossingView, now: number): Promise<void> {
    const { writer, side } = this.options;
    const { end } = view.origin.slot;
    if (view.origin.ticket.arrivedAt || !end || toMillis(end) + SLOT_GRACE > now) return;
    await writer.submit({ act: 'missSlot', reference: view.reference, command: {}, actor: system(side) });
  }

  async #giveUp(view: CrossingView, now: number): Promise<void> {
    const { writer, side, pair } = this.options;
    const { origin, destination } = view;
    if (origin.ticket.arrivedAt ?? origin.passage.exitedAt ?? destination.passage.crossedAt) return;
    if (givenUpAt(view, pair) > now) return;
    await writer.submit({ act: 'expireCrossing', reference: view.reference, command: {}, actor: system(side) });
  }
}
