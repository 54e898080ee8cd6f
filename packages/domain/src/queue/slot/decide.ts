import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse, type Decision, type Refusal } from '../../kernel/decider.ts';
import { destinationOf, instant, originOf, type Direction, type TrafficClass } from '../../kernel/codes.ts';
import { MINUTE, QUARTER, fromMillis, toMillis } from '../../kernel/instant.ts';
import { acceptedPerHour } from '../../gate/capacity/evolve.ts';
import { fact, notArrived, notEnded, ownLoad } from '../../freight/crossing/guards.ts';
import type { CrossingView } from '../../freight/crossing/view.ts';
import type { Context } from '../../freight/context.ts';
import { slotReleased } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

/** Slots may be booked this far ahead. */
export const BOOKING_HORIZON = 72 * 4 * QUARTER;

/** Whose places are asked for: slots are counted per class and direction. */
export interface SlotKind {
  readonly direction: Direction;
  readonly trafficClass: TrafficClass;
}

/**
 * What the capacity allows in a quarter of an hour: a quarter of what the destination accepts in an hour by its newest
 * capacity that this side has received, the remainder going to the first quarters of the hour, so that an hour never holds
 * more than accepted. After the capacity's expiry the agreed degraded rate applies (design §7).
 */
export function capacityIn({ direction, trafficClass }: SlotKind, start: number, context: Pick<Context, 'gate' | 'pair' | 'now'>) {
  const { capacity } = context.gate[destinationOf(direction)];
  // Of a quarter that is running already, what was published since it began counts too.
  const rate = acceptedPerHour(capacity, trafficClass, Math.max(start, context.now), context.pair.degradedShare);
  const quarterOfHour = Math.floor(start / QUARTER) % 4;
  const places = Math.floor(rate.perHour / 4) + (quarterOfHour < rate.perHour % 4 ? 1 : 0);
  return { places, ...rate };
}

/**
 * Places in a quarter of an hour: those of this side's plan where one speaks of it, never more than the capacity allows. A
 * lorry that stands in the yard already cannot be moved by a plan any more, so the yard books within the capacity.
 */
export function placesIn(kind: SlotKind, start: number, context: Pick<Context, 'gate' | 'pair' | 'now' | 'actor' | 'planned'>) {
  const allowed = capacityIn(kind, start, context);
  const planned = context.actor.role === 'yard' ? undefined : context.planned(kind.direction, kind.trafficClass, start);
  const isPlanned = planned !== undefined && planned < allowed.places;
  return { ...allowed, places: isPlanned ? planned : allowed.places, isPlanned };
}

/**
 * The first quarter of an hour after `start`, other than the one that is `held` already, in which both gates are open and a place is
 * free, within the time that may be booked.
 */
function nextFree(kind: SlotKind, start: number, context: Context, held: string | null): number | undefined {
  const sides = [originOf(kind.direction), destinationOf(kind.direction)];
  for (let at = start + QUARTER; at <= context.now + BOOKING_HORIZON; at += QUARTER) {
    if (fromMillis(at) === held || !sides.every((side) => context.gateTimes.isOpen(side, at))) continue;
    if (context.booked(kind.direction, kind.trafficClass, at) < placesIn(kind, at, context).places) return at;
  }
  return undefined;
}

const kindOf = ({ direction, origin }: CrossingView): SlotKind => ({ direction, trafficClass: origin.plan.trafficClass });

/** Why nobody can book there: when it is the plan that keeps the place, where the next one is. */
function full(view: CrossingView, start: number, context: Context, { places, isPlanned }: ReturnType<typeof placesIn>): Decision {
  const kind = kindOf(view);
  const booked = context.booked(kind.direction, kind.trafficClass, start);
  const next = isPlanned ? nextFree(kind, start, context, view.origin.slot.start) : undefined;
  if (next === undefined) return refuse('slot_full', { pointer: '/start', params: { booked, places } });
  const params = { booked, places, minutes: (next - start) / MINUTE, next: fromMillis(next) };
  return refuse('slot_beyond_plan', { pointer: '/start', params });
}

