import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { SESSION_END } from '../accounts/accounts.ts';

/**
 * The cookie of a session. Its name carries the side, because cookies know hosts but not ports, and both nodes of the
 * demonstration live on one host. `__Host-` binds it to this host over TLS (RFC 6265bis, 4.1.3).
 */
export const cookieName = (side: SideId, secure: boolean): string =>
  `${secure ? '__Host-' : ''}pairgate-${side.toLowerCase()}`;

const attributes = (secure: boolean) => `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

export const sessionCookie = (side: SideId, secret: string, secure: boolean): string =>
  `${cookieName(side, secure)}=${secret}; Max-Age=${SESSION_END / 1000}; ${attributes(secure)}`;

export const clearedCookie = (side: SideId, secure: boolean): string =>
  `${cookieName(side, secure)}=; Max-Age=0; ${attributes(secure)}`;

/** The value of a cookie in a `Cookie` header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
