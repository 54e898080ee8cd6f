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
  readonly #running = new Map<Step, { due: number; name: string }>();
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

  /** The act that is furthest behind, and by how many virtual milliseconds; `undefined` when nothing is. */
  get behind(): { name: string; millis: number } | undefined {
    const now = this.clock.now();
    const next = this.#agenda.next;
    let oldest = { due: next ?? now, name: 'waiting to begin' };
    for (const each of this.#running.values()) if (each.due < oldest.due) oldest = each;
    return oldest.due < now ? { name: oldest.name, millis: now - oldest.due } : undefined;
  }

  get lagMs(): number {
    return this.behind?.millis ?? 0;
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
    const step: Step = { rest: (millis) => this.#rest(step, name, millis) };
    this.#running.set(step, { due, name });
    try {
      await run(step);
    } catch (error) {
      if (!this.#stopped) this.onError(name, error);
    } finally {
      this.#running.delete(step);
      this.#done += 1;
    }
  }

  #rest(step: Step, name: string, millis: number): Promise<void> {
    const due = this.clock.now() + Math.max(0, millis);
    this.#running.delete(step);
    return new Promise((resolve) => {
      this.#agenda.add({
        due,
        name: 'wake',
        run: () => {
          this.#running.set(step, { due, name });
          resolve();
        },
      });
    });
  }
}