const bookSchema = z.strictObject({ start: instant });

function book(command: z.infer<typeof bookSchema>, view: CrossingView, context: Context, type: string): Decision {
  const start = toMillis(command.start);
  const at = { pointer: '/start' };
  if (start % QUARTER !== 0) return refuse('slot_not_quarter', at);
  if (start + QUARTER <= context.now) return refuse('slot_in_past', at);
  if (start > context.now + BOOKING_HORIZON) return refuse('slot_too_far', at);
  for (const side of [originOf(view.direction), destinationOf(view.direction)]) {
    if (!context.gateTimes.isOpen(side, start)) return refuse('gate_closed', { ...at, params: { side } });
  }
  const kind = kindOf(view);
  const { trafficClass } = kind;
  const offered = placesIn(kind, start, context);
  const { capacity, degraded } = offered;
  if (!capacity) return refuse('capacity_unknown', at);
  if (context.booked(view.direction, trafficClass, start) >= offered.places) return full(view, start, context, offered);
  return accept(
    fact(view, type, {
      start: command.start,
      end: fromMillis(start + QUARTER),
      trafficClass,
      capacity: { fact: capacity.fact, validUntil: capacity.validUntil, degraded },
    }),
  );
}

const bookable = (view: CrossingView, context: Context): Refusal | undefined =>
  notEnded(view) ?? notArrived(view) ?? (context.actor.role === 'trader' ? ownLoad(view, context) : undefined);

export const bookSlot: CrossingAct<z.infer<typeof bookSchema>> = {
  name: 'bookSlot',
  on: 'crossing',
  summary: "Book a quarter of an hour within the destination's newest capacity.",
  schema: bookSchema,
  who: may('origin', 'trader', 'yard'),
  when: (view, context) =>
    // A lorry that came without a slot can still be given one in the yard.
    (context.actor.role === 'yard' ? notEnded(view) : bookable(view, context)) ??
    (view.origin.passage.exitedAt ? { code: 'already_exited' } : undefined) ??
    (view.origin.slot.start ? { code: 'slot_held' } : undefined),
  decide: (command, view, context) => book(command, view, context, 'SlotBooked'),
};

export const moveSlot: CrossingAct<z.infer<typeof bookSchema>> = {
  name: 'moveSlot',
  on: 'crossing',
  summary: 'Move a booking to another quarter of an hour.',
  schema: bookSchema,
  who: may('origin', 'trader'),
  when: (view, context) => bookable(view, context) ?? (view.origin.slot.start ? undefined : { code: 'no_slot' }),
  decide(command, view, context) {
    if (view.origin.slot.start === command.start) return refuse('slot_same', { pointer: '/start' });
    return book(command, view, context, 'SlotMoved');
  },
};

export const releaseSlot: CrossingAct<z.infer<typeof slotReleased>> = {
  name: 'releaseSlot',
  on: 'crossing',
  summary: 'Give a booked slot back.',
  schema: slotReleased,
  who: may('origin', 'trader'),
  when: (view, context) => bookable(view, context) ?? (view.origin.slot.start ? undefined : { code: 'no_slot' }),
  decide: (command, view) => accept(fact(view, 'SlotReleased', command)),
};

/** A booking whose quarter is over by an hour without the lorry is missed; the place is gone, the trader may book again. */
export const SLOT_GRACE = 4 * QUARTER;

export const missSlot: CrossingAct<Record<string, never>> = {
  name: 'missSlot',
  on: 'crossing',
  summary: 'Record that a lorry did not come within an hour of its slot.',
  schema: z.strictObject({}) as never,
  who: may('origin', 'system'),
  when(view, context) {
    const closed = notEnded(view) ?? notArrived(view);
    if (closed) return closed;
    const { end } = view.origin.slot;
    return end && toMillis(end) + SLOT_GRACE <= context.now ? undefined : { code: 'slot_not_missed' };
  },
  decide: (_command, view) => accept(fact(view, 'SlotMissed', {})),
};

export const slotActs = [bookSlot, moveSlot, releaseSlot, missSlot] as const;
