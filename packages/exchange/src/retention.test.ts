import { describe, expect, it } from 'vitest';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { DAY } from '@pairgate/domain/kernel/instant.ts';
import { NOW } from '@pairgate/domain/kernel/testing/history.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { openEntry, publish } from './entry.ts';
import { dayOf, endedClasses, erasedData, erasedFact, overAt } from './retention.ts';
import { defaultAgreement as agreement, ORIGINS, portsOf, sha256 } from './testing/pair.ts';

const driver = { name: 'Nguyễn Văn An', licenceID: '790123456789', phone: '+84 900', languageCode: 'vi' };

const fact = (type: string, data: object, stream = 'crossing:PG-2222-2223'): Fact => ({
  id: '1'.repeat(32), type, stream, side: 'VN', actor: { side: 'VN', role: 'trader', account: 'an' },
  occurredAt: '2026-11-19T03:00:00.000Z', recordedAt: '2026-11-19T03:00:00.000Z', saw: 0, data,
});

const planned = fact('CrossingPlanned', {
  direction: 'VN-CN', consignments: ['PG-2222-2222'], trafficClass: 'perishable', tractorID: '29H-412.07', trailerID: null,
  containerID: 'CSQU3054383', sealID: ['A', 'B'], driver, shelfLifeHours: 40,
});

const recorded = dayOf(NOW);
const after = (days: number) => ({ agreement, today: recorded + days });

describe('a retention class', () => {
  it('ends when its days have passed whole after the day of recording, not before', () => {
    const ended = (days: number) => [...endedClasses(agreement, recorded, recorded + days)];
    expect([ended(90), ended(91), ended(1826), ended(3651)]).toEqual([
      [], ['vehicle'], ['trade', 'vehicle'], ['trade', 'vehicle', 'operation'],
    ]);
  });

  it('may be missing at intake when it has ended by the clock of the receiver, and not before', () => {
    const entry = publish({ fact: planned, seq: 1, source: ORIGINS.VN }, agreement, portsOf())!;
    const data = erasedData({ data: entry.data, recordedAt: planned.recordedAt, accepted: true }, after(91));
    const opened = (now: number) => openEntry({ leaf: entry.leaf, data }, 'VN', agreement, sha256, overAt(() => agreement, () => now));
    expect(opened(NOW + 89 * DAY)).toMatchObject({ ok: false, fault: 'data_missing' });
    const late = opened(NOW + 92 * DAY);
    expect(late).toMatchObject({ ok: true, value: { fact: { data: { trafficClass: 'perishable' } } } });
  });
});

describe('a fact of one\'s own', () => {
  it('is the very same while nothing has ended', () => {
    expect(erasedFact(planned, after(90))).toBe(planned);
  });

  it('loses the fields of the class, and the driver with the plate, and keeps everything else', () => {
    const { data, actor } = erasedFact(planned, after(91));
    expect(data).toEqual({ direction: 'VN-CN', consignments: ['PG-2222-2222'], trafficClass: 'perishable', shelfLifeHours: 40 });
    expect(actor).toEqual(planned.actor);
    expect(erasedFact(erasedFact(planned, after(91)), after(91))).toEqual(erasedFact(planned, after(91)));
  });

  it('keeps its envelope alone when its longest class has ended', () => {
    const { actor, data, ...rest } = erasedFact(planned, after(3651));
    expect([actor, data]).toEqual([undefined, {}]);
    expect(rest).toMatchObject({ type: 'CrossingPlanned', occurredAt: planned.occurredAt, stream: planned.stream });
  });

  it('of which nothing crosses lives as long as what does cross of its kind of stream', () => {
    const withdrawn = fact('DeclarationWithdrawn', { reason: 'sold to Mr An' }, 'consignment:PG-2222-2222');
    expect(erasedFact(withdrawn, after(3650))).toBe(withdrawn);
    expect(erasedFact(withdrawn, after(3651))).toMatchObject({ data: {} });
  });

  it.each(['CorrectionProposed', 'FactCorrected'])('%s loses the corrected value of the class, private ones too', (type) => {
    const correction = fact(type, {
      correction: '2'.repeat(32), corrects: '3'.repeat(32), factType: 'AttachmentReplaced', reason: 'misread',
      patch: { kind: 'driver', to: '29H-999.99', driver },
    });
    expect(erasedFact(correction, after(91)).data).toMatchObject({ patch: { kind: 'driver' }, reason: 'misread' });
    expect(JSON.stringify(erasedFact(correction, after(91)))).not.toMatch(/29H-999|790123/);
  });

  it('keeps the places of elements in a list of which some have other classes', () => {
    const lodged = fact('DeclarationLodged', {
      declaration: { additionalDocument: [{ typeCode: 'a' }, { typeCode: 'b', elements: { sealID: 'S', orchardID: 'O' } }] },
      trafficClass: 'general',
    }, 'consignment:PG-2222-2222');
    expect(erasedFact(lodged, { ...after(0), early: new Set(['trade']) }).data).toEqual({
      declaration: { additionalDocument: [{}, { elements: { sealID: 'S' } }] }, trafficClass: 'general',
    });
  });

  it('about the log itself is never erased', () => {
    const judged = fact('Judged', { upTo: 4, exceptions: [] }, 'log:VN');
    expect(erasedFact(judged, after(40_000))).toBe(judged);
  });
});

describe('the data of an entry', () => {
  const entry = publish({ fact: planned, seq: 1, source: ORIGINS.VN }, agreement, portsOf())!;
  const left = (data: Uint8Array, accepted: boolean, days: number) =>
    decodeUtf8(erasedData({ data, recordedAt: planned.recordedAt, accepted }, after(days)));

  it('loses fields and salt of the class, and what is left still fits its commitment', () => {
    expect(erasedData({ data: entry.data, recordedAt: planned.recordedAt, accepted: true }, after(90))).toBe(entry.data);
    expect(Object.keys(JSON.parse(left(entry.data, true, 91)!) as object)).toEqual(['operation']);
    expect(openEntry({ leaf: entry.leaf, data: encodeUtf8(left(entry.data, true, 91)!) }, 'VN', agreement, sha256, true).ok).toBe(true);
  });

  it('that was refused, or cannot be read, goes as a whole with the first class that ends', () => {
    expect([left(entry.data, false, 90)!.length, left(entry.data, false, 91)]).toEqual([entry.data.length, '{}']);
    expect(left(encodeUtf8('no JSON at all'), true, 91)).toBe('{}');
  });
});
