import { describe, expect, it } from 'vitest';
import type { AgreementDocument, FieldTerms } from './agreement.ts';
import { contradictionIn } from './contradictions.ts';
import { DEFAULT_MESSAGES } from './default-agreement.ts';
import { documentOf } from './testing/pair.ts';

const terms = (over: Partial<FieldTerms> = {}): FieldTerms => ({ class: 'trade', purpose: 'p', basis: 'b', ...over });
type Messages = AgreementDocument['messages'];
const messages = DEFAULT_MESSAGES as Messages;

const withFields = (type: string, fields: Record<string, FieldTerms>, over: Partial<AgreementDocument> = {}) =>
  contradictionIn({ ...documentOf({ ...messages, [type]: { ...messages[type], ...fields } }), ...over });

describe('a document', () => {
  it('that says one thing everywhere is taken', () => {
    expect(contradictionIn(documentOf())).toBeUndefined();
    expect(withFields('CrossingPlanned', { tractorID: terms({ rule: 'mask', keep: 3 }) })).toBeUndefined();
    expect(withFields('CrossingPlanned', { 'sealID[]': terms({ rule: 'pseudonym' }) })).toBeUndefined();
    expect(withFields('VehicleArrived', { yard: terms({ rule: 'deny' }) })).toBeUndefined();
  });

  it.each<[string, string, string, ReturnType<typeof contradictionIn>]>([
    ['a type of message that does not exist', 'message_unknown', '/messages/VehicleVanished', withFields('VehicleVanished', { ticket: terms() })],
    ['a field that the fact does not have', 'field_unknown', '/messages/VehicleArrived/colour', withFields('VehicleArrived', { colour: terms() })],
    ['an object as a field', 'field_unknown', '/messages/ConsignmentAssessed/trace', withFields('ConsignmentAssessed', { trace: terms() })],
    ['a path below another', 'path_contradicts', '/messages/VehicleArrived/ticket.serial', withFields('VehicleArrived', { 'ticket.serial': terms() })],
    ['a path above another', 'path_contradicts', '/messages/DeclarationLodged/declaration', withFields('DeclarationLodged', { declaration: terms() })],
    ['a list and a record in one place', 'path_contradicts', '/messages/CrossingPlanned/sealID.first', withFields('CrossingPlanned', { 'sealID.first': terms() })],
    ['a path that says nothing', 'field_unknown', '/messages/VehicleArrived/', withFields('VehicleArrived', { '': terms() })],
    ['a class that is not explained', 'retention_missing', '/messages/VehicleArrived/yard', withFields('VehicleArrived', { yard: terms({ class: 'personal' }) })],
    ['a class of the prototype', 'retention_missing', '/messages/VehicleArrived/yard', withFields('VehicleArrived', { yard: terms({ class: 'constructor' }) })],
    ['a mask over a number', 'rule_unfit', '/messages/VehicleCalled/score', withFields('VehicleCalled', { score: terms({ rule: 'mask', keep: 1 }) })],
    ['a mask over a decimal', 'rule_unfit', '/messages/VehicleArrived/weighedMassKg', withFields('VehicleArrived', { weighedMassKg: terms({ rule: 'mask', keep: 1 }) })],
    ['a mask over a code', 'rule_unfit', '/messages/CrossingPlanned/trafficClass', withFields('CrossingPlanned', { trafficClass: terms({ rule: 'mask', keep: 1 }) })],
    ['a pseudonym of a reference', 'rule_unfit', '/messages/LoadAdded/consignment', withFields('LoadAdded', { consignment: terms({ rule: 'pseudonym' }) })],
    ['a pseudonym of an instant', 'rule_unfit', '/messages/SlotBooked/start', withFields('SlotBooked', { start: terms({ rule: 'pseudonym' }) })],
    ['a mask that does not say how much stays', 'keep_unfit', '/messages/CrossingPlanned/tractorID', withFields('CrossingPlanned', { tractorID: terms({ rule: 'mask' }) })],
    ['characters that stay of what crosses as it is', 'keep_unfit', '/messages/CrossingPlanned/tractorID', withFields('CrossingPlanned', { tractorID: terms({ keep: 3 }) })],
    ['a judgement without its reasons', 'field_restricted', '/messages/Judged/exceptions[].reason', withFields('Judged', { 'exceptions[].reason': terms({ rule: 'deny' }) })],
    ['a correction without its type', 'field_restricted', '/messages/FactCorrected/factType', withFields('FactCorrected', { factType: terms({ rule: 'mask', keep: 3 }) })],
    ['a correction of its own', 'field_unknown', '/messages/FactCorrected/patch.weighedMassKg', withFields('FactCorrected', { 'patch.weighedMassKg': terms() })],
    ['no proposals', 'message_missing', '/messages/AgreementProposed', contradictionIn(documentOf(Object.fromEntries(Object.entries(messages).filter(([type]) => type !== 'AgreementProposed'))))],
    ['no beginning', 'not_an_instant', '/validFrom', withFields('Judged', {}, { validFrom: '2026-11-19' })],
    ['no end', 'not_an_instant', '/validUntil', withFields('Judged', {}, { validUntil: 'never' })],
    ['an end before its beginning', 'validity_empty', '/validUntil', withFields('Judged', {}, { validUntil: '2025-01-01T00:00:00.000Z' })],
    ['one party', 'party_missing', '/parties/CN', contradictionIn({ ...documentOf(), parties: { VN: documentOf().parties.VN } as never })],
    ['one log for both', 'origin_twice', '/parties', contradictionIn({ ...documentOf(), parties: { VN: documentOf().parties.VN, CN: documentOf().parties.VN } })],
  ])('with %s is refused', (_what, fault, pointer, found) => {
    expect(found).toEqual({ fault, pointer });
  });
});
