import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { NotePurpose, SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { requestEnrolment, requestRetirement, requestRevocation } from '@pairgate/node/keys/statements.ts';
import { MIN_FACTS } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import type { Site } from './site.ts';
import type { Terms } from './terms.ts';
import type { Witness } from './witness.ts';

/**
 * Those who hold the root key, at the folder of their node's keys: they rotate a key with overlap or revoke it in an
 * emergency, by the rules of `pairgate keys` (docs/operating/keys.md) and by the sizes that the node wrote last, whether it
 * runs or not. Key and statements are files that appear one after the other, so that a node may find half of an act.
 */
interface Planned {
  readonly atFacts: number;
  readonly side: SideId;
  readonly purpose: NotePurpose;
}

/** The longest overlap, in entries. */
const OVERLAP = 40;
const PURPOSES: readonly NotePurpose[] = ['checkpoint', 'cosignature'];

export class KeyOffice {
  /** What was done, by its name. */
  readonly done: Record<string, number> = {};
  readonly #plan: Planned[];
  /** The keys of each side that nobody has ended, by purpose; the newest last. */
  readonly #standing = new Map<string, string[]>();
  readonly #made = new Map<string, number>();
  /** Statements whose files are still to appear. */
  #inHand = 0;

  constructor(
    private readonly chance: Chance,
    private readonly terms: Terms,
    private readonly sites: Readonly<Record<SideId, Site>>,
    private readonly witness: Witness,
    private readonly scheduler: Scheduler,
  ) {
    const acts = Array.from({ length: chance.below(4) }, (): Planned => ({
      atFacts: 5 + chance.below(MIN_FACTS - 40), side: chance.pick(SIDES), purpose: chance.pick(PURPOSES),
    }));
    this.#plan = acts.toSorted((one, other) => one.atFacts - other.atFacts);
    for (const side of SIDES) {
      for (const { purpose, key } of terms.held[side].keys) this.#standing.set(`${side} ${purpose}`, [key]);
    }
  }

  /** Nothing is to be done any more, and all files are there. */
  get isDone(): boolean {
    return this.#plan.length === 0 && this.#inHand === 0;
  }

  /** Does what is due by the number of facts. */
  look(): void {
    const { sizes } = this.sites[this.#plan[0]?.side ?? 'VN'].folder;
    // Before a node has run there is nothing to go by.
    if (!this.#plan[0] || this.#plan[0].atFacts > this.witness.facts || !sizes) return;
    const { side, purpose } = this.#plan.shift()!;
    const size = purpose === 'checkpoint' ? sizes.own : sizes.peer;
    if (this.chance.happens(35)) this.#revoke(side, purpose, purpose === 'checkpoint' ? sizes.countersigned : sizes.peer);
    else this.#rotate(side, purpose, size);
  }

  #rotate(side: SideId, purpose: NotePurpose, size: number): void {
    this.#count(`rotated ${purpose}`);
    const old = this.#standing.get(`${side} ${purpose}`)!;
    const enrolled = this.#enrol(side, purpose, size);
    const until = size + this.chance.below(OVERLAP);
    this.#put(side, [enrolled, ...old.map((key) => this.terms.stated(side, requestRetirement(this.#of(side, purpose, key), until)))]);
  }

  /** The successor counts from where the revoked key has ended, so that there is no size that nobody could sign. */
  #revoke(side: SideId, purpose: NotePurpose, upTo: number): void {
    this.#count(`revoked ${purpose}`);
    const [stolen] = this.#standing.get(`${side} ${purpose}`)!;
    const enrolled = this.#enrol(side, purpose, upTo);
    this.#put(side, [enrolled, this.terms.stated(side, requestRevocation(this.#of(side, purpose, stolen!), upTo))]);
  }

  #enrol(side: SideId, purpose: NotePurpose, from: number): SignedKeyStatement {
    const name = `${side} ${purpose}`;
    const number = (this.#made.get(name) ?? 0) + 1;
    this.#made.set(name, number);
    const spare = this.terms.spare(side, purpose, number);
    this.#standing.set(name, [spare.key]);
    this.sites[side].folder.addKey(spare);
    return this.terms.stated(side, requestEnrolment({ side, pair: this.terms.signed.document.pair }, spare, from));
  }

  #of(side: SideId, purpose: NotePurpose, key: string) {
    return { pair: this.terms.signed.document.pair, side, purpose, key };
  }

  #count(name: string): void {
    this.done[name] = (this.done[name] ?? 0) + 1;
  }

  #put(side: SideId, statements: readonly SignedKeyStatement[]): void {
    const [first, ...rest] = statements;
    if (!first) return;
    this.scheduler.mark(first.statement.act, side);
    this.witness.stated(first);
    this.sites[side].folder.put(first);
    this.#inHand += 1;
    this.scheduler.after(this.chance.below(600), 'file', () => {
      this.#inHand -= 1;
      this.#put(side, rest);
    });
  }
}
