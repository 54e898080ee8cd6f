import type { Agreement, Party } from '../agreement.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Code } from '../codes.ts';
import type { Entry, Evidence, Log } from '../evidence.ts';
import type { Leaf } from '../leaf.ts';
import type { Finding, Findings } from '../verdict.ts';

/** An entry with its leaf; the leaf is missing when it cannot be read, which ENTRY_LEAF reports. */
export interface OpenEntry {
  readonly entry: Entry;
  readonly leaf: Leaf | { readonly fault: string };
}

/** A log with its checkpoint; the checkpoint is missing when it cannot be read, which CHECKPOINT_SHAPE reports. */
export interface OpenLog {
  readonly log: Log;
  readonly checkpoint: Checkpoint | undefined;
  readonly entries: readonly OpenEntry[];
}

/** A file that was taken apart, with what the verifier was told by somebody it trusts. */
export interface Subject {
  readonly evidence: Evidence;
  readonly agreements: readonly (Agreement | Finding)[];
  readonly logs: readonly OpenLog[];
  /** Lower-case hex SHA-256 of trusted root keys. */
  readonly trust: ReadonlySet<string>;
}

/** One question about the file. Checks do not depend on each other's answers. */
export interface Check {
  readonly code: Code;
  run(subject: Subject): Findings | Promise<Findings>;
}

export const readable = (subject: Subject): Agreement[] =>
  subject.agreements.filter((agreement): agreement is Agreement => 'parties' in agreement);

/** The party of that side in each readable agreement; keys may differ between versions. */
export const partiesOf = (subject: Subject, side: string): Party[] =>
  readable(subject).flatMap(({ parties }) => parties.get(side) ?? []);

/** The party on the other side of that side in each readable agreement. */
export const counterpartsOf = (subject: Subject, side: string): Party[] =>
  readable(subject).flatMap(({ parties }) =>
    parties.has(side) ? [...parties].filter(([other]) => other !== side).map(([, party]) => party) : [],
  );

/** The leaves of a log that can be read. */
export const leavesOf = ({ entries }: OpenLog): { entry: Entry; leaf: Leaf }[] =>
  entries.flatMap(({ entry, leaf }) => ('envelope' in leaf ? [{ entry, leaf }] : []));
