import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { originOf } from '@pairgate/exchange/epoch.ts';
import { KeyRing, type KeyTerm, type RingFault } from '@pairgate/exchange/key-ring.ts';
import { statementBytes, type NotePurpose, type SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { ED25519, noteKey, type NoteKey } from '@pairgate/ledger/note.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { epochNow } from '@pairgate/store/epochs.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import type { HeldAuthority, HeldKey, Identity } from '../keys/identity.ts';
import { statementPorts } from '../keys/statements.ts';
import { certificateFingerprint, pemOfCertificate, type TlsKeys } from '../keys/tls.ts';

/** The keys that a node holds; the root key is none of them. */
export type HeldKeys = Pick<Identity, 'keys' | 'authorities'>;

/** How far the logs are, for what changes with their size: one's own as countersigned, the other side's as mirrored. */
export interface Sizes {
  readonly own: number;
  readonly peer: number;
}

/** What one shows on the exchange port, and whom one trusts there. */
export interface Credentials {
  own(): TlsKeys;
  /** The authorities of the other side, in PEM. */
  trusted(): readonly string[];
  /** Told when either is another one than before. */
  onChange(run: () => void): void;
}

const digestOf = ({ statement }: SignedKeyStatement): string => toHex(sha256(statementBytes(statement)));

export interface WorkingKeysOptions {
  readonly side: SideId;
  readonly document: AgreementDocument;
  readonly journal: Journal;
  readonly held: HeldKeys;
  /** The authority of the other side that its agreement names, in PEM; further ones come with their statements. */
  readonly peerCa?: string;
}

/**
 * The keys of both sides as a running node has them: which count, from the agreement and the statements that it has stored,
 * and the private halves of its own. Whoever signs or checks asks here by size, so that a change counts everywhere at once.
 */
export class WorkingKeys {
  #ring: KeyRing;
  #held: HeldKeys;
  #sizes: () => Sizes = () => ({ own: 0, peer: 0 });
  #shown = '';
  readonly #changed = new Set<() => void>();
  readonly #credentials = new Set<() => void>();
  /** What counts and is not stored, by digest: the database was away. Whoever brought it brings it again. */
  readonly #unstored = new Map<string, { readonly signed: SignedKeyStatement; readonly recorded: boolean }>();
  /** One's own keys with the time in which they count, so that signing looks at nothing else. */
  #signing: readonly (HeldKey & { readonly term: KeyTerm })[] = [];

  private constructor(
    private readonly options: WorkingKeysOptions,
    ring: KeyRing,
    /** The epoch that each log is in. */
    private readonly epochs: Readonly<Record<SideId, number>>,
  ) {
    this.#ring = ring;
    this.#held = options.held;
    this.#settle();
    this.#shown = this.#credentialsShown();
  }

  /** Reads the statements that are stored. Throws when the agreement names a key that cannot be used. */
  static async open(options: WorkingKeysOptions): Promise<WorkingKeys> {
    const { document, journal, side, peerCa } = options;
    if (peerCa !== undefined && certificateFingerprint(peerCa) !== document.parties[otherSide(side)].tlsAuthority) {
      throw new Error('The TLS authority of the other side is not the one that the agreement names.');
    }
    const stored = await journal.keyStatements();
    const epoch = (log: SideId) => epochNow(journal.db, journal.pair, log);
    const ring = KeyRing.of(document, statementPorts).addAll(stored.map(({ text }) => JSON.parse(text) as unknown));
    return new WorkingKeys(options, ring, { VN: await epoch('VN'), CN: await epoch('CN') });
  }

  get ring(): KeyRing {
    return this.#ring;
  }

  /** The origin line of the log of a side in the epoch that it is in. Its keys have the name of the first one in all of them. */
  origin(side: SideId): string {
    return originOf(this.options.document.parties[side].logOrigin, this.epochs[side]);
  }

  /** One's own keys that count at a size, with which to sign: several while keys overlap, none in a gap. */
  signers(purpose: NotePurpose, size: number): readonly Signer[] {
    const counting = this.#signing.filter(({ purpose: of, term }) => of === purpose && size >= term.from && size <= term.until);
    return counting.map(({ signer }) => signer);
  }

  /**
   * Every checkpoint key that has ever been ours: those that were stated, and those that are held, since what states them may
   * be in the lost end of our log.
   */
  everOurs(): readonly NoteKey[] {
    const { side, document } = this.options;
    const held = this.#held.keys.filter(({ purpose }) => purpose === 'checkpoint').flatMap(({ key }) => {
      const made = noteKey(sha256, document.parties[side].logOrigin, ED25519, fromBase64(key)!);
      return made.ok ? [made.value] : [];
    });
    return [...this.#ring.ever(side, 'checkpoint'), ...held];
  }

  /** The keys of a side whose new signatures count at a size. */
  readonly counting = (side: SideId, purpose: NotePurpose) => (size: number): readonly NoteKey[] => this.#ring.at(side, purpose, size);

  /**
   * Takes statements, whoever brought them, and stores those that count, with those that could not be stored before.
   * `recorded` says that they need no entry in one's own log. Gives what became of each: a fault, or nothing.
   */
  async learn(statements: readonly unknown[], recorded: boolean): Promise<(RingFault | undefined)[]> {
    const faults: (RingFault | undefined)[] = [];
    let isTaken = false;
    for (const statement of statements) {
      const added = this.#ring.add(statement);
      faults.push(added.ok ? undefined : added.fault);
      if (!added.ok) continue;
      // It counts from now on, also should storing fail: a revocation does not wait for a disk.
      this.#ring = added.value;
      const signed = added.value.statements.at(-1)!;
      this.#unstored.set(digestOf(signed), { signed, recorded });
      isTaken = true;
    }
    if (isTaken) this.#tell();
    await this.#store();
    return faults;
  }

  async #store(): Promise<void> {
    for (const [digest, { signed, recorded }] of this.#unstored) {
      await this.options.journal.storeKeyStatement(digest, signed.statement.side, JSON.stringify(signed), recorded);
      this.#unstored.delete(digest);
    }
  }

  /** One's own statements that do not stand in one's own log yet. */
  async unrecorded(): Promise<SignedKeyStatement[]> {
    const stored = await this.options.journal.keyStatements();
    return stored
      .filter(({ recorded, side }) => !recorded && side === this.options.side)
      .map(({ text }) => JSON.parse(text) as SignedKeyStatement);
  }

  async recorded(signed: SignedKeyStatement): Promise<void> {
    await this.options.journal.keyStatementRecorded(digestOf(signed));
  }

  /** Private keys that were made while the node ran. */
  hold(held: HeldKeys): void {
    this.#held = held;
    this.#tell();
  }

  /** Runs after every change of what counts or is held. */
  onChange(run: () => void): void {
    this.#changed.add(run);
  }

  /** Told once where to look for the sizes. */
  follow(sizes: () => Sizes): void {
    this.#sizes = sizes;
    this.moved();
  }

  /** A log has grown: an authority may have begun or ended. */
  moved(): void {
    const shown = this.#credentialsShown();
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const run of this.#credentials) run();
  }

  #tell(): void {
    this.#settle();
    for (const run of this.#changed) run();
    this.moved();
  }

  #settle(): void {
    const { side } = this.options;
    this.#signing = this.#held.keys.flatMap((held) => {
      const term = this.#ring.terms(side, held.purpose).find(({ key }) => key === held.key);
      return term && term.revokedUpTo === undefined ? [{ ...held, term }] : [];
    });
  }

  readonly credentials: Credentials = {
    own: () => this.#ownAuthority(),
    trusted: () => this.#trusted(),
    onChange: (run) => void this.#credentials.add(run),
  };

  /** The newest of one's own authorities that the other side must know by now: it has countersigned its enrolment. */
  #ownAuthority(): HeldAuthority {
    const counting = this.#ring.authorities(this.options.side, this.#sizes().own);
    const held = counting.toReversed().map(({ key }) => this.#held.authorities.find((each) => each.key === key));
    const found = held.find((each) => each !== undefined) ?? this.#held.authorities[0];
    if (!found) throw new Error('No TLS authority is held.');
    return found;
  }

  #trusted(): readonly string[] {
    const { side, peerCa } = this.options;
    const named = peerCa === undefined ? undefined : { key: certificateFingerprint(peerCa), pem: peerCa };
    return this.#ring.authorities(otherSide(side), this.#sizes().peer).flatMap(({ key, certificate }) => {
      if (certificate !== undefined) return [pemOfCertificate(fromBase64(certificate)!)];
      return named?.key === key ? [named.pem] : [];
    });
  }

  #credentialsShown(): string {
    const { side } = this.options;
    const { own, peer } = this.#sizes();
    const keysOf = (terms: readonly KeyTerm[]) => terms.map(({ key }) => key).join();
    const held = this.#held.authorities.map(({ key }) => key).join();
    return [keysOf(this.#ring.authorities(side, own)), keysOf(this.#ring.authorities(otherSide(side), peer)), held].join(' ');
  }
}
