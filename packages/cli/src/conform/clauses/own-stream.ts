import { concatBytes, equalBytes } from '@pairgate/ledger/bytes.ts';
import { parseCheckpoint, type Checkpoint } from '@pairgate/ledger/checkpoint.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { agreementDigest } from '@pairgate/node/keys/agreement-file.ts';
import { encodeNote, FRAME, MAX_CHUNK } from '@pairgate/exchange/wire.ts';
import { answerTo, type Answer } from '../caller.ts';
import { must, NotTested, pause, until, type Check, type Group } from '../check.ts';
import { seal } from '../craft.ts';
import type { Stage } from '../stage.ts';

/** What the node under test sends of its own log. */

/** Reads a stream of entries until it has this many bytes. */
async function streamed(stage: Stage, from: number, bytes: number): Promise<Uint8Array> {
  const outgoing = stage.caller.open(`/exchange/v1/entries?from=${from}`);
  outgoing.setTimeout(stage.patienceMs, () => outgoing.destroy(new Error('nothing came')));
  outgoing.end();
  const response = await answerTo(outgoing);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length >= bytes) break;
  }
  outgoing.destroy();
  return new Uint8Array(Buffer.concat(pieces));
}

const refused = (clause: string, query: string, status: number): Check => ({
  clause,
  what: `\`entries${query}\` is answered ${status}`,
  async run(stage) {
    const answer: Answer = await stage.caller.call(`/exchange/v1/entries${query}`);
    must(answer.status === status, `the answer was ${answer.status}`);
  },
});

export const ownStream: Group = {
  name: 'stream of entries',
  checks: [
    {
      clause: 'STR-1',
      what: 'the log is served from the size that is asked for, and every chunk of it ends at a signed checkpoint',
      async run({ mirror, patienceMs }) {
        await until(() => mirror.size > 0, patienceMs, 'no entry of the node came');
        must(mirror.problems.length === 0, mirror.problems.join('; '));
      },
    },
    {
      clause: 'LOG-1',
      what: 'the first entry puts the agreement in force and names its digest',
      async run({ mirror, agreement }) {
        const fact = mirror.entries[0]?.fact;
        must(fact?.type === 'AgreementActivated', `the first entry is ${fact?.type ?? 'unreadable'}`);
        const { digest, version } = fact.data as { digest: string; version: number };
        must(version === agreement.version && digest === agreementDigest(agreement.document), 'it names another agreement');
      },
    },
    {
      clause: 'LOG-2',
      what: 'the root of every checkpoint is that of the RFC 9162 tree over the leaves before it',
      async run({ mirror }) {
        const hashes = mirror.entries.map(({ leaf }) => sha256(concatBytes(Uint8Array.of(0), leaf)));
        for (const { note } of mirror.chunks) {
          const { root, size } = checkpointOf(note);
          must(equalBytes(root, treeRoot(hashes.slice(0, size))), `the root at size ${size} is another one`);
        }
      },
    },
    {
      clause: 'LOG-3',
      what: 'a checkpoint has three lines, an empty one, and a line that the checkpoint key has signed',
      async run({ mirror, notes }) {
        for (const { note } of mirror.chunks) {
          const lines = note.split('\n');
          must(lines.length >= 6 && lines[0] === notes.nodeOrigin && lines[3] === '' && lines.at(-1) === '', `it is ${JSON.stringify(note)}`);
          must(notes.ofNode(note).ok, 'it is not signed by that key');
        }
      },
    },
    {
      clause: 'STR-2',
      what: 'an idle log sends its newest checkpoint again and again',
      async run({ mirror, options: { idleMs, patienceMs } }) {
        const seen = mirror.chunks.length;
        await until(() => mirror.chunks.slice(seen).length > 0, idleMs + patienceMs, 'no checkpoint came');
      },
    },
    refused('STR-3', '', 400),
    refused('STR-3', '?from=-1', 400),
    refused('STR-3', '?from=01', 400),
    refused('STR-3', '?from=1e3', 400),
    refused('STR-3', '?from=0&more=1', 400),
    refused('STR-4', '?from=900000000000000', 409),
    {
      clause: 'STR-5',
      what: 'the log is served again from its beginning with the same bytes',
      async run(stage) {
        const { mirror } = stage;
        const first = mirror.entries[0]!;
        const bytes = await mirror.paused(() => streamed(stage, 0, 5 + 8 + 8 + first.leaf.length + first.data.length));
        must(contains(bytes, first.leaf) && contains(bytes, first.data), 'the first entry came with other bytes');
      },
    },
    {
      clause: 'STR-6',
      what: 'a newer stream of entries takes the place of the older one',
      run: (stage) =>
        stage.mirror.paused(async () => {
          const older = stage.caller.open('/exchange/v1/entries?from=0');
          let closed = false;
          older.on('error', () => (closed = true)).on('close', () => (closed = true));
          older.end();
          (await answerTo(older)).on('error', () => undefined).on('close', () => (closed = true)).resume();
          const newer = stage.caller.open('/exchange/v1/entries?from=0');
          newer.end();
          const response = await answerTo(newer);
          try {
            must(response.statusCode === 200, `the newer one was answered ${response.statusCode}`);
            await until(() => closed, stage.patienceMs, 'the older stream was not ended');
          } finally {
            older.destroy();
            newer.destroy();
          }
        }),
    },
    {
      clause: 'STR-7',
      what: `a chunk has at most ${MAX_CHUNK} entries and its checkpoint is for the size after it`,
      async run({ mirror }) {
        must(mirror.chunks.every(({ entries }) => entries <= MAX_CHUNK), 'a chunk was larger');
        for (const { first, entries, note } of mirror.chunks) {
          must(checkpointOf(note).size === first + entries, `the chunk from ${first} on ended with another size`);
        }
      },
    },
  ],
};

