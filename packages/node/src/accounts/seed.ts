import type { Accounts } from './accounts.ts';
import type { Persona } from './personas.ts';

/**
 * Gives the personas of the demonstration an account each, without a password: they are chosen on the sign-in page of
 * the demonstration, and nowhere else. Those that are there already stay as they are. `tokens` are the API tokens that
 * whoever set the demonstration up has drawn for them, by persona.
 */
export async function seedDemo(
  accounts: Accounts,
  personas: readonly Persona[],
  tokens: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const { id, featured: _featured, ...persona } of personas) {
    const account = (await accounts.find(id)) ?? (await accounts.create({ name: id, ...persona }));
    const token = tokens[id];
    if (token === undefined || (await accounts.byToken(token))?.id === account.id) continue;
    await accounts.putToken(account, 'demonstration', null, token);
  }
}
