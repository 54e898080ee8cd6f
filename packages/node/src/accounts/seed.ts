import type { Accounts } from './accounts.ts';
import type { Persona } from './personas.ts';

/**
 * Gives the personas of the demonstration an account each, without a password: they are chosen on the sign-in page of
 * the demonstration, and nowhere else. Those that are there already stay as they are.
 */
export async function seedDemo(accounts: Accounts, personas: readonly Persona[]): Promise<void> {
  for (const { id, featured: _featured, ...persona } of personas) {
    if (!(await accounts.find(id))) await accounts.create({ name: id, ...persona });
  }
}
