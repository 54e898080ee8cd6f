import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { sorted } from './canaries.ts';
import { crossedWrongly, OwnAgreement } from './own-agreement.ts';
import { isCanonical, type OwnLeaf } from './own-json.ts';
import { OwnKeys, type OwnSigned } from './own-keys.ts';
import { readCheckpoint, type OwnCheckpoint } from './own-notes.ts';
import { OwnTree } from './own-tree.ts';
import type { Tables } from './tables.ts';

/**
 * Remembers everything that was ever durable on either side, and holds what happens against it at once: what is sent,
 * signed, countersigned, acknowledged and stored. It reads rows and bytes only and shares no code with what wrote them.
 */
export interface OwnFact {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly side: SideId;
  readonly recordedAt: string;
  readonly data: unknown;
  readonly actor: { readonly role: string };
}

export interface OwnEntry {
  readonly leafBytes: Buffer;
  readonly data: Buffer;
  readonly leaf: OwnLeaf;
}

class SideMemory {
  readonly facts = new Map<string, OwnFact>();
  readonly byPosition: OwnFact[] = [];
  readonly versions = new Map<string, number>();
  readonly log: OwnEntry[] = [];
  readonly tree = new OwnTree();
  readonly seqs = new Map<string, number>();
  /** Canaries in fields that may cross, and in others by the type of the fact. */
  readonly allowed = new Set<string>();
  readonly denied = new Map<string, string>();
  /** Entries of the other side's log that are stored here. */
  mirrored = 0;
  cosignedNote: string | null = null;
  /** The newest checkpoint of the other side's log that is stored here. */
  mirroredNote: string | null = null;
  /** Entries of the own log that have been on the wire. */
  readonly sent = new Set<number>();
  /** How often something was said of a document, by both. */
  readonly said = new Map<string, number>();
}

export class Witness {
  readonly of: Readonly<Record<SideId, SideMemory>> = { VN: new SideMemory(), CN: new SideMemory() };
  countersignatures = 0;
  readonly agreement: OwnAgreement;
  readonly keys: OwnKeys;

  constructor(
    private readonly document: AgreementDocument,
    now: () => number,
    private readonly fail: (message: string) => void,
  ) {
    this.agreement = new OwnAgreement(document, fail);
    this.keys = new OwnKeys(document.parties, now, fail);
  }

  /** Facts of both sides that are durable. */
  get facts(): number {
    return this.of.VN.byPosition.length + this.of.CN.byPosition.length;
  }

  /** Something has become durable on a side. */
  durable(side: SideId, tables: Tables): void {
    this.#statements(side, tables);
    this.#journal(side, tables);
    this.#ownLog(side, tables);
    this.#mirror(side, tables);
    this.#cosigned(side, tables);
  }

  /** A root key has stated something about a key. */
  stated(signed: OwnSigned): void {
    this.keys.stated(signed);
  }

