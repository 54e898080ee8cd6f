import { describe, it } from 'vitest';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { historyOf, idOf } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const {
  lodged, planned, arrived, exited, crossed, withdrawn, decided, inspectionStarted, inspectionFinished,
} = historyOf();
const here = [lodged(), planned(), arrived()];
const finish = { inspection: idOf(2), outcome: 'passed', picture: ['d'.repeat(64)] };

describe('an inspection begins', () => {
  it('in a bay, on the side where the lorry stands', () => {
    given(...here).when('startInspection', { bay: 'B1' }, { as: VN.customs })
      .then(['InspectionStarted', { authority: 'customs', bay: 'B1' }]);
    given(...here, exited(), crossed()).when('startInspection', { bay: 'B2' }, { as: CN.quarantine })
      .then(['InspectionStarted', { authority: 'quarantine' }]);
  });

  it('only where the lorry is', () => {
    given(lodged(), planned()).when('startInspection', { bay: 'B1' }, { as: VN.customs }).thenRefused('not_present');
    given(...here).when('startInspection', { bay: 'B1' }, { as: CN.customs }).thenRefused('not_present');
    given(...here, exited()).when('startInspection', { bay: 'B1' }, { as: VN.customs }).thenRefused('not_present');
    given(...here, withdrawn()).when('startInspection', { bay: 'B1' }, { as: VN.customs }).thenRefused('crossing_ended');
  });

  it('not twice at once, whoever has begun, nor after the authority has decided', () => {
    given(...here, inspectionStarted('origin', 'quarantine')).when('startInspection', { bay: 'B1' }, { as: VN.customs })
      .thenRefused('inspection_running');
    given(...here, decided('origin', 'customs')).when('startInspection', { bay: 'B1' }, { as: VN.customs })
      .thenRefused('already_decided');
  });
});

describe('an inspection ends', () => {
  it('with its outcome and the hash of each picture', () => {
    given(...here, inspectionStarted('origin', 'customs')).when('finishInspection', finish, { as: VN.customs })
      .then(['InspectionFinished', finish]);
  });

  it('by the authority that began it, once', () => {
    given(...here).when('finishInspection', finish, { as: VN.customs }).thenRefused('no_inspection_running');
    const running = [...here, inspectionStarted('origin', 'customs')];
    given(...running).when('finishInspection', finish, { as: VN.quarantine }).thenRefused('no_inspection_running');
    given(...running).when('finishInspection', { ...finish, inspection: idOf(0) }, { as: VN.customs })
      .thenRefused('inspection_unknown', '/inspection');
    given(...running, inspectionFinished('origin', 'customs'), inspectionStarted('origin', 'customs', idOf(0)))
      .when('finishInspection', finish, { as: VN.customs }).thenRefused('inspection_finished', '/inspection');
    given(...running, inspectionStarted('origin', 'quarantine', idOf(0)))
      .when('finishInspection', finish, { as: VN.quarantine }).thenRefused('other_authority', '/inspection');
  });
});
