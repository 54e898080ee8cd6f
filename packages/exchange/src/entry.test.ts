import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { parseCanonical } from '@pairgate/ledger/canonical.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { authorFault } from './author.ts';
import { openEntry, publish, sharedFacts, type Entry, type EntryFault, type Envelope } from './entry.ts';
import type { Json } from './project.ts';
import { defaultAgreement, envelopeOf, forge, ORIGINS, portsOf, sha256 } from './testing/pair.ts';

const arrival = {
  ticket: 'a'.repeat(64), opening: 'b'.repeat(64), plateClass: 'VN', weighedMassKg: '38200', plateMatch: true,
  sealMatch: true, yard: 'VN-YX',
};
const fact: Fact = {
  id: '1'.repeat(32), type: 'VehicleArrived', stream: 'crossing:PG-2222-2223', side: 'VN',
  actor: { side: 'VN', role: 'yard', account: 'someone' }, occurredAt: '2026-11-19T02:59:00.000Z',
  recordedAt: '2026-11-19T03:00:00.000Z', saw: 17, data: arrival,
};
const published = (): Entry => publish({ fact, seq: 3, source: ORIGINS.VN }, defaultAgreement, portsOf())!;
const open = (entry: Entry, erasable = false) => openEntry(entry, 'VN', defaultAgreement, sha256, erasable);
const faultOf = (entry: Entry): EntryFault | 'none' => {
  const result = open(entry);
  return result.ok ? 'none' : result.fault;
};
const text = (value: string): Uint8Array => encodeUtf8(value);
const read = (bytes: Uint8Array): string => decodeUtf8(bytes)!;
const arrived = (over: Partial<Envelope> = {}) => envelopeOf({ type: 'VehicleArrived', ...over });
const classes: Record<string, Json> = {
  operation: { ticket: 'a'.repeat(64), plateClass: 'VN', weighedMassKg: '38200', plateMatch: true, sealMatch: true },
  vehicle: { opening: 'b'.repeat(64) },
};

describe('an entry', () => {
  it('is opened as it was published, without author and without what does not cross', () => {
    const { yard: _yard, ...crosses } = arrival;
    const { actor: _actor, ...told } = fact;
    const opened = open(published());
    expect(opened).toMatchObject({ ok: true, value: { envelope: { seq: 3, saw: 17, agreement: 1 } } });
    expect(opened.ok && opened.value.fact).toEqual({ ...told, data: crosses });
  });

  it('is the same bytes for the same fact and salts, and a forged one is as good as its author’s', () => {
    expect(published()).toEqual(published());
    expect(faultOf(forge(arrived(), classes))).toBe('none');
  });

  it('commits with fresh salt, so that equal fields do not show', () => {
    const ports = portsOf();
    const two = [1, 2].map((seq) => publish({ fact, seq, source: ORIGINS.VN }, defaultAgreement, ports)!);
    const commitments = two.map((entry) => {
      const leaf = parseCanonical(entry.leaf);
      return leaf.ok ? Object.values((leaf.value as { commitments: Record<string, string> }).commitments) : [];
    });
    expect(new Set(commitments.flat()).size).toBe(4);
  });
});

