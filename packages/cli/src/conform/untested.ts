/** Clauses of `docs/protocol/v1.md` that cannot be seen from outside a node, or not in one run, by number. */
export const UNTESTED: Readonly<Record<string, string>> = {};
