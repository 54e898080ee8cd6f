import { z } from 'zod';
import { instant, role } from '@pairgate/domain/kernel/codes.ts';
import { parseInstant, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { permissionsOf } from '@pairgate/domain/policy.ts';
import type { Account } from '../../gateway.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from '../../accounts/password.ts';
import { clearedCookie, sessionCookie } from '../cookie.ts';
import { refused } from '../problem.ts';
import { accountView, language, me } from '../readings.ts';
import { route, type AnyRoute, type Call, type Reply } from '../route.ts';

const tag = 'Sign-in';

/** An account as its owner may see it. */
export const viewOf = ({ side: _side, ...account }: Account) => account;

export const carrier = z.enum(['cookie', 'bearer']).optional().meta({
  description: '`cookie` (unless told) for a browser; `bearer` answers a token for the Authorization header instead',
});

export const signedIn = z.object({ account: accountView, token: z.string().optional() }).meta({ id: 'SignedIn' });

/** Opens a session for an account that has proved who it is. */
export async function openSession(call: Call, account: Account, as: 'cookie' | 'bearer' | undefined): Promise<Reply> {
  const secret = await call.services.accounts.openSession(account);
  const body = { account: viewOf(account) };
  if (as === 'bearer') return { status: 201, body: { ...body, token: secret } };
  return { status: 201, body, headers: { 'set-cookie': sessionCookie(call.services.side, secret, call.secure) } };
}

const whoAmI = route({
  method: 'GET',
  path: '/api/me',
  tag,
  name: 'getMe',
  summary: 'Which node this is, who is signed in and what the policy table grants; clock and other side.',
  permission: { read: ['me'] },
  response: { status: 200, schema: me },
  async handler({ caller, services }) {
    const state = await services.readings.state();
    const account = caller.account ? { account: viewOf(caller.account) } : {};
    return {
      body: {
        side: services.side, demo: services.demo !== undefined, ...account,
        permissions: permissionsOf(caller.role), ...state,
      },
    };
  },
});

const credentials = z.strictObject({
  name: z.string().min(1).max(100),
  password: z.string().min(1).max(MAX_PASSWORD),
  as: carrier,
});

const signIn = route<unknown, unknown, z.infer<typeof credentials>>({
  method: 'POST',
  path: '/api/session',
  tag,
  name: 'signIn',
  summary: 'Sign in with name and password.',
  permission: 'public',
  body: credentials,
  example: { name: 'hanh', password: 'four words of her own' },
  response: { status: 201, schema: signedIn },
  refusals: ['sign_in_failed', 'too_many_requests'],
  async handler(call) {
    const { name, password, as } = call.body;
    const { limits, accounts } = call.services;
    const wait = limits.signIn.take(call.ip) ?? limits.signInName.take(name);
    if (wait !== undefined) throw refused('too_many_requests', { params: { seconds: wait } }, wait);
    const account = await accounts.authenticate(name, password);
    if (!account) throw refused('sign_in_failed');
    return openSession(call, account, as);
  },
});

const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  tag,
  name: 'signOut',
  summary: 'Sign out. Doing it twice is no error.',
  permission: 'public',
  response: { status: 204 },
  async handler({ caller, services, secure }) {
    if (caller.session !== undefined) await services.accounts.closeSession(caller.session);
    return { status: 204, headers: { 'set-cookie': clearedCookie(services.side, secure) } };
  },
});

const byName = z.object({ name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u) });
const tokenView = z.object({ name: z.string(), createdAt: instant, expiresAt: instant.nullable() });

const listTokens = route({
  method: 'GET',
  path: '/api/tokens',
  tag,
  name: 'listTokens',
  summary: 'The tokens of the account, without their secrets.',
  permission: 'session',
  response: { status: 200, schema: z.object({ items: z.array(tokenView) }) },
  async handler({ caller, services }) {
    const tokens = await services.accounts.tokens(caller.account!);
    const items = tokens.map(({ name, createdAt, expiresAt }) => ({
      name, createdAt: fromMillis(createdAt), expiresAt: expiresAt === null ? null : fromMillis(expiresAt),
    }));
    return { body: { items } };
  },
});

