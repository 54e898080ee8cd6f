import type { Instant } from './instant.ts';
import type { Role, SideId } from './codes.ts';

/** Who acts: an account in a role of one side, for a firm where it has one. Never crosses. */
export interface Actor {
  readonly side: SideId;
  readonly role: Role;
  readonly account: string;
  readonly firm?: string;
}

/**
 * Something that happened, told by its one author. `occurredAt` is when it happened, `recordedAt` when the author wrote
 * it down, `saw` how many entries of the other side's log the author had when it decided. A fact published by the other
 * side has no `actor`, because the agreement never lets one cross.
 */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly type: Type;
  readonly stream: string;
  readonly side: SideId;
  readonly actor?: Actor;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly saw: number;
  readonly data: Data;
}

/** A fact as a decider returns it; the journal adds identity, author and times. */
export interface Draft<Type extends string = string, Data = unknown> {
  readonly stream: string;
  readonly type: Type;
  readonly data: Data;
}

/**
 * An expected refusal is data. `code` is stable and has its sentence in three languages in `refusals.ts`; `pointer` is an
 * RFC 6901 pointer into the command; `params` fill the sentence.
 */
export interface Refusal {
  readonly code: string;
  readonly pointer?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Decision =
  | { readonly ok: true; readonly facts: readonly Draft[] }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

export const accept = (...facts: Draft[]): Decision => ({ ok: true, facts });

export const refuse = (code: string, more: Omit<Refusal, 'code'> = {}): Decision => ({
  ok: false,
  refusals: [{ code, ...more }],
});
