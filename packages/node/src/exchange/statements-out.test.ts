import { hash } from 'node:crypto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { keyPair } from '../crypto.ts';
import { makeAgreement } from '../keys/agreement-file.ts';
import { requestEnrolment, signStatement } from '../keys/statements.ts';
import { realWorld } from '../world.ts';
import { StatementsOut } from './statements-out.ts';
import type { Watch } from './status.ts';
import { TIMING } from './timing.ts';
import { WorkingKeys } from './working-keys.ts';

/** What a root key has stated while the database is away: it counts and is sent at once, and is stored and recorded later. */
const PAIR = 'huu-nghi-youyi-guan';
const PATIENCE = { timeout: 50_000 };
const pairOf = (name: string) => keyPair(new Uint8Array(hash('sha256', name, 'buffer')));
const party = (side: string) => ({
  name: side,
  rootKey: toBase64(pairOf(`${side} root`).publicKey),
  logOrigin: `${side}.example/log`,
  checkpointKey: toBase64(pairOf(`${side} checkpoint`).publicKey),
  cosignatureKey: toBase64(pairOf(`${side} cosignature`).publicKey),
  tlsAuthority: hash('sha256', side, 'hex'),
});
const document = makeAgreement(party('VN'), party('CN'), { pair: PAIR, validFrom: '2026-11-01T00:00:00.000Z' });

const spare = pairOf('spare');
const possessed = { purpose: 'checkpoint', key: toBase64(spare.publicKey), pair: spare } as const;
const enrolment = signStatement(requestEnrolment({ pair: PAIR, side: 'VN' }, possessed, 7), pairOf('VN root'));

/** The table of statements, in a database that can be away. */
class Table {
  isAway = true;
  readonly rows = new Map<string, { side: string; text: string; recorded: boolean }>();
  readonly pair = PAIR;
  readonly db = { query: async () => [] };

  #reach(): void {
    if (this.isAway) throw new Error('the database is away');
  }

  async keyStatements() {
    return [...this.rows.values()];
  }

  async storeKeyStatement(digest: string, side: string, text: string, recorded: boolean): Promise<void> {
    this.#reach();
    if (!this.rows.has(digest)) this.rows.set(digest, { side, text, recorded });
  }

  async keyStatementRecorded(digest: string): Promise<void> {
    this.#reach();
    this.rows.get(digest)!.recorded = true;
  }
}

let table: Table;
let keys: WorkingKeys;
let recorded: unknown[];
let sent: SignedKeyStatement[];
let failing: number;
let out: StatementsOut;
beforeEach(async () => {
  table = new Table();
  keys = await WorkingKeys.open({ side: 'VN', document, journal: table as unknown as Journal, held: { keys: [], authorities: [] } });
  [recorded, sent, failing] = [[], [], 0];
  const record = async (_stream: string, type: string) => {
    if (failing-- > 0) throw new Error('the database is away');
    recorded.push(type);
  };
  out = new StatementsOut({
    side: 'VN',
    keys,
    writer: { record } as never,
    peer: { state: async (statement) => void sent.push(statement) },
    calls: true,
    watch: { fault: () => undefined } as unknown as Watch,
    timing: { ...TIMING, retryMinMs: 1, retryMaxMs: 2 },
    world: realWorld,
  });
  await out.start();
});

it('counts and is sent at once, and is stored and recorded when it is told again', async () => {
  await expect(out.take(enrolment)).rejects.toThrow('away');
  expect(keys.ring.standing('VN', 'checkpoint', possessed.key, 7)).toBe('valid');
  await vi.waitFor(() => expect(sent).toEqual([enrolment]), PATIENCE);
  expect(table.rows.size).toBe(0);
  table.isAway = false;
  expect(await out.take(enrolment)).toBe('replayed');
  await vi.waitFor(async () => expect(await keys.unrecorded()).toEqual([]), PATIENCE);
  expect(recorded).toEqual(['KeyEnrolled']);
  expect(sent).toHaveLength(1);
});

it('is recorded again until the log has taken it, and then no more', async () => {
  table.isAway = false;
  failing = 3;
  expect(await out.take(enrolment)).toBeUndefined();
  await vi.waitFor(async () => expect(await keys.unrecorded()).toEqual([]), PATIENCE);
  expect(await out.take(enrolment)).toBe('replayed');
  await out.stop();
  expect(recorded).toEqual(['KeyEnrolled']);
});

it('of the other side is stored with whatever comes next', async () => {
  const theirs = { ...possessed, key: toBase64(pairOf('theirs').publicKey), pair: pairOf('theirs') };
  const statement = signStatement(requestEnrolment({ pair: PAIR, side: 'CN' }, theirs, 1), pairOf('CN root'));
  await expect(keys.learn([statement], true)).rejects.toThrow('away');
  table.isAway = false;
  await keys.learn([], true);
  expect([...table.rows.values()].map(({ side, recorded: is }) => [side, is])).toEqual([['CN', true]]);
});
