import { hash, verify } from '@node-rs/argon2';

/** Argon2id, which is the library's default, at the minimum that OWASP's password cheat sheet gives: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

/** A password is the same text on every keyboard: NFKC, as NIST SP 800-63B section 5.1.1.2 asks. */
const normalised = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalised(password), COST);

/** The hash of a password that nobody has, so that an unknown name takes as long as a wrong password. */
let nobody: Promise<string> | undefined;

/** True when the password belongs to the hash. An account without a hash never matches, and takes just as long. */
export async function matchesPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(crypto.randomUUID());
  const matches = await verify(passwordHash ?? (await nobody), normalised(password));
  return passwordHash !== null && matches;
}
