import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '@pairgate/cli/testing.ts';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { addDivergence } from '@pairgate/store/divergences.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { startPair, until, type ProcessPair } from './pair.ts';

/**
 * What people of both sides do by hand, as they type it, at two real nodes: the agreement is amended while both run; what froze
 * intake is looked at and settled, and a log goes on in a new epoch, while they are stopped.
 */
const PAIR = 'huu-nghi-youyi-guan';

let pair: ProcessPair;
beforeAll(async () => {
  pair = await startPair();
});
afterAll(() => pair?.stop());

const at = (...names: string[]) => join(pair.directory, ...names);
const environment = { PAIRGATE_ROOT_PASSPHRASE: 'of a test', LANG: 'C' };
const root = (side: SideId) => ['--root', at(side, 'keys', 'root.key')];

async function said(...args: string[]): Promise<string> {
  const { code, out, err } = await runCommand(args, environment);
  if (code !== 0) throw new Error(`pairgate ${args.join(' ')} ended with ${code}: ${err}`);
  return out;
}
const agreement = async (side: SideId, ...args: string[]) => {
  const token = await pair[side].token(`${side.toLowerCase()}-manager`);
  return runCommand(['agreement', ...args, '--url', pair[side].url, '--token', token], environment);
};
const stateOf = async (side: SideId, version: number) => {
  const { out } = await agreement(side, 'show', '--json');
  const { proposals } = JSON.parse(out) as { proposals: { version: number; state: string; reason: string | null }[] };
  return proposals.filter((each) => each.version === version).map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));
};
const arrives = (side: SideId, states: readonly string[]) =>
  until(async () => JSON.stringify(await stateOf(side, 2)) === JSON.stringify(states));

interface Logs {
  readonly logs: readonly { readonly side: SideId; readonly size: number; readonly root: string; readonly countersignedSize: number }[];
}
const logs = async (side: SideId) => (await pair[side].request<Logs>('GET', '/api/log', { persona: `${side.toLowerCase()}-manager` })).body.logs;

/** Both sides hold both logs, and each has countersigned all of the other's. */
const settled = () =>
  until(async () => {
    const [vn, cn] = [await logs('VN'), await logs('CN')];
    const whole = [...vn, ...cn].every((log) => log.size > 0 && log.countersignedSize === log.size);
    return whole && vn.every((log, index) => log.root === cn[index]!.root);
  }, 300_000);

it('amends the agreement: withdrawn, rejected with a reason, and accepted at last', async () => {
  const { document } = JSON.parse(readFileSync(at('agreement.json'), 'utf8')) as { document: AgreementDocument };
  const { yard: _none, ...fields } = document.messages.VehicleArrived!;
  const second = at('second.json');
  writeFileSync(second, JSON.stringify({ ...document, version: 2, messages: { ...document.messages, VehicleArrived: fields } }));

  expect(await agreement('VN', 'propose', second, ...root('VN'))).toMatchObject({ code: 0, out: expect.stringContaining('Version 2 is proposed, until') });
  expect(await agreement('CN', 'withdraw', '2')).toMatchObject({ code: 1, err: expect.stringContaining('No proposal of version 2 by this side is open.') });
  expect(await agreement('VN', 'withdraw', '2')).toMatchObject({ code: 0 });
  await arrives('CN', ['withdrawn']);

  expect(await agreement('VN', 'propose', second, ...root('VN'))).toMatchObject({ code: 0 });
  await until(async () => (await stateOf('CN', 2)).includes('open'));
  expect(await agreement('CN', 'reject', '2', '--reason', 'not before the new year')).toMatchObject({ code: 0, out: 'Version 2 is rejected.\n' });
  await until(async () => (await stateOf('VN', 2)).includes('rejected: not before the new year'));
  expect(await agreement('CN', 'accept', '2', ...root('CN'))).toMatchObject({ code: 1, err: expect.stringContaining('No proposal of version 2 by the other side is open.') });

  // The signatures are made where the keys are, and handed over as files.
  for (const side of SIDES) writeFileSync(at(`${side}.signature`), await said('agreement', 'sign', second, ...root(side)));
  expect(await agreement('VN', 'propose', second, '--signature', at('VN.signature'))).toMatchObject({ code: 0 });
  await until(async () => (await stateOf('CN', 2)).includes('open'));
  expect(await agreement('CN', 'accept', '2', ...root('VN'))).not.toMatchObject({ code: 0 });
  expect(await agreement('CN', 'accept', '2', '--signature', at('CN.signature'))).toMatchObject({ code: 0 });
  for (const side of SIDES) {
    await until(async () => (await agreement(side, 'show')).out.includes('in force in the log of VN: version 2; in the log of CN: version 2'));
  }
});

