import type { Agreement, Party } from '../agreement.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Code } from '../codes.ts';
import type { Bytes } from '../bytes.ts';
import { same } from '../bytes.ts';
import type { Epoch } from '../epoch.ts';
import type { Entry, Evidence, Log } from '../evidence.ts';
import type { HeldKey, KeyStatement, Proven, Signer } from '../keys.ts';
import { heldKeys } from '../keys.ts';
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
  readonly epochs: readonly (Epoch | Finding)[];
  /** Each statement about a key, and whether the root key of its side has signed it. */
  readonly keys: readonly { readonly statement: KeyStatement | Finding; readonly signed: Proven }[];
  readonly logs: readonly OpenLog[];
  /** Lower-case hex SHA-256 of trusted root keys. */
  readonly trust: ReadonlySet<string>;
}

/** One question about the file. Checks do not depend on each other's answers. */
export interface Check {
  readonly code: Code;
  run(subject: Subject): Findings | Promise<Findings>;
}

type Agreed = Pick<Subject, 'agreements'>;

export const readable = (subject: Agreed): Agreement[] =>
  subject.agreements.filter((agreement): agreement is Agreement => 'parties' in agreement);

/** The party of that side in each readable agreement; keys may differ between versions. */
export const partiesOf = (subject: Subject, side: string): Party[] =>
  readable(subject).flatMap(({ parties }) => parties.get(side) ?? []);

/** The sides that face that one in readable agreements. */
export const counterpartsOf = (subject: Subject, side: string): string[] => [
  ...new Set(readable(subject).flatMap(({ parties }) => (parties.has(side) ? [...parties.keys()] : []))),
].filter((other) => other !== side);

/** The origins of the log of that side that readable agreements name. */
export const logOriginsOf = (subject: Subject, side: string): string[] => [
  ...new Set(partiesOf(subject, side).map(({ logOrigin }) => logOrigin)),
];

/** The usable root keys of each side, of all readable agreements. */
export function rootKeysOf(subject: Agreed): Map<string, Bytes[]> {
  const keys = new Map<string, Bytes[]>();
  for (const { parties } of readable(subject)) {
    for (const [side, { keys: { rootKey } }] of parties) {
      keys.set(side, [...(keys.get(side) ?? []), ...(rootKey === undefined ? [] : [rootKey])]);
    }
  }
  return keys;
}

/** The readable epochs of the log of that side. */
export const epochsOf = (subject: Subject, side: string): Epoch[] =>
  subject.epochs.filter((epoch): epoch is Epoch => 'epoch' in epoch && epoch.side === side);

/** The statements about keys that can be read and that no root key contradicts: what breaks a rule does not count. */
export const statementsOf = ({ keys }: Subject): KeyStatement[] =>
  keys.flatMap(({ statement, signed }) => ('act' in statement && signed !== 'bad' ? [statement] : []));

/** The keys of a side for one purpose: those that readable agreements name, and what the statements make of them. */
export function keysOf(subject: Subject, side: string, purpose: Signer): HeldKey[] {
  const field = purpose === 'checkpoint' ? 'checkpointKey' : 'cosignatureKey';
  const first = partiesOf(subject, side).flatMap(({ keys }) => keys[field] ?? []);
  const distinct = first.filter((key, i) => first.findIndex((other) => same(other, key)) === i);
  return heldKeys(distinct, statementsOf(subject).filter((each) => each.side === side && each.purpose === purpose));
}

/** The leaves of a log that can be read. */
export const leavesOf = ({ entries }: OpenLog): { entry: Entry; leaf: Leaf }[] =>
  entries.flatMap(({ entry, leaf }) => ('envelope' in leaf ? [{ entry, leaf }] : []));