describe('an entry is refused by name', () => {
  const good = published();
  const leaf = read(good.leaf);
  const data = read(good.data);
  const withLeaf = (changed: string): Entry => ({ ...good, leaf: text(changed) });
  const withData = (changed: string): Entry => ({ ...good, data: text(changed) });

  it.each<[EntryFault, string, Entry]>([
    ['leaf_not_canonical', 'a blank', withLeaf(leaf.replace('{', '{ '))],
    ['leaf_not_canonical', 'a duplicate key', withLeaf(leaf.replace('"id":', '"id":"2","id":'))],
    ['leaf_not_canonical', 'no UTF-8', { ...good, leaf: Uint8Array.of(0xff) }],
    ['leaf_not_canonical', 'nothing', { ...good, leaf: new Uint8Array(0) }],
    ['leaf_malformed', 'more bytes than a bundle can hold', { ...good, leaf: new Uint8Array(65_536).fill(0x20) }],
    ['leaf_malformed', 'no envelope', withLeaf('{"commitments":{}}')],
    ['leaf_malformed', 'a field that CloudEvents has not', forge({ ...arrived(), subject: 'x' }, classes)],
    ['leaf_malformed', 'seq 0', forge(arrived({ seq: 0 }), classes)],
    ['leaf_malformed', 'a negative saw', forge(arrived({ saw: -1 }), classes)],
    ['leaf_malformed', 'a time of no calendar', forge(arrived({ time: '2026-02-30T00:00:00.000Z' }), classes)],
    ['leaf_malformed', 'a time without milliseconds', forge(arrived({ time: '2026-02-20T00:00:00Z' }), classes)],
    ['leaf_malformed', 'an identifier that says something', forge(arrived({ id: 'Nguyen Van A' }), classes)],
    ['other_source', "another log's name", forge(arrived({ source: ORIGINS.CN }), classes)],
    ['agreement_unknown', 'a version that is not in force', forge(arrived({ agreement: 2 }), classes)],
    ['data_not_canonical', 'a blank in the data', withData(`${data} `)],
    ['data_not_canonical', 'keys out of order', withData('{"vehicle":{},"operation":{}}')],
    ['data_malformed', 'a class without salt', withData('{"operation":{"fields":{}}}')],
    ['data_malformed', 'a salt of the wrong length', forge(arrived(), classes, new Uint8Array(31))],
    ['commitment_differs', 'a class that nothing was committed to', {
      leaf: forge(arrived(), classes).leaf, data: forge(arrived(), { ...classes, zoo: {} }).data,
    }],
    ['data_missing', 'a class left out at intake', {
      leaf: forge(arrived(), classes).leaf, data: forge(arrived(), { operation: classes.operation! }).data,
    }],
    ['commitment_differs', 'another value', withData(data.replace('38200', '38201'))],
    ['type_unknown', 'a type that nobody knows', forge(arrived({ type: 'VehiclePainted' }), {})],
    ['type_unknown', 'a type that does not cross', forge(envelopeOf({ type: 'CorrectionProposed' }), {})],
    ['field_not_agreed', 'a field too many', forge(arrived(), {
      ...classes, operation: { ...(classes.operation as object), yard: 'x' },
    })],
    ['data_invalid', 'a value of no meaning', forge(arrived(), { ...classes, vehicle: { opening: 'short' } })],
    ['data_invalid', 'a field left out that the agreement names', forge(arrived(), { ...classes, vehicle: {} })],
    ['data_invalid', 'a code left out that the agreement names', forge(arrived(), {
      ...classes, operation: { ticket: 'a'.repeat(64), weighedMassKg: '1', plateMatch: true, sealMatch: true },
    })],
    ['other_stream', 'a lorry at the gate', forge(arrived({ stream: 'gate:VN' }), classes)],
    ['other_author', "the other side's capacity", forge(envelopeOf({ type: 'CapacityPublished', stream: 'gate:CN' }), {
      record: { trafficClass: 'general', perHour: 9, validUntil: '2026-11-19T04:00:00.000Z' },
    })],
    ['other_author', 'a judgement in a log that is not its own', forge(envelopeOf({ type: 'Judged', stream: 'log:CN' }), {
      record: { upTo: 4, exceptions: [] },
    })],
    ['other_author', 'a crossing that begins on the other side', forge(envelopeOf({ type: 'CrossingPlanned' }), {
      operation: { direction: 'CN-VN', consignments: ['PG-2222-2222'], trafficClass: 'general', shelfLifeHours: null },
      vehicle: { tractorID: 'x', trailerID: null, containerID: null, sealID: [] },
    })],
  ])('%s: %s', (fault, _what, entry) => {
    expect(faultOf(entry)).toBe(fault);
  });

  it('when one byte of it is another', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), (inLeaf, place, change) => {
        const bytes = (inLeaf ? good.leaf : good.data).slice();
        bytes[place % bytes.length]! ^= change;
        const changed = inLeaf ? { ...good, leaf: bytes } : { ...good, data: bytes };
        const result = open(changed);
        // A leaf may say something else and be sound: the tree's root tells. Data may not.
        if (!inLeaf) expect(result.ok).toBe(false);
        else if (result.ok) expect(bytes).not.toEqual(good.leaf);
      }),
      { numRuns: 500 },
    );
  });

  it('and never throws, whatever the bytes', () => {
    const json = fc.json().map(text);
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), json, fc.constant(good.leaf), fc.constant(good.data));
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const result = open({ leaf: one, data: other });
        if (result.ok) expect([one, other]).toEqual([good.leaf, good.data]);
      }),
      { numRuns: 500 },
    );
  });

  it('where something hides under the name of a prototype, at whatever depth', () => {
    const hide = (json: string, after: string): Uint8Array => text(json.replace(after, `${after}"__proto__":{"a":"secret"},`));
    const proto = (name: string): Entry => forge(arrived(), { ...classes, [name]: { a: 'secret' } });
    expect(faultOf({ ...good, leaf: hide(leaf, '{') })).toBe('leaf_malformed');
    expect(faultOf({ ...good, leaf: hide(leaf, '"commitments":{') })).toBe('leaf_malformed');
    expect(faultOf({ ...good, leaf: hide(leaf, '"envelope":{') })).toBe('leaf_malformed');
    expect(faultOf({ ...good, data: hide(data, '{') })).toBe('data_malformed');
    expect(faultOf({ ...good, data: hide(data, '"operation":{') })).toBe('data_malformed');
    expect(faultOf({ ...good, data: hide(data, '"operation":{"fields":{') })).toBe('data_malformed');
    const fields = JSON.parse('{"__proto__":"secret"}') as Record<string, Json>;
    const vehicle = { ...(classes.vehicle as object), ...fields };
    expect(faultOf(forge(arrived(), { ...classes, vehicle }))).toBe('data_malformed');
    expect(faultOf(proto('constructor'))).toBe('field_not_agreed');
  });
});

