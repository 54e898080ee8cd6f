import type { Purpose, SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { encodeEntries, encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { openCosignature } from '@pairgate/ledger/cosignature.ts';
import { COSIGNATURE_V1, ED25519, formatNote, noteKey, parseNote, signText, type Note } from '@pairgate/ledger/note.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { keyPair, random, sha256, signer, verifyEd25519 } from '@pairgate/node/crypto.ts';
import { requestEnrolment, requestRetirement, requestRevocation, signStatement, type Subject } from '@pairgate/node/keys/statements.ts';
import { certificateFingerprint, createAuthority, issueCertificate } from '@pairgate/node/keys/tls.ts';
import { must, NotTested, pause, type Group } from '../check.ts';
import { seal } from '../craft.ts';
import type { Stage } from '../stage.ts';
import { mustDrop } from './hostile-stream.ts';
import { stated } from './key-statements.ts';

/**
 * Keys of the played side that come and go. Its first keys count all the while, and each key that a check enrols it also
 * ends, so that the folder can be played with again: some fourteen times, since a side may make 200 statements.
 */

interface NewKey {
  readonly subject: Subject;
  readonly signer: Signer;
  readonly enrolment: SignedKeyStatement;
}

type Told = 'KeyEnrolled' | 'KeyRetired' | 'KeyRevoked';

const rootOf = ({ options: { kit } }: Stage) => {
  if (!kit.identity.root) throw new NotTested('the root key of the played side is not in the folder');
  return kit.identity.root;
};

const subjectOf = ({ agreement, options: { kit } }: Stage, purpose: Purpose, key: string): Subject =>
  ({ pair: agreement.document.pair, side: kit.playedSide, purpose, key });

/** A new key for notes of the played side, which counts from a size on. */
function newKey(stage: Stage, purpose: 'checkpoint' | 'cosignature', from: number): NewKey {
  const pair = keyPair(random(32));
  const subject = subjectOf(stage, purpose, toBase64(pair.publicKey));
  const enrolment = signStatement(requestEnrolment(subject, { purpose, key: subject.key, pair }, from), rootOf(stage));
  if (purpose === 'checkpoint') stage.notes.enrolled(subject.key);
  const type = purpose === 'checkpoint' ? ED25519 : COSIGNATURE_V1;
  return { subject, enrolment, signer: signer(stage.options.kit.identity[purpose].name, pair, type) };
}

const entryOf = (stage: Stage, type: Told, signed: SignedKeyStatement) =>
  stage.aboutLog(type, 'signature', { ...signed });

/** Publishes a statement, which the node must accept. */
async function publish(stage: Stage, type: Told, signed: SignedKeyStatement): Promise<void> {
  await stage.judgedAs(entryOf(stage, type, signed), 'accepted');
}

const retire = (stage: Stage, { subject }: Pick<NewKey, 'subject'>, until: number) =>
  publish(stage, 'KeyRetired', signStatement(requestRetirement(subject, until), rootOf(stage)));

function newestNote({ log }: Stage): Note {
  const parsed = parseNote(log.note());
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.value;
}

/** The checkpoint of the played log's newest size under the lines of these keys and of no other. */
function noteBy(stage: Stage, ...signers: readonly Signer[]): string {
  const { text } = newestNote(stage);
  return formatNote({ text, signatures: signers.map((each) => signText(text, each)) });
}

/** The same under its own line and one of another key that verifies nothing. */
function damagedBy(stage: Stage, by: Signer): string {
  const { text, signatures } = newestNote(stage);
  return formatNote({ text, signatures: [...signatures, { ...signText(text, by), signature: new Uint8Array(64).fill(1) }] });
}

/** Appends an entry, sends it under this checkpoint, and waits until the node has countersigned it. */
async function mustTake(stage: Stage, note: () => string, entry = seal(stage.draft())): Promise<void> {
  const { counterpart, log, patienceMs } = stage;
  await stage.settled();
  const stream = await counterpart.stream(patienceMs);
  const first = log.size;
  log.append(entry);
  stream.write(concatBytes(encodeEntries(first, [entry]), encodeNote(FRAME.checkpoint, note())));
  await stage.settled();
  // The counterpart did not send it itself, so the stream begins anew.
  counterpart.cut();
  await stage.exchanged();
}

/** A further checkpoint key that the node has taken a checkpoint by, alone. */
async function working(stage: Stage): Promise<NewKey> {
  const key = newKey(stage, 'checkpoint', stage.log.size + 1);
  await publish(stage, 'KeyEnrolled', key.enrolment);
  await mustTake(stage, () => noteBy(stage, key.signer));
  return key;
}

/** Sends an honest entry under a checkpoint that its key may not sign any more, or not yet; the log itself never has it. */
function mustRefuse(stage: Stage, by: Signer): Promise<void> {
  return mustDrop(stage, ({ log }) => {
    const entry = seal(stage.draft());
    const { size, root } = log.after(entry);
    return concatBytes(encodeEntries(log.size, [entry]), encodeNote(FRAME.checkpoint, log.forge(size, root, log.origin, by)));
  });
}

/** Whether the node asks for entries at a port that shows a certificate of this authority. */
async function connects(stage: Stage, authority: { pem: string; keyPem: string }, millis: number): Promise<boolean> {
  const { counterpart, options } = stage;
  const made = await issueCertificate(authority, ['localhost', '127.0.0.1', '::1'], Date.now());
  const before = counterpart.asked.entries;
  counterpart.show({ certificatePem: made.pem, keyPem: made.keyPem });
  counterpart.cut();
  for (const end = Date.now() + millis; Date.now() < end && counterpart.asked.entries === before; ) await pause(20);
  const asked = counterpart.asked.entries > before;
  counterpart.show(options.kit.identity.tls);
  counterpart.cut();
  await stage.exchanged();
  return asked;
}

export const keyChanges: Group = {
  name: 'keys that come and go',
  needs: 'UPS-1',
  checks: [
    {
      clause: 'KST-4',
      what: 'a chunk is taken that is signed by a key which it enrols itself, and by no other',
      async run(stage) {
        const key = newKey(stage, 'checkpoint', stage.log.size + 1);
        await mustTake(stage, () => noteBy(stage, key.signer), entryOf(stage, 'KeyEnrolled', key.enrolment));
        await retire(stage, key, stage.log.size + 1);
      },
    },
    {
      clause: 'KST-4',
      what: 'a line of a key that nobody knows, beside a good one, changes nothing',
      run: (stage) => mustTake(stage, () =>
        noteBy(stage, stage.options.kit.identity.checkpoint, signer(stage.log.origin, keyPair(random(32))))),
    },
    {
      clause: 'KST-4',
      what: 'a line of a key that counts and does not verify, beside a good one: the connection is dropped, the next one goes on',
      async run(stage) {
        const key = newKey(stage, 'checkpoint', stage.log.size + 1);
        await publish(stage, 'KeyEnrolled', key.enrolment);
        await mustDrop(stage, () => encodeNote(FRAME.checkpoint, damagedBy(stage, key.signer)));
        await retire(stage, key, stage.log.size + 1);
      },
    },
    {
      clause: 'KST-3',
      what: 'a checkpoint by a key that counts only from a later size on is not taken',
      async run(stage) {
        const key = newKey(stage, 'checkpoint', stage.log.size + 1000);
        await publish(stage, 'KeyEnrolled', key.enrolment);
        await mustRefuse(stage, key.signer);
        await retire(stage, key, stage.log.size + 1000);
      },
    },
    {
      clause: 'KST-3',
      what: 'a checkpoint by a key that was retired at an earlier size is not taken',
      async run(stage) {
        const key = await working(stage);
        await retire(stage, key, stage.log.size);
        await mustRefuse(stage, key.signer);
      },
    },
    {
      clause: 'KST-5',
      what: 'a checkpoint by a key that was revoked is not taken, and what it had signed before stays',
      async run(stage) {
        const key = await working(stage);
        const upTo = stage.countersigned.size;
        const revocation = signStatement(requestRevocation(key.subject, upTo), rootOf(stage));
        for (const time of ['first', 'second']) {
          const [status, reason] = await stated(stage, JSON.stringify(revocation));
          must(status === 204, `the ${time} time it was answered ${status} ${reason}`);
        }
        await mustRefuse(stage, key.signer);
        // Known already by the other way, and no fault.
        await publish(stage, 'KeyRevoked', revocation);
      },
    },
    {
      clause: 'KST-3',
      what: 'a countersignature by a key that counts at its size is kept, and served with the checkpoint',
      async run(stage) {
        const key = newKey(stage, 'cosignature', 0);
        await publish(stage, 'KeyEnrolled', key.enrolment);
        await servedWith(stage, key);
        await retire(stage, key, stage.mirror.size);
      },
    },
    {
      clause: 'KST-7',
      what: 'a second TLS authority is trusted beside the first one, and no more once it is retired',
      async run(stage) {
        const { options: { kit }, patienceMs } = stage;
        const authority = await createAuthority(`Pairgate ${kit.playedSide} TLS authority`, Date.now());
        const subject = subjectOf(stage, 'tls', certificateFingerprint(authority.pem));
        const possessed = { purpose: 'tls', key: subject.key, ...authority } as const;
        await publish(stage, 'KeyEnrolled', signStatement(requestEnrolment(subject, possessed, 0), rootOf(stage)));
        must(await connects(stage, authority, patienceMs), 'the node did not come to a port with a certificate of the second one');
        await retire(stage, { subject }, stage.log.size);
        must(!(await connects(stage, authority, FORGOTTEN_MS)), 'the node came to a port with a certificate of the retired one');
      },
    },
  ],
};

/** How long the certificate of a retired authority is shown to a node that calls. */
const FORGOTTEN_MS = 4000;

/** Countersigns what the node sends with this key alone, and waits until the node serves that with its checkpoint. */
async function servedWith(stage: Stage, { subject, signer: by }: NewKey): Promise<void> {
  const key = noteKey(sha256, by.name, COSIGNATURE_V1, fromBase64(subject.key)!);
  if (!key.ok) throw new Error(key.fault);
  await stage.mirror.cosignedBy(by, async () => {
    // Its judgement makes the node's log longer, so that there is something that no other key has countersigned.
    await stage.verdict(await stage.exchanged());
    const served = async () => {
      const note = parseNote((await stage.caller.call('/exchange/v1/log/checkpoint')).body);
      return note.ok && openCosignature(note.value, key.value, verifyEd25519).ok;
    };
    for (const end = Date.now() + stage.patienceMs; !(await served()); await pause(50)) {
      must(Date.now() < end, 'its line is not served');
    }
  });
}
