import { describe, expect, it } from 'vitest';
import { DIRECTIONS, destinationOf, originOf, otherSide, ROLES, SIDES } from './codes.ts';
import { denied, grants, may, parseStream, partyOf, streamOf } from './act.ts';
import { CAST } from './testing/cast.ts';

describe('a stream', () => {
  it('is named by its kind and its reference', () => {
    expect(streamOf('crossing', 'PG-4K7N-8821')).toBe('crossing:PG-4K7N-8821');
    expect(parseStream('crossing:PG-4K7N-8821')).toEqual({ kind: 'crossing', reference: 'PG-4K7N-8821' });
    expect(parseStream(streamOf('gate', 'VN'))).toEqual({ kind: 'gate', reference: 'VN' });
  });
});

describe('a party', () => {
  it('is what a side plays in one direction: one origin, one destination', () => {
    for (const direction of DIRECTIONS) {
      expect(partyOf(originOf(direction), direction)).toBe('origin');
      expect(partyOf(destinationOf(direction), direction)).toBe('destination');
      expect(otherSide(originOf(direction))).toBe(destinationOf(direction));
    }
  });
});

describe('a grant', () => {
  const who = [...may('origin', 'yard'), ...may('either', 'manager')];

  it('covers a role on its party, or on both', () => {
    expect(grants(who, 'yard', 'origin')).toBe(true);
    expect(grants(who, 'yard', 'destination')).toBe(false);
    expect(grants(who, 'manager', 'origin') && grants(who, 'manager', 'destination')).toBe(true);
    expect(grants(who, 'customs', 'origin')).toBe(false);
    expect(grants([], 'manager', 'origin')).toBe(false);
  });

  it('is missing for everybody else, in every direction', () => {
    const act = { name: 'something', who };
    for (const direction of DIRECTIONS) {
      for (const side of SIDES) {
        for (const role of ROLES) {
          const allowed = role === 'manager' || (role === 'yard' && side === originOf(direction));
          const refusal = denied(act, CAST[side][role], direction);
          expect(refusal).toEqual(allowed ? undefined : { code: 'not_allowed', params: { act: 'something', role } });
        }
      }
    }
    expect(denied(act, CAST.VN.yard, undefined)).toBeUndefined();
    expect(denied(act, CAST.VN.customs, undefined)?.code).toBe('not_allowed');
  });
});
