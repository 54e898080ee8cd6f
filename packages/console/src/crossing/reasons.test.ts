import { holdCause } from '@pairgate/domain/freight/hold/schema.ts';
import { AUTHORITIES, SIDES } from '@pairgate/domain/kernel/codes.ts';
import { REASON_KEYS } from '@pairgate/domain/vocabulary/reason-codes.ts';
import { expect, it } from 'vitest';
import { findReason, holdCauseOf, reasonsFor } from './reasons.ts';

it('gives every authority of every side a reason to hold and to refuse', () => {
  for (const authority of AUTHORITIES) {
    for (const side of SIDES) {
      expect(reasonsFor(authority, side, 'hold'), `${authority} ${side}`).not.toEqual([]);
      expect(reasonsFor(authority, side, 'refusal'), `${authority} ${side}`).not.toEqual([]);
    }
  }
});

it('offers no reason of the other side', () => {
  for (const key of reasonsFor('customs', 'VN', 'hold')) expect(findReason(key)!.side).not.toBe('CN');
});

it('asks for a paper only where the trader can bring one', () => {
  for (const key of reasonsFor('customs', 'CN', 'paper')) {
    expect(findReason(key)!.traderCanFix).not.toBe('no');
    expect(holdCauseOf(key)).toBe('papers');
  }
});

it('names a cause that a hold may have, for every reason', () => {
  for (const key of REASON_KEYS) expect(holdCause.options).toContain(holdCauseOf(key));
});