function checkpointOf(note: string): Checkpoint {
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  must(checkpoint.ok, 'a checkpoint cannot be read');
  return checkpoint.value;
}

/** MTH of RFC 9162, section 2.1.1, as it stands there: slow, and unlike the code of the ledger. */
function treeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(concatBytes(Uint8Array.of(1), treeRoot(hashes.slice(0, k)), treeRoot(hashes.slice(k))));
}

/** What its entries are made of, looked at when all other checks have made it longer. */
export const ownEntries: Group = {
  name: 'entries of the node',
  checks: [
    {
      clause: 'ENT-18',
      what: 'every entry that the node has published keeps every clause on entries',
      async run({ mirror }) {
        must(mirror.entries.length > 0, 'the node has published nothing');
        must(mirror.problems.length === 0, mirror.problems.slice(0, 5).join('; '));
      },
    },
    {
      clause: 'ENT-14',
      what: 'the entries of each stream of the node are numbered from 1 on without a gap',
      async run({ mirror }) {
        const last = new Map<string, number>();
        for (const { envelope, index } of mirror.entries) {
          if (!envelope) continue;
          const expected = (last.get(envelope.stream) ?? 0) + 1;
          must(envelope.seq === expected, `entry ${index} has number ${envelope.seq} in ${envelope.stream}, not ${expected}`);
          last.set(envelope.stream, envelope.seq);
        }
      },
    },
    {
      clause: 'ENT-17',
      what: '`saw` never falls and never exceeds the size of the other log',
      async run({ mirror, log }) {
        let saw = 0;
        for (const { envelope, index } of mirror.entries) {
          if (!envelope) continue;
          must(envelope.saw >= saw && envelope.saw <= log.size, `entry ${index} says that its author saw ${envelope.saw}`);
          saw = envelope.saw;
        }
      },
    },
    {
      clause: 'JDG-4',
      what: 'judgements alone are not judged',
      async run(stage) {
        const { mirror } = stage;
        await quiet(stage);
        const before = mirror.judgements.length;
        stage.publish(stage.judgement());
        await stage.settled();
        await pause(3000);
        must(mirror.judgements.length === before, 'the node judged a judgement');
      },
    },
    {
      clause: 'JDG-3',
      what: 'judgements never go back, their exceptions are below `upTo` and in order',
      async run({ mirror }) {
        let [upTo, last] = [0, -1];
        for (const judged of mirror.judgements) {
          must(judged.upTo >= upTo, `a judgement up to ${judged.upTo} came after one up to ${upTo}`);
          for (const { index } of judged.exceptions) {
            must(index > last && index >= upTo && index < judged.upTo, `the exception ${index} is out of place`);
            last = index;
          }
          upTo = judged.upTo;
        }
        must(mirror.judgements.length > 0, 'the node has judged nothing');
      },
    },
  ],
};

/** Waits until the node has judged everything, so that no judgement is on its way. */
async function quiet({ mirror, log, patienceMs }: Stage): Promise<void> {
  const last = log.size - 1;
  await until(() => mirror.verdictOn(last) !== undefined, patienceMs, `no judgement on entry ${last}`);
  await pause(200);
}

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= bytes.length; at += 1) if (equalBytes(bytes.subarray(at, at + part.length), part)) return true;
  return false;
}

