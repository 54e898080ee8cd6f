import { DIRECTIONS, destinationOf, originOf } from '../../directions.ts';
import type { Cause, Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import { toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { ControlRoom } from '../../schemas.ts';
import { CAUSES } from '../../causes.ts';
import { countByCause, longestFirst, type WaitingRow } from './tally.ts';

/** The answer to "what is happening on both sides now", before it is put into words. */
export type Sentence =
  | { kind: 'beforeOpening'; count: number; opening: Instant }
  | { kind: 'afterClosing'; count: number }
  | { kind: 'nobody' }
  /** Bays at the destination, and the lorries that the origin keeps back because of them: two ends of one cause. */
  | { kind: 'bays'; direction: Direction; there: number; here: number; longest: WaitingRow }
  | { kind: 'cause'; cause: Cause; side: SideId; count: number; longest: WaitingRow };

/** Causes that nobody can shorten now: they are named only when nothing else holds a lorry. */
const PATIENT: readonly Cause[] = ['slot', 'closed'];

/** The gates' hours decide first; then what holds the most lorries. `waiting` has the longest first. */
export function sentenceOf(waiting: readonly WaitingRow[], hours: ControlRoom['hours'], now: Instant): Sentence {
  const at = toMillis(now);
  const gates = [hours.VN, hours.CN];
  if (gates.every((gate) => at < toMillis(gate.open))) {
    const opening = gates.map((gate) => gate.open).toSorted()[0]!;
    return { kind: 'beforeOpening', count: waiting.length, opening };
  }
  if (gates.every((gate) => at >= toMillis(gate.close))) return { kind: 'afterClosing', count: waiting.length };

  const candidates = [...bayCandidates(waiting), ...causeCandidates(waiting)];
  const held = candidates.reduce<Candidate | undefined>((most, one) => (!most || one.weight > most.weight ? one : most), undefined);
  return held?.sentence ?? { kind: 'nobody' };
}

interface Candidate {
  weight: number;
  sentence: Sentence;
}

function bayCandidates(waiting: readonly WaitingRow[]): Candidate[] {
  return DIRECTIONS.flatMap((direction) => {
    const mine = waiting.filter((row) => row.direction === direction);
    const there = mine.filter((row) => row.cause === 'bay' && row.causeSide === destinationOf(direction));
    const here = mine.filter((row) => row.cause === 'other' && row.causeSide === originOf(direction));
    const longest = longestFirst([...there, ...here])[0];
    if (there.length === 0 || !longest) return [];
    return [{ weight: there.length + here.length, sentence: { kind: 'bays', direction, there: there.length, here: here.length, longest } }];
  });
}

function causeCandidates(waiting: readonly WaitingRow[]): Candidate[] {
  const counts = countByCause(waiting);
  return CAUSES.flatMap((cause) =>
    (['VN', 'CN'] as const).flatMap((side) => {
      const count = counts[cause][side];
      const longest = waiting.find((row) => row.cause === cause && row.causeSide === side);
      if (!longest) return [];
      const weight = PATIENT.includes(cause) ? count / 1_000_000 : count;
      return [{ weight, sentence: { kind: 'cause' as const, cause, side, count, longest } }];
    }),
  );
}
