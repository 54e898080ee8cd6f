import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import { COSIGNATURE_V1, ED25519, noteKey, type NoteKey } from '@pairgate/ledger/note.ts';
import { fail, type Outcome } from '@pairgate/ledger/ports.ts';
import type { AgreementDocument } from './agreement.ts';
import {
  openStatement, type NotePurpose, type Purpose, type SignedKeyStatement, type StatementFault, type StatementPorts,
} from './key-statement.ts';

/** What a key counts for at a size. `revoked` keys sign nothing new; what they have signed may stand, see `proves`. */
export type Standing = 'valid' | 'not_yet' | 'retired' | 'revoked' | 'unknown';

/** One working key of a side, and when it counts: at sizes from `from` to `until`, unless it is revoked. */
export interface KeyTerm {
  readonly side: SideId;
  readonly purpose: Purpose;
  /** As statements name it: base64, for TLS the hash of the certificate in hex. */
  readonly key: string;
  /** The key under which notes are signed; absent for TLS. */
  readonly noteKey?: NoteKey;
  /** DER in base64 of a TLS authority that came by a statement. */
  readonly certificate?: string;
  readonly from: number;
  /** Infinity while nobody has retired it. */
  readonly until: number;
  /** Absent while it is not revoked; else the newest size at which its countersigned checkpoints stand, -1 for none. */
  readonly revokedUpTo?: number;
}

export type RingFault =
  | StatementFault
  /** This very statement is known. */
  | 'replayed'
  /** The key is known already: of either side, for any purpose, also as a root key, also when it has ended. */
  | 'key_twice'
  /** The side has no such key for this purpose. */
  | 'key_unknown'
  | 'ends_before_it_begins'
  | 'too_many';

/** A root key that states more than this about its side is not in good hands. */
const MAX_STATEMENTS = 200;

const PURPOSE_FIELDS = { checkpoint: 'checkpointKey', cosignature: 'cosignatureKey', tls: 'tlsAuthority' } as const;
const TYPES = { checkpoint: ED25519, cosignature: COSIGNATURE_V1 } as const;

/**
 * The keys of both sides: those that the agreement names, and what the root keys have stated since. Frozen: `add` gives
 * another ring. The same statements give the same ring, in whatever order each side's enrolments and endings have come
 * along; two different statements that enrol one key are the fault of a root key, and the first to come counts.
 *
 * A checkpoint of size N is good when a checkpoint key of the log's side that counts at N has signed it, and it is
 * countersigned when a cosignature key of the other side that counts at N has cosigned it. Keys may overlap. Of a revoked
 * key nothing new is taken; what stays is said by `proves`.
 */
export class KeyRing {
  readonly #terms: ReadonlyMap<string, KeyTerm>;
  readonly #byPurpose: ReadonlyMap<string, readonly KeyTerm[]>;

  private constructor(
    private readonly document: AgreementDocument,
    private readonly ports: StatementPorts,
    /** What was taken, in the order in which it came. */
    readonly statements: readonly SignedKeyStatement[],
    private readonly known: ReadonlySet<string>,
    private readonly rootKeys: Readonly<Record<SideId, Uint8Array>>,
  ) {
    this.#terms = termsOf(document, ports, statements);
    const byPurpose = new Map<string, KeyTerm[]>();
    for (const term of this.#terms.values()) {
      const name = `${term.side}/${term.purpose}`;
      byPurpose.set(name, [...(byPurpose.get(name) ?? []), term]);
    }
    this.#byPurpose = byPurpose;
  }

  /** The keys that an agreement names. Throws when one of them may not be used. */
  static of(document: AgreementDocument, ports: StatementPorts): KeyRing {
    const rootOf = (side: SideId) => fromBase64(document.parties[side].rootKey) ?? new Uint8Array(0);
    return new KeyRing(document, ports, [], new Set(), { VN: rootOf('VN'), CN: rootOf('CN') });
  }

  /** The ring with one more statement, or why the statement does not count. */
  add(value: unknown): Outcome<KeyRing, RingFault> {
    const opened = openStatement(value, { pair: this.document.pair, rootKeys: this.rootKeys }, this.ports);
    if (!opened.ok) return opened;
    const signed = opened.value;
    const identity = canonicalize(signed.statement);
    if (this.known.has(identity)) return fail('replayed');
    const fault = this.#fault(signed);
    if (fault) return fail(fault);
    const statements = [...this.statements, signed];
    return { ok: true, value: new KeyRing(this.document, this.ports, statements, new Set([...this.known, identity]), this.rootKeys) };
  }

  /** The ring with all of the statements that count; the others are left out. */
  addAll(values: Iterable<unknown>): KeyRing {
    return [...values].reduce<KeyRing>((ring, value) => {
      const added = ring.add(value);
      return added.ok ? added.value : ring;
    }, this);
  }

