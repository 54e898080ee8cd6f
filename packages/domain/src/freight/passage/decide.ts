import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, type Refusal } from '../../kernel/decider.ts';
import { text } from '../../kernel/codes.ts';
import { fact, notEnded } from '../crossing/guards.ts';
import { hasEnded, openHolds, phaseOf, refusedAt } from '../crossing/joint.ts';
import { compareWith } from '../crossing/reading.ts';
import type { CrossingView } from '../crossing/view.ts';
import type { Context } from '../context.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

/** What the reader of a lane saw. A plate or seal that it could not read is absent and counts as a mismatch. */
const readingSchema = z.strictObject({
  lane: text(20),
  tractorID: text(20).optional(),
  sealID: z.array(text(20)).max(20).optional(),
});
type ReadingCommand = z.infer<typeof readingSchema>;

const reading = (view: CrossingView, command: ReadingCommand, expected: boolean) => ({
  lane: command.lane,
  ...compareWith(view, command),
  expected,
});

/** Whether the barrier of the origin's exit opens. */
function mayExit(view: CrossingView, context: Context): Refusal | undefined {
  const ended = notEnded(view);
  if (ended) return ended;
  if (view.origin.passage.exitedAt) return { code: 'already_exited' };
  if (!view.origin.ticket.arrivedAt) return { code: 'not_present' };
  if (refusedAt(view)) return { code: 'already_refused' };
  if (!view.origin.ticket.calledAt) return { code: 'not_called' };
  if (!view.origin.decision.releasedAt) return { code: 'not_released' };
  const hold = openHolds(view)[0];
  if (hold) return { code: 'hold_open', params: { side: hold.side } };
  const mode = view.origin.plan.trafficClass === 'smart_lane' && !view.origin.transfer.dispatchedAt;
  if (mode) return { code: 'not_dispatched' };
  return context.gateTimes.isOpen(context.side, context.now) ? undefined : { code: 'gate_closed' };
}

export const recordExit: CrossingAct<ReadingCommand> = {
  name: 'recordExit',
  on: 'crossing',
  summary: 'The reader of a lane sees the lorry leave the origin; the barrier opens only when nothing holds it.',
  schema: readingSchema,
  who: may('origin', 'gate'),
  when: mayExit,
  decide: (command, view) => accept(fact(view, 'OriginExited', reading(view, command, true))),
};

/** The reading at the destination is physical: it is recorded even when this side did not expect the lorry. */
export const recordCrossing: CrossingAct<ReadingCommand> = {
  name: 'recordCrossing',
  on: 'crossing',
  summary: 'The reader at the destination sees the lorry come over the line. An unexpected lorry is recorded and alarmed.',
  schema: readingSchema,
  who: may('destination', 'gate'),
  when(view) {
    if (view.destination.passage.crossedAt) return { code: 'already_crossed' };
    // A lorry whose papers were withdrawn or have expired is recorded all the same when it stands there.
    return phaseOf(view) === 'returned' ? { code: 'crossing_ended' } : undefined;
  },
  decide(command, view) {
    const known = view.origin.passage.exitedAt !== null || view.origin.decision.releasedAt !== null;
    const announced = known && !hasEnded(view);
    const seen = reading(view, command, announced);
    return accept(fact(view, 'BorderCrossed', { ...seen, expected: announced && seen.plateMatch }));
  },
};

export const recordReturn: CrossingAct<ReadingCommand> = {
  name: 'recordReturn',
  on: 'crossing',
  summary: 'The reader at the origin sees a refused lorry come back, or a lorry that left and never crossed.',
  schema: readingSchema,
  who: may('origin', 'gate'),
  when(view) {
    const ended = notEnded(view);
    if (ended) return ended;
    if (refusedAt(view)) return undefined;
    return view.origin.passage.exitedAt && !view.destination.passage.crossedAt ? undefined : { code: 'not_refused' };
  },
  decide: (command, view) => accept(fact(view, 'VehicleReturned', reading(view, command, true))),
};

export const recordDeparture: CrossingAct<ReadingCommand> = {
  name: 'recordDeparture',
  on: 'crossing',
  summary: 'The reader at the destination sees the lorry leave; the crossing is closed.',
  schema: readingSchema,
  who: may('destination', 'gate'),
  when(view) {
    const ended = notEnded(view);
    if (ended) return ended;
    if (!view.destination.passage.crossedAt) return { code: 'not_present' };
    if (refusedAt(view)) return { code: 'already_refused' };
    if (!view.destination.decision.releasedAt) return { code: 'not_released' };
    const hold = openHolds(view, 'destination')[0];
    return hold && { code: 'hold_open', params: { side: hold.side } };
  },
  decide: (command, view) => accept(fact(view, 'VehicleDeparted', reading(view, command, true))),
};

export const passageActs = [recordExit, recordCrossing, recordReturn, recordDeparture] as const;
