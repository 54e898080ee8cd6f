import { describe, expect, it } from 'vitest';
import { fromMillis, HOUR } from '../../kernel/instant.ts';
import { CN, stranger, VN } from '../../kernel/testing/cast.ts';
import { historyOf, idOf, NOW } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { REASON_KEYS } from '../../vocabulary/reason-codes.ts';

const {
  lodged, planned, completed, withdrawn, arrived, exited, crossed, decided, refused, holdPlaced, holdObjected, holdLifted,
} = historyOf();
const here = [lodged(), planned(), arrived()];
const place = {
  reasonCode: 'papers_missing', cause: 'papers', deadline: fromMillis(NOW + HOUR), objectTo: 'the head of the post',
};
const hold = idOf(4);

describe('a hold is placed', () => {
  it('with reason, deadline and where to object; the reason brings its legal basis', () => {
    given(...here).when('placeHold', place, { as: VN.customs }).then([
      'HoldPlaced',
      { authority: 'customs', ...place, legalBasis: 'Customs Law 54/2014/QH13 Art. 24, 32; PRC Customs Law Art. 24' },
    ]);
    given(...here).when('placeHold', { ...place, legalBasis: 'Art. 5' }, { as: VN.customs })
      .then(['HoldPlaced', { legalBasis: 'Art. 5' }]);
  });

  it('for any reason of the list: each has a legal basis that fits', () => {
    for (const reasonCode of REASON_KEYS) {
      given(...here).when('placeHold', { ...place, reasonCode }, { as: VN.customs })
        .then(['HoldPlaced', { legalBasis: expect.stringMatching(/\S/) }]);
    }
  });

  it('by the destination while the lorry is still at the origin, or on its way', () => {
    given(...here).when('placeHold', place, { as: CN.quarantine }).then(['HoldPlaced', { authority: 'quarantine' }]);
    given(...here, exited()).when('placeHold', place, { as: CN.quarantine }).then(['HoldPlaced']);
  });

  it('not without a reason of the list, nor with a deadline that is over', () => {
    given(...here).when('placeHold', { ...place, reasonCode: 'no_such' }, { as: VN.customs })
      .thenRefused('reason_unknown', '/reasonCode');
    given(...here).when('placeHold', { ...place, deadline: fromMillis(NOW) }, { as: VN.customs })
      .thenRefused('deadline_in_past', '/deadline');
  });

  it('not on a lorry that has left, was refused, or whose crossing has ended', () => {
    given(...here, exited()).when('placeHold', place, { as: VN.customs }).thenRefused('already_exited');
    given(...here, decided('origin', 'customs', 'refuse'), refused('origin')).when('placeHold', place, { as: VN.customs })
      .thenRefused('already_refused');
    given(...here, withdrawn()).when('placeHold', place, { as: VN.customs }).thenRefused('crossing_ended');
  });
});

describe('an objection', () => {
  const objection = { hold, text: 'the certificate was there' };
  const held = [...here, holdPlaced('destination', 'customs')];

  it('is lodged by the trader or the driver of either side', () => {
    given(...held).when('objectToHold', objection, { as: VN.trader }).then(['HoldObjected', objection]);
    given(...held).when('objectToHold', objection, { as: VN.driver }).then(['HoldObjected']);
    given(...held, completed()).when('objectToHold', objection, { as: CN.trader }).then(['HoldObjected']);
  });

  it('counts once, whichever side it came from', () => {
    given(...held, holdObjected('origin')).when('objectToHold', objection, { as: VN.trader }).thenRefused('no_hold_open');
    given(...held, holdObjected('origin'), holdPlaced('destination', 'quarantine', { hold: idOf(0) }))
      .when('objectToHold', objection, { as: VN.trader }).thenRefused('hold_objected', '/hold');
  });

  it('needs a hold that stands, and one’s own lorry', () => {
    given(...here).when('objectToHold', objection, { as: VN.trader }).thenRefused('no_hold_open');
    given(...held).when('objectToHold', { ...objection, hold: idOf(0) }, { as: VN.trader })
      .thenRefused('hold_unknown', '/hold');
    given(...held, holdLifted('destination', 'customs'), holdPlaced('destination', 'quarantine', { hold: idOf(0) }))
      .when('objectToHold', objection, { as: VN.trader }).thenRefused('hold_lifted', '/hold');
    given(...held).when('objectToHold', objection, { as: stranger(VN.trader) }).thenRefused('not_yours');
  });
});

describe('a hold is lifted', () => {
  const lift = { hold, reason: 'paper came' };
  const overdue = { deadline: fromMillis(NOW - HOUR) };

  it('by the authority that placed it; the side’s release follows when nothing else is open', () => {
    given(...here, holdPlaced('origin', 'customs')).when('liftHold', lift, { as: VN.customs }).then(['HoldLifted', lift]);
    const decisions = (['customs', 'quarantine', 'border_guard'] as const).map((each) => decided('origin', each));
    given(...here, ...decisions, holdPlaced('origin', 'customs')).when('liftHold', lift, { as: VN.customs })
      .then(['HoldLifted'], ['OriginReleased']);
  });

  it('by the manager after its deadline, and not before', () => {
    given(...here, holdPlaced('origin', 'customs', overdue)).when('liftHold', lift, { as: VN.manager }).then(['HoldLifted']);
    given(...here, holdPlaced('origin', 'customs')).when('liftHold', lift, { as: VN.manager }).thenRefused('no_hold_open');
    given(...here, holdPlaced('origin', 'customs'), holdPlaced('origin', 'quarantine', { ...overdue, hold: idOf(0) }))
      .when('liftHold', lift, { as: VN.manager }).thenRefused('hold_within_deadline', '/hold');
  });

  it('not by another authority, not by the other side, not twice', () => {
    const two = [holdPlaced('origin', 'customs'), holdPlaced('origin', 'quarantine', { hold: idOf(0) })];
    given(...here, two[0]!).when('liftHold', lift, { as: VN.quarantine }).thenRefused('no_hold_open');
    given(...here, ...two).when('liftHold', lift, { as: VN.quarantine }).thenRefused('other_authority', '/hold');
    given(...here, two[0]!).when('liftHold', lift, { as: CN.customs }).thenRefused('no_hold_open');
    given(...here, ...two, holdPlaced('origin', 'customs', { hold: idOf(2) }), holdLifted('origin', 'customs'))
      .when('liftHold', lift, { as: VN.customs }).thenRefused('hold_lifted', '/hold');
    given(...here, ...two).when('liftHold', { ...lift, hold: idOf(9) }, { as: VN.customs })
      .thenRefused('hold_unknown', '/hold');
  });

  it('even on a lorry that crossed under it', () => {
    given(...here, holdPlaced('destination', 'customs'), exited(), crossed()).when('liftHold', lift, { as: CN.customs })
      .then(['HoldLifted']);
  });
});