const newToken = z.strictObject({ expiresAt: instant.optional() });

const putToken = route<z.infer<typeof byName>, unknown, z.infer<typeof newToken>>({
  method: 'PUT',
  path: '/api/tokens/{name}',
  tag,
  name: 'putToken',
  summary: 'Make a token of that name, in place of the former one. Its secret is told once.',
  permission: 'session',
  params: byName,
  body: newToken,
  example: { expiresAt: '2027-01-31T00:00:00.000Z' },
  response: { status: 200, schema: z.object({ name: z.string(), token: z.string() }) },
  async handler({ caller, params, body, services }) {
    const expiresAt = body.expiresAt === undefined ? null : parseInstant(body.expiresAt)!;
    const token = await services.accounts.putToken(caller.account!, params.name, expiresAt);
    return { body: { name: params.name, token } };
  },
});

const revokeToken = route<z.infer<typeof byName>>({
  method: 'DELETE',
  path: '/api/tokens/{name}',
  tag,
  name: 'revokeToken',
  summary: 'Revoke a token.',
  permission: 'session',
  params: byName,
  response: { status: 204 },
  refusals: ['token_unknown'],
  async handler({ caller, params, services }) {
    if (!(await services.accounts.revokeToken(caller.account!, params.name))) throw refused('token_unknown');
    return { status: 204 };
  },
});

const listAccounts = route({
  method: 'GET',
  path: '/api/accounts',
  tag: 'Accounts',
  name: 'listAccounts',
  summary: 'The accounts of this node.',
  permission: { read: ['manageAccounts'] },
  response: { status: 200, schema: z.object({ items: z.array(accountView) }) },
  handler: async ({ services }) => ({ body: { items: (await services.accounts.list()).map(viewOf) } }),
});

const newAccount = z.strictObject({
  displayName: z.string().min(1).max(200),
  role: role.exclude(['system', 'public', 'driver']),
  language,
  firm: z.string().min(1).max(60).optional(),
  firmName: z.string().min(1).max(200).optional(),
  password: z.string().min(MIN_PASSWORD).max(MAX_PASSWORD).optional(),
});

const putAccount = route<z.infer<typeof byName>, unknown, z.infer<typeof newAccount>>({
  method: 'PUT',
  path: '/api/accounts/{name}',
  tag: 'Accounts',
  name: 'createAccount',
  summary: 'Make an account of this side.',
  permission: { read: ['manageAccounts'] },
  params: byName,
  body: newAccount,
  example: { displayName: 'Nguyễn Thị Hạnh', role: 'manager', language: 'vi', password: 'four words of her own' },
  response: { status: 201, schema: accountView },
  refusals: ['account_name_used'],
  async handler({ params, body, services }) {
    if (await services.accounts.find(params.name)) throw refused('account_name_used', { parameter: 'name' });
    const account = await services.accounts.create({ name: params.name, side: services.side, ...body });
    return { status: 201, body: viewOf(account) };
  },
});

const disableAccount = route<z.infer<typeof byName>>({
  method: 'DELETE',
  path: '/api/accounts/{name}',
  tag: 'Accounts',
  name: 'disableAccount',
  summary: 'Disable an account and end its sessions and tokens. What it did stays.',
  permission: { read: ['manageAccounts'] },
  params: byName,
  response: { status: 204 },
  refusals: ['account_unknown'],
  async handler({ params, services }) {
    if (!(await services.accounts.disable(params.name))) throw refused('account_unknown');
    return { status: 204 };
  },
});

export const sessionRoutes: readonly AnyRoute[] = [
  whoAmI, signIn, signOut, listTokens, putToken, revokeToken, listAccounts, putAccount, disableAccount,
];
