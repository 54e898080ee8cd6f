import { decodeNote, decodeParts, encodeNote, FRAME, FrameReader } from '@pairgate/exchange/wire.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { appendAll, EMPTY_EDGE, rootOf } from '@pairgate/ledger/merkle.ts';
import { TILE_WIDTH } from '@pairgate/ledger/tiles.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { answerTo } from '../caller.ts';
import { must, until, type Check, type Group } from '../check.ts';
import { wireOf } from '../counterpart.ts';
import { seal } from '../craft.ts';
import type { Stage } from '../stage.ts';

/** Polling, and streams that the other side opens. */

const LOG = '/exchange/v1/log/';

const answered = (clause: string, what: string, status: number, path: (stage: Stage) => string, method = 'GET'): Check => ({
  clause,
  what: `${what} is answered ${status}`,
  async run(stage) {
    const answer = await stage.caller.call(path(stage), { method });
    must(answer.status === status, `the answer to ${method} ${path(stage)} was ${answer.status}`);
  },
});

const absent = (clause: string, what: string, path: (size: number) => string): Check =>
  answered(clause, what, 404, ({ mirror }) => LOG + path(mirror.size));

/** Beyond everything that the node may have published while the kit looks. */
const FAR = 1_000_000;

const polling: readonly Check[] = [
  {
    clause: 'POL-1',
    what: '`checkpoint/SIZE` is the signed checkpoint of every size that the log has had',
    async run({ caller, mirror, notes }) {
      for (const size of new Set([1, Math.ceil(mirror.size / 2), mirror.size])) {
        const { status, body, headers } = await caller.call(`${LOG}checkpoint/${size}`);
        const opened = notes.ofNode(body);
        must(status === 200 && opened.ok, `the answer for size ${size} was ${status}`);
        const hashes = mirror.entries.slice(0, size).map(({ leafHash }) => leafHash);
        const root = rootOf(sha256, appendAll(sha256, EMPTY_EDGE, hashes));
        const { checkpoint } = opened.value;
        must(checkpoint.size === size && equalBytes(checkpoint.root, root), `that of size ${size} is another one`);
        must(/no-store|no-cache/.test(headers['cache-control'] ?? ''), `its cache-control is ${headers['cache-control']}`);
      }
    },
  },
  absent('POL-1', 'a checkpoint of a size that the log has not reached', (size) => `checkpoint/${size + FAR}`),
  absent('POL-1', 'a checkpoint of nothing', () => 'checkpoint/0'),
  absent('POL-1', 'a second name of a checkpoint', () => 'checkpoint/01'),
  {
    clause: 'POL-2',
    what: '`data/FROM-TO` is the data beside the leaves, and no cache may keep it',
    async run({ caller, mirror }) {
      const to = Math.min(mirror.size, TILE_WIDTH);
      const { status, body, headers } = await caller.call(`${LOG}data/0-${to}`);
      const parts = status === 200 ? decodeParts(body) : undefined;
      must(parts !== undefined && parts.length > 0 && parts.length <= to, `the answer was ${status}`);
      must(parts.every((part, index) => equalBytes(part, mirror.entries[index]!.data)), 'it is other data than came over the stream');
      must(headers['cache-control'] === 'no-store', `its cache-control is ${headers['cache-control']}`);
    },
  },
  absent('POL-2', 'data beyond the log', (size) => `data/0-${size + FAR}`),
  absent('POL-2', 'an empty range of data', () => 'data/1-1'),
  {
    clause: 'POL-3',
    what: 'a countersignature in a request that ends is answered 204',
    run: (stage) =>
      stage.mirror.paused(async () => {
        const outgoing = stage.caller.open('/exchange/v1/countersignatures', { method: 'POST' });
        outgoing.end(encodeNote(FRAME.countersignature, stage.mirror.countersigned()!));
        const response = await answerTo(outgoing);
        response.resume();
        must(response.statusCode === 204, `the answer was ${response.statusCode}`);
      }),
  },
];

const reverse: readonly Check[] = [
  {
    clause: 'REV-1',
    what: 'countersignatures of the caller’s log come on a response too, the newest at once',
    async run(stage) {
      await stage.settled();
      const outgoing = stage.caller.open('/exchange/v1/countersignatures');
      outgoing.end();
      const response = await answerTo(outgoing);
      response.on('error', () => undefined);
      must(response.statusCode === 200, `the answer was ${response.statusCode}`);
      const heard = stage.listener();
      const reader = new FrameReader();
      response.on('data', (piece: Buffer) => {
        for (const { kind, body } of reader.push(new Uint8Array(piece))) {
          heard.take(kind === FRAME.countersignature ? decodeNote(body) : undefined);
        }
      });
      try {
        await until(() => heard.size === stage.log.size, stage.patienceMs, 'the newest one did not come');
        await stage.exchanged();
        await until(() => heard.size === stage.log.size, stage.patienceMs, 'a newer one did not come');
        must(heard.problems.length === 0, heard.problems.join('; '));
      } finally {
        outgoing.destroy();
      }
    },
  },
  {
    clause: 'REV-2',
    what: 'a log that its author sends up is taken',
    async run(stage) {
      await stage.settled();
      const { log, counterpart } = stage;
      const { size } = log;
      const outgoing = stage.caller.open(`/exchange/v1/entries?from=${size}`, { method: 'POST' });
      outgoing.on('error', () => undefined).on('response', (response) => response.on('error', () => undefined).resume());
      log.append(seal(stage.draft()));
      outgoing.write(wireOf(log.chunk(size)));
      try {
        await stage.settled();
      } finally {
        outgoing.destroy();
        // The stream that the node follows has not sent that entry, so it begins anew.
        counterpart.cut();
      }
      await stage.exchanged();
    },
  },
  answered('REV-2', 'a log that is sent up from beyond what is held', 409, ({ log }) => `/exchange/v1/entries?from=${log.size + FAR}`, 'POST'),
  answered('REV-2', 'a log that is sent up from before what is held', 409, () => '/exchange/v1/entries?from=0', 'POST'),
  answered('REV-2', 'a log that is sent up from nowhere', 400, () => '/exchange/v1/entries', 'POST'),
];

export const otherWays: Group = { name: 'polling and reverse streams', needs: 'UPS-1', checks: [...polling, ...reverse] };