describe('an erased class', () => {
  const { data, leaf } = forge(arrived(), classes);
  const left = forge(arrived(), { operation: classes.operation! }).data;

  it('leaves the entry as sound as before, with less in it', () => {
    expect(open({ leaf, data }, true)).toMatchObject({ ok: true, value: { fact: { data: { opening: 'b'.repeat(64) } } } });
    const erased = open({ leaf, data: left }, true);
    expect(erased.ok && erased.value.fact.data).toEqual(classes.operation);
    expect(open({ leaf, data: text('{}') }, true)).toMatchObject({ ok: true, value: { fact: { data: {} } } });
  });

  it('is no excuse for a wrong one', () => {
    const wrong = read(left).replace('38200', '38201');
    expect(open({ leaf, data: text(wrong) }, true)).toMatchObject({ ok: false, fault: 'commitment_differs' });
    const salt = toBase64(new Uint8Array(32).fill(1));
    expect(open({ leaf, data: text(read(left).replace(/"salt":"[^"]+"/, `"salt":"${salt}"`)) }, true)).toMatchObject({
      ok: false, fault: 'commitment_differs', pointer: '/operation',
    });
  });
});

describe('the author of a fact', () => {
  const by = (side: 'VN' | 'CN', type: keyof typeof sharedFacts, direction?: 'VN-CN' | 'CN-VN') =>
    authorFault({ ...fact, side, type, stream: `${sharedFacts[type].on}:PG-2222-2223`, data: {} }, sharedFacts[type], direction);

  it('is the party that may tell it, once the direction is known', () => {
    expect(by('VN', 'OriginExited', 'VN-CN')).toBeUndefined();
    expect(by('CN', 'OriginExited', 'VN-CN')).toBe('other_author');
    expect(by('CN', 'OriginExited', 'CN-VN')).toBeUndefined();
    expect(by('VN', 'BorderCrossed', 'VN-CN')).toBe('other_author');
    expect(by('CN', 'BorderCrossed', 'VN-CN')).toBeUndefined();
    expect(by('VN', 'HoldPlaced', 'VN-CN') ?? by('CN', 'HoldPlaced', 'VN-CN')).toBeUndefined();
  });

  it('cannot be judged before, nor turn a crossing that is known around', () => {
    expect(by('CN', 'OriginExited')).toBeUndefined();
    const planned = { ...fact, side: 'CN', type: 'CrossingPlanned', data: { direction: 'CN-VN' } } as const;
    expect(authorFault(planned, sharedFacts.CrossingPlanned)).toBeUndefined();
    expect(authorFault(planned, sharedFacts.CrossingPlanned, 'VN-CN')).toBe('other_author');
  });
});
