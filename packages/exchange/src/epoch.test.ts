import { describe, expect, it } from 'vitest';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { compileAgreement } from './agreement.ts';
import { checkEpoch, epochBytes, makeEpoch, originOf, readEpochFile, type EpochDocument, type EpochFile } from './epoch.ts';
import { documentOf, keyPair, ORIGINS, sha256, verifyEd25519 } from './testing/pair.ts';

const roots = { VN: keyPair('root', 71), CN: keyPair('root', 72) };
const document = documentOf();
const agreement = compileAgreement({
  ...document,
  parties: {
    VN: { ...document.parties.VN, rootKey: toBase64(roots.VN.key.publicKey) },
    CN: { ...document.parties.CN, rootKey: toBase64(roots.CN.key.publicKey) },
  },
});
const epoch = makeEpoch(agreement, { side: 'VN', epoch: 2, size: 10, root: sha256(Uint8Array.of(1)) });
const sign = (of: EpochDocument, by: 'VN' | 'CN') => toBase64(roots[by].signer.sign(epochBytes(of)));
const fileOf = (of: EpochDocument = epoch): EpochFile => ({
  document: of,
  signatures: { VN: sign(of, 'VN'), CN: sign(of, 'CN') },
  confirmedBy: { VN: ['Nguyễn An', 'Trần Bình'], CN: ['陈刚', '李强'] },
});
const faultOf = (value: unknown): string => {
  const checked = checkEpoch(value, agreement, verifyEd25519);
  return checked.ok ? 'none' : checked.fault;
};

describe('a new epoch', () => {
  it('counts when both root keys have signed it and two people of each side have confirmed it', () => {
    expect(faultOf(fileOf())).toBe('none');
    expect(epoch.origin).toBe(`${ORIGINS.VN}/epoch-2`);
    expect(originOf(ORIGINS.VN, 1)).toBe(ORIGINS.VN);
  });

  it.each<[string, string, () => unknown]>([
    ['only one root key has signed', 'not_signed', () => ({ ...fileOf(), signatures: { VN: sign(epoch, 'VN') } })],
    ['one root key has signed for both', 'not_signed', () => ({ ...fileOf(), signatures: { VN: sign(epoch, 'VN'), CN: sign(epoch, 'VN') } })],
    ['its size was changed after the signatures', 'not_signed', () => ({ ...fileOf(), document: { ...epoch, size: 11 } })],
    ['its root was changed after the signatures', 'not_signed', () => ({ ...fileOf(), document: { ...epoch, root: toBase64(sha256(Uint8Array.of(2))) } })],
    ['it is about the other log than was signed', 'other_origin', () => ({ ...fileOf(), document: { ...epoch, side: 'CN' } })],
    ['its origin is not the one of its epoch', 'other_origin', () => fileOf({ ...epoch, origin: ORIGINS.VN })],
    ['it belongs to another pair', 'other_pair', () => fileOf({ ...epoch, pair: 'tan-thanh-pu-zhai' })],
    ['it is the first epoch, which needs none', 'malformed', () => fileOf({ ...epoch, epoch: 1 })],
    ['it says more than it may', 'malformed', () => ({ ...fileOf(), document: { ...epoch, reason: 'because' } })],
    ['one person has confirmed twice', 'not_confirmed', () => ({ ...fileOf(), confirmedBy: { ...fileOf().confirmedBy, VN: ['Nguyễn An', ' nguyễn an '] } })],
    ['nobody of one side has confirmed', 'not_confirmed', () => ({ ...fileOf(), confirmedBy: { VN: ['Nguyễn An', 'Trần Bình'] } })],
  ])('does not count when %s', (_name, fault, value) => {
    expect(faultOf(value())).toBe(fault);
  });

  it('can be read before anybody has signed it', () => {
    expect(readEpochFile({ document: epoch, signatures: {}, confirmedBy: {} }, agreement).ok).toBe(true);
  });
});
