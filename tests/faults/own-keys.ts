import { createPublicKey, hash, verify } from 'node:crypto';
import { canonical } from './own-json.ts';
import { verifies, type OwnCheckpoint, type OwnSignature } from './own-notes.ts';

/**
 * Which key of which side counts at which size, read anew from the agreement and from what the root keys have stated, for the
 * checkers. It shares no code with the ring of the nodes.
 */
type Side = 'VN' | 'CN';
type Use = 'checkpoint' | 'cosignature';

interface OwnStatement {
  readonly act: 'enrol' | 'retire' | 'revoke';
  readonly side: Side;
  readonly purpose: string;
  readonly key: string;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

export interface OwnSigned {
  readonly statement: OwnStatement;
  readonly proof?: string | undefined;
  readonly signature: string;
}

export interface OwnParties {
  readonly logOrigin: string;
  readonly rootKey: string;
  readonly checkpointKey: string;
  readonly cosignatureKey: string;
}

interface OwnKey {
  readonly side: Side;
  readonly use: Use;
  readonly key: string;
  readonly from: number;
  /** What ends it, with the virtual time from which each side has it on its disk. */
  readonly ends: { readonly until: number; readonly storedAt: Partial<Record<Side, number>> }[];
}

/** What was taken in before a side has stored that a key has ended may be on its disk so much later; in milliseconds. */
const GRACE_MS = 10_000;

const TYPES = { checkpoint: 1, cosignature: 4 } as const;

/** The key ID of C2SP signed-note, in hex. */
function idOf(name: string, use: Use, key: string): string {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(TYPES[use]), Buffer.from(key, 'base64')]);
  return hash('sha256', bytes, 'hex').slice(0, 8);
}

function isBy(key: string, message: string, signature: string): boolean {
  const x = Buffer.from(key, 'base64').toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(message), publicKey, Buffer.from(signature, 'base64'));
}

const nameOf = (signed: OwnSigned): string => canonical(signed.statement);

export class OwnKeys {
  readonly #keys = new Map<string, OwnKey>();
  /** What was stated, by its canonical form. */
  readonly #stated = new Map<string, OwnSigned>();
  readonly #stored: Readonly<Record<Side, Set<string>>> = { VN: new Set(), CN: new Set() };
  readonly #published = new Set<string>();
  readonly #endings = new Map<string, OwnKey['ends'][number]>();

  constructor(
    private readonly parties: Readonly<Record<Side, OwnParties>>,
    private readonly now: () => number,
    private readonly fail: (message: string) => void,
  ) {
    for (const side of ['VN', 'CN'] as const) {
      this.#begin({ side, use: 'checkpoint', key: parties[side].checkpointKey, from: 0, ends: [] });
      this.#begin({ side, use: 'cosignature', key: parties[side].cosignatureKey, from: 0, ends: [] });
    }
  }

