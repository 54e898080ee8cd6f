import type { TrafficClass } from '../../kernel/codes.ts';
import { MINUTE, toMillis } from '../../kernel/instant.ts';
import type { WaitingTicket } from '../../freight/context.ts';

/**
 * The published rule of the order: an eligible ticket's score in whole points, from published inputs only.
 *
 *   score = waiting minutes x weight of the class + points for short shelf life + points for passed calls
 *
 * and whoever has waited four hours goes before everybody who has not, so that no class can wait for ever. Waiting counts
 * from the arrival or from the slot, whichever is later, so that coming early buys nothing. Equal scores: earlier
 * arrival first, then the lower ticket.
 */
export const CLASS_WEIGHT: Readonly<Record<TrafficClass, number>> = {
  perishable: 30,
  hazardous: 15,
  high_value: 15,
  smart_lane: 12,
  general: 10,
  empty: 8,
};

/** Points for each hour that the shelf life is shorter than three days. */
const SHELF_LIFE_POINTS = 20;
const SHELF_LIFE_HOURS = 72;
/** A passed call costs a quarter of an hour of general waiting; beyond a hundred of them nothing more is lost. */
const PASSED_POINTS = -150;
const PASSED_CALLS = 100;
const FAIRNESS_MINUTES = 240;
const FAIRNESS_POINTS = 1_000_000;

export interface Scored extends WaitingTicket {
  readonly score: number;
  readonly waitingMinutes: number;
}

export function score(ticket: WaitingTicket, now: number): Scored {
  const since = Math.max(toMillis(ticket.arrivedAt), ticket.slotStart ? toMillis(ticket.slotStart) : 0);
  const waitingMinutes = Math.max(0, Math.floor((now - since) / MINUTE));
  const shelf = ticket.shelfLifeHours === null ? 0 : Math.max(0, SHELF_LIFE_HOURS - ticket.shelfLifeHours);
  const points = waitingMinutes * CLASS_WEIGHT[ticket.trafficClass] + shelf * SHELF_LIFE_POINTS;
  const fair = waitingMinutes >= FAIRNESS_MINUTES ? FAIRNESS_POINTS : 0;
  return { ...ticket, score: points + Math.min(ticket.passed, PASSED_CALLS) * PASSED_POINTS + fair, waitingMinutes };
}

/** The eligible tickets, the next to be called first. */
export function orderOf(tickets: readonly WaitingTicket[], now: number): Scored[] {
  return tickets
    .filter((ticket) => ticket.eligible)
    .map((ticket) => score(ticket, now))
    .toSorted(
      (a, b) =>
        b.score - a.score || toMillis(a.arrivedAt) - toMillis(b.arrivedAt) || (a.ticket < b.ticket ? -1 : 1),
    );
}
