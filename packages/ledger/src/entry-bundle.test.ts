import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBundle, MAX_ENTRY_SIZE, parseBundle } from './entry-bundle.ts';
import { toHex } from './hex.ts';

it('puts the length in two bytes before each entry', () => {
  expect(toHex(encodeBundle([Uint8Array.of(1, 2, 3), new Uint8Array(0)]))).toBe('00030102030000');
});

it('comes back as the same entries', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 256 }), (entries) => {
      expect(parseBundle(encodeBundle(entries))).toEqual({ ok: true, value: entries });
    }),
  );
});

it('cannot be cut or overfilled unnoticed', () => {
  const bundle = encodeBundle([Uint8Array.of(1, 2, 3)]);
  expect(parseBundle(bundle.slice(0, -1))).toEqual({ ok: false, fault: 'cut_short' });
  expect(parseBundle(bundle.slice(0, 1))).toEqual({ ok: false, fault: 'cut_short' });
  expect(parseBundle(new Uint8Array(2 * 257))).toEqual({ ok: false, fault: 'too_many' });
});

it('refuses to write what it could not read', () => {
  expect(encodeBundle([new Uint8Array(MAX_ENTRY_SIZE)]).length).toBe(MAX_ENTRY_SIZE + 2);
  expect(() => encodeBundle([new Uint8Array(MAX_ENTRY_SIZE + 1)])).toThrow('too long');
  expect(() => encodeBundle(Array.from({ length: 257 }, () => new Uint8Array(0)))).toThrow('256 entries');
});