  #begin(key: OwnKey): void {
    this.#keys.set(idOf(this.parties[key.side].logOrigin, key.use, key.key), key);
  }

  /** A root key has stated it; from now on it may be anywhere. */
  stated(signed: OwnSigned): void {
    const { act, side, purpose, key, from = 0, until = -1 } = signed.statement;
    const name = nameOf(signed);
    this.#stated.set(name, signed);
    if (!isBy(this.parties[side].rootKey, `pairgate-key/1\n${name}`, signed.signature)) this.fail(`${side}: a statement is not signed`);
    if (act === 'enrol') return this.#begin({ side, use: purpose as Use, key, from, ends: [] });
    const known = this.#keys.get(idOf(this.parties[side].logOrigin, purpose as Use, key));
    if (!known) return this.fail(`${side}: a key ends that nobody has enrolled`);
    const ending = { until: act === 'retire' ? until : -1, storedAt: {} };
    known.ends.push(ending);
    this.#endings.set(name, ending);
  }

  /** How many statements a side has on its disk. */
  count(side: Side): number {
    return this.#stored[side].size;
  }

  /** A side has stored a statement. */
  stored(side: Side, text: string): void {
    const name = this.#known(side, JSON.parse(text) as OwnSigned);
    this.#stored[side].add(name);
    const ending = this.#endings.get(name);
    if (ending) ending.storedAt[side] ??= this.now();
  }

  /** A statement is durable in the log of a side. */
  published(side: Side, data: unknown): void {
    const signed = data as OwnSigned;
    if (signed.statement.side !== side) this.fail(`${side}: a statement of the other side is in its log`);
    this.#published.add(this.#known(side, signed));
  }

  #known(side: Side, signed: OwnSigned): string {
    const name = nameOf(signed);
    const stated = this.#stated.get(name);
    if (!stated || canonical(stated) !== canonical(signed)) this.fail(`${side}: a statement is stored that nobody made: ${name}`);
    return name;
  }

  /** What somebody has stated and is not everywhere yet: on both disks, and in the log of its side. */
  missing(): string[] {
    return [...this.#stated.keys()].filter(
      (name) => !this.#stored.VN.has(name) || !this.#stored.CN.has(name) || !this.#published.has(name),
    );
  }

  #of({ name, id }: OwnSignature): OwnKey | undefined {
    const key = this.#keys.get(id);
    return key && this.parties[key.side].logOrigin === name ? key : undefined;
  }

  /** Why a key does not count at a size by what a side has had on its disk for so long. */
  #wrong({ from, ends }: OwnKey, size: number, at: Side, graceMs: number): string | undefined {
    if (size < from) return `by a key that counts from ${from} on`;
    const over = ends.find(({ until, storedAt }) => size > until && this.now() - (storedAt[at] ?? Infinity) > graceMs);
    return over && `by a key that has ended${over.until < 0 ? '' : ` at ${over.until}`}`;
  }

  /** A side sends a checkpoint with signatures of its own for this use: by keys that count, as far as it has them stored. */
  sends(side: Side, use: Use, checkpoint: OwnCheckpoint): void {
    const own = checkpoint.signatures.flatMap((signature) => {
      const key = this.#of(signature);
      return key?.side === side && key.use === use ? [key] : [];
    });
    if (own.length === 0) this.fail(`${side}: a ${use} at ${checkpoint.size} is sent without a signature of its own`);
    for (const key of own) {
      const wrong = this.#wrong(key, checkpoint.size, side, 0);
      if (wrong) this.fail(`${side}: a ${use} at ${checkpoint.size} is sent ${wrong}`);
    }
  }

  /** A side has just stored a note: somebody whose key counts there must have signed it for this use. */
  takes(side: Side, by: Side, use: Use, checkpoint: OwnCheckpoint): void {
    const reasons = this.#judged(by, use, checkpoint, (key) => this.#wrong(key, checkpoint.size, side, GRACE_MS));
    if (!reasons.includes(undefined)) {
      this.fail(`${side}: a ${use} of ${by} at ${checkpoint.size} is stored ${reasons.join(', ') || 'without a signature'}`);
    }
  }

  /** Whether a note is signed for this use by a key that counts by all that was ever stated; each of its lines must be good. */
  stands(by: Side, use: Use, checkpoint: OwnCheckpoint): boolean {
    const isOver = (key: OwnKey) => checkpoint.size < key.from || key.ends.some(({ until }) => checkpoint.size > until);
    const reasons = this.#judged(by, use, checkpoint, (key) => (isOver(key) ? 'over' : undefined));
    return reasons.includes(undefined) && this.verified(by, use, checkpoint);
  }

  /** Whether each line that a side has signed for this use verifies, and there is one. */
  verified(by: Side, use: Use, checkpoint: OwnCheckpoint): boolean {
    const lines = checkpoint.signatures.filter((signature) => this.#isFor(signature, by, use));
    return lines.length > 0 && lines.every((line) => verifies(checkpoint, line, this.#of(line)!.key));
  }

  #isFor(signature: OwnSignature, by: Side, use: Use): boolean {
    const key = this.#of(signature);
    return key?.side === by && key.use === use;
  }

  #judged(by: Side, use: Use, checkpoint: OwnCheckpoint, judge: (key: OwnKey) => string | undefined): (string | undefined)[] {
    return checkpoint.signatures.filter((signature) => this.#isFor(signature, by, use)).map((signature) => judge(this.#of(signature)!));
  }
}
