import { describe, expect, it } from 'vitest';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { declarationOf } from '../../kernel/testing/goods.ts';
import { CONSIGNMENT, CROSSING, historyOf, SECOND_CONSIGNMENT, SECOND_CROSSING } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { decisionOf, outdatedRelease, pendingOf, undecided } from '../crossing/joint.ts';

const {
  lodged, planned, completed, withdrawn, assessed, arrived, exited, crossed, decided, cleared, refused, holdPlaced,
  holdLifted, inspectionStarted, inspectionFinished, sampleTaken, resultReported, amended, loadAdded, released,
} = historyOf();
const release = { outcome: 'release' };
const refuse = { outcome: 'refuse', reasonCode: 'papers_missing' };
const yellow = [lodged(), planned(), assessed('origin', 'customs', 'yellow', ['papers'])];

describe('an authority releases', () => {
  it('its own part, before the lorry is there', () => {
    given(...yellow).when('decide', release, { as: VN.customs })
      .then(['AuthorityDecided', { authority: 'customs', outcome: 'release', basis: 'officer' }]);
  });

  it('and the side with it, when it is the last and the lorry stands there', () => {
    const rest = [decided('origin', 'quarantine'), decided('origin', 'border_guard')];
    given(...yellow, arrived(), ...rest).when('decide', release, { as: VN.customs })
      .then(['AuthorityDecided'], ['OriginReleased']);
    given(...yellow, ...rest).when('decide', release, { as: VN.customs }).then(['AuthorityDecided']);
  });

  it('what the national system decided, naming it', () => {
    given(...yellow).when('decide', { ...release, system: 'VNACCS', systemReference: '1234' }, { as: VN.customs })
      .then(['AuthorityDecided', { system: 'VNACCS', systemReference: '1234' }]);
  });

  it('not before its rules have judged the version that stands', () => {
    given(lodged(), planned()).when('decide', release, { as: VN.customs }).thenRefused('not_assessed', '/outcome');
    given(...yellow, amended()).when('decide', release, { as: VN.customs }).thenRefused('not_assessed', '/outcome');
  });

  it('not before what they ask for is done', () => {
    const red = [lodged(), planned(), arrived(), assessed('origin', 'customs', 'red', ['inspection', 'sample'])];
    const looked = [inspectionStarted('origin', 'customs'), inspectionFinished('origin', 'customs')];
    given(...red).when('decide', release, { as: VN.customs }).thenRefused('inspection_needed', '/outcome');
    given(...red, looked[0]!).when('decide', release, { as: VN.customs }).thenRefused('inspection_needed', '/outcome');
    given(...red, ...looked).when('decide', release, { as: VN.customs }).thenRefused('sample_needed', '/outcome');
    const sampled = [...looked, sampleTaken('origin', 'customs')];
    given(...red, ...sampled).when('decide', release, { as: VN.customs }).thenRefused('result_waiting', '/outcome');
    given(...red, ...sampled, resultReported('origin')).when('decide', release, { as: VN.customs })
      .then(['AuthorityDecided']);
  });

  it('not while it holds the lorry itself; the side waits for the holds of all', () => {
    given(...yellow, holdPlaced('origin', 'customs')).when('decide', release, { as: VN.customs })
      .thenRefused('hold_open', '/outcome');
    const rest = [arrived(), decided('origin', 'quarantine'), decided('origin', 'border_guard')];
    given(...yellow, ...rest, holdPlaced('origin', 'quarantine')).when('decide', release, { as: VN.customs })
      .then(['AuthorityDecided']);
    given(...yellow, ...rest, holdPlaced('origin', 'quarantine'), holdLifted('origin', 'quarantine'))
      .when('decide', release, { as: VN.customs }).then(['AuthorityDecided'], ['OriginReleased']);
  });

  it('at the destination not before the declaration is complete', () => {
    const judged = [lodged(), planned(), assessed('destination', 'customs', 'yellow')];
    given(...judged).when('decide', release, { as: CN.customs }).thenRefused('declaration_incomplete', '/outcome');
    given(...judged, completed()).when('decide', release, { as: CN.customs }).then(['AuthorityDecided']);
  });
});

