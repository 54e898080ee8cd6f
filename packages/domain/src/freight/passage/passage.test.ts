import { describe, expect, it } from 'vitest';
import { HOUR } from '../../kernel/instant.ts';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { CROSSING, historyOf, NOW } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { alarmsOf, phaseOf } from '../crossing/joint.ts';

const { lodged, planned, completed, withdrawn, arrived, called, exited, crossed, returned, departed, cleared, decided, refused, released, holdPlaced, dispatched } = historyOf();
const reading = { lane: 'X1', tractorID: '29H41207', sealID: ['VN-CD084471'] };
const seen = { lane: 'X1', plateMatch: true, sealMatch: true, expected: true };
const ready = [lodged(), planned(), completed(), arrived(), called(), ...cleared('origin')];
const over = [...ready, exited(), crossed()];

describe('the barrier of the origin opens', () => {
  it('for a lorry that was called and released; plates and seals are compared in one written form', () => {
    given(...ready).when('recordExit', reading, { as: VN.gate }).then(['OriginExited', seen]);
    given(...ready).when('recordExit', { ...reading, tractorID: '29H-412.08' }, { as: VN.gate })
      .then(['OriginExited', { plateMatch: false, sealMatch: true }]);
    given(...ready).when('recordExit', { lane: 'X1' }, { as: VN.gate })
      .then(['OriginExited', { plateMatch: false, sealMatch: false }]);
  });

  it('for nobody else', () => {
    const exit = (history: Parameters<typeof given>, at = NOW) =>
      given(...history).when('recordExit', reading, { as: VN.gate, at });
    exit([ready, exited()]).thenRefused('already_exited');
    exit([lodged(), planned()]).thenRefused('not_present');
    exit([ready, decided('destination', 'customs', 'refuse'), refused('destination')]).thenRefused('already_refused');
    exit([lodged(), planned(), arrived()]).thenRefused('not_called');
    exit([lodged(), planned(), arrived(), called()]).thenRefused('not_released');
    exit([ready, holdPlaced('origin', 'customs')]).thenRefused('hold_open');
    exit([ready, holdPlaced('destination', 'customs')]).thenRefused('hold_open');
    exit([ready], NOW + 14 * HOUR).thenRefused('gate_closed');
    exit([ready, withdrawn()]).thenRefused('crossing_ended');
    given(...ready).when('recordExit', reading, { as: VN.yard }).thenRefused('not_allowed');
  });

  it('on the smart lane for a container that was put on its vehicle', () => {
    const smart = [
      lodged(), planned({ trafficClass: 'smart_lane' }), completed(), arrived(), called(), ...cleared('origin'),
    ];
    given(...smart).when('recordExit', reading, { as: VN.gate }).thenRefused('not_dispatched');
    given(...smart, dispatched()).when('recordExit', reading, { as: VN.gate }).then(['OriginExited']);
  });
});

describe('the lorry comes over the line', () => {
  it('as announced', () => {
    given(...ready, exited()).when('recordCrossing', reading, { as: CN.gate }).then(['BorderCrossed', seen]);
  });

  it('and is recorded even when nobody announced it, or when it is another lorry', () => {
    given(lodged(), planned()).when('recordCrossing', reading, { as: CN.gate })
      .then(['BorderCrossed', { expected: false }]);
    given(...ready, exited()).when('recordCrossing', { ...reading, tractorID: '29H-412.08' }, { as: CN.gate })
      .then(['BorderCrossed', { plateMatch: false, expected: false }]);
  });

  it('once, on the side of the destination, while the crossing stands', () => {
    given(lodged(), planned(), withdrawn()).when('recordCrossing', reading, { as: CN.gate })
      .then(['BorderCrossed', { expected: false }]);
    given(...over).when('recordCrossing', reading, { as: CN.gate }).thenRefused('already_crossed');
    given(...ready, exited()).when('recordCrossing', reading, { as: VN.gate }).thenRefused('not_allowed');
    given(...ready, exited(), returned()).when('recordCrossing', reading, { as: CN.gate }).thenRefused('crossing_ended');
  });

  it('under a hold that was placed meanwhile: a state with an alarm, and no error', () => {
    const { world } = given(...ready, holdPlaced('destination', 'customs'), exited(), crossed());
    expect(alarmsOf(world.crossing('VN', CROSSING)!, NOW)).toEqual(['crossed_under_hold']);
    expect(phaseOf(world.crossing('CN', CROSSING)!)).toBe('crossed');
  });
});

describe('the lorry comes back', () => {
  it('when a side refused it, or when it left and never crossed', () => {
    const refusal = [decided('destination', 'customs', 'refuse'), refused('destination')];
    given(...over, ...refusal).when('recordReturn', reading, { as: VN.gate }).then(['VehicleReturned', seen]);
    given(...ready, exited()).when('recordReturn', reading, { as: VN.gate }).then(['VehicleReturned']);
  });

  it('and not otherwise', () => {
    given(...ready).when('recordReturn', reading, { as: VN.gate }).thenRefused('not_refused');
    given(...over).when('recordReturn', reading, { as: VN.gate }).thenRefused('not_refused');
    given(...over, ...cleared('destination'), departed()).when('recordReturn', reading, { as: VN.gate })
      .thenRefused('crossing_ended');
  });
});

describe('the lorry departs, and the crossing is closed', () => {
  it('when the destination has released it and holds it no more', () => {
    given(...over, ...cleared('destination')).when('recordDeparture', reading, { as: CN.gate })
      .then(['VehicleDeparted', seen]);
    given(...over, ...cleared('destination'), holdPlaced('origin', 'customs'))
      .when('recordDeparture', reading, { as: CN.gate }).then(['VehicleDeparted']);
  });

  it('and not otherwise', () => {
    const depart = (...history: Parameters<typeof given>) =>
      given(...history).when('recordDeparture', reading, { as: CN.gate });
    depart(ready).thenRefused('not_present');
    depart(over, decided('destination', 'customs', 'refuse'), refused('destination')).thenRefused('already_refused');
    depart(over).thenRefused('not_released');
    depart(over, cleared('destination'), holdPlaced('destination', 'customs')).thenRefused('hold_open');
    depart(over, cleared('destination'), departed()).thenRefused('crossing_ended');
    depart(over, released('origin')).thenRefused('not_released');
  });
});

describe('an alarm', () => {
  const alarms = (...history: Parameters<typeof given>) =>
    alarmsOf(given(...history).world.crossing('CN', CROSSING)!, NOW);

  it('tells a lorry that came after it was refused from one that is refused where it stands', () => {
    const refusal = [decided('destination', 'customs', 'refuse'), refused('destination')];
    expect(alarms(ready, exited(), refusal, crossed())).toEqual(['crossed_after_refusal']);
    expect(alarms(over, refusal)).toEqual([]);
  });

  it('tells other plates and seals, whichever reader saw them, and lorries that nobody announced', () => {
    expect(alarms(lodged(), planned(), arrived(undefined, { plateMatch: false }))).toEqual(['plate_mismatch']);
    expect(alarms(ready, exited(), crossed({ sealMatch: false }))).toEqual(['seal_mismatch']);
    expect(alarms(lodged(), planned(), crossed({ expected: false }))).toEqual(['crossed_unannounced']);
  });

  it('tells a hold whose deadline is over, and nothing about a crossing that has ended', () => {
    const hold = holdPlaced('origin', 'customs', { deadline: '2026-11-19T02:00:00.000Z' });
    expect(alarms(ready, hold)).toEqual(['hold_overdue']);
    expect(alarms(ready, hold, exited(), returned())).toEqual([]);
  });
});