export const honest: Group = {
  name: 'an honest counterpart',
  checks: [
    {
      clause: 'UPS-1',
      what: 'what was received is countersigned',
      async run(stage) {
        await stage.settled();
        await stage.exchanged();
      },
    },
    {
      clause: 'COS-1',
      what: 'a countersignature carries the checkpoint as its author signed it, and a cosignature/v1 of the agreed key',
      async run({ countersigned, log }) {
        must(countersigned.problems.length === 0, countersigned.problems.join('; '));
        const { note, size } = countersigned.given.at(-1)!;
        const line = log.note(size).split('\n')[4]!;
        must(note.split('\n').includes(line), "the author's line was not taken over unchanged");
      },
    },
    {
      clause: 'COS-3',
      what: 'times of countersignatures do not go back',
      async run({ countersigned }) {
        const times = countersigned.given.map(({ seconds }) => seconds);
        must(times.every((seconds, index) => index === 0 || seconds >= times[index - 1]!), `they are ${times.join(', ')}`);
      },
    },
    {
      clause: 'UPS-2',
      what: 'a countersignature has the time of now',
      async run({ countersigned }) {
        const { seconds, at } = countersigned.given.at(-1)!;
        must(Math.abs(seconds * 1000 - at) < 300_000, `its time is ${new Date(seconds * 1000).toISOString()}`);
      },
    },
    {
      clause: 'UPS-3',
      what: 'when the upward stream opens again, the newest countersignature is sent again',
      async run(stage) {
        const { counterpart, countersigned, log, patienceMs } = stage;
        const before = countersigned.given.length;
        (await counterpart.upward(patienceMs)).destroy();
        await until(() => countersigned.given.slice(before).some(({ size }) => size === log.size), patienceMs, 'it was not sent again');
      },
    },
    {
      clause: 'UPS-4',
      what: 'a checkpoint without entries is countersigned too',
      async run({ counterpart, countersigned, log, patienceMs }) {
        const before = countersigned.given.length;
        (await counterpart.stream(patienceMs)).write(encodeNote(FRAME.checkpoint, log.note()));
        await until(() => countersigned.given.slice(before).some(({ size }) => size === log.size), patienceMs, 'no countersignature came');
      },
    },
    {
      clause: 'HLD-2',
      what: '`held` gives the newest checkpoint that is stored, with its author’s signature',
      async run(stage) {
        await stage.exchanged();
        const { status, body } = await stage.caller.call('/exchange/v1/held');
        const note = parseNote(body);
        const own = parseNote(stage.log.note());
        must(status === 200 && note.ok && own.ok, `the answer was ${status}`);
        must(note.value.text === own.value.text, 'it is another checkpoint');
      },
    },
    {
      clause: 'JDG-1',
      what: 'honest entries are judged accepted',
      async run(stage) {
        const said = await stage.verdict(await stage.exchanged());
        must(said === 'accepted', `it was judged ${said}`);
      },
    },
    {
      clause: 'AGR-4',
      what: 'the activation of the agreement is judged accepted',
      async run(stage) {
        const said = await stage.verdict(0);
        must(said === 'accepted', `it was judged ${said}`);
      },
    },
    {
      clause: 'STR-8',
      what: 'after a cut the node resumes from the size that it holds',
      async run(stage) {
        stage.counterpart.cut();
        const index = stage.publish(seal(stage.draft()), seal(stage.draft()));
        await stage.settled();
        const { from } = await stage.counterpart.stream(stage.patienceMs);
        must(from >= index, `it asked from ${from} on, and held ${index}`);
      },
    },
    {
      clause: 'RTY-1',
      what: 'a counterpart that refuses is asked again, not more than twenty times in four seconds',
      async run(stage) {
        const { counterpart } = stage;
        counterpart.refusing = 503;
        counterpart.cut();
        const before = counterpart.asked.entries;
        await pause(4000);
        const asked = counterpart.asked.entries - before;
        counterpart.refusing = undefined;
        must(asked > 0 && asked <= 20, `it was asked ${asked} times`);
        await stage.exchanged();
      },
    },
    {
      clause: 'HSK-1',
      what: 'a node that has not been confirmed asks what its counterpart holds',
      async run({ counterpart }) {
        // Its pauses between two questions are five seconds at most.
        for (const end = Date.now() + 7000; counterpart.asked.held === 0 && Date.now() < end; ) await pause(100);
        if (counterpart.asked.held === 0) throw new NotTested('it did not ask in this run: start it again, then the kit');
      },
    },
  ],
};
