import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import type { KeyRing, KeyTerm, RingFault } from '@pairgate/exchange/key-ring.ts';
import type { NotePurpose, Purpose, SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { openCheckpoint, signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { cosign, openCosignatures } from '@pairgate/ledger/cosignature.ts';
import { formatNote, parseNote, type NoteKey } from '@pairgate/ledger/note.ts';
import { random, verifyEd25519, type KeyPair } from '../crypto.ts';
import { addAuthority, addKey, createIdentity, loadIdentity, type HeldKey } from './identity.ts';
import {
  requestEnrolment, requestRetirement, requestRevocation, signStatement, type Possessed, type Request,
} from './statements.ts';
import { ringOf, writeStatement, type LogSizes } from './statement-folder.ts';
import { QUICK, Vault } from './vault.ts';

/** What people do with the keys of a side, one act after the other; the commands `pairgate keys …` are thin above it. */

export interface Office {
  /** The folder of the keys. */
  readonly dir: string;
  readonly side: SideId;
  readonly document: AgreementDocument;
  readonly vault: Vault;
  /** Asked for only when something is to be signed. */
  readonly root: () => Promise<KeyPair>;
  readonly sizes: LogSizes;
}

export type Act =
  | { readonly kind: 'enrol'; readonly purpose: Purpose; readonly from?: number }
  | { readonly kind: 'rotate'; readonly purpose: Purpose; readonly overlap: number }
  | { readonly kind: 'retire'; readonly purpose: Purpose; readonly key: string; readonly until: number }
  | { readonly kind: 'revoke'; readonly purpose: Purpose; readonly key?: string; readonly upTo?: number };

export interface Step {
  readonly sentence: string;
  readonly signed: SignedKeyStatement;
  readonly file: string;
}

/** Something that a ceremony will not do, as one sentence. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
}

export const FAULTS: Readonly<Record<RingFault, string>> = {
  malformed: 'it has not the form of a key statement',
  other_pair: 'it is of another pair',
  weak_key: 'its key is of low order or not canonical, so that anybody could sign with it',
  not_signed: 'the root key of its side has not signed it',
  no_possession: 'whoever made it did not show that he has the new key',
  replayed: 'it is known already',
  key_twice: 'its key is known already; a key is never used twice',
  key_unknown: 'its side has no such key for this purpose',
  ends_before_it_begins: 'the key would end before it begins',
  too_many: 'the side has stated too much already',
};

/** Enough of a key for people to tell it from the others. */
export const shortKey = (key: string): string => key.slice(0, 8);

/** How long the log is whose sizes a key goes by, and how much of it is countersigned. */
export const sizeFor = (purpose: Purpose, sizes: LogSizes): { readonly size: number; readonly countersigned: number } =>
  purpose === 'cosignature' ? { size: sizes.peer, countersigned: sizes.peer } : { size: sizes.own, countersigned: sizes.countersigned };

/** The keys of a side for a purpose that count at a size. */
const counting = (ring: KeyRing, side: SideId, purpose: Purpose, size: number): readonly KeyTerm[] =>
  ring.terms(side, purpose).filter(({ key }) => ring.standing(side, purpose, key, size) === 'valid');

/** The one key that a person means by its beginning; without one, the only key that counts. */
function find(ring: KeyRing, { side, purpose }: { side: SideId; purpose: Purpose }, named: string | undefined, size: number): KeyTerm {
  const known = named === undefined ? counting(ring, side, purpose, size) : ring.terms(side, purpose).filter(({ key }) => key.startsWith(named));
  const [found, ...more] = known;
  if (!found) throw new NotDone(named === undefined ? `No ${purpose} key of ${side} counts now.` : `${side} has no ${purpose} key ${named}.`);
  if (more.length > 0) throw new NotDone(`${known.length} keys could be meant: say which, ${known.map(({ key }) => shortKey(key)).join(' or ')}.`);
  return found;
}

class Ceremony {
  readonly steps: Step[] = [];
  readonly #pending: { signed: SignedKeyStatement; sentence: string }[] = [];

  constructor(private readonly office: Office, public ring: KeyRing) {}

  get of() {
    const { side, document } = this.office;
    return { side, pair: document.pair };
  }

  async sign(request: Request, sentence: string): Promise<void> {
    const signed = signStatement(request, await this.office.root());
    const added = this.ring.add(signed);
    if (!added.ok) throw new NotDone(`The statement would not count: ${FAULTS[added.fault]}.`);
    this.ring = added.value;
    this.#pending.push({ signed, sentence });
  }

  async enrol(purpose: Purpose, from: number): Promise<void> {
    const { dir, vault } = this.office;
    const possessed: Possessed =
      purpose === 'tls' ? { purpose, ...(await addAuthority(dir, vault)) } : { purpose, ...(await addKey(dir, purpose, vault)) };
    await this.sign(requestEnrolment(this.of, possessed, from), `enrolled ${purpose} key ${shortKey(possessed.key)} from size ${from}`);
  }

  async retire(term: KeyTerm, until: number): Promise<void> {
    const { purpose, key } = term;
    await this.sign(requestRetirement({ ...this.of, purpose, key }, until), `${purpose} key ${shortKey(key)} ends after size ${until}`);
  }

  async revoke(term: KeyTerm, upTo: number): Promise<void> {
    const { purpose, key } = term;
    const stands = purpose === 'tls' ? 'nobody is let in by it any more' : `what was countersigned up to size ${upTo} stands`;
    await this.sign(requestRevocation({ ...this.of, purpose, key }, upTo), `revoked ${purpose} key ${shortKey(key)}: ${stands}`);
  }

  /** Written only when everything was signed and fits: a ceremony is done whole or not at all. */
  async finish(purpose: Purpose): Promise<void> {
    const { side, dir, sizes } = this.office;
    const gap = this.ring.gapFrom(side, purpose, sizeFor(purpose, sizes).size);
    if (gap !== undefined) throw new NotDone(`From size ${gap} on no ${purpose} key of ${side} would count: enrol another one first.`);
    for (const { signed, sentence } of this.#pending) this.steps.push({ signed, sentence, file: await writeStatement(dir, signed) });
  }
}

/** Does an act in the folder of the keys. Throws `NotDone` before anything is stated when the result would not fit. */
export async function perform(office: Office, act: Act): Promise<readonly Step[]> {
  const { ring } = await ringOf(office.dir, office.document);
  const { side } = office;
  // Before anything is made: a root key that is not at hand, or not the right one, leaves nothing behind.
  if (toBase64((await office.root()).publicKey) !== office.document.parties[side].rootKey) {
    throw new NotDone(`This is not the root key that the agreement names for ${side}.`);
  }
  const { purpose } = act;
  const { size, countersigned } = sizeFor(purpose, office.sizes);
  // The certificate of a new authority is shown once the other side must have read that it is one.
  const begin = purpose === 'tls' ? size + 1 : size;
  const ceremony = new Ceremony(office, ring);
  if (act.kind === 'enrol') await ceremony.enrol(purpose, act.from ?? begin);
  if (act.kind === 'rotate') {
    const old = counting(ring, side, purpose, size).filter(({ until }) => until === Infinity);
    await ceremony.enrol(purpose, begin);
    for (const term of old) await ceremony.retire(term, begin + act.overlap);
  }
  if (act.kind === 'retire') {
    if (act.until < size) throw new NotDone(`The log has ${size} entries already: a key cannot end at ${act.until}. Revoke it instead.`);
    await ceremony.retire(find(ring, { side, purpose }, act.key, size), act.until);
  }
  if (act.kind === 'revoke') {
    const upTo = act.upTo ?? countersigned;
    const term = find(ring, { side, purpose }, act.key, size);
    const others = counting(ring, side, purpose, size).filter(({ key }) => key !== term.key);
    // A successor counts from where the revoked key has ended, so that there is no size that nobody could sign.
    if (others.every(({ from, until }) => from > upTo || until !== Infinity)) await ceremony.enrol(purpose, purpose === 'tls' ? 0 : upTo);
    await ceremony.revoke(term, upTo);
  }
  await ceremony.finish(purpose);
  return ceremony.steps;
}

/** What becomes of a checkpoint of one size by one key, as the other side and a later judge would see it. */
export interface Trial {
  readonly size: number;
  readonly key: string;
  /** Whether the other side would take a checkpoint by it now. */
  readonly taken: boolean;
  /** Whether one stands as proof that was countersigned before. */
  readonly stands: boolean;
}

export interface Rehearsal {
  readonly steps: readonly Step[];
  readonly trials: readonly Trial[];
}

/**
 * Does an act on a copy of the keys in a temporary folder, against a throw-away other side, and tries out what each key then
 * counts for at the sizes where something changes. The copy is removed; nothing of it was ever told to anybody.
 */
export async function rehearse(office: Office, act: Act): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'pairgate-rehearsal-'));
  try {
    const dir = join(folder, 'keys');
    await cp(office.dir, dir, { recursive: true });
    const peer = otherSide(office.side);
    const { name, logOrigin } = office.document.parties[peer];
    const other = await createIdentity(join(folder, 'other'), { side: peer, name, logOrigin }, new Vault('thrown away', QUICK));
    const document = { ...office.document, parties: { ...office.document.parties, [peer]: other.party } };
    const steps = await perform({ ...office, dir, document }, act);
    const { ring } = await ringOf(dir, document);
    const { keys } = await loadIdentity(dir, office.vault);
    const trials = act.purpose === 'tls' ? [] : tryOut({ ...office, ring }, act.purpose, keys, other.keys);
    return { steps, trials };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tryOut(
  { side, ring, sizes }: Office & { readonly ring: KeyRing },
  purpose: NotePurpose,
  ours: readonly HeldKey[],
  theirs: readonly HeldKey[],
): Trial[] {
  const { size } = sizeFor(purpose, sizes);
  const edges = ring.terms(side, purpose).flatMap(({ from, until, revokedUpTo = -1 }) => [from - 1, from, until, until + 1, revokedUpTo, revokedUpTo + 1]);
  const tried = [...new Set([...edges, size])].filter((at) => at >= 0 && Number.isFinite(at)).toSorted((a, b) => a - b);
  const author = purpose === 'checkpoint' ? side : otherSide(side);
  return tried.flatMap((at) =>
    ours.filter((held) => held.purpose === purpose).map((held) => {
      const authorSigner = purpose === 'checkpoint' ? held.signer : theirs.find((each) => each.purpose === 'checkpoint')!.signer;
      const cosigner = purpose === 'cosignature' ? held.signer : theirs.find((each) => each.purpose === 'cosignature')!.signer;
      const note = signCheckpoint({ origin: authorSigner.name, size: at, root: random(32) }, authorSigner);
      const parsed = parseNote(note);
      if (!parsed.ok) throw new Error(parsed.fault);
      const cosigned = formatNote({ ...parsed.value, signatures: [...parsed.value.signatures, cosign(parsed.value.text, cosigner, 0)] });
      const opens = (keysOf: (of: SideId, as: NotePurpose) => readonly NoteKey[]) => {
        const opened = openCheckpoint(cosigned, { origin: authorSigner.name, key: () => keysOf(author, 'checkpoint') }, verifyEd25519);
        return opened.ok && openCosignatures(opened.value.note, keysOf(otherSide(author), 'cosignature'), verifyEd25519).ok;
      };
      return {
        size: at,
        key: held.key,
        taken: opens((of, as) => ring.at(of, as, at)),
        stands: opens((of, as) => ring.proves(of, as, at, true)),
      };
    }),
  );
}

