import type { Outcome } from './ports.ts';
import { fail } from './ports.ts';
import { TILE_WIDTH } from './tiles.ts';

/** Entry bundles of C2SP tlog-tiles: up to 256 entries in a row, each after its length in two bytes. */

/** The longest entry that a bundle can hold, in bytes. */
export const MAX_ENTRY_SIZE = 65_535;

/** Throws when there are more than 256 entries or one is too long: the log must not have taken them. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw new Error(`a bundle holds ${TILE_WIDTH} entries, not ${entries.length}`);
  const bundle = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_SIZE) throw new Error(`an entry of ${entry.length} bytes is too long`);
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

export function parseBundle(bundle: Uint8Array): Outcome<Uint8Array[], 'cut_short' | 'too_many'> {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const [high, low] = [bundle[at], bundle[at + 1]];
    if (high === undefined || low === undefined) return fail('cut_short');
    const end = at + 2 + high * 256 + low;
    if (end > bundle.length) return fail('cut_short');
    if (entries.length === TILE_WIDTH) return fail('too_many');
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  return { ok: true, value: entries };
}
