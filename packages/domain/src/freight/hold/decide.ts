import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { AUTHORITIES, id, instant, text, type Authority } from '../../kernel/codes.ts';
import { toMillis } from '../../kernel/instant.ts';
import { findReason } from '../../vocabulary/reason-codes.ts';
import { authorityOf, fact, notEnded, ownLoad } from '../crossing/guards.ts';
import { holdsOf, openHolds } from '../crossing/joint.ts';
import type { CrossingView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';
import { holdCause } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

const placeSchema = z.strictObject({
  reasonCode: text(60),
  cause: holdCause,
  deadline: instant,
  objectTo: text(200),
  legalBasis: text(300).optional(),
  note: text(1000).optional(),
});

/**
 * A hold needs a reason code, a legal basis (the reason code brings one), a deadline and a place to object. It may be placed
 * while the lorry is still on the other side: the race is a state, not an error.
 */
export const placeHold: CrossingAct<z.infer<typeof placeSchema>> = {
  name: 'placeHold',
  on: 'crossing',
  summary: 'Hold a lorry, with reason, legal basis, deadline and where to object.',
  schema: placeSchema,
  who: may('either', 'customs', 'quarantine', 'border_guard'),
  when(view, context) {
    const party = partyIn(view, context);
    const ended = notEnded(view);
    if (ended) return ended;
    if (party === 'origin' && view.origin.passage.exitedAt) return { code: 'already_exited' };
    return view[party].decision.refusedAt ? { code: 'already_refused' } : undefined;
  },
  decide(command, view, context) {
    const reason = findReason(command.reasonCode);
    if (!reason) return refuse('reason_unknown', { pointer: '/reasonCode', params: { code: command.reasonCode } });
    if (toMillis(command.deadline) <= context.now) return refuse('deadline_in_past', { pointer: '/deadline' });
    const legalBasis = command.legalBasis ?? reason.legalBasis;
    return accept(
      fact(view, 'HoldPlaced', { hold: context.newId(), authority: authorityOf(context), ...command, legalBasis }),
    );
  },
};

const objectSchema = z.strictObject({ hold: id, text: text(2000) });

export const objectToHold: CrossingAct<z.infer<typeof objectSchema>> = {
  name: 'objectToHold',
  on: 'crossing',
  summary: 'Object to a hold of either side.',
  schema: objectSchema,
  who: may('either', 'trader', 'driver'),
  when(view, context) {
    if (openHolds(view).every((hold) => hold.objectedAt)) return { code: 'no_hold_open' };
    return context.actor.role === 'trader' ? ownLoad(view, context) : undefined;
  },
  decide(command, view) {
    const hold = holdsOf(view).find((each) => each.hold === command.hold);
    if (!hold) return refuse('hold_unknown', { pointer: '/hold' });
    if (hold.liftedAt) return refuse('hold_lifted', { pointer: '/hold' });
    if (hold.objectedAt) return refuse('hold_objected', { pointer: '/hold' });
    return accept(fact(view, 'HoldObjected', command));
  },
};

const liftSchema = z.strictObject({ hold: id, reason: text(500) });

/** The authority that placed a hold lifts it; after the deadline the manager of the gate may, too. */
export const liftHold: CrossingAct<z.infer<typeof liftSchema>> = {
  name: 'liftHold',
  on: 'crossing',
  summary: 'Lift a hold. After its deadline the manager of the gate may lift it as well.',
  schema: liftSchema,
  who: may('either', 'customs', 'quarantine', 'border_guard', 'manager'),
  when(view, context) {
    const open = openHolds(view, partyIn(view, context));
    const { role } = context.actor;
    const liftable = open.some((hold) =>
      AUTHORITIES.includes(role as Authority) ? hold.authority === role : toMillis(hold.deadline) < context.now,
    );
    return liftable ? undefined : { code: 'no_hold_open' };
  },
  decide(command, view, context) {
    const hold = view[partyIn(view, context)].hold.placed.find((each) => each.hold === command.hold);
    if (!hold) return refuse('hold_unknown', { pointer: '/hold' });
    if (hold.liftedAt) return refuse('hold_lifted', { pointer: '/hold' });
    const { role } = context.actor;
    if (role === 'manager' && toMillis(hold.deadline) >= context.now) return refuse('hold_within_deadline', { pointer: '/hold' });
    if (role !== 'manager' && hold.authority !== role) return refuse('other_authority', { pointer: '/hold' });
    return accept(fact(view, 'HoldLifted', command));
  },
};

export const holdActs = [placeHold, objectToHold, liftHold] as const;
