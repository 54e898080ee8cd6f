/**
 * A token bucket per key, in memory: `burst` at once, then `perMinute`. Real time in milliseconds. At most `KEYS` keys
 * are kept; the one that was used longest ago goes first, so that strangers cannot fill the memory.
 */
const KEYS = 10_000;

export class RateLimit {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #burst: number;
  readonly #perMs: number;
  readonly #wall: () => number;

  constructor(limit: { burst: number; perMinute: number }, wall: () => number) {
    this.#burst = limit.burst;
    this.#perMs = limit.perMinute / 60_000;
    this.#wall = wall;
  }

  /** Takes one. Nothing when there was one left, else the seconds after which there will be. */
  take(key: string): number | undefined {
    const now = this.#wall();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(this.#burst, bucket.tokens + (now - bucket.at) * this.#perMs);
    this.#buckets.delete(key);
    if (this.#buckets.size >= KEYS) this.#buckets.delete(this.#buckets.keys().next().value!);
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1 ? undefined : Math.max(1, Math.ceil((1 - tokens) / this.#perMs / 1000));
  }
}
