import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { nonNegativeDecimal, originOf, text } from '../../kernel/codes.ts';
import { MINUTE, toMillis } from '../../kernel/instant.ts';
import { parsePlate } from '../../kernel/checks/plate.ts';
import { fact, notArrived, notEnded, present } from '../../freight/crossing/guards.ts';
import { attachmentsOf, refusedAt } from '../../freight/crossing/joint.ts';
import { compareWith } from '../../freight/crossing/reading.ts';
import type { CrossingView } from '../../freight/crossing/view.ts';
import type { Context } from '../../freight/context.ts';
import { waitingTicket } from '../order/eligible.ts';
import { orderOf } from '../order/order.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

const arriveSchema = z.strictObject({
  tractorID: text(20),
  sealID: z.array(text(20)).max(20),
  weighedMassKg: nonNegativeDecimal,
  yard: text(40),
});

/**
 * The ticket is SHA-256 over a label, 32 random bytes, plate and container: nobody can tell the lorry from the ticket, and
 * whoever is shown the opening can check that the ticket was issued for this lorry and no other.
 */
export const ticketOf = (opening: string, plate: string | null, container: string | null): string =>
  `pairgate-ticket/1\n${opening}\n${plate ?? ''}\n${container ?? ''}\n`;

/** The arrival is a reading, too: a plate or seal that differs is recorded, and no channel is green any more. */
export const recordArrival: CrossingAct<z.infer<typeof arriveSchema>> = {
  name: 'recordArrival',
  on: 'crossing',
  summary: "The lorry stands in the origin's yard: weigh it, read plate and seals, issue the ticket.",
  schema: arriveSchema,
  who: may('origin', 'yard', 'gate'),
  when: (view) => notEnded(view) ?? notArrived(view) ?? (refusedAt(view) ? { code: 'already_refused' } : undefined),
  decide(command, view, context) {
    const attached = attachmentsOf(view);
    const opening = context.random();
    return accept(
      fact(view, 'VehicleArrived', {
        ticket: context.digest(ticketOf(opening, attached.tractorID, attached.containerID)),
        opening,
        plateClass: parsePlate(command.tractorID)?.nationality ?? 'other',
        weighedMassKg: command.weighedMassKg,
        ...compareWith(view, command),
        yard: command.yard,
      }),
    );
  },
};

const callSchema = z.strictObject({ lane: text(20), override: text(500).optional() });

/** The yard calls whoever is first in the published order. Only a manager may call another, and must say why. */
export const callVehicle: CrossingAct<z.infer<typeof callSchema>> = {
  name: 'callVehicle',
  on: 'crossing',
  summary: 'Call the first of the order to a lane. Calling another needs a manager and a reason, which is published.',
  schema: callSchema,
  who: may('origin', 'yard', 'manager'),
  when(view, context) {
    const absent = present(view, 'origin');
    if (absent) return absent;
    if (view.origin.ticket.calledAt) return { code: 'already_called' };
    const ticket = waitingTicket(view, context.now);
    if (!ticket) return { code: 'already_refused' };
    return ticket.eligible ? undefined : { code: 'not_eligible' };
  },
  decide(command, view, context) {
    if (!context.gateTimes.isOpen(originOf(view.direction), context.now)) return refuse('gate_closed');
    const order = orderOf(context.waiting(view.direction), context.now);
    const rank = order.findIndex((each) => each.crossing === view.reference);
    const ticket = order[rank];
    if (!ticket) return refuse('not_eligible');
    // Resources are per class: a lorry competes with the lorries of its own class for the far side's acceptance.
    const ahead = order.slice(0, rank).filter((each) => each.trafficClass === ticket.trafficClass);
    if (ahead.length > 0) {
      if (context.actor.role !== 'manager') return refuse('not_first', { params: { first: ahead[0]!.crossing, ahead: ahead.length } });
      if (!command.override) return refuse('override_reason_missing', { pointer: '/override' });
    }
    return accept(
      fact(view, 'VehicleCalled', {
        ticket: ticket.ticket,
        lane: command.lane,
        score: ticket.score,
        waitingMinutes: ticket.waitingMinutes,
        ahead: ahead.length,
        ...(ahead.length > 0 && command.override ? { override: command.override } : {}),
      }),
    );
  },
};

/** A driver has this long to follow a call. */
export const CALL_TIMEOUT = 10 * MINUTE;

const passSchema = z.strictObject({ reason: text(200) });

export const passCall: CrossingAct<z.infer<typeof passSchema>> = {
  name: 'passCall',
  on: 'crossing',
  summary: 'The call passed unheard: the lorry goes back into the order with fewer points.',
  schema: passSchema,
  who: may('origin', 'yard', 'manager'),
  when(view, context) {
    const absent = present(view, 'origin');
    if (absent) return absent;
    const { calledAt } = view.origin.ticket;
    if (!calledAt) return { code: 'not_called' };
    return toMillis(calledAt) + CALL_TIMEOUT <= context.now ? undefined : { code: 'call_still_open' };
  },
  decide: (command, view) => accept(fact(view, 'CallPassed', { ticket: view.origin.ticket.ticket, reason: command.reason })),
};

export const ticketActs = [recordArrival, callVehicle, passCall] as const;
