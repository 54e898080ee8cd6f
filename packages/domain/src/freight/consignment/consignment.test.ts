import { describe, expect, it } from 'vitest';
import { HOUR } from '../../kernel/instant.ts';
import { CN, stranger, VN } from '../../kernel/testing/cast.ts';
import { completionOf, declarationOf } from '../../kernel/testing/goods.ts';
import {
  CONSIGNMENT, CROSSING, historyOf, NOW, SECOND_CONSIGNMENT, SECOND_CROSSING,
} from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { World } from '../../kernel/testing/world.ts';

const { lodged, lodgedUntil, planned, withdrawn, expired, completed, arrived, exited, crossed, released } = historyOf();
const declaration = declarationOf('VN-CN');
const completion = completionOf('VN-CN');
const other = declarationOf('VN-CN', { functionalReferenceID: 'DKTT-2026-11-0418' });

describe('a declaration is lodged', () => {
  it('and plans the crossing of the lorry in it', () => {
    given()
      .when('lodgeDeclaration', { declaration }, { as: VN.trader })
      .then(
        ['DeclarationLodged', { trafficClass: 'perishable', expiresAt: '2026-11-22T03:00:00.000Z' }],
        ['CrossingPlanned', { direction: 'VN-CN', tractorID: '29H-412.07', shelfLifeHours: 168 }],
      );
  });

  it("in the other direction from the other side, whose trader it belongs to", () => {
    given()
      .when('lodgeDeclaration', { declaration: declarationOf('CN-VN') }, { as: CN.trader })
      .then(['DeclarationLodged', { trafficClass: 'general' }], ['CrossingPlanned', { direction: 'CN-VN' }]);
  });

  it('and joins a lorry that is planned', () => {
    given(lodged(), planned())
      .when('lodgeDeclaration', { declaration: other, crossing: CROSSING }, { as: VN.trader })
      .then(['DeclarationLodged', { crossing: CROSSING }], ['LoadAdded']);
  });

  it('by a trader of the origin only', () => {
    given().when('lodgeDeclaration', { declaration }, { as: CN.trader }).thenRefused('not_allowed');
    given().when('lodgeDeclaration', { declaration }, { as: VN.yard }).thenRefused('not_allowed');
  });

  it('not with faults, each with its pointer', () => {
    given()
      .when('lodgeDeclaration', { declaration: { ...declaration, totalGrossMassKg: '1' } }, { as: VN.trader })
      .thenRefused('total_gross_mass_differs', '/declaration/totalGrossMassKg');
  });

  it("not twice under one of the trader's references", () => {
    given(lodged(), planned())
      .when('lodgeDeclaration', { declaration }, { as: VN.trader })
      .thenRefused('reference_used', '/declaration/functionalReferenceID');
    given(lodged(), planned())
      .when('lodgeDeclaration', { declaration }, { as: stranger(VN.trader) })
      .then(['DeclarationLodged'], ['CrossingPlanned']);
  });

  const joining = { declaration: other, crossing: CROSSING };

  it('not onto a lorry that nobody knows, or that goes the other way', () => {
    given().when('lodgeDeclaration', joining, { as: VN.trader }).thenRefused('crossing_unknown', '/crossing');
    const opposite = historyOf('CN-VN');
    given(opposite.lodged(), opposite.planned())
      .when('lodgeDeclaration', joining, { as: VN.trader })
      .thenRefused('crossing_unknown', '/crossing');
  });

  it('not onto a lorry that has arrived, has ended, or carries nothing of the trader', () => {
    given(lodged(), planned(), arrived()).when('lodgeDeclaration', joining, { as: VN.trader })
      .thenRefused('already_arrived', '/crossing');
    given(lodged(), planned(), withdrawn()).when('lodgeDeclaration', joining, { as: VN.trader })
      .thenRefused('crossing_ended', '/crossing');
    given(lodged(), planned()).when('lodgeDeclaration', joining, { as: stranger(VN.trader) })
      .thenRefused('not_yours', '/crossing');
  });
});

describe('a declaration is amended', () => {
  const amendment = { declaration, reason: 'weighed again' };

  it('and gets the next version', () => {
    given(lodged(), planned())
      .when('amendDeclaration', amendment, { as: VN.trader })
      .then(['DeclarationAmended', { version: 2, reason: 'weighed again' }]);
  });

  it('not into another direction, and not with faults', () => {
    const turned = { ...amendment, declaration: declarationOf('CN-VN') };
    given(lodged(), planned()).when('amendDeclaration', turned, { as: VN.trader })
      .thenRefused('direction_not_ours', '/declaration/direction');
    const wrong = { ...amendment, declaration: { ...declaration, totalPackageQuantity: 1 } };
    given(lodged(), planned()).when('amendDeclaration', wrong, { as: VN.trader })
      .thenRefused('total_packages_differs', '/declaration/totalPackageQuantity');
  });

  it('not by another firm, nor when it has ended, nor when the lorry has left', () => {
    given(lodged(), planned()).when('amendDeclaration', amendment, { as: stranger(VN.trader) }).thenRefused('not_yours');
    given(lodged(), planned(), withdrawn()).when('amendDeclaration', amendment, { as: VN.trader })
      .thenRefused('declaration_withdrawn');
    given(lodged(), planned(), arrived(), released('origin')).when('amendDeclaration', amendment, { as: VN.trader })
      .thenRefused('already_released');
    given(lodged(), planned(), expired()).when('amendDeclaration', amendment, { as: VN.trader })
      .thenRefused('declaration_expired');
    given(lodged(), planned(), arrived(), exited()).when('amendDeclaration', amendment, { as: VN.trader })
      .thenRefused('already_exited');
  });
});

