import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis, HOUR, MINUTE } from '@pairgate/domain/kernel/instant.ts';
import { CAST } from '@pairgate/domain/kernel/testing/cast.ts';
import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { NOW } from '@pairgate/domain/kernel/testing/history.ts';
import type { Agreements, AmendmentFault, AmendmentType, Proposal } from '@pairgate/exchange/agreements.ts';
import { Unavailable } from '@pairgate/node/gateway.ts';
import { canary } from './canaries.ts';
import type { Scheduler } from './scheduler.ts';
import type { Site } from './site.ts';
import type { Draft, Shape, Terms } from './terms.ts';
import type { Witness } from './witness.ts';

/**
 * Those who hold the root keys. They amend the agreement twice in a run, or try to: each looks at what his own node shows
 * of both logs, so that proposals pass each other, are rejected, withdrawn and made again, and come too late. Whoever hears
 * no answer looks again.
 */
export const LAST_VERSION = 3;
/** Facts of both sides before a version is proposed, at the least and at the most. */
const PROPOSED_AT: Readonly<Record<number, readonly [number, number]>> = { 2: [10, 60], 3: [60, 120] };

interface Said {
  readonly type: AmendmentType;
  readonly data: { readonly version: number; readonly digest: string; readonly [more: string]: unknown };
}

const SHAPES: readonly Shape[] = [
  { hides: true, opens: false },
  { hides: true, opens: true },
  { hides: false, opens: true },
  { hides: false, opens: false },
];

export class Managers {
  /** What was said of the agreement and is on the disk of who said it. */
  readonly said: Partial<Record<AmendmentType, number>> = {};
  /** What a node would not write down, by its reason. */
  readonly refused: Partial<Record<AmendmentFault, number>> = {};
  readonly #proposedAt: Readonly<Record<number, number>>;
  readonly #waits: Record<SideId, boolean> = { VN: false, CN: false };
  /** Drafts that somebody has in hand, by digest. */
  readonly #drafts = new Map<string, Draft>();
  #shape: Shape = { hides: false, opens: false };

  constructor(
    private readonly chance: Chance,
    private readonly terms: Terms,
    private readonly sites: Readonly<Record<SideId, Site>>,
    private readonly witness: Witness,
    private readonly scheduler: Scheduler,
    private readonly clock: () => number,
    private readonly fail: (message: string) => void,
  ) {
    this.#proposedAt = Object.fromEntries(
      Object.entries(PROPOSED_AT).map(([version, [from, to]]) => [version, from + chance.below(to - from)]),
    );
  }

  /** Each looks at the agreement now and then. */
  look(): void {
    for (const side of SIDES) {
      const { writer } = this.sites[side];
      if (!writer || this.#waits[side] || !this.chance.happens(60)) continue;
      const said = this.#next(side, writer.position.agreements);
      if (said) this.#say(side, said);
    }
  }

  #next(side: SideId, agreements: Agreements): Said | undefined {
    const newest = agreements.versions.at(-1)!.document;
    const version = newest.version + 1;
    if (version > LAST_VERSION) return undefined;
    const open = agreements.proposals.filter((each) => each.state === 'open' && each.version === version);
    const theirs = open.find(({ by }) => by === otherSide(side));
    const own = open.find(({ by }) => by === side);
    const { chance } = this;
    if (theirs && chance.happens(own ? 25 : 70)) return this.#answer(side, theirs);
    if (own && chance.happens(theirs ? 30 : 8)) return { type: 'AgreementWithdrawn', data: { version, digest: own.digest } };
    // A second proposal beside one's own is what a node refuses.
    if (own ? !chance.happens(5) : theirs && !chance.happens(20)) return undefined;
    return this.witness.facts < this.#proposedAt[version]! ? undefined : this.#proposal(side, version, newest.validFrom);
  }

  #answer(side: SideId, { version, digest, openUntil }: Proposal): Said {
    const isOver = openUntil < fromMillis(this.clock());
    if (this.chance.happens(isOver ? 70 : 20)) {
      return { type: 'AgreementRejected', data: { version, digest, reason: canary(this.chance) } };
    }
    const signature = this.#drafts.get(digest)!.signatures[side];
    return { type: 'AgreementAccepted', data: { version, digest, signature } };
  }

  /** Another shape than the last one that was proposed; valid at once, or some time from the beginning of the run. */
  #proposal(side: SideId, version: number, before: string): Said {
    const { chance } = this;
    const others = SHAPES.filter(({ hides, opens }) => hides !== this.#shape.hides || opens !== this.#shape.opens);
    this.#shape = chance.pick(others);
    const later = fromMillis(NOW + version * 20 * MINUTE);
    const validFrom = chance.happens(30) && later > before ? later : before;
    const draft = this.terms.draft(version, this.#shape, validFrom);
    this.#drafts.set(draft.digest, draft);
    const openUntil = fromMillis(this.clock() + (chance.happens(15) ? 3 * MINUTE : 72 * HOUR));
    const { digest, text: document } = draft;
    return { type: 'AgreementProposed', data: { version, digest, document, openUntil, signature: draft.signatures[side] } };
  }

  #say(side: SideId, { type, data }: Said): void {
    const { life, writer, server } = this.sites[side];
    if (!life?.alive || !writer) return;
    this.#waits[side] = true;
    this.scheduler.mark(type, side);
    if (this.chance.happens(10)) server.duringNext(() => this.sites[side].die('power cut'));
    let over = false;
    const end = () => {
      if (!over) this.#waits[side] = false;
      over = true;
    };
    this.scheduler.after(20_000, 'no answer', end);
    writer.amend(type, data, CAST[side].manager).then(
      (fault) => {
        if (over || !life.act()) return;
        end();
        if (fault) this.refused[fault] = (this.refused[fault] ?? 0) + 1;
        else this.#isWritten(side, type, data.digest);
      },
      (error: unknown) => {
        end();
        if (life.alive && !(error instanceof Unavailable)) this.fail(`${side}: ${type} failed: ${(error as Error).stack}`);
      },
    );
  }

  /** Whoever was told that it is written can rely on it. */
  #isWritten(side: SideId, type: AmendmentType, digest: string): void {
    this.said[type] = (this.said[type] ?? 0) + 1;
    this.witness.saidOfAgreement(side, type, digest);
  }
}
