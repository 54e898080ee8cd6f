import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { Unavailable, type Done, type Outcome, type Submission } from '@pairgate/node/gateway.ts';
import type { Life } from './life.ts';
import type { Scheduler } from './scheduler.ts';
import type { Site } from './site.ts';
import type { Witness } from './witness.ts';

/**
 * Somebody's browser: it hands a command in until it has an answer, with the same key each time and longer pauses each time.
 * What it was told once must still be so at the end.
 */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5000;

export class Client {
  /** Facts that somebody was told of, and by which submission. */
  readonly acknowledged = new Map<string, string>();
  handedIn = 0;
  repeated = 0;
  refused = 0;
  #open = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly sites: Readonly<Record<SideId, Site>>,
    private readonly witness: Witness,
    private readonly fail: (message: string) => void,
    private readonly draw: (bound: number) => number,
  ) {}

  /** Commands that wait for an answer. */
  get waiting(): number {
    return this.#open;
  }

  handIn(side: SideId, submission: Submission): void {
    this.handedIn += 1;
    this.#open += 1;
    const answered = { is: false };
    this.#try(side, submission, answered);
    // An impatient finger: the same command a second time while the first is under way.
    if (this.draw(20) === 0) this.#try(side, submission, { is: false }, true);
  }

  #try(side: SideId, submission: Submission, answered: { is: boolean }, once = false, longest = 650): void {
    const { life, writer } = this.sites[side];
    const again = () => {
      if (answered.is || once) return;
      this.repeated += 1;
      const pause = FIRST_PAUSE_MS + this.draw(longest - FIRST_PAUSE_MS);
      const longer = Math.min(longest * 2, MAX_PAUSE_MS);
      this.scheduler.after(pause, 'again', () => this.#try(side, submission, answered, false, longer));
    };
    if (!life?.alive || !writer) return again();
    const told = this.#answer(life, again, () => {
      if (!once) this.#open -= 1;
      answered.is = true;
    });
    writer.submit(submission).then(
      (outcome) => told(() => this.#outcome(side, submission, outcome)),
      (error: unknown) =>
        told(() => {
          if (!(error instanceof Unavailable)) {
            this.fail(`${side}: ${submission.act} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
          }
          return false;
        }),
    );
  }

  /** An answer travels; the process may end before it has left. `take` says whether it was one. */
  #answer(life: Life, again: () => void, close: () => void): (take: () => boolean) => void {
    let over = false;
    const unanswered = this.scheduler.after(20_000, 'no answer', () => {
      over = true;
      again();
    });
    return (take) => {
      if (over || !life.act()) return;
      over = true;
      unanswered.cancel();
      if (take()) close();
      else again();
    };
  }

  #outcome(side: SideId, { act, idempotencyKey = '' }: Submission, outcome: Outcome): boolean {
    this.scheduler.mark('answer', outcome.ok ? outcome.facts.length : -1);
    if (!outcome.ok) {
      this.refused += 1;
      this.#notTwice(side, act, idempotencyKey, undefined);
      return true;
    }
    this.witness.acknowledged(side, outcome.facts);
    this.#notTwice(side, act, idempotencyKey, outcome);
    return true;
  }

  /** A key has one outcome, however often it is asked for; only a refusal is not remembered. */
  #notTwice(side: SideId, act: string, key: string, outcome: Done | undefined): void {
    const facts = outcome?.facts.map(({ id }) => id).join(' ') ?? '';
    const before = this.#outcomes.get(`${side} ${key}`);
    if (before !== undefined && before !== '' && before !== facts) {
      this.fail(`${side}: ${act} under ${key} came to [${before}] and then to [${facts}]`);
    }
    this.#outcomes.set(`${side} ${key}`, facts);
    for (const { id } of outcome?.facts ?? []) this.acknowledged.set(id, key);
  }

  readonly #outcomes = new Map<string, string>();
}
