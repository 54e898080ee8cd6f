import { ROLES, type Direction, type Role, type SideId } from '../codes.ts';
import type { Actor } from '../decider.ts';

/** The firm in whose name a side's trader acts: the exporter of the one direction, the importer of the other. */
export const FIRMS: Readonly<Record<SideId, string>> = { VN: '6001234567', CN: '91451481MA5NEXAMP1' };

const castOf = (side: SideId): Readonly<Record<Role, Actor>> =>
  Object.fromEntries(
    ROLES.map((role) => [
      role,
      { side, role, account: `${side}-${role}`, ...(role === 'trader' ? { firm: FIRMS[side] } : {}) },
    ]),
  ) as Record<Role, Actor>;

/** One person in each role of each side. */
export const VN = castOf('VN');
export const CN = castOf('CN');
export const CAST: Readonly<Record<SideId, Readonly<Record<Role, Actor>>>> = { VN, CN };

/** Another person in the same role, of another firm. */
export const stranger = (to: Actor): Actor => ({
  ...to,
  account: `${to.account}-2`,
  ...(to.firm === undefined ? {} : { firm: `${to.firm}-2` }),
});

/** Most tests send a lorry this way. */
export const EXPORT: Direction = 'VN-CN';
