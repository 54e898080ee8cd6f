import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { nodeConfig, type NodeConfig } from './config.ts';
import { answersAt, diagnoseDatabase, diagnoseFolder, diagnoseNode, type Diagnosis } from './doctor.ts';
import { ALL_MIGRATIONS } from './restore.ts';
import { setUpPair, tlsAuthorityFile } from './set-up.ts';
import { startTwoNodes, type TwoNodes } from './testing/two-nodes.ts';
import { migrate } from '@pairgate/store/migrations.ts';

let folder: string;
let config: NodeConfig;
let agreement: SignedAgreement;

const keysOf = (side: string) => join(folder, side, 'keys');
const agreementFile = () => join(folder, 'agreement.json');
const write = (value: unknown) => writeFileSync(agreementFile(), JSON.stringify(value));
const verdictOf = (found: readonly Diagnosis[], name: string) => found.find((each) => each.name === name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-doctor-'));
  ({ agreement } = await setUpPair({ VN: keysOf('VN'), CN: keysOf('CN') }, Date.now()));
  write(agreement);
  config = nodeConfig.parse({
    side: 'VN',
    dataDirectory: join(folder, 'VN'),
    port: 4340,
    exchange: { port: 4342, peerUrl: `https://localhost:${await freePort()}`, peerAuthority: tlsAuthorityFile(keysOf('CN')), agreement: agreementFile() },
    demonstration: { dayToken: '0123456789abcdef' },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const diagnose = (of: NodeConfig = config, running = false) => diagnoseNode(of, { running, pair: 'huu-nghi-youyi-guan' });

describe('what is wrong with a node', () => {
  it('is nothing about keys and agreement when both are sound', async () => {
    const found = await diagnose();
    for (const name of ['data folder', 'disk space', 'keys', 'agreement', 'TLS authority']) {
      expect(verdictOf(found, name), name).toMatchObject({ verdict: 'ok' });
    }
    expect(verdictOf(found, 'database')).toMatchObject({ verdict: 'problem', detail: 'there is none yet' });
  });

  it('is a key that others may read', async () => {
    const key = join(keysOf('VN'), 'root.key');
    chmodSync(key, 0o644);
    const found = await diagnose();
    chmodSync(key, 0o600);
    expect(verdictOf(found, 'keys')).toMatchObject({ verdict: 'problem', hint: `chmod 600 ${key}` });
  });

  it('is an agreement that one side has not signed', async () => {
    write({ ...agreement, signatures: { ...agreement.signatures, CN: agreement.signatures['VN'] } });
    const found = await diagnose();
    write(agreement);
    expect(verdictOf(found, 'agreement')?.detail).toContain('a signature of it is missing or wrong');
  });

  it('is the TLS authority of somebody else', async () => {
    const found = await diagnose({ ...config, exchange: { ...config.exchange, peerAuthority: tlsAuthorityFile(keysOf('VN')) } });
    expect(verdictOf(found, 'TLS authority')).toMatchObject({ verdict: 'problem' });
  });

  it('is a key file that is missing', async () => {
    const key = join(keysOf('VN'), 'checkpoint.key');
    const bytes = readFileSync(key);
    rmSync(key);
    const found = await diagnose();
    writeFileSync(key, bytes, { mode: 0o600 });
    expect(verdictOf(found, 'keys')).toMatchObject({ verdict: 'problem' });
    expect(verdictOf(found, 'keys')?.hint).toContain('--with-keys');
  });

  it('is a folder that is not there', async () => {
    expect(await diagnoseFolder(join(folder, 'none'))).toMatchObject([{ name: 'data folder', verdict: 'problem' }]);
  });

  it('is no answer from the other side, which is not this node’s fault', async () => {
    const found = await diagnose(config, true);
    expect(verdictOf(found, 'other side')).toMatchObject({ verdict: 'unknown' });
    expect(verdictOf(found, 'database')).toMatchObject({ verdict: 'unknown' });
  });

  it('is a database server that nobody reaches', async () => {
    const found = await diagnose({ ...config, database: `postgres://nobody:secret@127.0.0.1:${await freePort()}/x` });
    expect(verdictOf(found, 'database')).toMatchObject({ verdict: 'problem' });
    expect(verdictOf(found, 'database')?.detail).not.toContain('secret');
  });
});

describe('a port', () => {
  it('is heard only when somebody listens', async () => {
    const port = await freePort();
    expect(await answersAt('127.0.0.1', port)).toBe(false);
    const server = createServer((socket) => socket.end());
    await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
    expect(await answersAt('127.0.0.1', port)).toBe(true);
    server.close();
  });
});

describe('a database', () => {
  let nodes: TwoNodes;
  beforeAll(async () => {
    nodes = await startTwoNodes();
    await Promise.all([nodes.VN.lodge(), nodes.CN.lodge(), nodes.VN.publishCapacity(9)]);
    await nodes.settled();
    await migrate(nodes.VN.db, ALL_MIGRATIONS);
  });
  afterAll(() => nodes.stop());

  const look = () => diagnoseDatabase(nodes.VN.db, nodes.VN.journal.pair);
  const spoil = (sql: string) => nodes.VN.db.transact([{ sql, params: [] }]);

  it('that is empty has no schema', async () => {
    const empty = await openPglite();
    expect(await diagnoseDatabase(empty, 'p')).toMatchObject([{ name: 'schema', verdict: 'problem' }]);
    await empty.close();
  });

  it('that is sound has both trees as their heads say', async () => {
    expect((await look()).map(({ name, verdict }) => [name, verdict])).toEqual([
      ['schema', 'ok'], ['log of VN', 'ok'], ['log of CN', 'ok'], ['divergence', 'ok'],
    ]);
  });

  it('in which a leaf was changed is told, with its index', async () => {
    await spoil(`UPDATE log_entry SET leaf = leaf || '\\x20' WHERE log = 'CN' AND index = 1`);
    expect(verdictOf(await look(), 'log of CN')).toMatchObject({ verdict: 'problem', detail: 'entry 1 was changed' });
    await spoil(`UPDATE log_entry SET leaf = substring(leaf FROM 1 FOR length(leaf) - 1) WHERE log = 'CN' AND index = 1`);
  });

  it('in which leaf and hash were changed together has another root', async () => {
    await spoil(`UPDATE log_entry a SET leaf = b.leaf, leaf_hash = b.leaf_hash FROM log_entry b
                 WHERE a.log = 'VN' AND a.index = 1 AND b.log = 'VN' AND b.index = 0`);
    expect(verdictOf(await look(), 'log of VN')?.detail).toMatch(/^the root of its \d+ entries is not that of the head$/);
  });

  it('that lacks an entry is told', async () => {
    await spoil(`DELETE FROM log_entry WHERE log = 'VN' AND index = 0`);
    expect(verdictOf(await look(), 'log of VN')).toMatchObject({ detail: 'entry 0 is missing' });
  });

  it('with steps of a newer Pairgate asks for that one', async () => {
    await spoil(`INSERT INTO migration (id) VALUES ('9999-of-tomorrow')`);
    expect(await look()).toMatchObject([{ name: 'schema', verdict: 'problem' }]);
  });
});
