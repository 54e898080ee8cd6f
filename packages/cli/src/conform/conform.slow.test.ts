import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '@pairgate/node/config.ts';
import { startNode } from '@pairgate/node/start.ts';
import { freePort, scratchFolder } from '@pairgate/store/engine/testing.ts';
import type { Side } from '../context.ts';
import { runCommand } from '../testing.ts';
import type { Verdict } from './check.ts';
import { conform, type ClauseResult } from './conform.ts';
import { makeKit } from './kit-folder.ts';
import { startFaultyNode, type FaultyOptions } from './testing/faulty-node.ts';

/**
 * The kit against a node of ours, on each side at the same time, since it waits most of its time for what must not come; and, with
 * little patience and so one after the other, against nodes that break the protocol on purpose.
 */

const folder = scratchFolder();
afterAll(() => folder.remove());

let made = 0;
const given = new Set<number>();
/** Three free ports in a row, which nobody here has been given. */
async function portsInARow(): Promise<number> {
  for (;;) {
    const first = await freePort();
    const row = [first, first + 1, first + 2];
    if (row.some((port) => given.has(port))) continue;
    for (const port of row) given.add(port);
    const free = await Promise.all(row.slice(1).map((port) => isFree(port)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((found) => {
    const server = createServer();
    server.on('error', () => found(false));
    server.listen(port, '127.0.0.1', () => server.close(() => found(true)));
  });
}

const newKit = async (side: Side = 'VN') =>
  makeKit(join(folder.path, `pair-${(made += 1)}`), { side, port: await portsInARow(), database: 'pglite' });

const verdicts = (results: readonly ClauseResult[]): Record<string, Verdict> =>
  Object.fromEntries(results.map(({ clause, verdict }) => [clause, verdict]));

const failures = (results: readonly ClauseResult[]): string[] =>
  results.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === 'FAIL').map(({ clause, what, reason }) => `${clause} ${what}: ${reason}`);

describe.concurrent.each<Side>(['VN', 'CN'])('a node of ours on the side of %s', (side) => {
  it('passes every clause that can be seen', { timeout: 1_200_000 }, async () => {
    const kit = await newKit(side);
    const node = await startNode({ ...readConfig(join(kit.directory, 'node.json')), logLevel: 'silent' });
    try {
      const ended = await runCommand(['conform', kit.exchangeUrl, '--kit', kit.directory, '--patience', '20', '--json']);
      const { verdict, clauses } = JSON.parse(ended.out) as { verdict: string; clauses: ClauseResult[] };
      expect(failures(clauses)).toEqual([]);
      expect([ended.code, verdict]).toEqual([0, 'PASS']);
      const passed = clauses.filter((clause) => clause.verdict === 'PASS').map(({ clause }) => clause);
      expect(passed).toEqual(expect.arrayContaining([
        'TLS-2', 'STR-1', 'UPS-1', 'JDG-1', 'CAN-2', 'ENT-10', 'AMD-2', 'AMD-5', 'KST-3', 'KST-4', 'KST-5', 'KST-6', 'KST-7', 'ERA-2', 'REC-1', 'REC-2', 'RCV-6',
        'DIV-1', 'DIV-3', 'TIL-2', 'HLD-1',
      ]));
    } finally {
      await node.stop();
    }
  });
});

describe('a node that breaks the protocol', () => {
  async function judged(options: Pick<FaultyOptions, 'judges' | 'babbles'>, only?: string[]): Promise<Record<string, Verdict>> {
    const kit = await newKit();
    const node = await startFaultyNode(kit, { ...options, idleMs: 500 });
    const stage = { kit, url: kit.exchangeUrl, host: '127.0.0.1', patienceMs: 1500, idleMs: 500 };
    try {
      return verdicts(await conform(stage, only ? { only } : {}));
    } finally {
      await node.close();
    }
  }

  it('by believing everything fails the clauses that it breaks, and passes those that it keeps', { timeout: 1_200_000 }, async () => {
    // Not what takes half a minute to say that it is not kept.
    const found = await judged({ judges: true }, [
      'TLS', 'HTP-1', 'STR', 'LOG', 'UPS', 'COS', 'JDG', 'ENT', 'AGR', 'AMD', 'FRM', 'RCV', 'CAN', 'TIL', 'POL', 'REV', 'REC', 'DIV', 'KST',
    ]);
    const named = (verdict: Verdict) => Object.keys(found).filter((clause) => found[clause] === verdict);
    expect(named('PASS')).toEqual(expect.arrayContaining([
      'TLS-1', 'TLS-2', 'TLS-4', 'HTP-1', 'STR-1', 'STR-2', 'STR-4', 'LOG-1', 'LOG-2', 'LOG-3', 'UPS-1', 'COS-1', 'JDG-1', 'ENT-18',
    ]));
    expect(named('FAIL')).toEqual(expect.arrayContaining([
      'TLS-3', 'FRM-1', 'FRM-2', 'FRM-3', 'FRM-4', 'FRM-5', 'RCV-1', 'RCV-3', 'RCV-4', 'RCV-6', 'LOG-4',
      'CAN-1', 'CAN-2', 'CAN-3', 'CAN-4', 'CAN-5', 'CAN-6', 'CAN-7', 'CAN-8',
      'ENT-1', 'ENT-2', 'ENT-3', 'ENT-4', 'ENT-5', 'ENT-6', 'ENT-7', 'ENT-8', 'ENT-9', 'ENT-10', 'ENT-11', 'ENT-12', 'ENT-13', 'ENT-14',
      'AGR-1', 'AGR-10', 'AMD-2', 'AMD-3', 'AMD-5', 'AMD-6', 'JDG-2', 'TIL-1', 'TIL-2', 'TIL-5', 'POL-1', 'POL-2', 'REC-1', 'REC-2', 'DIV-1', 'KST-1', 'KST-3', 'KST-4', 'KST-5', 'KST-7',
    ]));
  });

  it('by judging nothing fails that clause, and is not asked for what stands on it', async () => {
    const found = await judged({ judges: false }, ['UPS-1', 'JDG-1', 'CAN', 'ENT-10']);
    expect(found).toMatchObject({ 'UPS-1': 'PASS', 'JDG-1': 'FAIL', 'CAN-1': 'NOT TESTED', 'ENT-10': 'NOT TESTED' });
  });

  it('by sending bytes that are no frames fails the stream of entries', async () => {
    const found = await judged({ judges: true, babbles: true }, ['STR-1', 'LOG-1']);
    expect(found).toMatchObject({ 'STR-1': 'FAIL' });
  });
});

describe('the command', () => {
  it('makes a pair, says how to start a node, and cannot tell when nobody answers', async () => {
    const directory = join(folder.path, 'command');
    const port = await portsInARow();
    const told = await runCommand(['conform', '--make', directory, '--port', String(port), '--side', 'cn']);
    expect(told).toMatchObject({ code: 0 });
    expect(told.out).toContain(`pairgate conform https://127.0.0.1:${port + 1} --kit ${directory}`);
    expect(readConfig(join(directory, 'node.json'))).toMatchObject({ side: 'CN', exchange: { port: port + 1 } });
    expect(await runCommand(['conform', '--make', directory])).toMatchObject({ code: 1 });
    const nobody = await runCommand(['conform', `https://127.0.0.1:${port + 1}`, '--kit', directory, '--patience', '1']);
    expect(nobody).toMatchObject({ code: 2 });
    expect(nobody.err).toContain('does not answer');
    expect(await runCommand(['conform', `https://127.0.0.1:${port + 1}`])).toMatchObject({ code: 2 });
  });
});