describe('a release', () => {
  const again = [assessed('origin', 'customs', 'yellow', ['papers'], 2)];
  const rest = [decided('origin', 'quarantine'), decided('origin', 'border_guard')];

  it('names the version of each consignment that was looked at, also when a rule gave it', () => {
    const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
    const both = [lodged(), planned(), second.lodged(), loadAdded(), amended()];
    const judged = (channel: 'green' | 'yellow') => [
      assessed('origin', 'customs', channel, [], 2), second.assessed('origin', 'customs', channel),
    ];
    const versions = [{ consignment: CONSIGNMENT, version: 2 }, { consignment: SECOND_CONSIGNMENT, version: 1 }];
    given(...both, ...judged('yellow')).when('decide', release, { as: VN.customs }).then(['AuthorityDecided', { versions }]);
    given(...both, judged('green')[0]!, arrived())
      .when('assessConsignment', judged('green')[1]!.data, { as: VN.system, on: SECOND_CONSIGNMENT })
      .then(['ConsignmentAssessed'], ['AuthorityDecided', { basis: 'rule', versions }]);
  });

  it('is refused when the officer had another version before him', () => {
    const judged = [...yellow, amended(), ...again];
    const seen = (version: number, consignment = CONSIGNMENT) => ({ ...release, versions: [{ consignment, version }] });
    given(...judged).when('decide', seen(2), { as: VN.customs })
      .then(['AuthorityDecided', { versions: [{ consignment: CONSIGNMENT, version: 2 }] }]);
    for (const command of [seen(1), seen(2, SECOND_CONSIGNMENT), { ...refuse, ...seen(1), outcome: 'refuse' }]) {
      given(...judged).when('decide', command, { as: VN.customs }).thenRefused('version_changed', '/versions');
    }
  });

  it('is void once the declaration was amended: the authority decides again, on what its rules found anew', () => {
    const voided = [...yellow, ...rest, arrived(), decided('origin', 'customs'), amended()];
    given(...voided).when('decide', release, { as: VN.customs }).thenRefused('not_assessed', '/outcome');
    given(...voided, ...again).when('decide', release, { as: VN.customs })
      .then(['AuthorityDecided', { versions: [{ consignment: CONSIGNMENT, version: 2 }] }]);
    given(...voided, ...again, decided('origin', 'customs', 'release', 2)).when('decide', release, { as: VN.customs })
      .thenRefused('already_decided', '/outcome');
  });

  it('that is void does not make the side release, until the last authority has decided again', () => {
    const one = [...yellow, ...rest, arrived(), amended(), ...again];
    given(...one).when('decide', release, { as: VN.customs }).then(['AuthorityDecided']);
    const renewed = ['quarantine', 'border_guard'].map((each) => decided('origin', each as 'quarantine', 'release', 2));
    given(...one, ...renewed).when('decide', release, { as: VN.customs }).then(['AuthorityDecided'], ['OriginReleased']);
  });

  it('that is void stands in the way of nothing: the same authority can look at the goods again', () => {
    const voided = [...yellow, arrived(), decided('origin', 'customs'), amended()];
    given(...voided).when('startInspection', { bay: 'B1' }, { as: VN.customs }).then(['InspectionStarted']);
    const { world } = given(...voided);
    const view = world.crossing('CN', CROSSING)!;
    expect(outdatedRelease(view, 'origin', 'customs')).toMatchObject({ versions: [{ version: 1 }] });
    expect(decisionOf(view, 'origin', 'customs')).toBeUndefined();
    expect(pendingOf(view, 'origin', 'customs')).toBe('assessment');
  });

  it('is void when a consignment was added that it did not look at', () => {
    const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
    const early = decided('destination', 'customs');
    const { world } = given(lodged(), planned(), early, second.lodged(), loadAdded());
    expect(outdatedRelease(world.crossing('CN', CROSSING)!, 'destination', 'customs')).toBeDefined();
  });

  it('stands when the whole side has released: then nothing is amended any more', () => {
    const through = [...yellow, arrived(), decided('origin', 'customs'), ...rest, released('origin')];
    given(...through).when('amendDeclaration', { declaration: declarationOf('VN-CN'), reason: 'late' }, { as: VN.trader })
      .thenRefused('already_released');
    const { world } = given(...through, amended());
    expect(undecided(world.crossing('CN', CROSSING)!, 'origin')).toEqual([]);
  });

  it('stands when the agreement lets no version cross', () => {
    const { versions: _versions, ...data } = decided('origin', 'customs').data as { versions: object };
    const { world } = given(...yellow, { ...decided('origin', 'customs'), data }, amended());
    expect(decisionOf(world.crossing('CN', CROSSING)!, 'origin', 'customs')).toMatchObject({ versions: null });
  });
});

