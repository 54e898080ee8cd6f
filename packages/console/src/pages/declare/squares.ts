import type { RequiredElement } from '@pairgate/domain/freight/declaration/requirements.ts';
import type { Party, SideId } from '@pairgate/domain/kernel/codes.ts';

/** One element as a square: given, or whose turn it is to give it. */
export interface Square {
  readonly element: RequiredElement['element'];
  readonly given: boolean;
  readonly turn: Party;
  readonly needs: readonly RequiredElement[];
}

export interface Squares {
  readonly both: readonly Square[];
  readonly VN: readonly Square[];
  readonly CN: readonly Square[];
}

/**
 * Elements that both sides need from the same hand stand once, under both; everything else under the side that needs it.
 * A required element that several authorities ask for is one square.
 */
export function squaresOf(required: readonly RequiredElement[]): Squares {
  const byKey = new Map<string, RequiredElement[]>();
  for (const need of required) {
    const key = `${need.element} ${need.turn}`;
    byKey.set(key, [...(byKey.get(key) ?? []), need]);
  }
  const groups: Record<'both' | SideId, Square[]> = { both: [], VN: [], CN: [] };
  for (const needs of byKey.values()) {
    const [first] = needs;
    const sides = new Set(needs.map((need) => need.side));
    const square = { element: first!.element, given: needs.every((need) => need.given), turn: first!.turn, needs };
    groups[sides.size === 2 ? 'both' : first!.side].push(square);
  }
  return groups;
}

export const missingOf = (squares: Squares, turn: Party): Square[] =>
  [...squares.both, ...squares.VN, ...squares.CN].filter((square) => !square.given && square.turn === turn);
