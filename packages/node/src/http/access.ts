import type { Role, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Actor } from '@pairgate/domain/kernel/decider.ts';
import { findAct } from '@pairgate/domain/concepts.ts';
import { mayRead, type Reading } from '@pairgate/domain/policy.ts';
import type { Account } from '../gateway.ts';
import type { Reader } from './readings.ts';

/**
 * Who asks, and what the policy table says to it. The table is in the domain; nothing here adds to it or takes from it.
 */

/** What a route needs: anybody, anybody signed in, the day process, one of some readings, or an act. */
export type Permission =
  | 'public'
  | 'session'
  | 'day'
  | { readonly read: readonly [Reading, ...Reading[]] }
  | { readonly act: string };

export interface Caller {
  readonly account?: Account;
  /** `public` without an account. */
  readonly role: Role;
  /** How the caller proved who it is. Only a cookie is sent by a browser on its own. */
  readonly by: 'nothing' | 'cookie' | 'bearer' | 'day';
  /** The secret of the session, when there is one. */
  readonly session?: string;
}

export const NOBODY: Caller = { role: 'public', by: 'nothing' };

export function permits(permission: Permission, caller: Caller): boolean {
  if (permission === 'public') return true;
  if (permission === 'day') return caller.by === 'day';
  if (permission === 'session') return caller.account !== undefined;
  if ('read' in permission) return permission.read.some((reading) => mayRead(reading, caller.role));
  return findAct(permission.act)?.who.some((grant) => grant.role === caller.role) ?? false;
}

/** The person of an account, as the journal names it. Throws when nobody is signed in: such a route is not public. */
export function actorOf(caller: Caller): Actor {
  const { account } = caller;
  if (!account) throw new Error('a route that needs somebody was reached by nobody');
  return {
    side: account.side,
    role: account.role,
    account: account.id,
    ...(account.firm === undefined ? {} : { firm: account.firm }),
  };
}

export function readerOf(caller: Caller): Reader {
  return {
    actor: actorOf(caller),
    scope: mayRead('allCrossings', caller.role) ? 'all' : 'own',
    personalData: mayRead('personalData', caller.role),
  };
}

/** Whoever holds a driver's link: no account, one crossing. */
export function linkReader(side: SideId, reference: string): Reader {
  return {
    actor: { side, role: 'driver', account: `driver:${reference}` },
    scope: 'link',
    crossing: reference,
    personalData: false,
  };
}
