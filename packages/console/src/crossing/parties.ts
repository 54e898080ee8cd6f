import type { Authority, Direction, Party, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Assessment } from '@pairgate/domain/freight/assessment/evolve.ts';
import { destinationOf, originOf } from '../directions.ts';
import type { CrossingDetail, HoldView } from './types.ts';

/** Spelled here so that no schema library reaches the browser. */
export const AUTHORITIES = ['customs', 'quarantine', 'border_guard'] as const satisfies readonly Authority[];

export const partyOf = (side: SideId, direction: Direction): Party => (originOf(direction) === side ? 'origin' : 'destination');
export const sideOf = (party: Party, direction: Direction): SideId => (party === 'origin' ? originOf(direction) : destinationOf(direction));

export const isAuthority = (role: string): role is Authority => (AUTHORITIES as readonly string[]).includes(role);

const STRICTNESS = { green: 0, yellow: 1, red: 2 } as const;

/**
 * What the rules of an authority found: the strictest over all consignments on the lorry that still travel, or
 * `undefined` while one of them has not been judged in its current version.
 */
export function assessmentBy(detail: CrossingDetail, party: Party, authority: Authority): Assessment | undefined {
  const loads = detail.loads.filter((load) => !load.origin.declaration.withdrawnAt && !load.origin.declaration.expiredAt);
  const found = loads.map((load) => {
    const assessment = load[party].assessment[authority];
    return assessment && assessment.version >= load.origin.declaration.version ? assessment : undefined;
  });
  if (found.includes(undefined)) return undefined;
  return (found as Assessment[]).toSorted((a, b) => STRICTNESS[b.channel] - STRICTNESS[a.channel])[0];
}

export const openHolds = (detail: Pick<CrossingDetail, 'holds'>): HoldView[] => detail.holds.filter((hold) => hold.liftedAt === null);
