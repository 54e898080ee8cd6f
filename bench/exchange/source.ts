import { performance } from 'node:perf_hooks';
import type { Draft } from '@pairgate/domain/kernel/decider.ts';
import type { Exchange } from '@pairgate/node/exchange/exchange.ts';
import type { Writer } from '@pairgate/node/writer.ts';

export interface Run {
  /** Offered and countersigned facts a second within the measured time. */
  readonly offered: number;
  readonly countersigned: number;
  /** Milliseconds from the time for which a fact was scheduled to its countersignature. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Facts that were due and not countersigned yet, at the ends of the thirds of the measured time. */
  readonly backlog: readonly number[];
  readonly facts: number;
}

/** Ten minutes at the highest rate; a run beyond it ends with an error rather than with a full memory. */
const MAX_FACTS = 8_000_000;
/** Facts that may wait for their countersignature before a run counts as overloaded and is given up. */
const OVERLOAD = 60_000;

const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * Records facts at their times, however slow the node is, and waits for the other side's countersignature over each. The
 * countersignature counts when this side has verified it.
 */
export class Source {
  /** Commits that are not countersigned yet: the size of the log after each, and the number of facts until then. */
  readonly #commits: { size: number; facts: number }[] = [];
  #recorded = 0;
  #committed = 0;
  #countersigned = 0;
  #failed: unknown;
  #onCountersigned: (from: number, to: number) => void = () => undefined;

  constructor(
    private readonly writer: Pick<Writer, 'record' | 'position'>,
    private readonly exchange: Pick<Exchange, 'status'>,
    private readonly facts: Iterator<Draft, never>,
  ) {}

  /** Called when something has moved in the logs. */
  look(): void {
    const first = this.#commits[0];
    if (!first) return;
    const { countersignedSize } = this.exchange.status();
    let to = this.#countersigned;
    while (this.#commits.length > 0 && this.#commits[0]!.size <= countersignedSize) to = this.#commits.shift()!.facts;
    if (to === this.#countersigned) return;
    const from = this.#countersigned;
    this.#countersigned = to;
    this.#onCountersigned(from, to);
  }

  #record(): void {
    const { stream, type, data } = this.facts.next().value;
    this.#recorded += 1;
    this.writer.record(stream, type, data as object).then(
      () => {
        this.#committed += 1;
        const { size } = this.writer.position.own.edge;
        const last = this.#commits.at(-1);
        // Facts are answered in the order in which they were recorded, and those of one commit together.
        if (last?.size === size) last.facts = this.#committed;
        else this.#commits.push({ size, facts: this.#committed });
      },
      (error: unknown) => (this.#failed = error),
    );
  }

  #check(): void {
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** Records at a rate, for some seconds after a warm-up; throws when the node falls hopelessly behind. */
  async run(rate: number, seconds: number, warmUp: number): Promise<Run> {
    const total = Math.ceil(rate * (seconds + warmUp));
    if (total > MAX_FACTS) throw new RangeError(`${total} facts are too many for one run`);
    const base = this.#recorded;
    const begun = performance.now();
    const due = (index: number) => begun + ((index - base) * 1000) / rate;
    const [from, until] = [begun + warmUp * 1000, begun + (warmUp + seconds) * 1000];
    const latencies = new Float64Array(total);
    let [measured, within] = [0, 0];
    this.#onCountersigned = (first, last) => {
      const now = performance.now();
      for (let index = Math.max(first, base); index < last; index += 1) {
        if (now >= from && now < until) within += 1;
        if (due(index) >= from && due(index) < until) latencies[measured++] = now - due(index);
      }
    };
    const backlog: number[] = [];
    let third = 1;
    while (this.#recorded - base < total) {
      this.#check();
      const now = performance.now();
      const target = Math.min(total, Math.floor(((now - begun) * rate) / 1000) + 1);
      while (this.#recorded - base < target) this.#record();
      if (now >= from + (third * seconds * 1000) / 3) {
        backlog.push(this.#recorded - this.#countersigned);
        third += 1;
      }
      if (this.#recorded - this.#countersigned > OVERLOAD) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    backlog.push(this.#recorded - this.#countersigned);
    await this.#settled();
    const sorted = latencies.subarray(0, measured).sort();
    return {
      offered: rate,
      countersigned: round(within / seconds),
      p50: round(percentile(sorted, 0.5)),
      p99: round(percentile(sorted, 0.99)),
      max: round(sorted.at(-1) ?? 0),
      backlog,
      facts: this.#recorded - base,
    };
  }

  /** Records so many facts, never more than `outstanding` without countersignature; facts countersigned a second. */
  async saturate(facts: number, outstanding: number): Promise<{ countersigned: number }> {
    const begun = performance.now();
    const [from, end] = [this.#countersigned, this.#recorded + facts];
    while (this.#recorded < end) {
      this.#check();
      while (this.#recorded < end && this.#recorded - this.#countersigned < outstanding) this.#record();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const rate = (this.#countersigned - from) / ((performance.now() - begun) / 1000);
    await this.#settled();
    return { countersigned: round(rate) };
  }

  /** Records so many facts, never more than `outstanding` uncommitted, without waiting for the other side. */
  async fill(facts: number, outstanding: number): Promise<{ perSecond: number }> {
    const begun = performance.now();
    const end = this.#recorded + facts;
    while (this.#committed < end) {
      this.#check();
      while (this.#recorded < end && this.#recorded - this.#committed < outstanding) this.#record();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return { perSecond: round(facts / ((performance.now() - begun) / 1000)) };
  }

  async #settled(): Promise<void> {
    for (const end = performance.now() + 120_000; this.#countersigned < this.#recorded; ) {
      this.#check();
      if (performance.now() > end) throw new Error('the other side does not countersign');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.#onCountersigned = () => undefined;
  }
}
