import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { runCommand } from '../../packages/cli/src/testing.ts';
import { lodge } from './declarations.ts';
import { startPair, until, type ProcessPair } from './pair.ts';

/** The keys of two running processes, changed with the command as people would. */
let pair: ProcessPair;
beforeAll(async () => {
  pair = await startPair();
});
afterAll(() => pair.stop());

interface Shown {
  readonly sizes: { readonly own: number; readonly countersigned: number; readonly peer: number };
  readonly keys: readonly { readonly side: string; readonly purpose: string; readonly key: string; readonly standing: string }[];
}

const keys = async <T>(side: SideId, ...args: string[]): Promise<T> => {
  const { code, out, err } = await runCommand(['keys', ...args, '--config', join(pair.directory, `${side}.json`), '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
};

/** How a side sees the checkpoint keys of VN, the oldest first. */
const standings = async (seenBy: SideId) =>
  (await keys<Shown>(seenBy, 'show')).keys.filter(({ side, purpose }) => side === 'VN' && purpose === 'checkpoint').map(({ standing }) => standing);

/** A lorry is declared, and the other side countersigns that. */
const goesOn = async () => {
  const { sizes } = await keys<Shown>('VN', 'show');
  await lodge(pair);
  await until(async () => (await keys<Shown>('VN', 'show')).sizes.countersigned > sizes.own);
};

it('both processes follow a rotation and a revocation without being stopped, and after a restart', { timeout: 900_000 }, async () => {
  await until(async () => (await keys<Shown>('VN', 'show')).sizes.countersigned > 0);
  await keys('VN', 'rotate', 'checkpoint', '--overlap', '5');
  await until(async () => (await standings('CN')).join() === 'valid,valid');
  // The key that begins and the one that ends are two statements, and the second may come a look later.
  const statements = () => readdirSync(join(pair.directory, 'CN/keys')).filter((name) => name.startsWith('statement-'));
  await until(async () => statements().length === 2);
  await keys('VN', 'revoke', 'checkpoint', (await keys<Shown>('VN', 'show')).keys[1]!.key);
  for (const side of ['CN', 'VN'] as const) await until(async () => (await standings(side)).includes('revoked'));
  await goesOn();
  await pair.VN.kill('SIGKILL');
  await pair.VN.start();
  await goesOn();
  await until(async () => (await standings('VN')).join() === (await standings(otherSide('VN'))).join());
});