describe('a declaration is withdrawn', () => {
  const reason = { reason: 'sold elsewhere' };

  it('as long as the lorry has not left the origin, and the crossing ends', () => {
    const done = given(lodged(), planned(), arrived()).when('withdrawDeclaration', reason, { as: VN.trader });
    done.then(['DeclarationWithdrawn', reason]);
    given(lodged(), planned(), withdrawn()).when('recordArrival', arrival, { as: VN.yard }).thenRefused('crossing_ended');
  });

  it('not after the lorry was seen on the other side, nor by another firm, nor twice', () => {
    given(lodged(), planned(), crossed({ expected: false })).when('withdrawDeclaration', reason, { as: VN.trader })
      .thenRefused('already_exited');
    given(lodged(), planned()).when('withdrawDeclaration', reason, { as: stranger(VN.trader) }).thenRefused('not_yours');
    given(lodged(), planned(), withdrawn()).when('withdrawDeclaration', reason, { as: VN.trader })
      .thenRefused('declaration_withdrawn');
  });
});

const arrival = { tractorID: '29H-412.07', sealID: ['VN-CD 084471'], weighedMassKg: '38200', yard: 'VN-YX' };

describe('a declaration expires', () => {
  it('when its time is over before the lorry arrived', () => {
    given(lodgedUntil(NOW), planned()).when('expireDeclaration', {}, { as: VN.system }).then(['DeclarationExpired']);
  });

  it('not before its time, not when the lorry is there, not by hand', () => {
    given(lodgedUntil(NOW + 1), planned()).when('expireDeclaration', {}, { as: VN.system }).thenRefused('not_expired');
    given(lodgedUntil(NOW), planned(), arrived()).when('expireDeclaration', {}, { as: VN.system })
      .thenRefused('already_arrived');
    given(lodgedUntil(NOW), planned(), withdrawn()).when('expireDeclaration', {}, { as: VN.system })
      .thenRefused('declaration_withdrawn');
    given(lodgedUntil(NOW), planned()).when('expireDeclaration', {}, { as: VN.manager }).thenRefused('not_allowed');
  });
});

describe('a declaration is completed', () => {
  it("by the importer on the destination's side", () => {
    given(lodged(), planned()).when('completeDeclaration', { completion }, { as: CN.trader })
      .then(['DeclarationCompleted', { completion: { importer: completion.importer } }]);
  });

  it('again, until the lorry is over', () => {
    given(lodged(), planned(), completed()).when('completeDeclaration', { completion }, { as: CN.trader })
      .then(['DeclarationCompleted']);
    given(lodged(), planned(), completed(), crossed()).when('completeDeclaration', { completion }, { as: CN.trader })
      .thenRefused('already_crossed');
  });

  it('after the lorry is over, when it came incomplete; even then only by the importer', () => {
    given(lodged(), planned(), crossed()).when('completeDeclaration', { completion }, { as: CN.trader })
      .then(['DeclarationCompleted']);
    given(lodged(), planned(), crossed()).when('completeDeclaration', { completion }, { as: stranger(CN.trader) })
      .thenRefused('not_yours');
  });

  it('not by another firm, not when it has ended, not with faults', () => {
    given(lodged(), planned()).when('completeDeclaration', { completion }, { as: stranger(CN.trader) })
      .thenRefused('not_yours');
    const unnamed = lodged({ importer: { name: 'a broker', countryCode: 'CN' } });
    given(unnamed, planned(), completed(CN.trader))
      .when('completeDeclaration', { completion }, { as: stranger(CN.trader) }).thenRefused('not_yours');
    given(lodged(), planned(), withdrawn()).when('completeDeclaration', { completion }, { as: CN.trader })
      .thenRefused('declaration_withdrawn');
    given(lodged(), planned(), expired()).when('completeDeclaration', { completion }, { as: CN.trader })
      .thenRefused('declaration_expired');
    const wrong = { ...completion, classification: [{ sequenceNumeric: 9, nationalID: '0810600000' }] };
    given(lodged(), planned()).when('completeDeclaration', { completion: wrong }, { as: CN.trader })
      .thenRefused('completion_item_unknown', '/completion/classification/0/sequenceNumeric');
  });
});

it('cannot be completed when the agreement let nothing of it cross', () => {
  const world = new World({ now: NOW, publish: (fact) => ({ ...fact, data: {} }) });
  for (const fact of [lodged(), planned()]) world.tell(fact.by, fact);
  world.deliverAll();
  const outcome = world.act(CN.trader, 'completeDeclaration', CONSIGNMENT, { completion });
  expect(outcome).toEqual({ ok: false, refusals: [{ code: 'declaration_not_received' }] });
});

describe('what is said about the origin only', () => {
  it('comes from the origin, so that a declaration from the wrong side is not taken', () => {
    const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
    given(second.lodged(), second.planned())
      .when('lodgeDeclaration', { declaration: declarationOf('CN-VN') }, { as: VN.trader })
      .thenRefused('not_allowed');
    given(lodgedUntil(NOW + 72 * HOUR)).when('withdrawDeclaration', { reason: 'x' }, { as: CN.trader })
      .thenRefused('not_allowed');
  });
});
