import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { World } from '@pairgate/node/world.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * One process of a node, from its start to its end. All that a node can do to the world goes through ports, and every
 * call of a port asks here first. A life that has ended does nothing more: what it waits for never comes, so whatever it
 * would have done after any `await` is not done.
 */
export class Life implements World {
  alive = true;
  /** Calls of ports until it dies of itself; every one of them is a place at which a process can be killed. */
  #callsLeft = Number.POSITIVE_INFINITY;

  constructor(
    readonly side: SideId,
    readonly scheduler: Scheduler,
    private readonly chance: Chance,
    /** Real time of this machine, which may be wrong and may be put right. */
    private readonly wall: () => number,
    private readonly onDoom: (life: Life) => void,
  ) {}

  dieAfter(calls: number): void {
    this.#callsLeft = calls;
  }

  /** Whether a port may do what it is asked for. */
  act(): boolean {
    if (!this.alive) return false;
    this.#callsLeft -= 1;
    if (this.#callsLeft > 0) return true;
    this.onDoom(this);
    return false;
  }

  /** Runs something in this process after a time, if it still lives then. */
  later(millis: number, what: string, run: () => void): () => void {
    const event = this.scheduler.after(millis, what, () => {
      if (this.alive) run();
    });
    return () => event.cancel();
  }

  /** What comes in this process after a time; never when it has ended by then. */
  arrival<T>(millis: number, what: string, value: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.later(millis, what, () => {
        try {
          resolve(value());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  now(): number {
    return Math.floor(this.wall());
  }

  after(millis: number, run: () => void): () => void {
    if (!this.act()) return () => undefined;
    return this.later(millis, 'timer', run);
  }

  turn(): Promise<void> {
    if (!this.act()) return new Promise(() => undefined);
    return this.arrival(0.01 + this.chance.below(20) / 100, 'turn', () => undefined);
  }

  readonly random = (size: number): Uint8Array => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 4) {
      const word = this.chance.next();
      for (let byte = 0; byte < 4 && at + byte < size; byte += 1) bytes[at + byte] = word >>> (8 * byte);
    }
    return bytes;
  };

  /** Milliseconds from `from` up to `to`. */
  between(from: number, to: number): number {
    return from + ((to - from) * this.chance.below(1000)) / 1000;
  }

  happens(percent: number): boolean {
    return this.chance.happens(percent);
  }
}
