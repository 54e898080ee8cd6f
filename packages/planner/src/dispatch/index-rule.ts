/**
 * Whom a free server takes next: the highest index, with bounded fairness.
 *
 *     index = weight of the class · (1 + waited / patience + urgency) / mean minutes of the service
 *
 * Weight over service is the cµ rule, which is optimal for linear costs of waiting (Cox and Smith, "Queues", 1961). That the
 * cost of a minute grows with the minutes waited makes it the generalised cµ rule (Van Mieghem 1995). Urgency is what shelf life has
 * lost below a horizon: 0 at `shelfHorizonMinutes` and more, `shelfUrgency` when none is left.
 *
 * **Nobody starves.** Whoever has waited `boundMinutes` goes before everybody who has not, and among those the longest wait is
 * first. So from that minute on only lorries that came earlier are before it: its wait is at most the bound, plus the services that
 * are running then, plus the services of those who came earlier and still queue. No later arrival can add to that, at any load.
 */
export interface IndexRule {
  /** Minutes of waiting that count as much as the wait's first cost. */
  readonly patienceMinutes: number;
  readonly shelfHorizonMinutes: number;
  readonly shelfUrgency: number;
  readonly boundMinutes: number;
}

export const INDEX_RULE: IndexRule = { patienceMinutes: 60, shelfHorizonMinutes: 72 * 60, shelfUrgency: 4, boundMinutes: 240 };

/** A lorry in a queue, as the rule sees it. */
export interface Queued {
  readonly weight: number;
  /** When it came to the queue, in minutes of the clock of `now`. */
  readonly arrivedAt: number;
  /** Mean of its service at this resource: of the kind that was decided for it, if one was; never its own length. */
  readonly serviceMinutes: number;
  /** Minutes until its shelf life ends; `Infinity` for goods that do not spoil. */
  readonly shelfLeftMinutes: number;
}

/** Larger goes first. Beyond the bound it is larger than any index before it, and rises with the wait alone. */
export function indexOf(rule: IndexRule, queued: Queued, now: number): number {
  const waited = now - queued.arrivedAt;
  if (waited >= rule.boundMinutes) return BEYOND * (1 + waited);
  const lost = Math.min(1, Math.max(0, 1 - queued.shelfLeftMinutes / rule.shelfHorizonMinutes));
  return (queued.weight * (1 + waited / rule.patienceMinutes + lost * rule.shelfUrgency)) / Math.max(queued.serviceMinutes, SHORTEST);
}

/** Above any index within the bound: weights are below a thousand, and no service counts as shorter than a second. */
const BEYOND = 1e9;
const SHORTEST = 1 / 60;

/** The position in the queue of whom to take next: the highest index, then the earlier arrival, then the earlier position; −1 when empty. */
export function nextOf(rule: IndexRule, queue: readonly Queued[], now: number): number {
  let best = -1;
  let most = -Infinity;
  for (let at = 0; at < queue.length; at += 1) {
    const index = indexOf(rule, queue[at]!, now);
    if (index > most || (index === most && queue[at]!.arrivedAt < queue[best]!.arrivedAt)) {
      most = index;
      best = at;
    }
  }
  return best;
}
