import { describe, expect, it } from 'vitest';
import { CN, stranger, VN } from '../../kernel/testing/cast.ts';
import { CROSSING, historyOf, NOW, type Given } from '../../kernel/testing/history.ts';
import { MINUTE } from '../../kernel/instant.ts';
import { given } from '../../kernel/testing/specification.ts';
import { World } from '../../kernel/testing/world.ts';
import { attachmentsOf, replacementOf } from '../crossing/joint.ts';

const { lodged, planned, completed, withdrawn, arrived, exited, crossed } = historyOf();
const reason = 'shuttle';
const driver = { name: 'Trần Thị Bình', licenceID: '010098000001', phone: '+84 900 000 001', languageCode: 'vi' };

describe('an attachment is replaced', () => {
  it('in its written form', () => {
    const cases = [
      ['tractor', '29h41208', '29H-412.08'],
      ['trailer', '29R 04419', '29R-044.19'],
      ['container', 'lsru 412907-3', 'LSRU4129073'],
      ['seal', 'vn-cd 084472', 'VN-CD084472'],
    ] as const;
    for (const [kind, to, written] of cases) {
      given(lodged(), planned()).when('replaceAttachment', { kind, to, reason }, { as: VN.yard })
        .then(['AttachmentReplaced', { kind, to: written }]);
    }
  });

  it('by the fields of its kind alone: what is said about a driver cannot cross in a field that crosses', () => {
    const done = given(lodged(), planned())
      .when('replaceAttachment', { kind: 'driver', driver, to: driver.licenceID, reason }, { as: VN.yard });
    done.then(['AttachmentReplaced', { kind: 'driver', driver }]);
    expect(done.outcome).toMatchObject({ facts: [{ data: expect.not.objectContaining({ to: expect.anything() }) }] });
  });

  it('on either side, by the side that has the lorry', () => {
    given(lodged(), planned(), completed(), arrived(), exited(), crossed())
      .when('replaceAttachment', { kind: 'tractor', to: '桂F·B7702', reason }, { as: CN.yard }).then(['AttachmentReplaced']);
    given(lodged(), planned(), arrived(), exited())
      .when('replaceAttachment', { kind: 'tractor', to: '29H-412.08', reason }, { as: VN.yard })
      .thenRefused('already_exited');
  });

  it('and holds from then on', () => {
    const { world } = given(lodged(), planned(), arrived());
    world.act(VN.yard, 'replaceAttachment', CROSSING, { kind: 'seal', to: 'NEW-1', reason });
    world.deliverAll();
    for (const side of ['VN', 'CN'] as const) {
      expect(attachmentsOf(world.crossing(side, CROSSING)!)).toMatchObject({ tractorID: '29H-412.07', sealID: ['NEW-1'] });
    }
  });

  it('not by what is missing or wrong', () => {
    const replace = (command: object) =>
      given(lodged(), planned()).when('replaceAttachment', { reason, ...command }, { as: VN.yard });
    replace({ kind: 'driver' }).thenRefused('driver_missing', '/driver');
    replace({ kind: 'seal' }).thenRefused('attachment_missing', '/to');
    replace({ kind: 'container', to: 'LSRU4129074' }).thenRefused('container_check_digit', '/to');
    replace({ kind: 'container', to: 'LSRU' }).thenRefused('container_malformed', '/to');
    replace({ kind: 'seal', to: '?' }).thenRefused('seal_malformed', '/to');
    replace({ kind: 'tractor', to: 'XX' }).thenRefused('plate_malformed', '/to');
    replace({ kind: 'trailer', to: '29H-412.08' }).thenRefused('plate_not_trailer', '/to');
    replace({ kind: 'tractor', to: '29R-044.19' }).thenRefused('plate_of_trailer', '/to');
  });

  it('not when the crossing has ended, and by a trader only on his own lorry', () => {
    const seal = { kind: 'seal', to: 'NEW-1', reason };
    given(lodged(), planned(), withdrawn()).when('replaceAttachment', seal, { as: VN.yard }).thenRefused('crossing_ended');
    given(lodged(), planned()).when('replaceAttachment', seal, { as: stranger(VN.trader) }).thenRefused('not_yours');
    given(lodged(), planned()).when('replaceAttachment', seal, { as: VN.trader }).then(['AttachmentReplaced']);
  });
});

describe('of the replacements of both sides', () => {
  const replaced = (by: typeof VN.yard, kind: string, what: object): Given => ({
    by, stream: `crossing:${CROSSING}`, type: 'AttachmentReplaced', data: { kind, reason, ...what },
  });
  const mine = replaced(VN.yard, 'seal', { to: 'VN-1' });
  const theirs = replaced(CN.yard, 'seal', { to: 'CN-1' });

  /** What each side says is on the lorry, when each fact happened and was written down in those minutes before now. */
  function seen(...told: [fact: Given, happened: number, written: number][]) {
    const world = new World({ now: NOW });
    for (const fact of [lodged(), planned()]) world.tell(fact.by, fact);
    for (const [fact, happened, written] of told) {
      world.now = NOW - written * MINUTE;
      world.tell(fact.by, fact, NOW - happened * MINUTE);
    }
    world.now = NOW;
    world.deliverAll();
    return (['VN', 'CN'] as const).map((side) => world.crossing(side, CROSSING)!);
  }
  const seals = (...told: Parameters<typeof seen>) => seen(...told).map((view) => attachmentsOf(view).sealID);

  it('the later one holds, whoever wrote first and whoever made it', () => {
    expect(seals([theirs, 9, 9], [mine, 5, 5])).toEqual([['VN-1'], ['VN-1']]);
    expect(seals([mine, 9, 9], [theirs, 5, 5])).toEqual([['CN-1'], ['CN-1']]);
  });

  it('an event of paper counts from when it happened, also among those of one side', () => {
    expect(seals([theirs, 5, 5], [mine, 9, 1])).toEqual([['CN-1'], ['CN-1']]);
    expect(seals([mine, 5, 5], [replaced(VN.yard, 'seal', { to: 'VN-0' }), 9, 1])).toEqual([['VN-1'], ['VN-1']]);
  });

  it('of the same moment the one that was written down later holds, and then the destination’s', () => {
    expect(seals([theirs, 5, 5], [mine, 5, 4])).toEqual([['VN-1'], ['VN-1']]);
    expect(seals([theirs, 5, 5], [mine, 5, 5])).toEqual([['CN-1'], ['CN-1']]);
    expect(seals([mine, 5, 5], [replaced(VN.yard, 'seal', { to: 'VN-2' }), 5, 5])).toEqual([['VN-2'], ['VN-2']]);
  });

  it('each kind goes by itself, the driver too', () => {
    const views = seen(
      [replaced(CN.yard, 'driver', {}), 9, 9], [replaced(CN.yard, 'container', { to: 'CSQU3054383' }), 4, 4],
      [replaced(VN.yard, 'driver', { driver }), 5, 5], [replaced(VN.yard, 'tractor', { to: '29H-412.08' }), 6, 6],
      [mine, 8, 8],
    );
    for (const view of views) {
      expect(attachmentsOf(view)).toEqual({
        tractorID: '29H-412.08', trailerID: null, containerID: 'CSQU3054383', sealID: ['VN-1'],
      });
      expect(replacementOf(view, 'driver')).toMatchObject({ driver, to: null });
    }
  });
});
