import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { makeAgreement } from './agreement-file.ts';
import { perform, type Office } from './ceremony.ts';
import { createIdentity, type Identity } from './identity.ts';
import { realWorld } from '../world.ts';
import {
  folderOn, readSizes, readStatements, ringOf, StatementFolder, writeStatement, type LogSizes, type ReadStatement,
} from './statement-folder.ts';
import { QUICK, Vault } from './vault.ts';

const vault = new Vault('of these tests', QUICK);
let folder: string;
let identity: Identity;
let document: AgreementDocument;
let signed: SignedKeyStatement[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairgate-statements-'));
  const of = (side: 'VN' | 'CN') => createIdentity(join(folder, side), { side, name: side, logOrigin: `${side}.example/log` }, vault);
  identity = await of('VN');
  document = makeAgreement(identity.party, (await of('CN')).party, { pair: 'huu-nghi-youyi-guan', validFrom: '2026-11-01T00:00:00.000Z' });
  const sizes = { own: 100, countersigned: 90, peer: 50 };
  const office: Office = { dir: join(folder, 'VN'), side: 'VN', document, vault, sizes, root: async () => identity.root! };
  signed = (await perform(office, { kind: 'rotate', purpose: 'checkpoint', overlap: 10 })).map((step) => step.signed);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder that is looked at by hand, and what it has told of. */
async function watched(known: SignedKeyStatement[] = [], sizes: LogSizes = { own: 1, countersigned: 1, peer: 1 }) {
  const dir = await mkdtemp(join(folder, 'watched-'));
  const told: ReadStatement[] = [];
  const now = { known, sizes, isAway: false };
  const watching = new StatementFolder({
    folder: folderOn(dir),
    world: realWorld,
    known: () => now.known,
    sizes: () => now.sizes,
    onStatements: async (statements) => {
      if (now.isAway) throw new Error('the database is away');
      told.push(...statements);
    },
    onError: (error) => {
      throw error;
    },
  });
  return { dir, told, now, watching };
}

describe('the folder of key statements', () => {
  it('gives the ring of an agreement, whatever the order of its files, and names those that do not count', async () => {
    const dir = await mkdtemp(join(folder, 'ring-'));
    for (const each of signed) await writeStatement(dir, each);
    const altered = { ...signed[1]!, signature: signed[0]!.signature };
    await writeFile(join(dir, 'statement-00000000000000ff.json'), JSON.stringify(altered));
    await writeFile(join(dir, 'statement-0000000000000000.json'), '{"torn":');
    await writeFile(join(dir, 'statement-1111111111111111.json'), ' '.repeat(20_000));
    await writeFile(join(dir, 'another.json'), '{}');
    const { ring, refused } = await ringOf(dir, document);
    expect(ring.statements).toHaveLength(2);
    expect(refused.map(({ file, fault }) => [file.slice(-21, -5), fault]).toSorted()).toEqual([
      ['0000000000000000', 'malformed'], ['00000000000000ff', 'not_signed'], ['1111111111111111', 'malformed'],
    ]);
  });

  it('tells the node of each file once', async () => {
    const { dir, told, watching } = await watched();
    await watching.look();
    expect(told).toEqual([]);
    await writeStatement(dir, signed[1]!);
    await writeStatement(dir, signed[0]!);
    await watching.look();
    expect(told.map(({ value }) => (value as SignedKeyStatement).statement.act)).toEqual(['enrol', 'retire']);
    await watching.look();
    expect(told).toHaveLength(2);
  });

  it('tells the node again of what it could not take', async () => {
    const { dir, told, now, watching } = await watched();
    await writeStatement(dir, signed[0]!);
    now.isAway = true;
    await expect(watching.look()).rejects.toThrow('away');
    await expect(watching.look()).rejects.toThrow('away');
    now.isAway = false;
    await watching.look();
    await watching.look();
    expect(told.map(({ value }) => value)).toEqual([signed[0]]);
  });

  it('gets what the node has learned from the other side, and does not tell it back', async () => {
    const { dir, told, now, watching } = await watched();
    await watching.look();
    now.known = [...signed];
    await watching.look();
    await watching.look();
    expect(told).toEqual([]);
    expect((await readStatements(dir)).map(({ value }) => value)).toEqual(signed);
  });

  it('has the sizes of the logs for the next ceremony', async () => {
    const { dir, now, watching } = await watched();
    expect(await readSizes(dir)).toBeUndefined();
    await watching.look();
    expect(await readSizes(dir)).toEqual({ own: 1, countersigned: 1, peer: 1 });
    now.sizes = { own: 9, countersigned: 8, peer: 7 };
    await watching.look();
    expect(await readSizes(dir)).toEqual(now.sizes);
    await writeFile(join(dir, 'sizes.json'), '{"own":');
    await expect(readSizes(dir)).rejects.toThrow('remove it');
  });

  it('keeps a statement under one name, however often it is written', async () => {
    const dir = await mkdtemp(join(folder, 'twice-'));
    const [first, second] = [await writeStatement(dir, signed[0]!), await writeStatement(dir, signed[0]!)];
    expect(first).toBe(second);
    expect(await readdir(dir)).toHaveLength(1);
    expect(JSON.parse(await readFile(first, 'utf8'))).toEqual(signed[0]);
  });
});
