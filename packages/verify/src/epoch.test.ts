import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  authorLine, base64, faultsOf, keys, newKey, ORIGIN, PAIR, sealDocument, sealFile, verifyFile,
} from './testing/evidence-writer.ts';
import type { Fields, File, LogOptions } from './testing/evidence-writer.ts';

/* Epochs of the log of Viet Nam, whose checkpoint in these files has the size 11 and holds the entries 1, 3, 5, 7 and 9. */

const ORIGIN_2 = `${ORIGIN.VN}/epoch-2`;
const OTHER_ROOT = base64(createHash('sha256').update('another tree').digest());
const epochOf = (size: number, more: Fields = {}): Fields => ({
  epoch: 2, format: 'pairgate-epoch/1', origin: ORIGIN_2, pair: PAIR, root: OTHER_ROOT, side: 'VN', size, ...more,
});
const inEpoch2: LogOptions = { origin: ORIGIN_2 };
const third = (size: number): Fields => epochOf(size, { epoch: 3, origin: `${ORIGIN.VN}/epoch-3` });
const rootOf = (file: File): string => file.logs[0]!.checkpoint.split('\n')[2]!;

const fileWith = (epochs: Fields[], vn?: LogOptions): File => ({
  ...sealFile(vn === undefined ? {} : { vn }), epochs: epochs.map(sealDocument),
});
const AT = '/logs/0/checkpoint';

describe('epochs of a log', () => {
  it.each<[story: string, file: () => File]>([
    ['a checkpoint of the second epoch with its document', () => fileWith([epochOf(4)], inEpoch2)],
    ['an older checkpoint below the size at which the next epoch begins', () => fileWith([epochOf(12)])],
    ['a checkpoint at the very size and root at which it begins', () => {
      const file = sealFile({ vn: inEpoch2 });
      return { ...file, epochs: [sealDocument(epochOf(11, { root: rootOf(file) }))] };
    }],
  ])('let stand %s', async (_, file) => {
    const report = await verifyFile(file());
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('VALID');
  });

  it.each<[fault: string, file: () => File, faults: string[]]>([
    ['a checkpoint of an epoch that is not in the file', () => sealFile({ vn: inEpoch2 }), [
      `CHECKPOINT_EPOCH CANNOT_TELL ${AT}`,
    ]],
    ['an epoch of another log', () => fileWith([epochOf(4, { origin: 'elsewhere.example/log/epoch-2' })], inEpoch2), [
      'EPOCH_SHAPE INVALID /epochs/0/document/origin',
    ]],
    ['a checkpoint of another log\'s epoch', () => fileWith([epochOf(4)], { origin: 'elsewhere.example/log/epoch-2' }), [
      `CHECKPOINT_ORIGIN INVALID ${AT}`, ...[0, 1, 2, 3, 4].map((i) => `ENTRY_SOURCE INVALID /logs/0/entries/${i}/leaf`),
    ]],
    ['a checkpoint smaller than its epoch begins', () => fileWith([epochOf(12)], inEpoch2), [`CHECKPOINT_EPOCH INVALID ${AT}`]],
    ['an entry that the next epoch left behind', () => fileWith([epochOf(9)]), [
      'CHECKPOINT_EPOCH INVALID /logs/0/entries/4/index',
    ]],
    ['an older checkpoint beyond the beginning of the next epoch', () => fileWith([epochOf(10)]), [
      `CHECKPOINT_EPOCH CANNOT_TELL ${AT}`,
    ]],
    ['another root at the size at which the epoch begins', () => fileWith([epochOf(11)], inEpoch2), [
      `CHECKPOINT_EPOCH INVALID ${AT}`,
    ]],
    ['another root before the epoch, at that size', () => fileWith([epochOf(11)]), [`CHECKPOINT_EPOCH INVALID ${AT}`]],
    ['an epoch that one party has not signed', () => {
      const file = fileWith([epochOf(4)], inEpoch2);
      delete file.epochs![0]!.signatures['CN'];
      return file;
    }, ['EPOCH_SIGNATURES INVALID /epochs/0/signatures/CN']],
    ['an epoch that was edited', () => {
      const file = fileWith([epochOf(4)], inEpoch2);
      file.epochs![0]!.document['size'] = 5;
      return file;
    }, ['EPOCH_SIGNATURES INVALID /epochs/0/signatures/VN', 'EPOCH_SIGNATURES INVALID /epochs/0/signatures/CN']],
    ['a signature of no party', () => {
      const file = fileWith([epochOf(4)], inEpoch2);
      file.epochs![0]!.signatures['LA'] = 'AAAA';
      return file;
    }, ['EPOCH_SIGNATURES INVALID /epochs/0/signatures/LA']],
    ['an epoch twice', () => fileWith([epochOf(4), epochOf(5)], inEpoch2), ['EPOCH_SHAPE INVALID /epochs/1/document/epoch']],
    ['an epoch of another pair', () => fileWith([epochOf(12, { pair: 'elsewhere' })]), [
      'EPOCH_SHAPE INVALID /epochs/0/document/pair',
    ]],
    ['an epoch of a side that no agreement names', () => fileWith([epochOf(12, { side: 'LA' })]), [
      'EPOCH_SHAPE CANNOT_TELL /epochs/0/document/side',
    ]],
    ['a first epoch, which has no document', () => fileWith([epochOf(12, { epoch: 1 })]), [
      'EPOCH_SHAPE INVALID /epochs/0/document/epoch',
    ]],
    ['an epoch whose origin has another number', () => fileWith([epochOf(12, { epoch: 3 })]), [
      'EPOCH_SHAPE INVALID /epochs/0/document/origin',
    ]],
    ['a root that is no hash', () => fileWith([epochOf(12, { root: 'AAAA' })]), ['EPOCH_SHAPE INVALID /epochs/0/document/root']],
    ['a size that is none', () => fileWith([epochOf(-1)]), ['EPOCH_SHAPE INVALID /epochs/0/document/size']],
    ['an unknown field', () => fileWith([epochOf(12, { note: '' })]), ['EPOCH_SHAPE INVALID /epochs/0/document/note']],
    ['an epoch of a newer format', () => fileWith([epochOf(12, { format: 'pairgate-epoch/2' })]), [
      'EPOCH_SHAPE CANNOT_TELL /epochs/0/document/format',
    ]],
    ['a stranger who signs in an epoch', () =>
      fileWith([epochOf(4)], { ...inEpoch2, author: (text) => authorLine(text, ORIGIN.VN, newKey()) }), [
      `CHECKPOINT_SIGNATURE INVALID ${AT}`,
    ]],
    ['another root than a later epoch goes on from, at the same size', () => fileWith([epochOf(20), third(11)]), [
      `CHECKPOINT_EPOCH INVALID ${AT}`,
    ]],
    ['an older checkpoint that an epoch made void before a later one began there', () => fileWith([epochOf(10), third(11)]), [
      `CHECKPOINT_EPOCH CANNOT_TELL ${AT}`,
    ]],
    ['a key under the name of an epoch', () =>
      fileWith([epochOf(4)], { ...inEpoch2, author: (text) => authorLine(text, ORIGIN_2, keys.VN.checkpoint) }), [
      `CHECKPOINT_SIGNATURE INVALID ${AT}`,
    ]],
  ])('show %s', async (_, file, faults) => {
    expect(faultsOf(await verifyFile(file()))).toEqual(faults);
  });
});
