import { AUTHORITIES as OF_DOMAIN } from '@pairgate/domain/kernel/codes.ts';
import { channelFor } from '@pairgate/domain/freight/crossing/joint.ts';
import { expect, it } from 'vitest';
import { assessmentBy, AUTHORITIES, partyOf } from './parties.ts';
import { assessed, detailOf, loadOf } from './testing/detail.ts';

it('names the authorities as the domain does', () => {
  expect(AUTHORITIES).toEqual(OF_DOMAIN);
});

it('plays the origin where the lorry leaves', () => {
  expect(partyOf('VN', 'VN-CN')).toBe('origin');
  expect(partyOf('VN', 'CN-VN')).toBe('destination');
});

it('finds the same channel as the domain, over several consignments and stale versions', () => {
  const load = loadOf({});
  for (const loads of [
    [assessed(load, 'origin', 'customs', 'green'), assessed(load, 'origin', 'customs', 'red')],
    [assessed(load, 'origin', 'customs', 'green'), load],
    [assessed(load, 'origin', 'customs', 'yellow', 0)],
    [],
  ]) {
    const detail = detailOf({ loads });
    const view = { ...detail, reference: detail.row.reference, direction: detail.row.direction };
    expect(assessmentBy(detail, 'origin', 'customs')?.channel).toBe(channelFor(view, 'origin', 'customs')?.channel);
  }
});
