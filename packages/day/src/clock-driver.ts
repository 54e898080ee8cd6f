import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { DayClock } from './clock.ts';
import type { NodeLink } from './node-link.ts';

const BEAT_MS = 500;

/**
 * Tells both nodes what time it is. A beat that a node does not answer is not repeated: the next one says it better. One
 * beat to a node at a time, so that an old time never comes after a new one.
 */
export class ClockDriver {
  readonly #busy = new Set<SideId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly nodes: Readonly<Record<SideId, NodeLink>>,
    private readonly clock: DayClock,
    private readonly token: string,
    /** Real milliseconds by which the software is behind. */
    private readonly lagMs: () => number,
  ) {}

  /** Tells both nodes the time now, and again at every beat; resolves when both have answered or failed once. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.beat(), BEAT_MS);
    await this.beat();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async beat(): Promise<void> {
    await Promise.all(SIDES.map((side) => this.#tell(side)));
  }

  async #tell(side: SideId): Promise<void> {
    if (this.#busy.has(side)) return;
    this.#busy.add(side);
    try {
      const { speed, paused } = this.clock;
      const body = { now: fromMillis(this.clock.now()), speed, paused, lagMs: Math.round(this.lagMs()) };
      await this.nodes[side].withToken(this.token).PUT('/api/demo/clock', { body });
    } catch {
      // The node is down; it learns the time when it is back.
    } finally {
      this.#busy.delete(side);
    }
  }
}
