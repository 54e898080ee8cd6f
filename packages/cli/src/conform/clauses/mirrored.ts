import { decodeEntries, decodeNote, decodeProof, FRAME, FrameReader } from '@pairgate/exchange/wire.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { appendAll, EMPTY_EDGE, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { verifyConsistency } from '@pairgate/ledger/proof.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { must, type Check, type Group } from '../check.ts';
import type { Stage } from '../stage.ts';

/** The played log as the node gives it back to whoever has lost its end. */

const answered = (clause: string, query: string, status: number): Check => ({
  clause,
  what: `\`mirror${query}\` is answered ${status}`,
  async run(stage) {
    const answer = await stage.caller.call(`/exchange/v1/mirror${query}`);
    must(answer.status === status, `the answer was ${answer.status}`);
  },
});

/** What is given back from an index on; each proof must lead to the signed checkpoint. */
async function givenBack(stage: Stage, from: number): Promise<void> {
  const { log } = stage;
  const { status, body } = await stage.caller.call(`/exchange/v1/mirror?from=${from}`);
  must(status === 200, `the answer was ${status}`);
  const [head, ...frames] = new FrameReader().push(body);
  const note = head?.kind === FRAME.checkpoint ? decodeNote(head.body) : undefined;
  const signed = note === undefined ? undefined : stage.notes.ofPlayed(note);
  must(signed?.ok === true, 'it does not begin with a checkpoint of the played log');
  const { root, size } = signed.value.checkpoint;
  let edge = appendAll(sha256, EMPTY_EDGE, log.entries.slice(0, from).map(({ leaf }) => leafHash(sha256, leaf)));
  for (const [at, frame] of frames.entries()) {
    if (at % 2 === 0) {
      const proof = frame.kind === FRAME.proof ? decodeProof(frame.body) : undefined;
      const claim = { oldSize: edge.size, oldRoot: rootOf(sha256, edge), size, root };
      must(proof !== undefined && verifyConsistency(sha256, { ...claim, proof }), `no proof leads from size ${edge.size} to the checkpoint`);
      continue;
    }
    const piece = frame.kind === FRAME.entries ? decodeEntries(frame.body) : undefined;
    must(piece !== undefined && piece.first === edge.size, `no entries from ${edge.size} on`);
    for (const [offset, { leaf, data }] of piece.entries.entries()) {
      const own = log.entries[piece.first + offset];
      must(own !== undefined && equalBytes(own.leaf, leaf), `entry ${piece.first + offset} is another one`);
      must(equalBytes(own.data, data), `the data of entry ${piece.first + offset} is another one`);
    }
    edge = appendAll(sha256, edge, piece.entries.map(({ leaf }) => leafHash(sha256, leaf)));
  }
  must(edge.size === size && frames.length % 2 === 1, `it ended at ${edge.size}, and the checkpoint is of ${size}`);
}

export const mirrored: Group = {
  name: 'the mirror',
  needs: 'UPS-1',
  checks: [
    answered('REC-1', '?from=900000000000000', 204),
    answered('REC-1', '?from=01', 400),
    {
      clause: 'REC-1',
      what: 'the whole log is given back as it was sent, in pieces whose proofs lead to a checkpoint that its author has signed',
      async run(stage) {
        await stage.exchanged();
        await givenBack(stage, 0);
      },
    },
    {
      clause: 'REC-2',
      what: 'the end of the log is given back with a proof from what is asked for, also when nothing is missing',
      async run(stage) {
        await stage.settled();
        for (const from of [1, Math.floor(stage.log.size / 2), stage.log.size - 1, stage.log.size]) await givenBack(stage, from);
      },
    },
  ],
};
