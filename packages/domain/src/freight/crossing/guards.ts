import type { Authority, Party } from '../../kernel/codes.ts';
import { AUTHORITIES } from '../../kernel/codes.ts';
import { streamOf } from '../../kernel/act.ts';
import type { Draft, Refusal } from '../../kernel/decider.ts';
import { ownerOf, partyIn, type Context } from '../context.ts';
import { hasEnded, isPresent } from './joint.ts';
import type { CrossingView } from './view.ts';

/** Conditions that many acts on a crossing share. Each answers a refusal, or nothing when it has no objection. */
export const notEnded = (view: CrossingView): Refusal | undefined =>
  hasEnded(view) ? { code: 'crossing_ended' } : undefined;

export const present = (view: CrossingView, party: Party): Refusal | undefined =>
  notEnded(view) ?? (isPresent(view, party) ? undefined : { code: 'not_present' });

export const notArrived = (view: CrossingView): Refusal | undefined =>
  view.origin.ticket.arrivedAt ? { code: 'already_arrived' } : undefined;

/** The authority as which somebody acts, by role. */
export function authorityOf(context: Context): Authority {
  const { role } = context.actor;
  if (!AUTHORITIES.includes(role as Authority)) throw new Error(`the role ${role} is no authority`);
  return role as Authority;
}

/** Traders act on crossings that carry something of theirs. */
export const ownLoad = (view: CrossingView, context: Context): Refusal | undefined => {
  const party = partyIn(view, context);
  const owner = ownerOf(context.actor);
  return view.loads.some((load) => load[party].declaration.by === owner) ? undefined : { code: 'not_yours' };
};

export const fact = (view: CrossingView, type: string, data: object): Draft => ({
  stream: streamOf('crossing', view.reference),
  type,
  data,
});
