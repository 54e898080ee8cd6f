import { describe, expect, it } from 'vitest';
import { KEYMAP, KEY_GROUPS, keyFaces, matchKey } from './keymap.ts';

const press = (key: string, more: Partial<{ ctrl: boolean; typing: boolean }> = {}) => ({
  key, ctrl: false, typing: false, ...more,
});

describe('the keymap', () => {
  it('gives every action its own keys', () => {
    const keys = Object.values(KEYMAP);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('shows every action but the overlay itself in exactly one group', () => {
    const grouped = Object.values(KEY_GROUPS).flat();
    expect([...grouped, 'help'].sort()).toEqual(Object.keys(KEYMAP).sort());
  });

  it('prints the keys of a sequence and of a chord', () => {
    expect(keyFaces('control')).toEqual(['G', 'C']);
    expect(keyFaces('decide')).toEqual(['Ctrl', '↵']);
    expect(keyFaces('play')).toEqual(['Space']);
  });
});

describe('matching a key press', () => {
  it('waits for the second key of a sequence', () => {
    const first = matchKey(press('g'), '');
    expect(first).toEqual({ pending: 'g' });
    expect(matchKey(press('c'), first.pending)).toEqual({ action: 'control', pending: '' });
  });

  it('forgets a sequence that nothing continues', () => {
    expect(matchKey(press('z'), 'g')).toEqual({ pending: '' });
  });

  it('does not take the second key of a sequence for a single one', () => {
    expect(matchKey(press('m'), 'g').action).toBe('lorries');
    expect(matchKey(press('m'), '').action).toBe('mirror');
  });

  it('ignores letters inside a field, but not the chord that decides', () => {
    expect(matchKey(press('r', { typing: true }), '').action).toBeUndefined();
    expect(matchKey(press('Enter', { ctrl: true, typing: true }), '').action).toBe('decide');
  });

  it('reads capitals as the same letter', () => {
    expect(matchKey(press('M'), '').action).toBe('mirror');
  });
});
