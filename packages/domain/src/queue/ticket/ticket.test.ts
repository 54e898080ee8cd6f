import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../kernel/instant.ts';
import { VN, CN } from '../../kernel/testing/cast.ts';
import {
  at, CROSSING, historyOf, NOW, SECOND_CONSIGNMENT, SECOND_CROSSING, SECOND_TICKET, TICKET,
} from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { CALL_TIMEOUT, ticketOf } from './decide.ts';
import type { VehicleArrived } from './schema.ts';

const {
  lodged, planned, completed, withdrawn, slotBooked, arrived, called, callPassed, exited, decided, refused, holdPlaced,
  inOrder,
} = historyOf();
const arrival = { tractorID: '29H41207', sealID: ['vn-cd 084471'], weighedMassKg: '38200.5', yard: 'VN-YX' };

describe('a lorry arrives', () => {
  it('and gets a ticket that commits to plate and container, and nobody can read them from it', () => {
    const done = given(lodged(), planned()).when('recordArrival', arrival, { as: VN.yard });
    done.then(['VehicleArrived', { plateClass: 'VN', weighedMassKg: '38200.5', plateMatch: true, sealMatch: true }]);
    if (!done.outcome.ok) throw new Error('refused');
    const { ticket, opening } = done.outcome.facts[0]!.data as VehicleArrived;
    const { digest } = done.world.context(VN.yard);
    expect(ticket).toBe(digest(ticketOf(opening, '29H-412.07', 'LSRU4129073')));
    expect(ticket).not.toBe(digest(ticketOf(opening, '29H-412.08', 'LSRU4129073')));
  });

  it('as another lorry, or with another seal, and is recorded all the same', () => {
    given(lodged(), planned()).when('recordArrival', { ...arrival, tractorID: '桂FB7702' }, { as: VN.gate })
      .then(['VehicleArrived', { plateClass: 'CN', plateMatch: false, sealMatch: true }]);
    given(lodged(), planned()).when('recordArrival', { ...arrival, tractorID: 'LAO 1', sealID: [] }, { as: VN.yard })
      .then(['VehicleArrived', { plateClass: 'other', plateMatch: false, sealMatch: false }]);
  });

  it('once, at the origin, while the crossing stands', () => {
    given(lodged(), planned(), arrived()).when('recordArrival', arrival, { as: VN.yard }).thenRefused('already_arrived');
    given(lodged(), planned(), withdrawn()).when('recordArrival', arrival, { as: VN.yard }).thenRefused('crossing_ended');
    given(lodged(), planned(), decided('origin', 'customs', 'refuse'), refused('origin'))
      .when('recordArrival', arrival, { as: VN.yard }).thenRefused('already_refused');
    given(lodged(), planned()).when('recordArrival', arrival, { as: CN.yard }).thenRefused('not_allowed');
  });
});

describe('a lorry is called', () => {
  const call = { lane: 'VN-X1' };
  const waiting = [...inOrder(), arrived()];
  const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
  const early = NOW - 3 * HOUR;
  const ahead = [
    second.lodged(), second.planned(), second.completed(), second.slotBooked(early),
    at(early, second.arrived(SECOND_TICKET)),
  ];

  it('when it is the first of the order; the call says its score', () => {
    given(...waiting).when('callVehicle', call, { as: VN.yard })
      .then(['VehicleCalled', { ticket: TICKET, lane: 'VN-X1', ahead: 0, waitingMinutes: 1, score: 30 }]);
  });

  it('out of turn by a manager only, who says why; the reason is published', () => {
    given(...waiting, ...ahead).when('callVehicle', call, { as: VN.yard }).thenRefused('not_first');
    given(...waiting, ...ahead).when('callVehicle', call, { as: VN.manager })
      .thenRefused('override_reason_missing', '/override');
    given(...waiting, ...ahead).when('callVehicle', { ...call, override: 'medicine' }, { as: VN.manager })
      .then(['VehicleCalled', { ahead: 1, override: 'medicine' }]);
    const done = given(...waiting).when('callVehicle', { ...call, override: 'no need' }, { as: VN.manager });
    done.then(['VehicleCalled', { ahead: 0 }]);
    expect(done.outcome).toMatchObject({ facts: [{ data: expect.not.objectContaining({ override: 'no need' }) }] });
  });

  it('whoever of another class is ahead', () => {
    given(...waiting, second.lodged(), second.planned({ trafficClass: 'general' }), second.completed(), second.slotBooked(early),
      at(early, second.arrived(SECOND_TICKET))).when('callVehicle', call, { as: VN.yard }).then(['VehicleCalled']);
  });

  it('not before papers, slot and holds allow it', () => {
    const notYet = (...history: Parameters<typeof given>) =>
      given(...history).when('callVehicle', call, { as: VN.yard }).thenRefused('not_eligible');
    notYet(lodged(), planned(), slotBooked(), arrived());
    notYet(lodged(), planned(), completed(), arrived());
    notYet(lodged(), planned(), completed(), slotBooked(NOW + HOUR), arrived());
    notYet(waiting, holdPlaced('destination', 'customs'));
  });

  it('not when it is not there, was called, or was refused', () => {
    given(...inOrder()).when('callVehicle', call, { as: VN.yard }).thenRefused('not_present');
    given(...waiting, called()).when('callVehicle', call, { as: VN.yard }).thenRefused('already_called');
    given(...waiting, decided('destination', 'customs', 'refuse'), refused('destination'))
      .when('callVehicle', call, { as: VN.yard }).thenRefused('already_refused');
    given(...waiting, called(), exited()).when('callVehicle', call, { as: VN.yard }).thenRefused('not_present');
  });

  it('not while the gate is closed', () => {
    given(...waiting).when('callVehicle', call, { as: VN.yard, at: NOW + 14 * HOUR }).thenRefused('gate_closed');
  });
});

describe('a call passes unheard', () => {
  const waiting = [...inOrder(), at(NOW - HOUR, arrived())];
  const silent = { reason: 'no answer' };

  it('when the driver’s time is over, and costs points', () => {
    given(...waiting, at(NOW - CALL_TIMEOUT, called())).when('passCall', silent, { as: VN.yard })
      .then(['CallPassed', { ticket: TICKET }]);
    given(...waiting, at(NOW - 20 * MINUTE, called()), at(NOW - MINUTE, callPassed()))
      .when('callVehicle', { lane: 'VN-X1' }, { as: VN.yard })
      .then(['VehicleCalled', { waitingMinutes: 60, score: 60 * 30 - 150 }]);
  });

  it('not before, and not without a call', () => {
    given(...waiting, at(NOW - CALL_TIMEOUT + 1, called())).when('passCall', silent, { as: VN.yard })
      .thenRefused('call_still_open');
    given(...waiting).when('passCall', silent, { as: VN.yard }).thenRefused('not_called');
    given(...inOrder()).when('passCall', silent, { as: VN.yard }).thenRefused('not_present');
  });

  it('leaves the lorry in the order', () => {
    const { world } = given(...waiting, at(NOW - CALL_TIMEOUT, called()));
    world.act(VN.yard, 'passCall', CROSSING, silent);
    expect(world.context(VN.yard).waiting('VN-CN')).toMatchObject([{ crossing: CROSSING, eligible: true, passed: 1 }]);
  });
});
