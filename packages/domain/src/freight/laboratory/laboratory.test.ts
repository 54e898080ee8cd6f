import { describe, it } from 'vitest';
import { fromMillis, HOUR } from '../../kernel/instant.ts';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { historyOf, idOf, NOW } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const { lodged, planned, arrived, decided, sampleTaken, resultReported, withdrawn, exited, crossed } = historyOf();
const here = [lodged(), planned(), arrived()];
const take = { test: ['cadmium'], laboratory: 'Laboratory of Lạng Sơn', dueAt: fromMillis(NOW + HOUR) };
const result = {
  sample: idOf(3), outcome: 'failed', value: [{ test: 'cadmium', value: '0.07', unit: 'mg/kg' }], reportID: 'R-1',
};

describe('a sample', () => {
  it('is taken where the lorry stands', () => {
    given(...here).when('takeSample', take, { as: VN.quarantine }).then(['SampleTaken', { authority: 'quarantine', ...take }]);
    given(...here, exited(), crossed()).when('takeSample', take, { as: CN.customs }).then(['SampleTaken']);
    given(lodged(), planned()).when('takeSample', take, { as: VN.quarantine }).thenRefused('not_present');
    given(...here, withdrawn()).when('takeSample', take, { as: VN.quarantine }).thenRefused('crossing_ended');
  });

  it('is due later, and not taken when its authority has decided', () => {
    given(...here).when('takeSample', { ...take, dueAt: fromMillis(NOW) }, { as: VN.quarantine })
      .thenRefused('due_in_past', '/dueAt');
    given(...here, decided('origin', 'quarantine')).when('takeSample', take, { as: VN.quarantine })
      .thenRefused('already_decided');
    given(...here).when('takeSample', take, { as: VN.border_guard }).thenRefused('not_allowed');
  });
});

describe('a result', () => {
  const waiting = [...here, sampleTaken('origin', 'quarantine')];

  it('is reported by the laboratory, even when the crossing has ended', () => {
    given(...waiting).when('reportResult', result, { as: VN.laboratory }).then(['ResultReported', result]);
    given(...waiting, withdrawn()).when('reportResult', result, { as: VN.laboratory }).then(['ResultReported']);
  });

  it('belongs to a sample that waits, and has the tests that were ordered', () => {
    given(...here).when('reportResult', result, { as: VN.laboratory }).thenRefused('no_sample_waiting');
    given(...waiting).when('reportResult', result, { as: CN.laboratory }).thenRefused('no_sample_waiting');
    given(...waiting).when('reportResult', { ...result, sample: idOf(0) }, { as: VN.laboratory })
      .thenRefused('sample_unknown', '/sample');
    given(...waiting, resultReported('origin'), sampleTaken('origin', 'customs', idOf(0)))
      .when('reportResult', result, { as: VN.laboratory }).thenRefused('result_reported', '/sample');
    const value = [...result.value, { test: 'lead', value: '1', unit: 'mg/kg' }];
    given(...waiting).when('reportResult', { ...result, value }, { as: VN.laboratory })
      .thenRefused('test_not_ordered', '/value/1/test');
  });
});
