import type { Party } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import { fromMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { hasEnded, phaseOf } from '@pairgate/domain/freight/crossing/joint.ts';
import { sideOf, type CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { endedAt, intervalsOf, type GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { ContextOptions } from '../context.ts';
import type { Clock } from '../gateway.ts';
import type { History, PastCrossing } from '../http/history.ts';
import type { PageAfter } from '../http/readings.ts';
import { crossingView, gateSides } from '../states.ts';
import { waitsOf } from './row.ts';

type Work = PastCrossing['work'];

/** The services of one party whose beginning is a fact. At a desk nobody records when the papers are taken up. */
function workOf(view: CrossingView, party: Party): Work {
  const side = sideOf(view, party);
  const { inspection, laboratory } = view[party];
  return [
    ...inspection.map((each): Work[number] => ({
      side, kind: 'inspection', authority: each.authority, station: each.bay, from: each.startedAt, to: each.finishedAt,
    })),
    ...laboratory.map((each): Work[number] => ({
      side, kind: 'laboratory', authority: each.authority, station: each.laboratory, from: each.takenAt, to: each.reportedAt,
    })),
  ];
}

/** The origin sends the vehicle off, the destination receives it. */
function transferOf(view: CrossingView): Work {
  const { vehicle, dispatchedAt } = view.origin.transfer;
  if (dispatchedAt === null) return [];
  const { completedAt } = view.destination.transfer;
  return [{ side: sideOf(view, 'origin'), kind: 'transfer', authority: null, station: vehicle, from: dispatchedAt, to: completedAt }];
}

export function pastOf(view: CrossingView, now: number, gate: GateTimes): PastCrossing {
  const { origin, destination } = view;
  return {
    reference: view.reference,
    direction: view.direction,
    trafficClass: origin.plan.trafficClass,
    phase: phaseOf(view),
    plannedAt: origin.plan.plannedAt!,
    slot: { start: origin.slot.start, bookedAt: origin.slot.bookedAt, missedAt: origin.slot.missedAt },
    arrivedAt: origin.ticket.arrivedAt,
    calledAt: origin.ticket.calledAt,
    releasedAt: origin.decision.releasedAt,
    exitedAt: origin.passage.exitedAt,
    crossedAt: destination.passage.crossedAt,
    clearedAt: destination.decision.releasedAt,
    departedAt: destination.passage.departedAt,
    endedAt: hasEnded(view) ? endedAt(view) : null,
    work: [...workOf(view, 'origin'), ...workOf(view, 'destination'), ...transferOf(view)],
    waits: waitsOf(view, intervalsOf(view, now, gate)).map((each) => ({
      ...each, from: fromMillis(each.from), to: each.to === now && !hasEnded(view) ? null : fromMillis(each.to),
    })),
  };
}

export interface HistoryOptions extends Pick<ContextOptions, 'side' | 'live' | 'gateTimes'> {
  readonly journal: Journal;
  readonly clock: Clock;
}

/** So many crossings are read and told at a time, so that nobody waits long for the node. */
const AT_ONCE = 50;

/** Reads the past from the states of the crossings, ended ones too. */
export class NodeHistory implements History {
  constructor(private readonly options: HistoryOptions) {}

  async between(from: Instant, to: Instant, page: { readonly after?: PageAfter; readonly limit: number }) {
    const { journal, live, side, clock, gateTimes } = this.options;
    const references = await this.#listed(from, to, page);
    const now = clock.now();
    const gate = gateTimes(gateSides(live.read, side));
    const shown = references.slice(0, page.limit);
    const items: PastCrossing[] = [];
    for (let at = 0; at < shown.length; at += AT_ONCE) {
      const some = shown.slice(at, at + AT_ONCE);
      await live.fetch(journal, some.map((reference) => streamOf('crossing', reference)));
      for (const reference of some) {
        const view = crossingView(live.read, side, reference);
        if (view) items.push(pastOf(view, now, gate));
      }
    }
    return { since: (await this.#began()) ?? fromMillis(now), asOf: fromMillis(now), items, more: references.length > page.limit };
  }

  async #began(): Promise<Instant | undefined> {
    const { db, pair } = this.options.journal;
    const [first] = await db.query<{ fact: Uint8Array }>('SELECT fact FROM journal WHERE pair = $1 ORDER BY position LIMIT 1', [pair]);
    return first && (JSON.parse(Buffer.from(first.fact).toString('utf8')) as Fact).recordedAt;
  }

  async #listed(from: Instant, to: Instant, { after, limit }: { readonly after?: PageAfter; readonly limit: number }): Promise<string[]> {
    const { db, pair } = this.options.journal;
    const older = after ? 'AND (planned_at < $5 OR (planned_at = $5 AND reference > $6))' : '';
    const rows = await db.query<{ reference: string }>(
      `SELECT reference FROM crossing WHERE pair = $1 AND planned_at < $3 AND (ended_at IS NULL OR ended_at >= $2) ${older}
       ORDER BY planned_at DESC, reference LIMIT $4`,
      [pair, from, to, limit + 1, ...(after ? [after.plannedAt, after.reference] : [])],
    );
    return rows.map((row) => row.reference);
  }
}
