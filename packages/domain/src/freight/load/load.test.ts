import { describe, it } from 'vitest';
import { stranger, VN, CN } from '../../kernel/testing/cast.ts';
import { CONSIGNMENT, historyOf, SECOND_CONSIGNMENT, SECOND_CROSSING } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const { lodged, planned, loadAdded, withdrawn, arrived, departed, crossed, decided } = historyOf();
const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
const both = [lodged(), planned(), second.lodged(), second.planned()];
const add = { consignment: SECOND_CONSIGNMENT };

describe('another consignment on the lorry', () => {
  it('travels with it', () => {
    given(...both).when('addLoad', add, { as: VN.trader }).then(['LoadAdded', add]);
  });

  it('must be known, go the same way, be the same firm’s, and stand', () => {
    given(lodged(), planned()).when('addLoad', add, { as: VN.trader }).thenRefused('consignment_unknown', '/consignment');
    const opposite = historyOf('CN-VN', SECOND_CONSIGNMENT, SECOND_CROSSING);
    given(lodged(), planned(), opposite.lodged(), opposite.planned()).when('addLoad', add, { as: VN.trader })
      .thenRefused('consignment_unknown', '/consignment');
    given(lodged(), planned(), second.lodged({}, stranger(VN.trader)), second.planned())
      .when('addLoad', add, { as: VN.trader }).thenRefused('not_yours', '/consignment');
    given(...both, second.withdrawn()).when('addLoad', add, { as: VN.trader })
      .thenRefused('declaration_withdrawn', '/consignment');
    given(...both, loadAdded()).when('addLoad', add, { as: VN.trader }).thenRefused('already_loaded', '/consignment');
  });

  it('comes too late when the lorry has arrived or ended, and nobody else may add it', () => {
    given(...both, arrived()).when('addLoad', add, { as: VN.trader }).thenRefused('already_arrived');
    given(...both, withdrawn()).when('addLoad', add, { as: VN.trader }).thenRefused('crossing_ended');
    given(...both, crossed(), departed()).when('addLoad', add, { as: VN.trader }).thenRefused('crossing_ended');
    given(...both, decided('origin', 'customs')).when('addLoad', add, { as: VN.trader }).thenRefused('already_decided');
    given(...both).when('addLoad', add, { as: stranger(VN.trader) }).thenRefused('not_yours');
    given(...both).when('addLoad', add, { as: CN.trader }).thenRefused('not_allowed');
  });
});

describe('a consignment taken off the lorry', () => {
  const remove = { consignment: SECOND_CONSIGNMENT, reason: 'did not fit' };

  it('travels no more', () => {
    given(...both, loadAdded()).when('removeLoad', remove, { as: VN.trader }).then(['LoadRemoved', remove]);
  });

  it('must be on it, and not be the last', () => {
    given(...both).when('removeLoad', remove, { as: VN.trader }).thenRefused('not_loaded', '/consignment');
    given(...both).when('removeLoad', { ...remove, consignment: CONSIGNMENT }, { as: VN.trader })
      .thenRefused('last_load', '/consignment');
    given(...both, loadAdded(), arrived()).when('removeLoad', remove, { as: VN.trader }).thenRefused('already_arrived');
  });
});
