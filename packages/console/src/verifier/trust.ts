import type { SideId } from '@pairgate/domain/kernel/codes.ts';

/** The fingerprints that a person types or pastes, by side; nothing where the field is empty. */
export type Fingerprints = Readonly<Record<SideId, string>>;

const FINGERPRINT = /^(?:(VN|CN)=)?([0-9a-f]{64})$/i;

/**
 * A fingerprint as a verifier wants it, `VN=<hex>`, from what was pasted for a side: spaces, colons and dashes between the
 * digits do not count. `malformed` is also one that names the other side.
 */
export function fingerprintFor(side: SideId, typed: string): string | 'empty' | 'malformed' {
  const bare = typed.replaceAll(/[\s:-]/g, '');
  if (bare === '') return 'empty';
  const [, named, hex] = FINGERPRINT.exec(bare) ?? [];
  if (hex === undefined || (named !== undefined && named.toUpperCase() !== side)) return 'malformed';
  return `${side}=${hex.toLowerCase()}`;
}

/** What a verifier is to trust: the fingerprints that are whole. */
export const trustOf = (typed: Fingerprints): string[] =>
  (['VN', 'CN'] as const).map((side) => fingerprintFor(side, typed[side])).filter((each) => each.includes('='));
