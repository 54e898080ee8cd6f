import { toMillis } from '../../kernel/instant.ts';
import type { WaitingTicket } from '../../freight/context.ts';
import { isComplete, isPresent, openHolds, refusedAt } from '../../freight/crossing/joint.ts';
import type { CrossingView } from '../../freight/crossing/view.ts';

/** The ticket of a lorry that stands in the origin's yard and has not been called; `undefined` for any other lorry. */
export function waitingTicket(view: CrossingView, now: number): WaitingTicket | undefined {
  const { ticket, slot, plan } = view.origin;
  if (!ticket.ticket || !ticket.arrivedAt || ticket.calledAt || !isPresent(view, 'origin') || refusedAt(view)) {
    return undefined;
  }
  const due = slot.start !== null && toMillis(slot.start) <= now;
  return {
    crossing: view.reference,
    ticket: ticket.ticket,
    trafficClass: plan.trafficClass,
    arrivedAt: ticket.arrivedAt,
    slotStart: slot.start,
    shelfLifeHours: plan.shelfLifeHours,
    eligible: isComplete(view) && due && openHolds(view).length === 0,
    passed: ticket.passed.length,
  };
}