describe('an authority refuses', () => {
  it('with a reason, and so does its side at once', () => {
    given(lodged(), planned()).when('decide', refuse, { as: VN.border_guard }).then(
      ['AuthorityDecided', { authority: 'border_guard', outcome: 'refuse', reasonCode: 'papers_missing' }],
      ['OriginRefused', { reasonCode: 'papers_missing' }],
    );
    given(lodged(), planned()).when('decide', refuse, { as: CN.customs })
      .then(['AuthorityDecided'], ['DestinationRefused']);
  });

  it('not without a reason that is in the list', () => {
    given(...yellow).when('decide', { outcome: 'refuse' }, { as: VN.customs }).thenRefused('reason_missing', '/reasonCode');
    given(...yellow).when('decide', { outcome: 'refuse', reasonCode: 'toString' }, { as: VN.customs })
      .thenRefused('reason_unknown', '/reasonCode');
  });
});

it('who has released may still refuse, as long as the lorry has not gone', () => {
    const refusal = { outcome: 'refuse', reasonCode: 'papers_missing' };
    given(...yellow, decided('origin', 'customs')).when('decide', refusal, { as: VN.customs })
      .then(['AuthorityDecided', { authority: 'customs', ...refusal }], ['OriginRefused']);
});

describe('nothing is decided', () => {
  it('twice by one authority, nor when the side has refused', () => {
    given(...yellow, decided('origin', 'customs')).when('decide', release, { as: VN.customs })
      .thenRefused('already_decided', '/outcome');
    given(...yellow, decided('origin', 'customs', 'refuse')).when('decide', release, { as: VN.customs })
      .thenRefused('already_decided');
    given(...yellow, decided('origin', 'quarantine', 'refuse'), refused('origin'))
      .when('decide', release, { as: VN.customs }).thenRefused('already_refused');
  });

  it('by the origin when the lorry has left it, nor when the crossing has ended', () => {
    given(...yellow, arrived(), exited()).when('decide', release, { as: VN.customs }).thenRefused('already_exited');
    given(...yellow, withdrawn()).when('decide', release, { as: VN.customs }).thenRefused('crossing_ended');
  });

  it('by those who are no authority', () => {
    given(...yellow).when('decide', release, { as: VN.yard }).thenRefused('not_allowed');
  });
});

it('the destination releases when its last authority has, and the lorry is there', () => {
  const rest = [decided('destination', 'quarantine'), decided('destination', 'border_guard')];
  given(
    lodged(), planned(), completed(), arrived(), ...cleared('origin'), exited(), crossed(),
    assessed('destination', 'customs', 'yellow'), ...rest,
  ).when('decide', release, { as: CN.customs }).then(['AuthorityDecided'], ['DestinationReleased']);
});
