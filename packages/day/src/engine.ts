import { Agenda, type Entry, type Step } from './agenda.ts';
import type { DayClock } from './clock.ts';

/** The longest real time between two looks at the agenda, since the clock may be driven meanwhile. */
const LOOK_MS = 100;

/**
 * Does what is due. Everything that is due is begun at once, however many that are; how many requests are on the wire is
 * bounded per node elsewhere, so that a node that is down holds up nobody but those who need it.
 */
export class Engine {
  readonly #agenda = new Agenda();
  /** Due times of what is being done; who rests is not behind. */
  readonly #running = new Map<Step, number>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #done = 0;

  constructor(
    readonly clock: DayClock,
    private readonly onError: (name: string, error: unknown) => void,
  ) {}

  /** Means to do something at a virtual time; a time that is over means at once. */
  at(due: number, name: string, run: Entry['run']): void {
    this.#agenda.add({ due: Math.max(due, this.clock.now()), name, run });
  }

  after(delay: number, name: string, run: Entry['run']): void {
    this.at(this.clock.now() + delay, name, run);
  }

  get counts(): { waiting: number; running: number; done: number } {
    return { waiting: this.#agenda.size, running: this.#running.size, done: this.#done };
  }

  /** Virtual milliseconds by which the oldest act that is due and not done is behind. */
  get lagMs(): number {
    const now = this.clock.now();
    let oldest = this.#agenda.next ?? now;
    for (const due of this.#running.values()) oldest = Math.min(oldest, due);
    return Math.max(0, now - oldest);
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #look(): void {
    if (this.#stopped) return;
    for (;;) {
      const entry = this.#agenda.take(this.clock.now());
      if (!entry) break;
      void this.#do(entry);
    }
    const next = this.#agenda.next;
    const real = next === undefined ? LOOK_MS : (next - this.clock.now()) / this.clock.speed;
    this.#timer = setTimeout(() => this.#look(), Math.min(LOOK_MS, Math.max(1, real)));
  }

  async #do({ due, name, run }: Entry): Promise<void> {
    const step: Step = { rest: (millis) => this.#rest(step, millis) };
    this.#running.set(step, due);
    try {
      await run(step);
    } catch (error) {
      if (!this.#stopped) this.onError(name, error);
    } finally {
      this.#running.delete(step);
      this.#done += 1;
    }
  }

  #rest(step: Step, millis: number): Promise<void> {
    const due = this.clock.now() + Math.max(0, millis);
    this.#running.delete(step);
    return new Promise((resolve) => {
      this.#agenda.add({
        due,
        name: 'wake',
        run: () => {
          this.#running.set(step, due);
          resolve();
        },
      });
    });
  }
}
