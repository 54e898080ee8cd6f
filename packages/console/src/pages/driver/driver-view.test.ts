import { expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { minutesAhead, tokenOf } from './driver-view.ts';

it('takes the token from its own address', () => {
  expect(tokenOf('/d/PG-2222-2222.abc')).toBe('PG-2222-2222.abc');
  expect(tokenOf('/d/')).toBe('');
});

it('counts the lorry itself among those that have to go', () => {
  expect(minutesAhead(0, 60)).toBe(1);
  expect(minutesAhead(5, 24)).toBe(15);
});

it('has words for every next act that a node can name', () => {
  const keys = ['done', 'ended', 'return', 'leave', 'cross', 'book_slot', 'come', 'go_to_lane', 'wait_for_slot', 'wait', 'be_ready', 'stay_in_bay'];
  expect(Object.keys(en.driver.next).toSorted()).toEqual(keys.toSorted());
});
