import { encodeEntries, encodeFrame, encodeNote, FRAME, MAX_CHUNK, MAX_FRAME } from '@pairgate/exchange/wire.ts';
import { concatBytes, equalBytes } from '@pairgate/ledger/bytes.ts';
import { formatNote, parseNote, signText } from '@pairgate/ledger/note.ts';
import { keyPair, random, signer } from '@pairgate/node/crypto.ts';
import { must, pause, until, type Check, type Group } from '../check.ts';
import { wireOf } from '../counterpart.ts';
import { seal } from '../craft.ts';
import type { Stage } from '../stage.ts';

/** What a hostile counterpart sends into the stream that the node follows. Nothing of it may stay. */

type Bytes = (stage: Stage) => Uint8Array;

/** The node must drop the connection, come back for what comes after what it holds, and go on. */
export async function mustDrop(stage: Stage, bytes: Bytes): Promise<void> {
  const { counterpart, log, patienceMs } = stage;
  await stage.settled();
  const stream = await counterpart.stream(patienceMs);
  const { size } = log;
  stream.write(bytes(stage));
  await until(() => !stream.isOpen, patienceMs, 'the connection was not dropped');
  const next = await counterpart.stream(patienceMs);
  must(next.from === size, `the node asked from ${next.from} on, and held ${size}`);
  await stage.exchanged();
}

const dropped = (clause: string, what: string, bytes: Bytes): Check => ({
  clause,
  what: `${what}: the connection is dropped, nothing is stored, the next one goes on`,
  run: (stage) => mustDrop(stage, bytes),
});

/** The node must keep the connection, and go on over it. */
const harmless = (clause: string, what: string, bytes: Bytes): Check => ({
  clause,
  what: `${what}: it changes nothing, and the connection goes on`,
  async run(stage) {
    const { counterpart, patienceMs } = stage;
    await stage.settled();
    const stream = await counterpart.stream(patienceMs);
    stream.write(bytes(stage));
    await stage.exchanged();
    must(stream.isOpen, 'the connection was dropped');
  },
});

/** A node that is not frozen comes back, and takes an entry, long before. */
const FROZEN_MS = 6000;

const note = (text: string): Uint8Array => encodeNote(FRAME.checkpoint, text);
const announced = (length: number): Uint8Array => {
  const head = new Uint8Array(5);
  new DataView(head.buffer).setUint32(0, length);
  head[4] = FRAME.entries;
  return head;
};

const HASH = new Uint8Array(32).fill(7);
const EMPTY = { leaf: new Uint8Array(0), data: new Uint8Array(0) };
const honestEntry = (stage: Stage) => seal(stage.draft());

/** The newest checkpoint of the played log under a text that its key has signed as well. */
function resigned(stage: Stage, change: (text: string) => string): string {
  const parsed = parseNote(stage.log.note());
  if (!parsed.ok) throw new Error(parsed.fault);
  const text = change(parsed.value.text);
  return formatNote({ text, signatures: [signText(text, stage.options.kit.identity.checkpoint)] });
}

/** The newest checkpoint with one bit of its signature turned. */
function damaged(stage: Stage): string {
  const parsed = parseNote(stage.log.note());
  if (!parsed.ok) throw new Error(parsed.fault);
  const [line] = parsed.value.signatures;
  const signature = Uint8Array.from(line!.signature);
  signature[40]! ^= 1;
  return formatNote({ text: parsed.value.text, signatures: [{ ...line!, signature }] });
}

const stranger = (stage: Stage): string =>
  formatNote({
    text: stage.log.note().split('\n\n')[0]! + '\n',
    signatures: [signText(stage.log.note().split('\n\n')[0]! + '\n', signer(stage.log.origin, keyPair(random(32))))],
  });

