import { equalSecrets } from '../accounts/secrets.ts';
import { TOKEN_PREFIX } from '../accounts/accounts.ts';
import { NOBODY, type Caller } from './access.ts';
import { cookieName, readCookie } from './cookie.ts';
import { refused } from './problem.ts';
import type { Services } from './services.ts';

/** Finds out who asks, and whether a browser was made to ask by a foreign page. */

export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly secure: boolean;
}

/** A credential that is wrong or over counts as none: the route then says whether that is enough. */
export async function callerOf(
  given: Credentials,
  services: Pick<Services, 'accounts' | 'demo' | 'side'>,
): Promise<Caller> {
  const bearer = /^Bearer ([\w.~+/=-]{1,200})$/i.exec(given.authorization ?? '')?.[1];
  if (bearer !== undefined) return byBearer(bearer, services);
  const session = readCookie(given.cookie, cookieName(services.side, given.secure));
  if (session === undefined || session === '') return NOBODY;
  const account = await services.accounts.bySession(session);
  return account ? { account, role: account.role, by: 'cookie', session } : NOBODY;
}

async function byBearer(
  bearer: string,
  { accounts, demo }: Pick<Services, 'accounts' | 'demo'>,
): Promise<Caller> {
  if (demo && equalSecrets(bearer, demo.dayToken)) return { role: 'public', by: 'day' };
  if (bearer.startsWith(TOKEN_PREFIX)) {
    const account = await accounts.byToken(bearer);
    return account ? { account, role: account.role, by: 'bearer' } : NOBODY;
  }
  const account = await accounts.bySession(bearer);
  return account ? { account, role: account.role, by: 'bearer', session: bearer } : NOBODY;
}

export interface Provenance {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
}

/**
 * A write that a browser sends must come from our own pages: `Origin` names our host or an origin that the configuration
 * allows, or, where it is absent, `Sec-Fetch-Site` does not name another site. Programs send neither, and no foreign page
 * can make them write; the cookie is `SameSite=Strict` besides. Throws `Refused`.
 */
export function checkProvenance({ origin, fetchSite, host }: Provenance, allowed: readonly string[]): void {
  if (origin === undefined) {
    if (fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none') return;
    throw refused('origin_foreign');
  }
  if (allowed.includes(origin)) return;
  const from = URL.canParse(origin) ? new URL(origin).host : undefined;
  if (from === undefined || from !== host) throw refused('origin_foreign');
}

