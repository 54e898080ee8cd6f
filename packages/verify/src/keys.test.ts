import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  authorLine, base64, canonical, cosignerLine, faultsOf, keys, newKey, ORIGIN, PAIR, sealFile, verifyFile,
} from './testing/evidence-writer.ts';
import type { Fields, Key, LogOptions, Side } from './testing/evidence-writer.ts';

/* Keys that change by statements of the root keys. The checkpoint of Viet Nam in these files has the size 11. */

const SIZE = 11;
const [next, stranger] = [newKey(), newKey()];

type Purpose = 'checkpoint' | 'cosignature';
const statementOf = (act: string, side: Side, purpose: string, key: Key | string, more: Fields): Fields => ({
  act, format: 'pairgate-key/1', key: typeof key === 'string' ? key : base64(key.raw), pair: PAIR, purpose, side, ...more,
});
const signWith = (key: Key, label: string, statement: Fields): string =>
  base64(sign(null, Buffer.from(`${label}\n${canonical(statement)}`), key.secret));

function sealed(statement: Fields, { root = keys[statement['side'] as Side].root, holder }: { root?: Key; holder?: Key } = {}): Fields {
  const proof = holder === undefined ? {} : { proof: signWith(holder, 'pairgate-key-possession/1', statement) };
  return { statement, ...proof, signature: signWith(root, 'pairgate-key/1', statement) };
}
const enrol = (side: Side, purpose: Purpose, key: Key, from: number): Fields =>
  sealed(statementOf('enrol', side, purpose, key, { from }), { holder: key });
const retire = (side: Side, purpose: Purpose, key: Key, until: number): Fields =>
  sealed(statementOf('retire', side, purpose, key, { until }));
const revoke = (side: Side, purpose: Purpose, key: Key, upTo: number): Fields =>
  sealed(statementOf('revoke', side, purpose, key, { upTo }));

const byNext: LogOptions = { author: (text) => authorLine(text, ORIGIN.VN, next) };
const cosignedByNext: LogOptions = { cosigner: (text) => cosignerLine(text, ORIGIN.CN, next) };
const without: LogOptions = { cosigner: () => '' };
const [first, cosigner] = [keys.VN.checkpoint, keys.CN.cosignature];

const faults = async (statements: Fields[], vn?: LogOptions): Promise<string[]> =>
  faultsOf(await verifyFile({ ...sealFile(vn === undefined ? {} : { vn }), keys: statements }));

const AT = '/logs/0/checkpoint';

