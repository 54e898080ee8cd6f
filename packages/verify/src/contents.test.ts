import { describe, expect, it } from 'vitest';
import { contentsOf } from './contents.ts';
import { PAIR, REFERENCE, sealFile } from './testing/evidence-writer.ts';

const contents = (file: unknown) => contentsOf(Buffer.from(JSON.stringify(file)));

describe('the contents of a file', () => {
  it('are its entries with what they say, by class', () => {
    const said = contents(sealFile())!;
    expect(said).toMatchObject({ pair: PAIR, about: { kind: 'reference', reference: REFERENCE }, versions: [1] });
    expect(said.entries.map(({ side, index, envelope }) => `${side} ${index} ${envelope.type}`)).toEqual([
      'VN 1 AgreementActivated', 'VN 3 VehicleArrived', 'VN 5 VehicleCalled', 'VN 7 ConsignmentAssessed', 'VN 9 OriginReleased',
      'CN 1 AgreementActivated', 'CN 3 BorderCrossed', 'CN 5 VehicleDeparted',
    ]);
    expect(said.entries[1]!.fields).toEqual({ operational: { weight: '27400' }, plate: { plate: '12C-345.67' } });
  });

  it('leave out what was erased and what cannot be read', () => {
    const file = sealFile();
    file.logs[0]!.entries[1]!.data = null;
    file.logs[0]!.entries[2]!.leaf = 'AAAA';
    const said = contents(file)!;
    expect(said.entries).toHaveLength(7);
    expect(said.entries[1]!.fields).toEqual({});
  });

  it('are nothing of what is no evidence', () => {
    expect(contents({})).toBeUndefined();
    expect(contentsOf(Uint8Array.of(0xff))).toBeUndefined();
  });
});
