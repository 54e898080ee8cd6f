import { AUTHORITIES, type Authority, type Role, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { partyOf } from '@pairgate/domain/kernel/act.ts';
import { channelFor, hasEnded, isPresent, openHolds, outdatedRelease, pendingOf } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { waitingTicket } from '@pairgate/domain/queue/order/eligible.ts';
import { CLASS_WEIGHT } from '@pairgate/domain/queue/order/order.ts';
import type { CrossingRow, WorkList } from '../http/readings.ts';

type Task = Omit<WorkList['items'][number], 'row'>;

/** How soon an authority means to have decided on a lorry that stands before it, by channel. */
const TARGET = { green: HOUR, yellow: 2 * HOUR, red: 4 * HOUR } as const;

/** A task that is no authority's decision. */
const NOBODYS = { authority: null, channel: null, decideBy: null, reason: '', outdated: false } as const;

/** What an authority must do about a lorry, or nothing. Papers of lorries still on the other side may be decided early. */
function officersTask(view: CrossingView, side: SideId, authority: Authority): Task | undefined {
  const party = partyOf(side, view.direction);
  if (view[party].decision.refusedAt || view[party].decision.releasedAt) return undefined;
  const pending = pendingOf(view, party, authority);
  const here = isPresent(view, party);
  const hold = openHolds(view, party).find((each) => each.authority === authority);
  if (!pending && !hold) return undefined;
  const channel = channelFor(view, party, authority);
  const early = !here && pending === 'papers' && view.origin.ticket.arrivedAt !== null;
  if (!here && !early) return undefined;
  if (pending === 'assessment') return undefined;
  const since = party === 'origin' ? view.origin.ticket.arrivedAt : (view.destination.passage.crossedAt ?? null);
  const target = since && channel ? fromMillis(toMillis(since) + TARGET[channel.channel]) : null;
  return {
    pending: pending ?? 'decision',
    authority,
    channel: channel?.channel ?? null,
    decideBy: hold?.deadline ?? target,
    reason: hold?.reasonCode ?? channel?.reasonCodes[0] ?? '',
    outdated: outdatedRelease(view, party, authority) !== undefined,
  };
}

function laboratoryTask(view: CrossingView, side: SideId): Task | undefined {
  const sample = view[partyOf(side, view.direction)].laboratory.find((each) => each.reportedAt === null);
  if (!sample) return undefined;
  const { authority, dueAt: decideBy } = sample;
  return { ...NOBODYS, pending: 'result', authority, decideBy, reason: 'quarantine_sample_pending' };
}

/** The yard calls who is eligible and receives who is due within two hours. */
function yardTask(view: CrossingView, side: SideId, now: number): Task | undefined {
  if (partyOf(side, view.direction) !== 'origin') return undefined;
  if (waitingTicket(view, now)?.eligible) {
    return { ...NOBODYS, pending: 'call' };
  }
  const { start } = view.origin.slot;
  if (view.origin.ticket.arrivedAt || !start || toMillis(start) > now + 2 * HOUR) return undefined;
  return { ...NOBODYS, pending: 'arrival', decideBy: start };
}

/** The manager sees what stands still past its deadline. */
function managersTask(view: CrossingView, side: SideId, now: number): Task | undefined {
  const late = openHolds(view, partyOf(side, view.direction)).find((hold) => toMillis(hold.deadline) < now);
  if (!late) return undefined;
  const { authority, deadline: decideBy, reasonCode: reason } = late;
  return { ...NOBODYS, pending: 'decision', authority, decideBy, reason };
}

export function taskFor(view: CrossingView, side: SideId, role: Role, now: number): Task | undefined {
  if (hasEnded(view)) return undefined;
  if (AUTHORITIES.includes(role as Authority)) return officersTask(view, side, role as Authority);
  if (role === 'laboratory') return laboratoryTask(view, side);
  if (role === 'yard') return yardTask(view, side, now);
  return role === 'manager' ? managersTask(view, side, now) : undefined;
}

/** What is lost by waiting on: minutes waited times the weight of the class, and a short shelf life. */
export function urgency(row: CrossingRow, view: CrossingView, now: number): number {
  const here = view.destination.passage.crossedAt ?? view.origin.ticket.arrivedAt;
  const minutes = here ? Math.max(0, now - toMillis(here)) / 60_000 : -1;
  const shelf = view.origin.plan.shelfLifeHours;
  return minutes * CLASS_WEIGHT[row.trafficClass] + (shelf === null ? 0 : Math.max(0, 72 - shelf) * 20);
}