describe('keys that change', () => {
  it.each<[story: string, statements: Fields[], vn: LogOptions | undefined]>([
    ['a new checkpoint key that counts from this size on', [enrol('VN', 'checkpoint', next, SIZE)], byNext],
    ['the old key while both overlap', [enrol('VN', 'checkpoint', next, 2)], undefined],
    ['both keys at once while they overlap', [enrol('VN', 'checkpoint', next, 2)], {
      author: (text) => authorLine(text, ORIGIN.VN, keys.VN.checkpoint) + authorLine(text, ORIGIN.VN, next),
    }],
    ['a key that is retired at this very size', [retire('VN', 'checkpoint', first, SIZE)], undefined],
    ['statements in any order', [retire('VN', 'checkpoint', next, 20), enrol('VN', 'checkpoint', next, 2)], byNext],
    ['a revoked key whose checkpoint had been countersigned', [revoke('VN', 'checkpoint', first, SIZE)], undefined],
    ['a new cosignature key', [enrol('CN', 'cosignature', next, 0)], cosignedByNext],
    ['a revoked cosignature key below the size that it had countersigned', [revoke('CN', 'cosignature', cosigner, SIZE)], undefined],
    ['a retired TLS authority, which signs nothing here', [
      sealed(statementOf('retire', 'VN', 'tls', 'ab'.repeat(32), { until: 3 })),
    ], undefined],
    ['an enrolled TLS authority, whose proof is not asked for', [
      sealed(statementOf('enrol', 'VN', 'tls', 'cd'.repeat(32), { from: 0, certificate: 'AAAA' }), { holder: stranger }),
    ], undefined],
  ])('let stand %s', async (_, statements, vn) => {
    expect(await faults(statements, vn)).toEqual([]);
  });

  it.each<[fault: string, statements: Fields[], vn: LogOptions | undefined, expected: string[]]>([
    ['a new key before it counts', [enrol('VN', 'checkpoint', next, SIZE + 1)], byNext, [`CHECKPOINT_KEY INVALID ${AT}`]],
    ['a retired key', [retire('VN', 'checkpoint', first, SIZE - 1)], undefined, [`CHECKPOINT_KEY INVALID ${AT}`]],
    ['a key that two statements retire, after the first', [
      retire('VN', 'checkpoint', first, 20), retire('VN', 'checkpoint', first, 5),
    ], undefined, [`CHECKPOINT_KEY INVALID ${AT}`]],
    ['a revoked key, beyond what had been countersigned', [revoke('VN', 'checkpoint', first, SIZE - 1)], undefined, [
      `CHECKPOINT_KEY INVALID ${AT}`,
    ]],
    ['a revoked key, without the countersignature', [revoke('VN', 'checkpoint', first, SIZE)], without, [
      `CHECKPOINT_KEY INVALID ${AT}`, `CHECKPOINT_COUNTERSIGNATURE CANNOT_TELL ${AT}`,
    ]],
    ['a revoked key, countersigned by a key that was revoked before', [
      revoke('VN', 'checkpoint', first, SIZE), revoke('CN', 'cosignature', cosigner, SIZE - 1),
    ], undefined, [`CHECKPOINT_KEY INVALID ${AT}`, `COUNTERSIGNATURE_KEY CANNOT_TELL ${AT}`]],
    ['a revoked cosignature key', [revoke('CN', 'cosignature', cosigner, SIZE - 1)], undefined, [
      `COUNTERSIGNATURE_KEY CANNOT_TELL ${AT}`,
    ]],
    ['a retired cosignature key', [retire('CN', 'cosignature', cosigner, 1)], undefined, [
      `COUNTERSIGNATURE_KEY CANNOT_TELL ${AT}`,
    ]],
    ['a forged line of a key that counts, beside a good one', [enrol('VN', 'checkpoint', next, 2)], {
      author: (text) => authorLine(text, ORIGIN.VN, keys.VN.checkpoint) + authorLine(text, ORIGIN.VN, { ...stranger, raw: next.raw }),
    }, [`CHECKPOINT_SIGNATURE INVALID ${AT}`]],
    ['a key that only the stranger enrolled', [
      sealed(statementOf('enrol', 'VN', 'checkpoint', next, { from: 0 }), { root: stranger, holder: next }),
    ], byNext, ['KEY_SIGNATURES INVALID /keys/0/signature', `CHECKPOINT_SIGNATURE INVALID ${AT}`]],
    ['a key that the other side enrolled', [
      sealed(statementOf('enrol', 'VN', 'checkpoint', next, { from: 0 }), { root: keys.CN.root, holder: next }),
    ], undefined, ['KEY_SIGNATURES INVALID /keys/0/signature']],
    ['an enrolment that the new key has not signed', [
      sealed(statementOf('enrol', 'VN', 'checkpoint', next, { from: 0 }), { holder: stranger }),
    ], undefined, ['KEY_POSSESSION INVALID /keys/0/proof']],
    ['an enrolment of a key that is known', [enrol('VN', 'checkpoint', keys.CN.cosignature, 0)], undefined, [
      'KEY_KNOWN INVALID /keys/0/statement/key',
    ]],
    ['an enrolment of a root key', [enrol('VN', 'checkpoint', keys.VN.root, 0)], undefined, [
      'KEY_KNOWN INVALID /keys/0/statement/key',
    ]],
    ['an enrolment that comes twice', [enrol('VN', 'checkpoint', next, 0), enrol('VN', 'checkpoint', next, 5)], undefined, [
      'KEY_KNOWN INVALID /keys/1/statement/key',
    ]],
    ['an end of a key that nobody knows', [retire('VN', 'checkpoint', stranger, 5)], undefined, [
      'KEY_KNOWN INVALID /keys/0/statement/key',
    ]],
    ['an end of a key of another purpose', [retire('VN', 'cosignature', first, 50)], undefined, [
      'KEY_KNOWN INVALID /keys/0/statement/key',
    ]],
    ['an end before the beginning', [enrol('VN', 'checkpoint', next, 9), retire('VN', 'checkpoint', next, 8)], undefined, [
      'KEY_KNOWN INVALID /keys/1/statement/until',
    ]],
    ['a statement of another pair', [
      sealed({ ...statementOf('retire', 'VN', 'checkpoint', first, { until: 99 }), pair: 'elsewhere' }),
    ], undefined, ['KEY_SHAPE INVALID /keys/0/statement/pair']],
    ['a statement of a newer format', [
      sealed({ ...statementOf('retire', 'VN', 'checkpoint', first, { until: 99 }), format: 'pairgate-key/2' }),
    ], undefined, ['KEY_SHAPE CANNOT_TELL /keys/0/statement/format']],
    ['a statement of something else', [
      sealed({ ...statementOf('retire', 'VN', 'checkpoint', first, { until: 99 }), format: 'note/1' }),
    ], undefined, ['KEY_SHAPE INVALID /keys/0/statement/format']],
    ['a statement without its size', [sealed(statementOf('revoke', 'VN', 'checkpoint', first, {}))], undefined, [
      'KEY_SHAPE INVALID /keys/0/statement/upTo',
    ]],
    ['a statement with the size of another act', [
      sealed(statementOf('revoke', 'VN', 'checkpoint', first, { until: 3 })),
    ], undefined, ['KEY_SHAPE INVALID /keys/0/statement/until']],
    ['a size below nothing', [sealed(statementOf('revoke', 'VN', 'checkpoint', first, { upTo: -1 }))], undefined, [
      'KEY_SHAPE INVALID /keys/0/statement/upTo',
    ]],
    ['an act that is none', [sealed(statementOf('toString', 'VN', 'checkpoint', first, {}))], undefined, [
      'KEY_SHAPE INVALID /keys/0/statement/act',
    ]],
    ['a purpose that is none', [sealed(statementOf('retire', 'VN', 'root', first, { until: 3 }))], undefined, [
      'KEY_SHAPE INVALID /keys/0/statement/purpose',
    ]],
    ['an enrolment without proof', [sealed(statementOf('enrol', 'VN', 'checkpoint', next, { from: 0 }))], undefined, [
      'KEY_SHAPE INVALID /keys/0/proof',
    ]],
    ['a proof where none is asked for', [
      sealed(statementOf('retire', 'VN', 'checkpoint', first, { until: 99 }), { holder: first }),
    ], undefined, ['KEY_SHAPE INVALID /keys/0/proof']],
    ['a key of low order', [
      sealed(statementOf('enrol', 'VN', 'checkpoint', base64(Buffer.alloc(32)), { from: 0 }), { holder: next }),
    ], undefined, ['KEY_SHAPE INVALID /keys/0/statement/key']],
    ['a field that is not signed', [{ ...retire('VN', 'checkpoint', first, 99), note: '' }], undefined, [
      'FILE_SHAPE INVALID /keys/0/note',
    ]],
  ])('show %s', async (_, statements, vn, expected) => {
    expect(await faults(statements, vn)).toEqual(expected);
  });

  it('are not told by a root key of another party than the agreement names', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const statement = statementOf('revoke', 'VN', 'checkpoint', first, { upTo: 3 });
    const forged = sealed(statement, { root: { secret: privateKey, raw: Buffer.alloc(0) } });
    // What no root key has signed does not count: the checkpoint itself still stands.
    expect(await faults([forged])).toEqual(['KEY_SIGNATURES INVALID /keys/0/signature']);
  });
});