  #statements(side: SideId, { keyStatements }: Tables): void {
    if (keyStatements.size === this.keys.count(side)) return;
    for (const { text } of [...keyStatements.values()].slice(this.keys.count(side))) this.keys.stored(side, text);
  }

  #journal(side: SideId, { journal }: Tables): void {
    const memory = this.of[side];
    for (let position = memory.byPosition.length; position < journal.size; position += 1) {
      const row = journal.get(position);
      if (!row) return this.fail(`${side}: the journal has ${journal.size} facts and none at ${position}`);
      const fact = JSON.parse(row.fact) as OwnFact;
      const version = (memory.versions.get(fact.stream) ?? 0) + 1;
      if (row.version !== version) this.fail(`${side}: ${fact.stream} goes from version ${version - 1} to ${row.version}`);
      if (memory.facts.has(fact.id)) this.fail(`${side}: fact ${fact.id} is written twice`);
      memory.versions.set(fact.stream, version);
      memory.facts.set(fact.id, fact);
      memory.byPosition.push(fact);
      this.#agreement(fact, row.logIndex);
      if (fact.type.startsWith('Key')) this.keys.published(side, fact.data);
      // What is not published stays at home whole.
      const document = row.logIndex === null ? undefined : this.agreement.at(side, row.logIndex);
      const { allowed, denied } = sorted(fact, document ?? { messages: {} });
      for (const canary of allowed) memory.allowed.add(canary);
      for (const canary of denied) memory.denied.set(canary, fact.type);
    }
  }

  #agreement({ side, type, recordedAt, data }: OwnFact, index: number | null): void {
    if (!type.startsWith('Agreement')) return;
    if (index === null) return this.fail(`${side}: ${type} does not cross`);
    const { said } = this.of[side];
    const name = `${type} ${(data as { digest: string }).digest}`;
    said.set(name, (said.get(name) ?? 0) + 1);
    this.agreement.told({ side, type, recordedAt, data }, index);
  }

  #ownLog(side: SideId, tables: Tables): void {
    const memory = this.of[side];
    const { entries, size, batches } = tables.logs[side];
    for (let index = memory.log.length; index < entries.size; index += 1) {
      const row = entries.get(index);
      if (!row) return this.fail(`${side}: the log has ${entries.size} entries and none at ${index}`);
      const text = Buffer.from(row.leaf).toString('utf8');
      const leaf = JSON.parse(text) as OwnLeaf;
      const { stream, seq, id, agreement } = leaf.envelope;
      if (!isCanonical(leaf, text)) this.fail(`${side}: leaf ${index} is not canonical`);
      const data = Buffer.from(row.data).toString('utf8');
      if (!isCanonical(JSON.parse(data), data)) this.fail(`${side}: the data of entry ${index} are not canonical`);
      const next = (memory.seqs.get(stream) ?? 0) + 1;
      if (seq !== next) this.fail(`${side}: entry ${index} of ${stream} has seq ${seq} and not ${next}`);
      if (!memory.facts.has(id)) this.fail(`${side}: entry ${index} publishes a fact that is not in the journal`);
      const inForce = this.agreement.at(side, index)?.version;
      if (agreement !== inForce) this.fail(`${side}: entry ${index} names version ${agreement} and version ${inForce} is in force`);
      memory.seqs.set(stream, next);
      memory.tree.append(row.leaf);
      memory.log.push({ leafBytes: Buffer.from(row.leaf), data: Buffer.from(row.data), leaf });
    }
    if (size !== memory.log.length) this.fail(`${side}: the head says ${size} of ${memory.log.length} entries`);
    const root = batches.get(size);
    if (root && Buffer.from(root).toString('base64') !== memory.tree.roots[size]) {
      this.fail(`${side}: the root that is stored at ${size} is not the root of the entries`);
    }
  }

  #mirror(side: SideId, tables: Tables): void {
    const author = otherSide(side);
    const { entries, size, note } = tables.logs[author];
    const { log, tree } = this.of[author];
    for (let index = this.of[side].mirrored; index < entries.size; index += 1) {
      const row = entries.get(index);
      const written = log[index];
      if (!row) return this.fail(`${side}: the mirror has ${entries.size} entries and none at ${index}`);
      if (!written) return this.fail(`${side}: the mirror has entry ${index}, which ${author} never stored`);
      if (!written.leafBytes.equals(row.leaf)) this.fail(`${side}: leaf ${index} of the mirror is another one than ${author} wrote`);
      if (row.verdict === null && !written.data.equals(row.data)) {
        this.fail(`${side}: entry ${index} was accepted with other data than ${author} wrote`);
      }
      this.of[side].mirrored = index + 1;
    }
    if (size !== entries.size) this.fail(`${side}: the head of the mirror says ${size} of ${entries.size} entries`);
    if (note === null || note === this.of[side].mirroredNote) return;
    this.of[side].mirroredNote = note;
    const checkpoint = readCheckpoint(note);
    this.keys.takes(side, author, 'checkpoint', checkpoint);
    if (checkpoint.size !== size || checkpoint.root !== tree.roots[size]) {
      this.fail(`${side}: the checkpoint of the mirror is not that of its ${size} entries`);
    }
  }

  #cosigned(side: SideId, tables: Tables): void {
    const { cosignedNote, cosignedSize } = tables.logs[side];
    const memory = this.of[side];
    if (cosignedNote === null || cosignedNote === memory.cosignedNote) return;
    memory.cosignedNote = cosignedNote;
    this.countersignatures += 1;
    const checkpoint = readCheckpoint(cosignedNote);
    const other = otherSide(side);
    if (!this.keys.verified(other, 'cosignature', checkpoint)) {
      this.fail(`${side}: the countersignature at ${cosignedSize} does not verify`);
    }
    this.keys.takes(side, other, 'cosignature', checkpoint);
    this.keys.takes(side, side, 'checkpoint', checkpoint);
    if (checkpoint.size !== cosignedSize || checkpoint.root !== memory.tree.roots[cosignedSize]) {
      this.fail(`${side}: the countersignature at ${cosignedSize} is of another log`);
    }
    if (cosignedSize > this.of[other].mirrored) {
      this.fail(`${side}: ${cosignedSize} entries are countersigned and not stored by the other side`);
    }
  }

  /** The checkpoint that counts in the end carries both signatures, by keys that count whatever was stated meanwhile. */
  signedAtEnd(side: SideId): void {
    const note = this.of[side].cosignedNote;
    const checkpoint = note === null ? undefined : readCheckpoint(note);
    if (!checkpoint || !this.keys.stands(side, 'checkpoint', checkpoint)) {
      this.fail(`${side}: the checkpoint that is countersigned does not carry its author's signature`);
    } else if (!this.keys.stands(otherSide(side), 'cosignature', checkpoint)) {
      this.fail(`${side}: the checkpoint at the end is countersigned by no key that counts`);
    }
  }

  /** An entry leaves its author. */
  sends(side: SideId, index: number, leaf: Buffer, data: Buffer): void {
    const written = this.of[side].log[index];
    if (!written) return this.fail(`${side}: entry ${index} is sent before it is on disk`);
    if (!written.leafBytes.equals(leaf) || !written.data.equals(data)) {
      return this.fail(`${side}: entry ${index} is sent otherwise than it was written`);
    }
    const { sent, facts } = this.of[side];
    if (sent.has(index)) return;
    sent.add(index);
    const fact = facts.get(written.leaf.envelope.id)!;
    const wrong = crossedWrongly(this.agreement.at(side, index)!, fact, written.leaf, data);
    if (wrong) this.fail(`${side}: entry ${index} (${fact.type}) ${wrong}`);
  }

  /** A checkpoint leaves its author. */
  signs(side: SideId, checkpoint: OwnCheckpoint): void {
    const { origin, size, root } = checkpoint;
    const { tree } = this.of[side];
    if (size > tree.size) return this.fail(`${side}: a checkpoint of ${size} entries is sent and ${tree.size} are on disk`);
    if (root !== tree.roots[size] || origin !== this.document.parties[side].logOrigin) {
      this.fail(`${side}: a checkpoint of ${size} entries is sent that is not of this log`);
    }
    this.keys.sends(side, 'checkpoint', checkpoint);
  }

  /** A countersignature leaves the side that has stored the other's log. */
  countersigns(side: SideId, checkpoint: OwnCheckpoint): void {
    const { size, root } = checkpoint;
    const { tree } = this.of[otherSide(side)];
    const { mirrored } = this.of[side];
    if (size > mirrored) return this.fail(`${side}: ${size} entries are countersigned and ${mirrored} are stored`);
    if (root !== tree.roots[size]) this.fail(`${side}: another log is countersigned at ${size}`);
    this.keys.sends(side, 'cosignature', checkpoint);
  }

  /** Somebody was told that these facts are written. */
  acknowledged(side: SideId, facts: readonly { readonly id: string }[]): void {
    for (const { id } of facts) {
      if (!this.of[side].facts.has(id)) this.fail(`${side}: fact ${id} was acknowledged and is not on disk`);
    }
  }

  /** A manager was told that this is written. Nothing is acknowledged more often than it is there. */
  saidOfAgreement(side: SideId, type: string, digest: string): void {
    const name = `${type} ${digest}`;
    const told = (this.#toldOfAgreement.get(`${side} ${name}`) ?? 0) + 1;
    this.#toldOfAgreement.set(`${side} ${name}`, told);
    if ((this.of[side].said.get(name) ?? 0) < told) this.fail(`${side}: ${type} was acknowledged and is not on disk`);
  }

  readonly #toldOfAgreement = new Map<string, number>();

  /** What was durable once is still on this disk. */
  kept(side: SideId, { journal, logs, keyStatements }: Tables): void {
    const { byPosition, log, mirrored } = this.of[side];
    const counts = [journal.size, logs[side].entries.size, logs[otherSide(side)].entries.size];
    if (counts.join() !== [byPosition.length, log.length, mirrored].join()) {
      this.fail(`${side}: the disk has ${counts.join(', ')} rows and had ${byPosition.length}, ${log.length}, ${mirrored}`);
    }
    if (keyStatements.size !== this.keys.count(side)) this.fail(`${side}: the disk has lost what was stated about keys`);
    for (const [index, { leafBytes }] of log.entries()) {
      if (!leafBytes.equals(logs[side].entries.get(index)!.leaf)) this.fail(`${side}: leaf ${index} is not what it was`);
    }
  }
}