  #fault({ statement }: SignedKeyStatement): RingFault | undefined {
    const { act, side, purpose, key } = statement;
    if (this.statements.filter((each) => each.statement.side === side).length >= MAX_STATEMENTS) return 'too_many';
    const known = this.#terms.get(key);
    if (act === 'enrol') return known || this.#isRoot(key) ? 'key_twice' : undefined;
    const isTheirs = known && known.side === side && known.purpose === purpose;
    if (!isTheirs) {
      // In an emergency the revocation may come before the enrolment, which then is of no use.
      return act === 'revoke' && !known && !this.#isRoot(key) ? undefined : 'key_unknown';
    }
    return act === 'retire' && statement.until < known.from ? 'ends_before_it_begins' : undefined;
  }

  #isRoot(key: string): boolean {
    return SIDES.some((side) => this.document.parties[side].rootKey === key);
  }

  /** Every key of a side for a purpose, in the order in which they were enrolled. */
  terms(side: SideId, purpose: Purpose): readonly KeyTerm[] {
    return this.#byPurpose.get(`${side}/${purpose}`) ?? [];
  }

  /** The keys whose new signatures count at a size. */
  at(side: SideId, purpose: NotePurpose, size: number): readonly NoteKey[] {
    return this.terms(side, purpose).filter((term) => counts(term, size)).map((term) => term.noteKey!);
  }

  /**
   * The keys whose signatures stand as proof at a size: those that count, and those that were revoked since, as far as they
   * had been countersigned. Signatures of a revoked checkpoint key stand only on a checkpoint that is countersigned.
   */
  proves(side: SideId, purpose: NotePurpose, size: number, countersigned: boolean): readonly NoteKey[] {
    const stands = (term: KeyTerm) =>
      counts(term, size) ||
      (inRange(term, size) && size <= (term.revokedUpTo ?? -1) && (purpose === 'cosignature' || countersigned));
    return this.terms(side, purpose).filter(stands).map((term) => term.noteKey!);
  }

  /** Every key that a side has ever signed notes with, also those that have ended. */
  ever(side: SideId, purpose: NotePurpose): readonly NoteKey[] {
    return this.terms(side, purpose).map((term) => term.noteKey!);
  }

  /** The TLS authorities of a side that are trusted when its log has this size. */
  authorities(side: SideId, size: number): readonly KeyTerm[] {
    return this.terms(side, 'tls').filter((term) => counts(term, size));
  }

  /** What a key counts for at a size. */
  standing(side: SideId, purpose: Purpose, key: string, size: number): Standing {
    const term = this.#terms.get(key);
    if (!term || term.side !== side || term.purpose !== purpose) return 'unknown';
    if (term.revokedUpTo !== undefined) return 'revoked';
    if (size < term.from) return 'not_yet';
    return size > term.until ? 'retired' : 'valid';
  }

  /**
   * The first size from `size` on at which no key of a side counts for a purpose, or nothing: a gap in which nothing could
   * be signed.
   */
  gapFrom(side: SideId, purpose: Purpose, size: number): number | undefined {
    const terms = this.terms(side, purpose).filter((term) => term.revokedUpTo === undefined);
    for (let at = size; ; ) {
      const last = Math.max(-1, ...terms.filter((term) => counts(term, at)).map((term) => term.until));
      if (last === -1) return at;
      if (last === Infinity) return undefined;
      at = last + 1;
    }
  }
}

const inRange = ({ from, until }: KeyTerm, size: number): boolean => size >= from && size <= until;
const counts = (term: KeyTerm, size: number): boolean => term.revokedUpTo === undefined && inRange(term, size);

function named(document: AgreementDocument, { sha256 }: StatementPorts, { side, purpose, key }: Pick<KeyTerm, 'side' | 'purpose' | 'key'>) {
  if (purpose === 'tls') return {};
  const { logOrigin } = document.parties[side];
  const made = noteKey(sha256, logOrigin, TYPES[purpose], fromBase64(key) ?? new Uint8Array(0));
  if (!made.ok) throw new Error(`The agreement names a key of ${logOrigin} that cannot be used: ${made.fault}.`);
  return { noteKey: made.value };
}

/** Enrolments first, then what ended: the order among them does not matter. */
function termsOf(
  document: AgreementDocument,
  ports: StatementPorts,
  statements: readonly SignedKeyStatement[],
): ReadonlyMap<string, KeyTerm> {
  const terms = new Map<string, KeyTerm>();
  const begin = (term: KeyTerm) => terms.set(term.key, { ...term, ...named(document, ports, term) });
  for (const side of SIDES) {
    for (const [purpose, field] of Object.entries(PURPOSE_FIELDS) as [Purpose, keyof typeof document.parties.VN][]) {
      begin({ side, purpose, key: document.parties[side][field], from: 0, until: Infinity });
    }
  }
  for (const { statement } of statements) {
    if (statement.act !== 'enrol') continue;
    const { side, purpose, key, from } = statement;
    begin({ side, purpose, key, from, until: Infinity, ...('certificate' in statement ? { certificate: statement.certificate } : {}) });
  }
  for (const { statement } of statements) {
    const term = terms.get(statement.key);
    if (!term || term.side !== statement.side || term.purpose !== statement.purpose) continue;
    if (statement.act === 'retire') terms.set(term.key, { ...term, until: Math.min(term.until, statement.until) });
    if (statement.act === 'revoke') {
      const upTo = 'upTo' in statement ? statement.upTo : -1;
      terms.set(term.key, { ...term, revokedUpTo: Math.min(term.revokedUpTo ?? Infinity, upTo) });
    }
  }
  return terms;
}

/** The side whose log a key of this purpose signs, and by whose sizes it counts. */
export const logOf = (side: SideId, purpose: Purpose): SideId => (purpose === 'cosignature' ? otherSide(side) : side);

/** The key in the form of statements. */
export const keyText = (publicKey: Uint8Array): string => toBase64(publicKey);
