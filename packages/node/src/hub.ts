import type { Topic } from './http/readings.ts';

/** Tells whoever listens that something is new. Listeners read what it is on their own. */
export class Hub {
  readonly #listeners = new Set<(topic: Topic) => void>();

  on(listener: (topic: Topic) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(topic: Topic): void {
    for (const listener of this.#listeners) listener(topic);
  }
}
