import { gunzipSync } from 'node:zlib';
import { concatBytes, equalBytes } from '@pairgate/ledger/bytes.ts';
import { parseBundle } from '@pairgate/ledger/entry-bundle.ts';
import { entriesPath, partialTiles, TILE_WIDTH, tilePath } from '@pairgate/ledger/tiles.ts';
import type { Answer } from '../caller.ts';
import { must, NotTested, until, type Check, type Group } from '../check.ts';
import { seal } from '../craft.ts';
import type { Stage } from '../stage.ts';

/** The log of the node as static resources of C2SP tlog-tiles, compared with what came over the stream. */

const LOG = '/exchange/v1/log/';
const get = (stage: Stage, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  stage.caller.call(LOG + path, { headers });

async function served(stage: Stage, path: string): Promise<Uint8Array> {
  const { status, body } = await get(stage, path);
  must(status === 200, `\`${path}\` was answered ${status}`);
  return body;
}

const absent = (what: string, path: (size: number) => string): Check => ({
  clause: 'TIL-4',
  what: `${what} is answered 404`,
  async run(stage) {
    const asked = path(stage.mirror.size);
    const { status } = await get(stage, asked);
    must(status === 404, `\`${asked}\` was answered ${status}`);
  },
});

const leafHashes = (stage: Stage, first: number, width: number): Uint8Array =>
  concatBytes(...stage.mirror.entries.slice(first, first + width).map((entry) => entry.leafHash));

/** Makes the log of the node longer than one tile: each refused entry is judged at once, and each judgement is an entry. */
async function grown(stage: Stage): Promise<void> {
  const { mirror, patienceMs } = stage;
  for (let tries = 0; mirror.size <= TILE_WIDTH; tries += 1) {
    if (tries > 2 * TILE_WIDTH) throw new NotTested('the log of the node did not get that long');
    const { size } = mirror;
    stage.publish(seal(stage.draft({ agreement: 999 })));
    await until(() => mirror.size > size, patienceMs, 'a refused entry was not judged');
  }
}

export const tiles: Group = {
  name: 'static resources',
  needs: 'STR-1',
  checks: [
    {
      clause: 'TIL-1',
      what: '`checkpoint` is the newest signed checkpoint, and no cache may keep it',
      async run(stage) {
        const { body, headers } = await get(stage, 'checkpoint');
        const opened = stage.notes.ofNode(body);
        must(opened.ok, 'it is no checkpoint that the node has signed');
        must(opened.value.checkpoint.size >= stage.mirror.size, 'it is older than what came over the stream');
        must(/no-store|no-cache/.test(headers['cache-control'] ?? ''), `its cache-control is ${headers['cache-control']}`);
        must(headers['content-type']?.startsWith('text/plain') === true, `its content-type is ${headers['content-type']}`);
      },
    },
    {
      clause: 'TIL-2',
      what: 'a log of more than 256 entries has a full tile',
      run: grown,
    },
    {
      clause: 'TIL-2',
      what: 'full and partial tiles hold the hashes of the entries that came over the stream, and may be kept for ever',
      async run(stage) {
        const { size } = stage.mirror;
        for (let index = 0; index * TILE_WIDTH < size; index += 1) {
          const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
          const { status, body, headers } = await get(stage, tilePath({ level: 0, index, width }));
          must(status === 200, `tile ${index} of width ${width} was answered ${status}`);
          must(equalBytes(body, leafHashes(stage, index * TILE_WIDTH, width)), `tile ${index} has other hashes`);
          must(/immutable/.test(headers['cache-control'] ?? ''), `its cache-control is ${headers['cache-control']}`);
        }
      },
    },
    {
      clause: 'TIL-2',
      what: 'the tiles above them hold the roots of full tiles',
      async run(stage) {
        for (const tile of partialTiles(stage.mirror.tip).filter(({ level }) => level > 0)) {
          must(equalBytes(await served(stage, tilePath(tile)), tile.bytes), `${tilePath(tile)} has other hashes`);
        }
      },
    },
    {
      clause: 'TIL-3',
      what: 'a partial tile is served at every width that the log has reached',
      async run(stage) {
        const most = Math.min(TILE_WIDTH - 1, stage.mirror.size);
        for (const width of new Set([1, Math.ceil(most / 2), most])) {
          const body = await served(stage, tilePath({ level: 0, index: 0, width }));
          must(equalBytes(body, leafHashes(stage, 0, width)), `width ${width} has other hashes`);
        }
      },
    },
    absent('what lies beyond the log', (size) => tilePath({ level: 0, index: Math.floor(size / TILE_WIDTH) + 1, width: TILE_WIDTH })),
    absent('a level that the log has not reached', () => tilePath({ level: 9, index: 0, width: 1 })),
    absent('a second name of a tile', () => 'tile/00/000.p/1'),
    absent('a width of zero', () => 'tile/0/000.p/0'),
    absent('a full width that is named as a partial one', () => 'tile/0/000.p/256'),
    absent('another path', () => 'tile/data/000'),
    {
      clause: 'TIL-5',
      what: 'bundles of entries hold the leaves that came over the stream',
      async run(stage) {
        const { entries, size } = stage.mirror;
        for (let index = 0; index * TILE_WIDTH < size; index += 1) {
          const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
          const bundle = parseBundle(await served(stage, entriesPath(index, width)));
          must(bundle.ok && bundle.value.length === width, `bundle ${index} cannot be read`);
          for (const [at, leaf] of bundle.value.entries()) {
            must(equalBytes(leaf, entries[index * TILE_WIDTH + at]!.leaf), `entry ${index * TILE_WIDTH + at} is another one`);
          }
        }
      },
    },
    {
      clause: 'TIL-6',
      what: 'a bundle is compressed for whoever accepts gzip, and is the same when unpacked',
      async run(stage) {
        const width = Math.min(TILE_WIDTH, stage.mirror.size);
        const plain = await served(stage, entriesPath(0, width));
        const { body, headers } = await get(stage, entriesPath(0, width), { 'accept-encoding': 'gzip' });
        const zipped = headers['content-encoding'] === 'gzip';
        must(equalBytes(zipped ? new Uint8Array(gunzipSync(body)) : body, plain), 'it is another one');
      },
    },
  ],
};
