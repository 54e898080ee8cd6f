import { gunzipSync } from 'node:zlib';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeParts } from '@pairgate/exchange/wire.ts';
import { parseCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { parseBundle } from '@pairgate/ledger/entry-bundle.ts';
import { appendAll, EMPTY_EDGE, HASH_SIZE, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { inclusionProof, inclusionSubtrees, verifyInclusion } from '@pairgate/ledger/proof.ts';
import { entriesPath, hashReader, TILE_WIDTH, tilePath, tilesOf } from '@pairgate/ledger/tiles.ts';
import { sha256 } from '../crypto.ts';
import { GrowingLog } from '../testing/growing-log.ts';
import { startTwoNodes, type TwoNodes } from '../testing/two-nodes.ts';
import { PublishedLog, TooManyAsk } from './published-log.ts';

const IMMUTABLE = 'private, max-age=31536000, immutable';

describe('the published log', () => {
  const SIZE = 600;
  let log: GrowingLog;
  const leaves: Uint8Array[] = [];
  const own = { size: SIZE, note: 'the note\n', noteAt: async (size: number) => `the note at ${size}\n` };
  let newest: { size: number; note: string; at: number } | undefined;
  let published: PublishedLog;

  beforeAll(async () => {
    log = await GrowingLog.open('VN');
    for (const count of [250, 7, 343]) leaves.push(...(await log.commit(count, 10)).map(({ leaf }) => leaf));
    const countersignatures = { get served() { return newest; } };
    published = new PublishedLog({ journal: log.journal, side: 'VN', own, countersignatures });
  });
  afterAll(() => log.db.close());

  const bytes = async (path: string): Promise<Uint8Array> => {
    const found = await published.resource(path);
    if (!found) throw new Error(`404 ${path}`);
    return found.body as Uint8Array;
  };
  const hashesOf = (from: number, to: number) => Buffer.concat(leaves.slice(from, to).map((leaf) => leafHash(sha256, leaf)));
  const rootOfLeaves = (from: number, to: number) =>
    rootOf(sha256, appendAll(sha256, EMPTY_EDGE, leaves.slice(from, to).map((leaf) => leafHash(sha256, leaf))));

  it('has the tiles of its size as tlog-tiles defines them', async () => {
    expect(Buffer.from(await bytes('tile/0/000'))).toEqual(hashesOf(0, 256));
    expect(Buffer.from(await bytes('tile/0/001'))).toEqual(hashesOf(256, 512));
    expect(Buffer.from(await bytes('tile/0/002.p/88'))).toEqual(hashesOf(512, 600));
    expect(Buffer.from(await bytes('tile/1/000.p/2'))).toEqual(Buffer.concat([rootOfLeaves(0, 256), rootOfLeaves(256, 512)]));
  });

  it('has the partial tiles of every older size too', async () => {
    expect(Buffer.from(await bytes('tile/0/000.p/250'))).toEqual(hashesOf(0, 250));
    expect(Buffer.from(await bytes('tile/0/001.p/1'))).toEqual(hashesOf(256, 257));
    expect(Buffer.from(await bytes('tile/1/000.p/1'))).toEqual(Buffer.from(rootOfLeaves(0, 256)));
  });

  it('has its leaves in bundles that hash to the tiles', async () => {
    for (const [path, from, to] of [['000', 0, 256], ['001', 256, 512], ['002.p/88', 512, 600], ['000.p/3', 0, 3]] as const) {
      expect(parseBundle(await bytes(`tile/entries/${path}`))).toEqual({ ok: true, value: leaves.slice(from, to).map((leaf) => new Uint8Array(leaf)) });
    }
  });

  it.each([
    'tile/0/002', 'tile/0/002.p/89', 'tile/0/003.p/1', 'tile/1/000', 'tile/1/000.p/3', 'tile/2/000.p/1', 'tile/63/000.p/1',
    'tile/0/x001/000', 'tile/0/x999/x999/x999/x999/999', 'tile/entries/002', 'tile/entries/002.p/89', 'tile/entries/003.p/1',
  ])('has nothing beyond its tree: %s', async (path) => {
    expect(await published.resource(path)).toBeUndefined();
  });

  it.each([
    '', 'tile', 'tile/0', 'tile/0/0', 'tile/00/000', 'tile/64/000', 'tile/0/000.p/256', 'tile/0/000.p/0', 'tile/0/000.p/01',
    'tile/0/000/', 'tile/0/x000/001', 'tile/-1/000', 'tile/0/%30%30%30', 'tile/0/../0/000', 'tile/data/000', 'checkpoint/', 'Checkpoint',
  ])('has nothing at a bad path: "%s"', async (path) => {
    expect(await published.resource(path)).toBeUndefined();
  });

  it('is cached for ever where it cannot change, by the one who asked, and else not at all', async () => {
    for (const path of ['tile/0/000', 'tile/0/002.p/88', 'tile/entries/000']) {
      expect((await published.resource(path))!.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'cache-control': IMMUTABLE });
    }
    expect((await published.resource('checkpoint'))!.headers).toEqual({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  });

  it('sends bundles zipped to whoever takes that', async () => {
    for (const accept of ['gzip', 'identity, gzip', 'br;q=1.0, gzip;q=0.8', 'GZIP ; q=1']) {
      const { body, headers } = (await published.resource('tile/entries/001', accept))!;
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(new Uint8Array(gunzipSync(body))).toEqual(await bytes('tile/entries/001'));
    }
    for (const accept of ['', 'identity', 'gzip;q=0', 'gzip;q=0.0, br', 'xgzip']) {
      expect((await published.resource('tile/entries/001', accept))!.headers).not.toHaveProperty('content-encoding');
    }
  });

  it('has the countersignature in its checkpoint only when it is for that size', async () => {
    const body = async () => (await published.resource('checkpoint'))!.body;
    expect(await body()).toBe('the note\n');
    newest = { size: SIZE - 1, note: 'an older one\n', at: 0 };
    expect(await body()).toBe('the note\n');
    newest = { size: SIZE, note: 'countersigned\n', at: 0 };
    expect(await body()).toBe('countersigned\n');
  });

  it('has a checkpoint of every size that it has reached', async () => {
    expect((await published.resource('checkpoint/1'))!.body).toBe('the note at 1\n');
    expect((await published.resource(`checkpoint/${SIZE}`))!.body).toBe(`the note at ${SIZE}\n`);
    for (const size of ['0', '01', `${SIZE + 1}`, 'x']) expect(await published.resource(`checkpoint/${size}`)).toBeUndefined();
  });

  it('has the data beside its leaves, as much of it as an answer holds, never to be kept', async () => {
    const stored = await log.journal.entries('VN', 100, 256);
    const found = (await published.resource('data/100-356'))!;
    expect(found.headers['cache-control']).toBe('no-store');
    expect(decodeParts(found.body as Uint8Array)).toEqual(stored.map(({ data }) => data));
    const large = await GrowingLog.open('VN');
    await large.commit(8, 1_500_000);
    const behind = new PublishedLog({ journal: large.journal, side: 'VN', own: { ...own, size: 8 }, countersignatures: { served: undefined } });
    const parts = decodeParts((await behind.resource('data/2-8'))!.body as Uint8Array)!;
    expect(parts.map(({ length }) => length)).toEqual((await large.journal.entries('VN', 2, 3)).map(({ data }) => data.length));
    await large.db.close();
    for (const range of ['1-1', '2-1', `0-${SIZE + 1}`, '0-257', '00-1', '0-x']) {
      expect(await published.resource(`data/${range}`), range).toBeUndefined();
    }
  });

  it('ends where its newest checkpoint ends, whatever the database already has', async () => {
    const behind = new PublishedLog({
      journal: log.journal, side: 'VN', own: { ...own, size: 300, note: undefined }, countersignatures: { served: undefined },
    });
    expect(await behind.resource('checkpoint')).toBeUndefined();
    expect(await behind.resource('tile/0/001')).toBeUndefined();
    expect((await behind.resource('tile/0/001.p/44'))!.body.length).toBe(44 * HASH_SIZE);
    expect(await behind.resource('tile/0/001.p/45')).toBeUndefined();
  });

  it('makes those who ask for much at once wait, and turns away more', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 80 }, () => published.resource('tile/1/000.p/2')));
    const refused = asked.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason instanceof TooManyAsk)).toEqual(Array.from({ length: 16 }, () => true));
    expect((await bytes('tile/1/000.p/2')).length).toBe(2 * HASH_SIZE);
  });
});

