import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { FRAME } from '@pairgate/exchange/wire.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { sha256 } from '../crypto.ts';
import { startTwoNodes, until, type TwoNodes } from '../testing/two-nodes.ts';
import type { StickTaken } from './stick.ts';

/** Two real nodes that cannot reach each other, and somebody who walks between them with a file. */

let nodes: TwoNodes;
beforeAll(async () => {
  const waits = { opens: 'none', follow: 'stream' } as const;
  nodes = await startTwoNodes({ layout: { VN: waits, CN: waits } });
});
afterAll(() => nodes.stop());

async function fileOf(side: SideId, from?: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of nodes[side].exchange.stick.write(from)) pieces.push(piece);
  return concatBytes(...pieces);
}

async function* inPieces(file: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

const give = (side: SideId, file: Uint8Array, size?: number): Promise<StickTaken> =>
  nodes[side].exchange.stick.read(inPieces(file, size));

/** Carries a file each way until nothing is left but the judgements of the last round. */
async function carry(): Promise<void> {
  for (const from of SIDES) await give(otherSide(from), await fileOf(from));
}

const sizes = async (log: SideId) => [(await nodes.VN.journal.head(log)).size, (await nodes.CN.journal.head(log)).size];

describe('the exchange on a stick', () => {
  it('brings both logs over, and the countersignatures back, with the same roots', async () => {
    await Promise.all(SIDES.map((side) => nodes[side].lodge()));
    for (let round = 0; round < 3; round += 1) {
      await nodes.VN.publishCapacity(round + 1);
      await carry();
    }
    // Each file brings judgements, and each judgement is an entry: the sizes meet when nobody has anything more to say.
    for (const log of SIDES) {
      const heads = async () => [await nodes.VN.journal.head(log), await nodes.CN.journal.head(log)] as const;
      let met = await heads();
      await until(async () => {
        await carry();
        met = await heads();
        return met[0].size === met[1].size;
      });
      const [a, b] = met.map((head) => toHex(rootOf(sha256, head.edge)));
      expect(a).toBe(b);
    }
    await carry();
    await until(() => nodes.VN.exchange.status().behind === 0);
    expect(nodes.VN.exchange.status().faults).toEqual({});
  });

  it('does nothing the second time, and nothing with an older file', async () => {
    const older = await fileOf('VN', 0);
    await nodes.VN.publishCapacity(11);
    const file = await fileOf('VN', 0);
    expect((await give('CN', file)).entries).toBeGreaterThan(0);
    const held = (await nodes.CN.journal.head('VN')).size;
    for (const again of [file, older]) expect(await give('CN', again)).toMatchObject({ entries: 0, held });
  });

  it('is read in pieces of any size', async () => {
    await nodes.VN.publishCapacity(12);
    const { size } = await nodes.VN.journal.head('VN');
    expect(await give('CN', await fileOf('VN'), 1)).toMatchObject({ held: size });
  });
});

describe('a file is refused, and what was good before the fault stays', () => {
  it('when it is none of ours', async () => {
    for (const bytes of ['', 'x', '\n', '{}\n', 'x'.repeat(5000), '{"format":"pairgate-stick/2"}\n']) {
      await expect(give('CN', encodeUtf8(bytes))).rejects.toMatchObject({ fault: 'stick_malformed' });
    }
  });

  it("when it holds the reader's own log", async () => {
    await expect(give('CN', await fileOf('CN'))).rejects.toMatchObject({ fault: 'stick_other_log' });
  });

  it('when it is of another pair', async () => {
    const file = new TextDecoder('latin1').decode(await fileOf('VN')).replace('huu-nghi-youyi-guan', 'huu-nghi-youyi-gua2');
    await expect(give('CN', Buffer.from(file, 'latin1'))).rejects.toMatchObject({ fault: 'stick_other_log' });
  });

  it('when entries before it are missing', async () => {
    const held = (await nodes.CN.journal.head('VN')).size;
    await nodes.VN.publishCapacity(21);
    await nodes.VN.publishCapacity(22);
    await expect(give('CN', await fileOf('VN', held + 1))).rejects.toMatchObject({ fault: 'stick_gap', params: { held } });
  });

  it('when it was copied in part: whatever was whole is stored', async () => {
    const file = await fileOf('VN');
    const before = (await nodes.CN.journal.head('VN')).size;
    await expect(give('CN', file.subarray(0, file.length - 1))).rejects.toMatchObject({ fault: 'stick_torn' });
    await expect(give('CN', file.subarray(0, file.indexOf(10) + 1))).rejects.toMatchObject({ fault: 'stick_torn' });
    expect((await nodes.CN.journal.head('VN')).size).toBeGreaterThanOrEqual(before);
    await give('CN', file);
    expect(await sizes('VN')).toEqual([(await nodes.VN.journal.head('VN')).size, (await nodes.VN.journal.head('VN')).size]);
  });

  it('when any byte of its entries or checkpoints was changed: nothing of it is stored', async () => {
    await nodes.VN.publishCapacity(31);
    const file = await fileOf('VN');
    const line = file.indexOf(10) + 1;
    const view = new DataView(file.buffer, file.byteOffset);
    // A countersignature that was changed is dropped; it comes again with the next file.
    const begin = file[line + 4] === FRAME.countersignature ? line + 4 + view.getUint32(line) : line;
    const held = (await nodes.CN.journal.head('VN')).size;
    for (let at = begin; at < file.length; at += 1 + Math.floor((file.length - begin) / 200)) {
      const changed = Uint8Array.from(file);
      changed[at] = changed[at]! ^ 1;
      await expect(give('CN', changed), `byte ${at}`).rejects.toMatchObject({ fault: expect.stringMatching(/^stick_(wrong|torn)$/) });
    }
    expect((await nodes.CN.journal.head('VN')).size).toBe(held);
    expect((await give('CN', file)).entries).toBe(1);
  });
});
