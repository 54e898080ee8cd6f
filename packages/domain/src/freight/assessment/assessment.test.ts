import { describe, expect, it } from 'vitest';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { CONSIGNMENT, historyOf } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const { lodged, planned, amended, withdrawn, expired, completed, assessed, arrived, crossed, holdPlaced, inspectionStarted } =
  historyOf();
const green = { authority: 'customs', channel: 'green', requiredActs: [], reasonCodes: [], rule: 'row 1', version: 1 };

describe('an assessment', () => {
  it('says what the rules of one authority found for the version that stands', () => {
    given(lodged(), planned()).when('assessConsignment', green, { as: CN.system })
      .then(['ConsignmentAssessed', { authority: 'customs', channel: 'green', version: 1 }]);
  });

  it('is not made of another version than the one that stands', () => {
    given(lodged(), planned(), amended()).when('assessConsignment', green, { as: VN.system }).thenRefused('version_changed');
  });

  it('is made once for each version, and anew when the destination has completed', () => {
    const before = [lodged(), planned(), assessed('destination', 'customs', 'yellow')];
    given(...before).when('assessConsignment', green, { as: CN.system }).thenRefused('already_assessed');
    given(...before, completed()).when('assessConsignment', green, { as: CN.system }).then(['ConsignmentAssessed']);
    given(...before, amended()).when('assessConsignment', { ...green, version: 2 }, { as: CN.system })
      .then(['ConsignmentAssessed', { version: 2 }]);
  });

  it('of one side does not stand for the other', () => {
    given(lodged(), planned(), assessed('origin', 'customs', 'red')).when('assessConsignment', green, { as: CN.system })
      .then(['ConsignmentAssessed']);
  });

  it('is not made of what has ended', () => {
    given(lodged(), planned(), withdrawn()).when('assessConsignment', green, { as: VN.system })
      .thenRefused('declaration_withdrawn');
    given(lodged(), planned(), expired()).when('assessConsignment', green, { as: VN.system })
      .thenRefused('declaration_expired');
  });

  it('is never made by hand', () => {
    given(lodged(), planned()).when('assessConsignment', green, { as: VN.customs }).thenRefused('not_allowed');
  });
});

describe('a green channel', () => {
  const others = [assessed('origin', 'quarantine', 'green'), assessed('origin', 'border_guard', 'green')];

  it('releases of itself when the lorry stands there', () => {
    given(lodged(), planned(), arrived(), ...others).when('assessConsignment', green, { as: VN.system }).then(
      ['ConsignmentAssessed'],
      ['AuthorityDecided', { authority: 'customs', outcome: 'release', basis: 'rule' }],
      ['AuthorityDecided', { authority: 'quarantine', basis: 'rule' }],
      ['AuthorityDecided', { authority: 'border_guard', basis: 'rule' }],
      ['OriginReleased'],
    );
  });

  it('releases nothing before the lorry is there, nor when plate or seal are others', () => {
    given(lodged(), planned(), ...others).when('assessConsignment', green, { as: VN.system }).then(['ConsignmentAssessed']);
    for (const seen of [{ plateMatch: false }, { sealMatch: false }]) {
      given(lodged(), planned(), arrived(undefined, seen), ...others)
        .when('assessConsignment', green, { as: VN.system }).then(['ConsignmentAssessed']);
    }
  });

  it('releases nothing where an act is required, even on green', () => {
    given(lodged(), planned(), arrived())
      .when('assessConsignment', { ...green, requiredActs: ['papers'] }, { as: VN.system }).then(['ConsignmentAssessed']);
  });

  it('leaves the decision to an authority that holds the lorry or looks at it', () => {
    given(lodged(), planned(), arrived(), holdPlaced('origin', 'customs'))
      .when('assessConsignment', green, { as: VN.system }).then(['ConsignmentAssessed']);
    given(lodged(), planned(), arrived(), inspectionStarted('origin', 'customs'))
      .when('assessConsignment', green, { as: VN.system }).then(['ConsignmentAssessed']);
  });

  it('at the destination waits for the completion, and for plate and seal as declared', () => {
    given(lodged(), planned(), crossed()).when('assessConsignment', green, { as: CN.system }).then(['ConsignmentAssessed']);
    given(lodged(), planned(), completed(), crossed()).when('assessConsignment', green, { as: CN.system })
      .then(['ConsignmentAssessed'], ['AuthorityDecided', { authority: 'customs' }]);
    for (const seen of [{ expected: false }, { plateMatch: false }, { sealMatch: false }]) {
      given(lodged(), planned(), completed(), crossed(seen)).when('assessConsignment', green, { as: CN.system })
        .then(['ConsignmentAssessed']);
    }
  });
});

it('a view of a consignment shows what each side found', () => {
  const { world } = given(lodged(), planned(), assessed('origin', 'customs', 'red', ['inspection']));
  const seen = world.consignment('CN', CONSIGNMENT)!.origin.assessment.customs;
  expect(seen).toMatchObject({ channel: 'red', requiredActs: ['inspection'], version: 1 });
});
