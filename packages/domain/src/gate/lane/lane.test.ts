import { describe, expect, it } from 'vitest';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { gateOf } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';

const { stationOpened, stationClosed } = gateOf('CN');
const bay = { station: 'CN-BN1', kind: 'bay', direction: 'VN-CN' };
const close = { station: 'CN-BN1', reason: 'shift over' };

describe('a station', () => {
  it('is opened, turned and closed by the manager of its gate', () => {
    given().when('openStation', bay, { as: CN.manager }).then(['StationOpened', bay]);
    given(stationOpened()).when('openStation', { ...bay, direction: 'CN-VN' }, { as: CN.manager })
      .then(['StationOpened', { direction: 'CN-VN' }]);
    given(stationOpened()).when('closeStation', close, { as: CN.manager }).then(['StationClosed', close]);
    given(stationOpened(), stationClosed()).when('openStation', bay, { as: CN.manager }).then(['StationOpened']);
    given().when('openStation', bay, { as: VN.yard }).thenRefused('not_allowed');
  });

  it('is not opened twice, nor closed when it is not open', () => {
    given(stationOpened()).when('openStation', bay, { as: CN.manager }).thenRefused('station_open', '/station');
    given().when('closeStation', close, { as: CN.manager }).thenRefused('station_closed', '/station');
    given(stationOpened(), stationClosed()).when('closeStation', close, { as: CN.manager })
      .thenRefused('station_closed', '/station');
    for (const station of ['constructor', '__proto__']) {
      given().when('closeStation', { ...close, station }, { as: CN.manager }).thenRefused('station_closed', '/station');
    }
  });

  it('is known to both sides', () => {
    const { world } = given(stationOpened(), stationClosed());
    for (const side of ['VN', 'CN'] as const) {
      expect(world.gate(side).CN.lane['CN-BN1']).toMatchObject({ kind: 'bay', direction: 'VN-CN', open: false });
      expect(world.gate(side).VN.lane).toEqual({});
    }
  });
});
