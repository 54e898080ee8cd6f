import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import type { LogTerms } from '@pairgate/exchange/intake.ts';
import { KeyRing } from '@pairgate/exchange/key-ring.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { openCheckpoint, type SignedCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { openCosignature } from '@pairgate/ledger/cosignature.ts';
import { COSIGNATURE_V1, ED25519, noteKey, type NoteKey, type SignatureType } from '@pairgate/ledger/note.ts';
import { fail, type Outcome } from '@pairgate/ledger/ports.ts';
import { sha256, verifyEd25519 } from '@pairgate/node/crypto.ts';
import { statementPorts } from '@pairgate/node/keys/statements.ts';
import type { Side } from '../context.ts';
import { notJudged } from './check.ts';

type Note = Uint8Array | string;

function keyOf(name: string, type: SignatureType, publicKey: string): NoteKey {
  const key = noteKey(sha256, name, type, fromBase64(publicKey) ?? new Uint8Array(0));
  if (!key.ok) throw notJudged(`The agreement of the kit names a key that cannot be used: ${key.fault}.`);
  return key.value;
}

/** Notes of both logs, opened by the keys that the agreement names. Everything that the kit knows of keys is here. */
export class PairNotes {
  /** Checkpoint key of the node under test; its name is the origin of its log. */
  readonly #node: NoteKey;
  readonly #nodeCosignature: NoteKey;
  /** Checkpoint keys of the played side: the one of the agreement, and those that were enrolled since. */
  readonly #played: NoteKey[];
  readonly #ring: KeyRing;

  constructor(
    agreement: CompiledAgreement,
    private readonly nodeSide: Side,
    playedSide: Side,
  ) {
    this.#ring = KeyRing.of(agreement.document, statementPorts);
    const [node, played] = [agreement.party(nodeSide), agreement.party(playedSide)];
    this.#node = keyOf(node.logOrigin, ED25519, node.checkpointKey);
    this.#nodeCosignature = keyOf(node.logOrigin, COSIGNATURE_V1, node.cosignatureKey);
    this.#played = [keyOf(played.logOrigin, ED25519, played.checkpointKey)];
  }

  get nodeOrigin(): string {
    return this.#node.name;
  }

  /** How the log of the node under test is read. */
  get terms(): LogTerms {
    return { author: this.nodeSide, keys: this.#ring, sha256, verify: verifyEd25519 };
  }

  /** The key whose line is the author's, of the log of the node under test. */
  get author(): NoteKey {
    return this.#node;
  }

  /** A checkpoint of the log of the node under test. */
  ofNode(note: Note): Outcome<SignedCheckpoint, string> {
    return openCheckpoint(note, { origin: this.#node.name, key: this.#node }, verifyEd25519);
  }

  /** A checkpoint of the played log, with the line of any of its keys. */
  ofPlayed(note: Note): Outcome<SignedCheckpoint, string> {
    const opened = this.#played.map((key) => openCheckpoint(note, { origin: key.name, key }, verifyEd25519));
    return opened.find(({ ok }) => ok) ?? opened[0]!;
  }

  /** Another checkpoint key of the played side, 32 bytes in base 64. */
  enrolled(publicKey: string): void {
    this.#played.push(keyOf(this.#played[0]!.name, ED25519, publicKey));
  }

  /** A checkpoint of the played log that the node under test has countersigned, and when. */
  countersigned(note: Note): Outcome<SignedCheckpoint & { readonly seconds: number }, string> {
    const opened = this.ofPlayed(note);
    if (!opened.ok) return opened;
    const cosigned = openCosignature(opened.value.note, this.#nodeCosignature, verifyEd25519);
    return cosigned.ok ? { ok: true, value: { ...opened.value, seconds: cosigned.value.seconds } } : fail(cosigned.fault);
  }
}
