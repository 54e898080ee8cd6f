import type { Role, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Actor, Refusal } from '@pairgate/domain/kernel/decider.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import type { AmendmentFault, AmendmentType } from '@pairgate/exchange/agreements.ts';

/**
 * What the HTTP interface needs from the node behind it. One way to write (`submit`), named ways to read.
 */

/** One act of one person. `reference` is absent for an act that begins a stream. */
export interface Submission {
  readonly act: string;
  readonly reference?: string;
  readonly command: unknown;
  readonly actor: Actor;
  /** The true time of a paper event that is entered late; never in the future. */
  readonly occurredAt?: Instant;
  /** The version of the stream that the person saw (`If-Match`); refused as `version_changed` when it moved on. */
  readonly ifMatch?: number;
  /** The same key with the same content gives the same outcome once more; with other content it is refused. */
  readonly idempotencyKey?: string;
}

export interface Done {
  readonly ok: true;
  /** The stream's reference: for a declaration the consignment's, with the crossing's beside it. */
  readonly reference: string;
  readonly crossing?: string;
  readonly version: number;
  readonly facts: readonly { readonly id: string; readonly type: string; readonly stream: string }[];
  readonly replayed: boolean;
}

export type Outcome = Done | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** A node that cannot write now says why; the API answers 503 with the same code. */
export class Unavailable extends Error {
  readonly code: 'database_gone' | 'outcome_unknown' | 'disk_full' | 'log_unconfirmed' | 'busy' | 'stopping';
  constructor(code: Unavailable['code'], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export interface Submitter {
  submit(submission: Submission): Promise<Outcome>;
  /** What this side says of the agreement; resolves to why it does not count, when nothing was recorded for that. */
  amend(type: AmendmentType, data: object, actor: Actor): Promise<AmendmentFault | undefined>;
}

/** A clock that the demonstration may drive. `now` is milliseconds since the epoch. */
export interface Clock {
  now(): number;
  readonly virtual: boolean;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  readonly side: SideId;
  readonly firm?: string;
  readonly firmName?: string;
  readonly language: 'vi' | 'zh' | 'en';
}