describe('the published log over the exchange port', () => {
  let nodes: TwoNodes;
  beforeAll(async () => {
    nodes = await startTwoNodes({});
    await nodes.VN.lodge();
    await nodes.settled();
  });
  afterAll(() => nodes.stop());

  interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: Buffer;
  }

  function get(path: string, { certified = true, method = 'GET' } = {}): Promise<Answer> {
    const { tls } = nodes.CN.identity;
    return new Promise((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1', port: nodes.ports.VN, method, path: `/exchange/v1/log/${path}`, agent: false,
        ca: [nodes.VN.identity.tls.authorityPem],
        ...(certified ? { key: tls.keyPem, cert: tls.certificatePem } : {}),
      });
      outgoing.on('response', (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces) }));
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  it('lets the other side audit the whole log from static resources alone', async () => {
    const note = parseNote((await get('checkpoint')).body);
    const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
    if (!note.ok || !checkpoint.ok) throw new Error('no checkpoint');
    expect(note.value.signatures.map(({ name }) => name)).toEqual(['huu-nghi.example/log', 'youyi-guan.example/log']);
    const { size, root } = checkpoint.value;
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(TILE_WIDTH);

    const entries = await get(entriesPath(0, size));
    expect([entries.status, entries.headers['cache-control']]).toEqual([200, IMMUTABLE]);
    const bundle = parseBundle(new Uint8Array(entries.body));
    if (!bundle.ok) throw new Error(bundle.fault);
    const hashes = bundle.value.map((leaf) => leafHash(sha256, leaf));
    expect(rootOf(sha256, appendAll(sha256, EMPTY_EDGE, hashes))).toEqual(root);

    const tiles = new Map<string, Uint8Array>();
    for (const coordinate of tilesOf(inclusionSubtrees(0, size), size)) {
      tiles.set(tilePath(coordinate), new Uint8Array((await get(tilePath(coordinate))).body));
    }
    const reader = hashReader(sha256, { tile: (coordinate) => tiles.get(tilePath(coordinate))! }, size);
    const proof = inclusionProof(sha256, reader, 0, size);
    expect(verifyInclusion(sha256, { leafHash: hashes[0]!, index: 0, size, root, proof })).toBe(true);
  });

  it.each([['tile/0/001', 404], ['tile/0/000', 404], ['tile/0/1', 404], ['nothing', 404], ['', 404], ['checkpoint', 200]])(
    'answers a request of "%s" with %i, and counts no fault', async (path, status) => {
      const before = { ...nodes.VN.exchange.status().faults };
      expect((await get(path)).status).toBe(status);
      expect(nodes.VN.exchange.status().faults).toEqual(before);
    },
  );

  it('is only read', async () => {
    expect((await get('checkpoint', { method: 'POST' })).status).toBe(404);
  });

  it('is not shown to anybody without the certificate of the other side', async () => {
    await expect(get('checkpoint', { certified: false })).rejects.toThrow(/\S/);
  });
});
