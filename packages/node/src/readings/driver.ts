import { destinationOf, originOf } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Context } from '@pairgate/domain/freight/context.ts';
import { attachmentsOf, hasEnded, isPresent, phaseOf, refusedAt } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { orderOf } from '@pairgate/domain/queue/order/order.ts';
import type { CrossingRow, DriverView } from '../http/readings.ts';

/** The one thing that the driver does next, as a sentence of the vocabulary. */
export function nextAct(view: CrossingView, row: CrossingRow, now: number, gate: Context['gateTimes']): DriverView['next'] {
  const say = (key: string, params: Record<string, string | number> = {}) => ({ key, params });
  const { origin, destination } = view;
  if (hasEnded(view)) return say(phaseOf(view) === 'departed' ? 'done' : 'ended', { phase: row.phase });
  if (refusedAt(view)) return say('return', { side: originOf(view.direction) });
  if (destination.passage.crossedAt) {
    if (destination.decision.releasedAt) return say('leave');
    return atBay(view, 'destination') ?? sayWait(row, say);
  }
  if (origin.passage.exitedAt) return say('cross', { side: destinationOf(view.direction) });
  if (!origin.ticket.arrivedAt) {
    if (!origin.slot.start) return say('book_slot');
    return say('come', { at: origin.slot.start });
  }
  if (origin.ticket.calledAt) {
    if (origin.decision.releasedAt && gate.isOpen(originOf(view.direction), now)) {
      return say('go_to_lane', { lane: origin.ticket.lane ?? '' });
    }
    return atBay(view, 'origin') ?? sayWait(row, say);
  }
  if (origin.slot.start && toMillis(origin.slot.start) > now) return say('wait_for_slot', { at: origin.slot.start });
  return sayWait(row, say);
}

function atBay(view: CrossingView, party: 'origin' | 'destination'): DriverView['next'] | undefined {
  const running = view[party].inspection.find((each) => each.finishedAt === null);
  return running && { key: 'stay_in_bay', params: { bay: running.bay ?? '' } };
}

const sayWait = (row: CrossingRow, say: (key: string, params?: Record<string, string | number>) => DriverView['next']) =>
  row.cause ? say('wait', { cause: row.cause }) : say('be_ready');

/** Lorries of the same class that are called before this one; `null` when it does not wait for a call. */
export function aheadOf(view: CrossingView, context: Context): number | null {
  if (!isPresent(view, 'origin') || view.origin.ticket.calledAt) return null;
  const order = orderOf(context.waiting(view.direction), context.now).filter(
    (ticket) => ticket.trafficClass === view.origin.plan.trafficClass,
  );
  const rank = order.findIndex((ticket) => ticket.crossing === view.reference);
  return rank < 0 ? null : rank;
}

/** What both gates read from the QR code: reference, plate, container and the end of validity, apart by bars. */
export function passOf(view: CrossingView, now: number): DriverView['pass'] {
  if (hasEnded(view)) return null;
  const { tractorID, containerID } = attachmentsOf(view);
  const expires = view.loads.map((load) => load.origin.declaration.expiresAt).filter((each) => each !== null);
  const validUntil = expires.toSorted()[0] ?? fromMillis(now);
  const text = ['PAIRGATE/1', view.reference, tractorID ?? '', containerID ?? '', validUntil].join('|');
  return { text, reference: view.reference, plate: tractorID, container: containerID, validUntil };
}