it('shows and settles what froze intake, and lets a log go on in a new epoch', { timeout: 1_200_000 }, async () => {
  await settled();
  for (const side of SIDES) await pair[side].kill('SIGTERM');
  const of = (side: SideId) => ['--config', at(`${side}.json`)];
  expect(await said('divergence', 'show', ...of('VN'))).toBe('Nothing was ever found.\n');
  const db = await openPglite({ directory: at('VN', 'database') });
  await addDivergence(db, PAIR, {
    log: 'CN', kind: 'fork', grade: 'signed', foundAt: Date.now(), heldSize: 5, heldRoot: new Uint8Array(32), heldNote: 'held\n',
    servedSize: 5, servedRoot: new Uint8Array(32).fill(7), servedNote: 'served\n', expectedRoot: new Uint8Array(32), servedEntries: null,
  });
  await db.close();
  expect(await said('divergence', 'show', ...of('VN'))).toMatch(/CN 1 +fork, signed\n.*\n.*held +5 entries\n.*\n.*resolved +open/);
  const settle = ['divergence', 'resolve', 'CN', '1', ...of('VN'), '--reason', 'a copy was started'];
  expect(await runCommand([...settle, '--confirmed-by', 'An', 'an '], environment)).toMatchObject({ code: 1, err: expect.stringContaining('Two different people') });
  expect(await said(...settle, '--confirmed-by', 'An', 'Bình')).toContain('is settled; the evidence stays.');
  expect(await runCommand([...settle, '--confirmed-by', 'An', 'Bình'], environment)).toMatchObject({ code: 1, err: expect.stringContaining('no open divergence 1') });
  expect(await said('divergence', 'show', ...of('VN'))).toContain('An, Bình: a copy was started');

  const roots = async (side: SideId) => (await said('epoch', 'roots', 'CN', ...of(side))).trim().split('\n');
  const [here, there] = [await roots('VN'), await roots('CN')];
  const common = here.findLast((line) => there.includes(line))!;
  const [size] = common.split(' ');
  const file = at('epoch.json');
  expect(await said('epoch', 'propose', 'CN', '--size', size!, '--output', file, ...of('VN'))).toMatch(new RegExp(`goes on from +${size} entries`));
  expect(await runCommand(['epoch', 'apply', file, ...of('VN')], environment)).toMatchObject({ code: 1, err: expect.stringContaining('not signed') });
  for (const side of SIDES) {
    expect(await said('epoch', 'show', file, '--agreement', at('agreement.json'), ...of(side))).toContain('The node has the same root at that size.');
    await said('epoch', 'sign', file, ...root(side), '--agreement', at('agreement.json'), '--confirmed-by', `An of ${side}`, `Bình of ${side}`);
  }
  for (const side of SIDES) {
    expect(await said('epoch', 'apply', file, ...of(side))).toContain(`The log of CN goes on in epoch 2 from ${size} entries.`);
    expect(await runCommand(['epoch', 'apply', file, ...of(side)], environment)).toMatchObject({ code: 1, err: expect.stringContaining('The next epoch of the log of CN is 3, not 2.') });
  }

  await Promise.all(SIDES.map((side) => pair[side].start()));
  await settled();
});
