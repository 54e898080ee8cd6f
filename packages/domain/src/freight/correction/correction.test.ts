import { describe, expect, it } from 'vitest';
import { CN, stranger, VN } from '../../kernel/testing/cast.ts';
import { CROSSING, historyOf, idOf } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const { lodged, planned, withdrawn, arrived, assessed, decided, correctionProposed } = historyOf();
const here = [lodged(), planned(), arrived(undefined, { plateMatch: false })];
const propose = { corrects: idOf(1), factType: 'VehicleArrived', patch: { plateMatch: true }, reason: 'dirty plate' };
const pending = [...here, correctionProposed('origin')];
const confirm = { correction: idOf(8) };

describe('a correction is proposed', () => {
  it("of one's own reading, with its reason", () => {
    given(...here).when('proposeCorrection', propose, { as: VN.yard }).then(['CorrectionProposed', propose]);
  });

  it('not of decisions, nor of types that do not exist or that every object has', () => {
    for (const factType of ['AuthorityDecided', 'NoSuchFact', 'constructor', '__proto__', 'toString']) {
      given(...here).when('proposeCorrection', { ...propose, factType }, { as: VN.yard })
        .thenRefused('fact_not_correctable', '/factType');
    }
  });

  it('not of fields that the fact does not have, and not of nothing', () => {
    for (const patch of [{}, { plateMatch: 'yes' }, { ticket: idOf(1) }]) {
      given(...here).when('proposeCorrection', { ...propose, patch }, { as: VN.yard }).thenRefused('patch_invalid', '/patch');
    }
  });

  it("not of the other side's facts, nor of facts that are not there", () => {
    given(...here).when('proposeCorrection', propose, { as: CN.yard }).thenRefused('fact_unknown', '/corrects');
    given(...here).when('proposeCorrection', { ...propose, corrects: idOf(0) }, { as: VN.yard })
      .thenRefused('fact_unknown', '/corrects');
    given(...here, withdrawn()).when('proposeCorrection', propose, { as: VN.yard }).thenRefused('crossing_ended');
  });
});

describe('a correction is confirmed', () => {
  it('by a second person', () => {
    given(...pending).when('confirmCorrection', confirm, { as: VN.manager })
      .then(['FactCorrected', { corrects: idOf(1), patch: { plateMatch: false } }]);
    given(...pending).when('confirmCorrection', confirm, { as: stranger(VN.yard) }).then(['FactCorrected']);
    given(...pending).when('confirmCorrection', confirm, { as: VN.yard }).thenRefused('second_person_needed', '/correction');
  });

  it('where one waits', () => {
    given(...here).when('confirmCorrection', confirm, { as: VN.manager }).thenRefused('no_correction_pending');
    given(...pending).when('confirmCorrection', { correction: idOf(0) }, { as: VN.manager })
      .thenRefused('correction_unknown', '/correction');
    given(...pending).when('confirmCorrection', confirm, { as: CN.manager }).thenRefused('no_correction_pending');
  });

  it('and counts from the beginning: what the wrong reading had stopped follows of itself', () => {
    const { world } = given(
      ...here,
      decided('origin', 'quarantine'), decided('origin', 'border_guard'), assessed('origin', 'customs', 'green'),
    );
    world.act(VN.yard, 'proposeCorrection', CROSSING, propose);
    const { correction } = world.crossing('VN', CROSSING)!.origin.correction.pending[0]!;
    const done = world.act(VN.manager, 'confirmCorrection', CROSSING, { correction });
    expect(done.ok && done.facts.map((fact) => fact.type)).toEqual(['FactCorrected', 'AuthorityDecided', 'OriginReleased']);
    world.deliverAll();
    for (const side of ['VN', 'CN'] as const) {
      expect(world.crossing(side, CROSSING)!.origin.ticket.plateMatch).toBe(true);
      expect(world.crossing(side, CROSSING)!.origin.correction.corrected).toEqual([idOf(1)]);
    }
  });
});