export const frames: Group = {
  name: 'frames',
  needs: 'UPS-1',
  checks: [
    dropped('FRM-1', 'a frame that is announced as longer than the limit', () => announced(MAX_FRAME + 1)),
    dropped('FRM-1', 'a frame without a kind', () => announced(0)),
    dropped('FRM-1', 'bytes that are no frames', () => new Uint8Array(64).fill(0x7f)),
    dropped('FRM-2', 'a frame of an unknown kind', () => encodeFrame({ kind: 9, body: HASH })),
    dropped('FRM-2', 'a digest, as files have it', () => encodeFrame({ kind: FRAME.digest, body: HASH })),
    dropped('FRM-2', 'a countersignature in the stream of entries', (stage) => encodeNote(FRAME.countersignature, stage.log.note())),
    dropped('FRM-3', 'a frame of entries that is shorter than its index', () => encodeFrame({ kind: FRAME.entries, body: new Uint8Array(7) })),
    dropped('FRM-3', 'a frame of entries whose lengths do not add up', () =>
      encodeFrame({ kind: FRAME.entries, body: new Uint8Array(21).fill(1) })),
    dropped('FRM-3', 'a leaf without its data', (stage) => {
      const body = new Uint8Array(12 + 3);
      new DataView(body.buffer).setBigUint64(0, BigInt(stage.log.size));
      new DataView(body.buffer).setUint32(8, 3);
      return encodeFrame({ kind: FRAME.entries, body });
    }),
    dropped('FRM-3', 'an index beyond 2^53 - 1', (stage) => {
      const frame = encodeEntries(0, [honestEntry(stage)]);
      frame.set([0xff, 0xff], 5);
      return frame;
    }),
    dropped('FRM-4', `a chunk of more than ${MAX_CHUNK} entries`, (stage) =>
      encodeEntries(stage.log.size, Array.from({ length: MAX_CHUNK + 1 }, () => EMPTY))),
    dropped('FRM-5', 'two frames of entries without a checkpoint between them', ({ log }) =>
      concatBytes(encodeEntries(log.size, []), encodeEntries(log.size, []))),
    {
      clause: 'FRM-6',
      what: 'a chunk that comes byte by byte is taken',
      async run(stage) {
        await stage.settled();
        const stream = await stage.counterpart.stream(stage.patienceMs);
        const { size } = stage.log;
        stage.log.append(honestEntry(stage));
        for (const byte of wireOf(stage.log.chunk(size))) {
          stream.write(Uint8Array.of(byte));
          await new Promise((resolve) => setImmediate(resolve));
        }
        await stage.settled();
        // The counterpart did not send it itself, so the stream begins anew.
        stage.counterpart.cut();
        await stage.exchanged();
      },
    },
    {
      clause: 'FRM-7',
      what: 'half a chunk before a cut leaves nothing behind',
      async run(stage) {
        await stage.settled();
        const stream = await stage.counterpart.stream(stage.patienceMs);
        const { size } = stage.log;
        const entry = honestEntry(stage);
        stream.write(encodeEntries(size, [entry]).subarray(0, 100));
        stream.cut();
        await until(() => !stream.isOpen, stage.patienceMs, 'the stream stayed');
        const next = await stage.counterpart.stream(stage.patienceMs);
        must(next.from === size, `the node asked from ${next.from} on, and held ${size}`);
        await stage.exchanged();
      },
    },
  ],
};

