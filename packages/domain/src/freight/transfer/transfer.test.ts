import { describe, it } from 'vitest';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { historyOf } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const {
  lodged, planned, withdrawn, arrived, cleared, holdPlaced, dispatched, transferred, exited, crossed, returned,
} = historyOf();
const vehicle = { vehicle: 'AGV-7' };
const smart = [lodged(), planned({ trafficClass: 'smart_lane' }), arrived(), ...cleared('origin')];

describe('a container is carried over by an unmanned vehicle', () => {
  it('when the origin has released it', () => {
    given(...smart).when('dispatchTransfer', vehicle, { as: VN.yard }).then(['TransferDispatched', vehicle]);
  });

  it('and not otherwise', () => {
    const dispatch = (...history: Parameters<typeof given>) =>
      given(...history).when('dispatchTransfer', vehicle, { as: VN.yard });
    dispatch(lodged(), planned({ trafficClass: 'smart_lane' })).thenRefused('not_present');
    dispatch(lodged(), planned(), arrived(), cleared('origin')).thenRefused('not_smart_lane');
    dispatch(smart, dispatched()).thenRefused('already_dispatched');
    dispatch(lodged(), planned({ trafficClass: 'smart_lane' }), arrived()).thenRefused('not_released');
    dispatch(smart, holdPlaced('destination', 'customs')).thenRefused('hold_open');
    dispatch(smart, withdrawn()).thenRefused('crossing_ended');
  });
});

describe('the vehicle sets it down in the yard of the destination', () => {
  const over = [...smart, dispatched(), exited(), crossed()];

  it('once it is over the line', () => {
    given(...over).when('completeTransfer', vehicle, { as: CN.yard }).then(['TransferCompleted', vehicle]);
  });

  it('and not otherwise', () => {
    const complete = (...history: Parameters<typeof given>) =>
      given(...history).when('completeTransfer', vehicle, { as: CN.yard });
    complete(smart).thenRefused('not_present');
    complete(over, transferred()).thenRefused('already_dispatched');
    complete(lodged(), planned(), arrived(), exited(), crossed()).thenRefused('not_smart_lane');
    complete(smart, exited(), returned()).thenRefused('crossing_ended');
  });
});
