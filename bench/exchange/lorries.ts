import type { Draft } from '@pairgate/domain/kernel/decider.ts';
import type { Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { newId as idFrom, newReference as referenceFrom, random, randomHex } from '@pairgate/node/crypto.ts';

/**
 * The load: lives of lorries as their origin tells them, from the declaration to the return of the lorry, in facts that
 * the default agreement lets cross. Many lorries are on their way at a time and take turns, fact by fact.
 */
const newId = () => idFrom(random);
const newReference = () => referenceFrom(random);

type Declaration = { direction: Direction; trafficClass?: string } & Record<string, unknown>;

export interface Sample {
  readonly declaration: Declaration;
}

const AUTHORITIES = ['customs', 'quarantine', 'border_guard'] as const;

const OBJECTION =
  'Tờ khai và phiếu đóng gói khớp nhau: khối lượng cả bì 13842.5 kg, 962 kiện, niêm phong CNHG 7201903 còn nguyên. ' +
  'Chênh lệch trên phiếu cân do két nước và nhiên liệu của xe đầu kéo, có phiếu cân lần hai kèm theo. ' +
  '申报与装箱单一致:毛重13842.5千克,962件,封志CNHG 7201903完好。地磅差异来自牵引车水箱和燃油,附第二次过磅单。' +
  'The consignment has been on the road for two days and is due at the assembly line in Bắc Giang tomorrow morning; ' +
  'the trader asks for the second weighing to be taken and for the hold to be lifted before the yard closes. ';

const NOTE =
  'Kiểm tra thực tế 10% số kiện, đối chiếu nhãn mác và số sê-ri với phiếu đóng gói. 抽查百分之十的货物,核对标签和序列号。';

/** The facts of one lorry, in the order in which they happen, each with a stream of its own reference. */
export function lorryOf(side: SideId, { declaration }: Sample, now: number): Draft[] {
  const [consignment, crossing] = [newReference(), newReference()];
  const at = (hours: number) => fromMillis(now + hours * 3_600_000);
  const means = declaration['borderTransportMeans'] as { tractorID: string; trailerID?: string; driver: object };
  const equipment = declaration['transportEquipment'] as { containerID: string; sealID: string[] };
  const [ticket, opening, inspection, sample, hold] = [randomHex(32), randomHex(32), newId(), newId(), newId()];
  const trafficClass = 'general';
  const lodged = { ...declaration, functionalReferenceID: newId() };
  const paper = (type: string, data: object): Draft => ({ stream: `consignment:${consignment}`, type, data });
  const lorry = (type: string, data: object): Draft => ({ stream: `crossing:${crossing}`, type, data });
  const reading = { lane: `${side}-L1`, plateMatch: true, sealMatch: true, expected: true };
  const trace = { rule: 'channel-1', version: 3, result: { channel: 'red' }, performance: '42.1µs' };
  return [
    paper('DeclarationLodged', { declaration: lodged, trafficClass, crossing, expiresAt: at(72) }),
    lorry('CrossingPlanned', {
      direction: declaration.direction, consignments: [consignment], trafficClass, tractorID: means.tractorID,
      trailerID: means.trailerID ?? null, containerID: equipment.containerID, sealID: equipment.sealID,
      driver: means.driver, shelfLifeHours: null,
    }),
    paper('DeclarationAmended', { declaration: lodged, trafficClass, reason: NOTE, version: 2 }),
    ...AUTHORITIES.map((authority) =>
      paper('ConsignmentAssessed', {
        authority, channel: 'red', requiredActs: ['papers', 'inspection', 'sample'],
        reasonCodes: ['papers_missing', 'weight_differs'], rule: `${authority} row 12`, version: 2, trace,
      }),
    ),
    lorry('SlotBooked', { start: at(2), end: at(2.25), trafficClass, capacity: { fact: newId(), validUntil: at(6), degraded: false } }),
    lorry('VehicleArrived', {
      ticket, opening, plateClass: side, weighedMassKg: '28842.5', plateMatch: true, sealMatch: true, yard: `${side}-YX`,
    }),
    lorry('InspectionStarted', { inspection, authority: 'customs', bay: `${side}-B2` }),
    lorry('InspectionFinished', {
      inspection, authority: 'customs', outcome: 'passed', picture: [randomHex(32), randomHex(32)], note: NOTE,
    }),
    lorry('SampleTaken', {
      sample, authority: 'quarantine', test: ['cadmium in fruit flesh, AAS', 'auramine O, HPLC', 'fruit flies, visual'],
      laboratory: 'Bằng Tường 实验室', dueAt: at(4),
    }),
    lorry('HoldPlaced', {
      hold, authority: 'customs', reasonCode: 'weight_differs', cause: 'papers', deadline: at(8), objectTo: 'Desk 4, yard office',
      legalBasis: 'Luật Hải quan 54/2014/QH13, Điều 32; 《中华人民共和国海关法》第二十八条', note: NOTE,
    }),
    lorry('HoldObjected', { hold, text: OBJECTION.repeat(2).trim() }),
    lorry('HoldLifted', { hold, reason: NOTE }),
    lorry('ResultReported', {
      sample, outcome: 'passed', reportID: `LAB-${inspection.slice(0, 12)}`,
      value: [{ test: 'cadmium in fruit flesh, AAS', value: '0.012', unit: 'mg/kg' }],
    }),
    ...AUTHORITIES.map((authority) =>
      lorry('AuthorityDecided', {
        authority, outcome: 'release', basis: 'officer', versions: [{ consignment, version: 2 }], note: NOTE,
      }),
    ),
    lorry('VehicleCalled', { ticket, lane: `${side}-L1`, score: 4711, waitingMinutes: 37, ahead: 3 }),
    lorry('OriginExited', reading),
    lorry('VehicleReturned', reading),
  ];
}

/** What follows of itself and is recorded by the node: the last authority's decision releases the lorry. */
export const CONSEQUENCES: readonly string[] = ['OriginReleased'];

/** Facts without an end: `atOnce` lorries take turns. */
export function* lorries(side: SideId, sample: Sample, atOnce: number, now: () => number): Generator<Draft, never> {
  const underWay: Draft[][] = [];
  for (;;) {
    if (underWay.length < atOnce) underWay.push(lorryOf(side, sample, now()));
    const next = underWay.shift()!;
    yield next.shift()!;
    if (next.length > 0) underWay.push(next);
  }
}
