import type { ZodType } from 'zod';
import type { Direction, Party, Role, SideId } from './codes.ts';
import { originOf } from './codes.ts';
import type { Actor, Decision, Refusal } from './decider.ts';

/** The kinds of stream. A stream is named `kind:reference`. */
export type StreamKind = 'consignment' | 'crossing' | 'gate';

export const streamOf = (kind: StreamKind, reference: string): string => `${kind}:${reference}`;

export function parseStream(stream: string): { kind: StreamKind; reference: string } {
  const colon = stream.indexOf(':');
  return { kind: stream.slice(0, colon) as StreamKind, reference: stream.slice(colon + 1) };
}

/** The party that a side plays when lorries go this way. */
export const partyOf = (side: SideId, direction: Direction): Party =>
  originOf(direction) === side ? 'origin' : 'destination';

/** A role that may do an act, and on which party's side; `either` when the side does not matter. */
export interface Grant {
  readonly role: Role;
  readonly party: Party | 'either';
}

export const may = (party: Grant['party'], ...roles: Role[]): Grant[] => roles.map((role) => ({ role, party }));

/** True when one of the grants covers this role acting for this party. */
export const grants = (who: readonly Grant[], role: Role, party: Party): boolean =>
  who.some((grant) => grant.role === role && (grant.party === 'either' || grant.party === party));

/** Why the policy table keeps somebody from an act, or nothing. What has no direction, a gate, goes by the role alone. */
export function denied(
  act: { readonly name: string; readonly who: readonly Grant[] },
  actor: Actor,
  direction: Direction | undefined,
): Refusal | undefined {
  const allowed =
    direction === undefined
      ? act.who.some((grant) => grant.role === actor.role)
      : grants(act.who, actor.role, partyOf(actor.side, direction));
  return allowed ? undefined : { code: 'not_allowed', params: { act: act.name, role: actor.role } };
}

/**
 * One thing that somebody may do. `who` is its line of the policy table. `when` says whether the state admits it at all,
 * so that a screen can offer it; `decide` judges the whole command and may refuse for more reasons than `when` does.
 */
export interface Act<Command, Subject, Context> {
  readonly name: string;
  readonly on: StreamKind;
  /** True when the act begins a stream, so that there is no subject yet. */
  readonly creates?: boolean;
  readonly summary: string;
  readonly schema: ZodType<Command>;
  readonly who: readonly Grant[];
  when(subject: Subject, context: Context): Refusal | undefined;
  decide(command: Command, subject: Subject, context: Context): Decision;
}

/** The schema of a fact's data and who may be its author. */
export interface FactType {
  readonly on: StreamKind;
  readonly author: Party | 'either';
  readonly data: ZodType;
}
