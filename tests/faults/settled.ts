import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { emptyStateOf, refold } from '@pairgate/node/states.ts';
import type { Client } from './client.ts';
import { canonical, publishedFact } from './own-json.ts';
import type { Site } from './site.ts';
import type { Tables } from './tables.ts';
import type { WireWatch } from './wire-watch.ts';
import type { OwnFact, Witness } from './witness.ts';

/** What must be so when the link stands and nothing is left to do. */
export interface Ended {
  readonly sites: Readonly<Record<SideId, Site>>;
  readonly witness: Witness;
  readonly wire: WireWatch;
  readonly client: Client;
  readonly accounts: readonly string[];
  readonly isOpen: boolean;
  readonly fail: (message: string) => void;
}

/** Whether the log of a side is mirrored, countersigned and judged to its end. */
export function isSettled(side: SideId, sites: Readonly<Record<SideId, Site>>): boolean {
  const own = sites[side].server.tables.logs[side];
  const mirror = sites[otherSide(side)].server.tables.logs[side];
  if (own.size === 0 || own.size !== mirror.size || own.cosignedSize !== own.size) return false;
  for (let index = mirror.judgedUpTo; index < mirror.size; index += 1) {
    if (mirror.entries.get(index)!.type !== 'Judged') return false;
  }
  return true;
}

export function checkEnd(ended: Ended): void {
  for (const side of SIDES) {
    checkLogs(side, ended);
    checkFacts(side, ended);
    checkAgreement(side, ended);
    checkCanaries(side, ended);
    checkStates(side, ended);
  }
}

/** Both sides hold the same log, and of what was refused in it both say the same. */
function checkLogs(side: SideId, { sites, witness, isOpen, fail }: Ended): void {
  const own = sites[side].server.tables.logs[side];
  const mirror = sites[otherSide(side)].server.tables.logs[side];
  const { tree } = witness.of[side];
  witness.signedAtEnd(side);
  for (const [name, log] of Object.entries({ own, mirror })) {
    const root = log.batches.get(log.size);
    if (!root || Buffer.from(root).toString('base64') !== tree.roots.at(-1)) fail(`${side}: the root of the ${name} log is another one`);
  }
  for (const [index, entry] of mirror.entries) {
    // A judgement is itself never judged, so its author is not told what became of it.
    if (entry.type === 'Judged') continue;
    const said = own.entries.get(index)!.verdict?.replace(/^refused:/, '') ?? null;
    if (said !== entry.verdict) fail(`${side}: entry ${index} is ${entry.verdict} to the reader and ${said} to its author`);
    if (entry.verdict !== null && !isOpen) fail(`${side}: entry ${index} (${entry.type}) was refused: ${entry.verdict}`);
  }
}

/** Every fact that a person wrote belongs to one answer that somebody was given, and to no other. */
function checkFacts(side: SideId, { witness, client, fail }: Ended): void {
  for (const { id, type, actor } of witness.of[side].byPosition) {
    // A manager who hears no answer looks at the agreement again, and not for the answer.
    if (type.startsWith('Agreement')) continue;
    if (actor.role !== 'system' && !client.acknowledged.has(id)) fail(`${side}: ${type} ${id} is written and nobody was told`);
  }
}

/** Both nodes, after all their restarts, have the version in force in a log that its entries put in force. */
function checkAgreement(side: SideId, { sites, witness, fail }: Ended): void {
  const told = witness.agreement.inForce(side)!;
  for (const at of SIDES) {
    const { document, digest } = sites[at].writer!.position.agreements.inForce(side);
    if (digest !== told.digest) fail(`${at}: version ${document.version} is in force in the log of ${side}, and version ${told.version} is`);
  }
}

function checkCanaries(side: SideId, { witness, wire, accounts, fail }: Ended): void {
  const { allowed, denied } = witness.of[side];
  for (const canary of wire.seen[side]) {
    // What a person typed once may be told again by another fact in a field that crosses.
    if (denied.has(canary) && !allowed.has(canary)) fail(`${side}: a field of ${denied.get(canary)} that may not cross was on the wire`);
    if (accounts.includes(canary)) fail(`${side}: the account of a person was on the wire`);
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

/** The states that a node keeps, as far as one party told them. */
function keptStates(tables: Tables, stream: string, party: 'own' | 'peer'): string {
  const kept: Record<string, unknown> = { ...(emptyStateOf(stream)[party] as object) };
  for (const [part, state] of tables.states.get(stream) ?? NONE) {
    const [of, slice] = part.split('.');
    if (of === party && slice) kept[slice] = JSON.parse(state);
  }
  return canonical(kept);
}

/**
 * What the reader has folded entry by entry, through every crash, is what its author's published facts fold to; what a
 * side keeps of its own is what its journal folds to. So the shared state of every stream is the same on both sides.
 */
function checkStates(side: SideId, { sites, witness, fail }: Ended): void {
  const own = sites[side].server.tables;
  const reader = sites[otherSide(side)].server.tables;
  const published = new Map<string, Fact[]>();
  for (const [index, { leaf, data }] of witness.of[side].log.entries()) {
    const { stream } = leaf.envelope;
    const facts = published.get(stream) ?? [];
    if (own.logs[side].entries.get(index)!.verdict === null) facts.push(publishedFact(side, leaf, data) as Fact);
    published.set(stream, facts);
  }
  for (const [stream, facts] of published) {
    const told = canonical(plain(refold(stream, facts)));
    if (keptStates(reader, stream, 'peer') !== told) fail(`${side}: ${stream} is not to the reader what was published`);
  }
  const written = new Map<string, OwnFact[]>();
  for (const fact of witness.of[side].byPosition) written.set(fact.stream, [...(written.get(fact.stream) ?? []), fact]);
  for (const [stream, facts] of written) {
    const told = canonical(plain(refold(stream, facts as unknown as Fact[])));
    if (keptStates(own, stream, 'own') !== told) fail(`${side}: ${stream} is not to its author what the journal says`);
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
