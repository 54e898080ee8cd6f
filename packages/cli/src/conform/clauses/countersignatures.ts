import { cosign } from '@pairgate/ledger/cosignature.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { COSIGNATURE_V1, formatNote, parseNote, type Note } from '@pairgate/ledger/note.ts';
import { encodeEntries, encodeFrame, encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import { keyPair, random, signer } from '@pairgate/node/crypto.ts';
import { must, pause, until, type Check, type Group } from '../check.ts';
import type { Stage } from '../stage.ts';

/** What the node does with the countersignatures that it is given. */

/** The stream stays open this long, so that a node which drops it has done so. */
const KEPT_MS = 1000;

interface Sent {
  readonly ended: boolean;
}

/** Opens the upward stream of the counterpart, with these bytes in it and nothing else. */
async function send(stage: Stage, bytes: Uint8Array): Promise<Sent> {
  const outgoing = stage.caller.open('/exchange/v1/countersignatures', { method: 'POST' });
  let ended = false;
  const end = () => (ended = true);
  outgoing.on('error', end).on('close', end).on('response', end);
  outgoing.write(bytes);
  for (let waited = 0; waited < KEPT_MS && !ended; waited += 20) await pause(20);
  const result = { ended };
  outgoing.destroy();
  return result;
}

const heldNote = (stage: Stage): Note => {
  const parsed = parseNote(stage.mirror.note!);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.value;
};

async function published(stage: Stage): Promise<string> {
  const { status, body } = await stage.caller.call('/exchange/v1/log/checkpoint');
  must(status === 200, `\`log/checkpoint\` was answered ${status}`);
  return new TextDecoder().decode(body);
}

/** A note that is no countersignature of the node's log: it must not be kept, and nothing else may stop. */
const ignored = (clause: string, what: string, make: (stage: Stage) => string): Check => ({
  clause,
  what: `${what} is not kept`,
  run: (stage) =>
    stage.mirror.paused(async () => {
      const note = make(stage);
      await send(stage, encodeNote(FRAME.countersignature, note));
      const lines = note.split('\n').filter((line) => line.startsWith('\u2014'));
      const kept = await published(stage);
      // The node's own signature may stand there; the line that was made up may not.
      must(!kept.includes(lines.at(-1)!) || kept.includes(stage.mirror.note!), 'it is served with the checkpoint');
      must(!kept.includes(`\n${stage.mirror.size + 1000}\n`), 'a size that was never signed is served');
      await stage.exchanged();
    }),
});

const broken = (clause: string, what: string, bytes: (stage: Stage) => Uint8Array): Check => ({
  clause,
  what: `${what} ends the stream`,
  run: (stage) =>
    stage.mirror.paused(async () => {
      must((await send(stage, bytes(stage))).ended, 'the stream stayed open');
      await stage.exchanged();
    }),
});

const cosigner = (stage: Stage) => stage.options.kit.identity.cosignature;
const now = (): number => Math.floor(Date.now() / 1000);

export const countersignatures: Group = {
  name: 'countersignatures for the node',
  needs: 'UPS-1',
  checks: [
    {
      clause: 'UPS-5',
      what: 'a countersignature is kept, and served with the checkpoint of its size',
      async run(stage) {
        const line = `\u2014 ${cosigner(stage).name} `;
        const end = Date.now() + stage.patienceMs;
        for (;;) {
          const { mirror } = stage;
          const note = await published(stage);
          const own = note.startsWith(heldNote(stage).text);
          if (own && note.split('\n').filter((each) => each.startsWith(line)).length === 1) return;
          must(Date.now() < end, own ? 'it is not served' : `another checkpoint than the one of size ${mirror.size} is served`);
          await pause(50);
        }
      },
    },
    ignored('UPS-6', 'a countersignature of a size that the node never signed', (stage) => {
      const name = stage.notes.nodeOrigin;
      const text = `${name}\n${stage.mirror.size + 1000}\n${heldNote(stage).text.split('\n')[2]}\n`;
      return formatNote({ text, signatures: [cosign(text, cosigner(stage), now())] });
    }),
    ignored('UPS-6', 'a countersignature of a checkpoint that another key has signed', (stage) => {
      const forger = signer(stage.notes.nodeOrigin, keyPair(random(32)));
      const note = signCheckpoint({ origin: forger.name, size: stage.mirror.size + 1000, root: new Uint8Array(32) }, forger);
      const parsed = parseNote(note);
      if (!parsed.ok) throw new Error(parsed.fault);
      const { text, signatures } = parsed.value;
      return formatNote({ text, signatures: [...signatures, cosign(text, cosigner(stage), now())] });
    }),
    ignored('UPS-6', 'a countersignature by a key that the agreement does not name', (stage) => {
      const { text, signatures } = heldNote(stage);
      const other = signer(cosigner(stage).name, keyPair(random(32)), COSIGNATURE_V1);
      return formatNote({ text, signatures: [...signatures, cosign(text, other, now())] });
    }),
    broken('UPS-7', 'a frame of another kind in the upward stream', () => encodeEntries(0, [])),
    broken('UPS-7', 'a frame of more than 16 KiB in the upward stream', () =>
      encodeFrame({ kind: FRAME.countersignature, body: new Uint8Array(70_000) })),
    broken('UPS-7', 'bytes that are no frames in the upward stream', () => new Uint8Array(64).fill(0x7f)),
    {
      clause: 'UPS-8',
      what: 'a newer upward stream takes the place of the older one',
      run: (stage) =>
        stage.mirror.paused(async () => {
          const older = stage.caller.open('/exchange/v1/countersignatures', { method: 'POST' });
          let closed = false;
          older.on('error', () => (closed = true)).on('close', () => (closed = true)).on('response', () => (closed = true));
          older.flushHeaders();
          await pause(300);
          const newer = stage.caller.open('/exchange/v1/countersignatures', { method: 'POST' });
          newer.on('error', () => undefined);
          newer.flushHeaders();
          try {
            await until(() => closed, stage.patienceMs, 'the older stream was not ended');
          } finally {
            older.destroy();
            newer.destroy();
          }
        }),
    },
  ],
};
