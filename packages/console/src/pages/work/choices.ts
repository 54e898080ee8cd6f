import type { Authority, SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis, HOUR, QUARTER, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { papersMatrix } from '../../crossing/matrix.ts';
import { assessmentBy, openHolds, partyOf } from '../../crossing/parties.ts';
import { findReason, holdCauseOf, reasonsFor } from '../../crossing/reasons.ts';
import type { CrossingDetail, PendingStep } from '../../crossing/types.ts';

/** What an officer can do with a case, and the act that each choice becomes. */
export const CHOICES = ['release', 'ask', 'sample', 'hold', 'refuse'] as const;
export type Choice = (typeof CHOICES)[number];

/** The act that must be open for a choice. */
const ACTS: Record<Choice, string> = { release: 'decide', ask: 'placeHold', sample: 'takeSample', hold: 'placeHold', refuse: 'decide' };

/** Why a choice cannot be made now. `step` is what the authority has to do first. */
export type Obstacle = { kind: 'step'; step: PendingStep } | { kind: 'hold' } | { kind: 'completion' };

export const isOpen = (detail: CrossingDetail, choice: Choice): boolean => detail.acts.includes(ACTS[choice]);

/** What stands between an authority and its release, in the order in which the node judges it. */
export function obstacleOf(detail: CrossingDetail, choice: Choice, side: SideId, authority: Authority): Obstacle | undefined {
  if (choice !== 'release') return undefined;
  const party = partyOf(side, detail.row.direction);
  const step = detail.pending[party][authority];
  if (step && step !== 'papers' && step !== 'decision') return { kind: 'step', step };
  if (openHolds(detail).some((hold) => hold.party === party && hold.authority === authority)) return { kind: 'hold' };
  const incomplete = detail.loads.some((load) => !load.origin.declaration.withdrawnAt && !load.destination.declaration.completedAt);
  return party === 'destination' && incomplete ? { kind: 'completion' } : undefined;
}

/** What a person has chosen and typed for a case; kept when the node answers that somebody acted first. */
export interface Draft {
  choice: Choice | null;
  reason: string | null;
  /** Hours from now; the reason's usual ones until the person chooses. */
  hours: number | null;
  objectTo: string;
  note: string;
  tests: string;
  laboratory: string;
}

export const DEADLINES = [1, 2, 4, 8, 24, 48, 72] as const;
const DEFAULT_HOURS = 4;

export const usualHours = (reason: string | null): number => (reason === null ? DEFAULT_HOURS : (findReason(reason)?.usualDeadlineHours ?? DEFAULT_HOURS));

/** The hours that are offered: the usual ones among round ones. */
export const hoursOffered = (reason: string | null): number[] => [...new Set([...DEADLINES, usualHours(reason)])].toSorted((a, b) => a - b);

/** The instant that many hours from now, at the next full quarter, so that it can be said over a radio. */
export const deadlineAfter = (now: Instant, hours: number): Instant => fromMillis(Math.ceil((toMillis(now) + hours * HOUR) / QUARTER) * QUARTER);

/** What a choice needs its reason for. */
export const USES: Partial<Record<Choice, 'paper' | 'hold' | 'refusal'>> = { ask: 'paper', hold: 'hold', refuse: 'refusal' };

/**
 * The reason that stands there when a choice is made: one that the rules gave, else that the papers disagree, else the
 * commonest of the authority. It is shown with its legal basis before anything is signed. A refusal has none: whoever
 * refuses says why.
 */
export function suggestedReason(detail: CrossingDetail, choice: Choice, side: SideId, authority: Authority): string | null {
  const use = USES[choice];
  if (!use || use === 'refusal') return null;
  const possible: readonly string[] = reasonsFor(authority, side, use);
  const given = assessmentBy(detail, partyOf(side, detail.row.direction), authority)?.reasonCodes ?? [];
  const differ = papersMatrix(detail).odd > 0 ? ['papers_inconsistent'] : [];
  return [...given, ...differ].find((key) => possible.includes(key)) ?? possible[0] ?? null;
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
const noted = (note: string): { note?: string } => (note.trim() === '' ? {} : { note: note.trim() });

/** The act and its body, or `undefined` while something that it needs is not there. */
export function submissionOf(draft: Draft, now: Instant): { act: string; body: Record<string, unknown> } | undefined {
  const { choice, reason } = draft;
  if (choice === null) return undefined;
  if (choice === 'release') return { act: 'decide', body: { outcome: 'release', ...noted(draft.note) } };
  const deadline = deadlineAfter(now, draft.hours ?? usualHours(reason));
  if (choice === 'sample') {
    const test = lines(draft.tests);
    const laboratory = draft.laboratory.trim();
    return test.length === 0 || laboratory === '' ? undefined : { act: 'takeSample', body: { test, laboratory, dueAt: deadline } };
  }
  if (reason === null) return undefined;
  if (choice === 'refuse') return { act: 'decide', body: { outcome: 'refuse', reasonCode: reason, ...noted(draft.note) } };
  const objectTo = draft.objectTo.trim();
  if (objectTo === '') return undefined;
  const cause = choice === 'ask' ? 'papers' : holdCauseOf(reason);
  return { act: 'placeHold', body: { reasonCode: reason, cause, deadline, objectTo, ...noted(draft.note) } };
}

/** The version of each consignment that the officer has before him; the node refuses a decision on another one. */
export const versionsIn = (detail: CrossingDetail): { consignment: string; version: number }[] =>
  detail.loads.map((load) => ({ consignment: load.reference, version: load.origin.declaration.version }));