export const chunks: Group = {
  name: 'chunks and checkpoints',
  needs: 'UPS-1',
  checks: [
    dropped('RCV-1', 'a checkpoint that is no note', () => note('x\n')),
    dropped('RCV-1', 'a checkpoint that is not UTF-8', () => encodeFrame({ kind: FRAME.checkpoint, body: new Uint8Array(40).fill(0xff) })),
    dropped('RCV-1', 'a checkpoint that another key has signed', (stage) => note(stranger(stage))),
    dropped('RCV-1', 'a checkpoint whose signature is damaged', (stage) => note(damaged(stage))),
    dropped('RCV-1', 'a checkpoint of another log, signed by the right key', ({ log }) => note(log.forge(log.size, HASH, 'elsewhere.example/log'))),
    dropped('LOG-4', 'a signed checkpoint with an extension line', (stage) => note(resigned(stage, (text) => `${text}more\n`))),
    dropped('LOG-4', 'a signed checkpoint whose size has a leading zero', (stage) =>
      note(resigned(stage, (text) => text.replace(/\n(\d+)\n/, '\n0$1\n')))),
    dropped('LOG-4', 'a signed checkpoint whose root is too short', (stage) =>
      note(resigned(stage, (text) => text.replace(/\n[^\n]+\n$/, '\nAAAA\n')))),
    harmless('RCV-2', 'an old checkpoint', ({ log }) => note(log.note(log.size - 1))),
    harmless('RCV-2', 'an old chunk, sent again', ({ log }) => wireOf(log.chunk(0, log.size - 1))),
    dropped('RCV-3', 'the newest entries, sent again under the newest checkpoint', ({ log }) => wireOf(log.chunk(log.size - 1))),
    {
      ...dropped('RCV-3', 'entries from another place', ({ log }) => wireOf({ ...log.chunk(log.size - 1), first: log.size + 4 })),
    },
    dropped('RCV-4', 'entries without the checkpoint of their size', (stage) => {
      const { log } = stage;
      return concatBytes(encodeEntries(log.size, [honestEntry(stage)]), note(log.note()));
    }),
    {
      clause: 'RCV-4',
      what: 'a checkpoint whose entries are not all there is not stored, and the rest is taken afterwards',
      async run(stage) {
        await stage.settled();
        const { counterpart, log, patienceMs } = stage;
        const stream = await counterpart.stream(patienceMs);
        const { size } = log;
        log.append(honestEntry(stage), honestEntry(stage));
        stream.write(wireOf({ first: size, entries: log.entries.slice(size, size + 1), note: log.note() }));
        await until(() => !stream.isOpen, patienceMs, 'the connection was not dropped');
        const next = await counterpart.stream(patienceMs);
        must(next.from === size, `the node asked from ${next.from} on, and held ${size}`);
        await stage.exchanged();
      },
    },
    {
      clause: 'RCV-5',
      what: 'nothing that was sent twice, late or out of place has been countersigned under another history',
      async run({ countersigned }) {
        must(countersigned.problems.length === 0, countersigned.problems.join('; '));
      },
    },
  ],
};

/** Uses the node up: afterwards it holds evidence against the played log for good. */
export const fork: Group = {
  name: 'a forked log',
  needs: 'UPS-1',
  checks: [
    {
      clause: 'DIV-3',
      what: 'checkpoints that no key of the author has signed, again and again, freeze nothing',
      async run(stage) {
        const { counterpart, patienceMs } = stage;
        for (let times = 0; times < 7; times += 1) {
          const stream = await counterpart.stream(patienceMs);
          stream.write(note(stranger(stage)));
          await until(() => !stream.isOpen, patienceMs, 'the connection was not dropped');
        }
        await stage.exchanged();
      },
    },
    {
      clause: 'RCV-6',
      what: 'a signed checkpoint that the entries do not lead to is never countersigned nor given back by `held`',
      async run(stage) {
        await stage.settled();
        const { counterpart, countersigned, log, caller, patienceMs, mirror } = stage;
        const stream = await counterpart.stream(patienceMs);
        const size = log.size + 1;
        const other = log.forge(size, HASH);
        stream.write(concatBytes(encodeEntries(log.size, [honestEntry(stage)]), note(other)));
        await until(() => !stream.isOpen, patienceMs, 'the connection was not dropped');
        const before = mirror.chunks.length;
        const held = await caller.call('/exchange/v1/held');
        must(!new TextDecoder().decode(held.body).includes(`\n${size}\n`), 'it was stored');
        must(countersigned.problems.length === 0, countersigned.problems.join('; '));
        await until(() => mirror.chunks.length > before, stage.options.idleMs + patienceMs, 'the log of the node itself stopped');
      },
    },
    {
      clause: 'DIV-1',
      what: 'after another signed root for the size that is held nothing more is taken, `held` stays, and the log of the node itself goes on',
      async run(stage) {
        await stage.exchanged();
        const { counterpart, countersigned, log, caller, patienceMs, mirror, options } = stage;
        const { size } = log;
        const heldBefore = await caller.call('/exchange/v1/held');
        const stream = await counterpart.stream(patienceMs);
        stream.write(note(log.forge(size, HASH)));
        await until(() => !stream.isOpen, patienceMs, 'the connection was not dropped');
        const before = mirror.chunks.length;
        stage.publish(honestEntry(stage));
        await until(() => mirror.chunks.length > before, options.idleMs + patienceMs, 'the log of the node itself stopped');
        await pause(FROZEN_MS);
        must(countersigned.size === size, `it has countersigned size ${countersigned.size}`);
        const held = await caller.call('/exchange/v1/held');
        must(equalBytes(held.body, heldBefore.body), '`held` gives another checkpoint');
      },
    },
  ],
};

