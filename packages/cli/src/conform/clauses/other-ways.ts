import { decodeParts, encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { appendAll, EMPTY_EDGE, rootOf } from '@pairgate/ledger/merkle.ts';
import { TILE_WIDTH } from '@pairgate/ledger/tiles.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { answerTo } from '../caller.ts';
import { must, type Check, type Group } from '../check.ts';
import type { Stage } from '../stage.ts';

/** Polling, and streams that are not the caller's to open. */

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

/** The node follows the stream that the kit offers, so it opens its own two. */
const reverse: readonly Check[] = [
  answered('REV-1', 'an upward stream of entries to a node that opens its streams itself', 404, ({ log }) => `/exchange/v1/entries?from=${log.size}`, 'POST'),
  answered('REV-1', 'a downward stream of countersignatures from it', 404, () => '/exchange/v1/countersignatures'),
  answered('REV-1', 'what it lacks of its own log', 404, () => '/exchange/v1/lost'),
  answered('REV-1', 'its own log, which it would ask for itself', 404, () => '/exchange/v1/mirror?from=0', 'POST'),
];

export const otherWays: Group = { name: 'polling and reverse streams', needs: 'UPS-1', checks: [...polling, ...reverse] };
