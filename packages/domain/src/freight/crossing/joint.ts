import type { Authority, Party, SideId } from '../../kernel/codes.ts';
import { AUTHORITIES } from '../../kernel/codes.ts';
import { toMillis, type Instant } from '../../kernel/instant.ts';
import type { Assessment } from '../assessment/evolve.ts';
import { laterOf, type Replacement } from '../attachment/evolve.ts';
import type { AttachmentKind } from '../attachment/schema.ts';
import type { AuthorityDecision } from '../decision/evolve.ts';
import type { Versions } from '../decision/schema.ts';
import type { Hold } from '../hold/evolve.ts';
import { sideOf, type ConsignmentView, type CrossingView } from './view.ts';

/** Joint values of a crossing: pure functions of what its two sides told. */

export const PHASES = [
  'planned', 'booked', 'arrived', 'called', 'released', 'exited', 'crossed', 'cleared', 'refused', 'departed', 'returned',
  'withdrawn', 'expired',
] as const;
export type Phase = (typeof PHASES)[number];

/** The phases that end a crossing. */
export const ENDS: readonly Phase[] = ['departed', 'returned', 'withdrawn', 'expired'];

export const consignmentEnded = (consignment: ConsignmentView): 'withdrawn' | 'expired' | undefined => {
  if (consignment.origin.declaration.withdrawnAt) return 'withdrawn';
  return consignment.origin.declaration.expiredAt ? 'expired' : undefined;
};

/** The consignments that still travel: one that was withdrawn or has expired counts no more. */
export const liveLoads = (view: CrossingView): ConsignmentView[] => view.loads.filter((load) => !consignmentEnded(load));

/**
 * Expired when it never came. When no consignment on it counts any more it is withdrawn if somebody took one of them back, and expired
 * if time took them all. A lorry that has left the origin goes on.
 */
function endedBefore(view: CrossingView): 'withdrawn' | 'expired' | undefined {
  if (view.origin.passage.exitedAt || view.destination.passage.crossedAt) return undefined;
  if (view.origin.plan.expiredAt) return 'expired';
  if (view.loads.length === 0) return undefined;
  const ends = view.loads.map(consignmentEnded);
  if (ends.includes(undefined)) return undefined;
  return ends.includes('withdrawn') ? 'withdrawn' : 'expired';
}

/** When the first of the two sides refused. */
export const refusedAt = (view: CrossingView): Instant | null =>
  earliest(view.origin.decision.refusedAt, view.destination.decision.refusedAt);

// Instants have one form, so that they compare as texts.
const earliest = (a: Instant | null, b: Instant | null): Instant | null =>
  a !== null && b !== null ? (a < b ? a : b) : (a ?? b);

/** Whether the destination's trader has completed every declaration on the lorry. */
export const isComplete = (view: CrossingView): boolean =>
  liveLoads(view).every((load) => load.destination.declaration.completedAt !== null);

export function phaseOf(view: CrossingView): Phase {
  const { origin, destination } = view;
  if (destination.passage.departedAt) return 'departed';
  if (origin.passage.returnedAt) return 'returned';
  const ended = endedBefore(view);
  if (ended) return ended;
  if (refusedAt(view)) return 'refused';
  if (destination.decision.releasedAt && destination.passage.crossedAt) return 'cleared';
  if (destination.passage.crossedAt) return 'crossed';
  if (origin.passage.exitedAt) return 'exited';
  if (origin.decision.releasedAt && origin.ticket.calledAt) return 'released';
  if (origin.ticket.calledAt) return 'called';
  if (origin.ticket.arrivedAt) return 'arrived';
  return origin.slot.start ? 'booked' : 'planned';
}

export const hasEnded = (view: CrossingView): boolean => ENDS.includes(phaseOf(view));

/** True while custody of the lorry lies with the party. */
export const isPresent = (view: CrossingView, party: Party): boolean =>
  party === 'origin'
    ? view.origin.ticket.arrivedAt !== null && view.origin.passage.exitedAt === null && !hasEnded(view)
    : view.destination.passage.crossedAt !== null && !hasEnded(view);

/** An objection counts whichever side the trader who lodged it is on. */
export function holdsOf(view: CrossingView): (Hold & { party: Party; side: SideId })[] {
  const objections = [...view.origin.hold.objections, ...view.destination.hold.objections];
  const of = (party: Party) =>
    view[party].hold.placed.map((hold) => ({
      ...hold,
      objectedAt: hold.objectedAt ?? objections.find((each) => each.hold === hold.hold)?.at ?? null,
      party,
      side: sideOf(view, party),
    }));
  return [...of('origin'), ...of('destination')];
}

export const openHolds = (view: CrossingView, party?: Party) =>
  holdsOf(view).filter((hold) => hold.liftedAt === null && (party === undefined || hold.party === party));

/** The version of a consignment's declaration that assessments and releases must have judged. */
const currentVersion = (consignment: ConsignmentView): number => consignment.origin.declaration.version;

/** What an authority of a party found, per consignment; `undefined` while it has not judged the current version. */
export function assessmentsBy(view: CrossingView, party: Party, authority: Authority): (Assessment | undefined)[] {
  return liveLoads(view).map((consignment) => {
    const assessment = consignment[party].assessment[authority];
    return assessment && assessment.version >= currentVersion(consignment) ? assessment : undefined;
  });
}

/** The version of each consignment that travels, as somebody who decides now looks at it. */
export const versionsOf = (view: CrossingView): Versions =>
  liveLoads(view).map((load) => ({ consignment: load.reference, version: currentVersion(load) }));

/** A consignment on the lorry that was amended or added after somebody had looked at these versions. */
export const changedSince = (versions: Versions, view: CrossingView): ConsignmentView | undefined =>
  liveLoads(view).find((load) => {
    const seen = versions.find((each) => each.consignment === load.reference);
    return !seen || seen.version < currentVersion(load);
  });

/**
 * The release of an authority that counts no more: what the lorry carries was amended or added to since, and the side had
 * not released yet. It follows from the facts of both sides and is a fact of neither, so that no order of arrival changes it.
 */
export function outdatedRelease(view: CrossingView, party: Party, authority: Authority): AuthorityDecision | undefined {
  const { by, releasedAt } = view[party].decision;
  const decision = by[authority];
  if (decision?.outcome !== 'release' || decision.versions === null || releasedAt !== null) return undefined;
  return changedSince(decision.versions, view) && decision;
}

/** The decision of an authority that counts. What a side has released as a whole stays released. */
export const decisionOf = (view: CrossingView, party: Party, authority: Authority): AuthorityDecision | undefined =>
  outdatedRelease(view, party, authority) ? undefined : view[party].decision.by[authority];

const STRICTNESS = { green: 0, yellow: 1, red: 2 } as const;

/** The strictest channel over all consignments, or `undefined` while one of them is not assessed. */
export function channelFor(view: CrossingView, party: Party, authority: Authority): Assessment | undefined {
  const assessments = assessmentsBy(view, party, authority);
  if (assessments.length === 0 || assessments.some((each) => each === undefined)) return undefined;
  return (assessments as Assessment[]).reduce((strictest, each) =>
    STRICTNESS[each.channel] > STRICTNESS[strictest.channel] ? each : strictest,
  );
}

/** What an authority still has to do before it can release, in the order in which it is done. */
export function pendingOf(
  view: CrossingView,
  party: Party,
  authority: Authority,
): 'assessment' | 'papers' | 'inspection' | 'sample' | 'result' | 'decision' | undefined {
  if (decisionOf(view, party, authority)) return undefined;
  const assessment = channelFor(view, party, authority);
  if (!assessment) return 'assessment';
  const inspections = view[party].inspection.filter((each) => each.authority === authority);
  const samples = view[party].laboratory.filter((each) => each.authority === authority);
  if (inspections.some((each) => each.finishedAt === null)) return 'inspection';
  if (assessment.requiredActs.includes('inspection') && inspections.length === 0) return 'inspection';
  if (assessment.requiredActs.includes('sample') && samples.length === 0) return 'sample';
  if (samples.some((each) => each.reportedAt === null)) return 'result';
  return assessment.channel === 'green' ? 'decision' : 'papers';
}

export const undecided = (view: CrossingView, party: Party): Authority[] =>
  AUTHORITIES.filter((authority) => decisionOf(view, party, authority) === undefined);

/** What somebody named must look at now; each is a race or a mismatch, not an error (design §5). */
export type Alarm =
  | 'crossed_under_hold' | 'crossed_unannounced' | 'exited_unreleased' | 'plate_mismatch' | 'seal_mismatch'
  | 'hold_overdue' | 'crossed_after_refusal';

export function alarmsOf(view: CrossingView, now: number): Alarm[] {
  const alarms: Alarm[] = [];
  const { origin, destination } = view;
  const crossedAt = destination.passage.crossedAt;
  const holds = holdsOf(view);
  const open = holds.filter((hold) => hold.liftedAt === null);
  if (!hasEnded(view)) {
    if (crossedAt && open.some((hold) => toMillis(hold.placedAt) <= toMillis(crossedAt))) alarms.push('crossed_under_hold');
    if (open.some((hold) => toMillis(hold.deadline) < now)) alarms.push('hold_overdue');
    if (destination.passage.unexpected) alarms.push('crossed_unannounced');
    if (origin.passage.unexpected) alarms.push('exited_unreleased');
    const refused = refusedAt(view);
    if (crossedAt && refused && refused <= crossedAt) alarms.push('crossed_after_refusal');
    const seen = [origin.ticket, origin.passage, destination.passage];
    if (seen.some((each) => !each.plateMatch)) alarms.push('plate_mismatch');
    if (seen.some((each) => !each.sealMatch)) alarms.push('seal_mismatch');
  }
  return alarms;
}

/**
 * The replacement that holds now, whichever side made it. Of two in the same moment the destination's holds: it is the one
 * that has the lorry last. Both sides have the instants and the author of both, and so find the same.
 */
export const replacementOf = (view: CrossingView, kind: AttachmentKind): Replacement | undefined =>
  laterOf(view.origin.attachment.replaced[kind], view.destination.attachment.replaced[kind]);

/** The plates, container and seals that hold now: as they were replaced last, else as planned. */
export function attachmentsOf(view: CrossingView) {
  const replaced = (kind: AttachmentKind) => replacementOf(view, kind)?.to;
  const plan = view.origin.plan;
  const seal = replaced('seal');
  return {
    tractorID: replaced('tractor') ?? plan.tractorID,
    trailerID: replaced('trailer') ?? plan.trailerID,
    containerID: replaced('container') ?? plan.containerID,
    sealID: seal ? [seal] : plan.sealID,
  };
}

/** Where the lorry is, for a picture of both yards. */
export const PLACES = [
  'away', 'origin_yard', 'origin_bay', 'origin_lab', 'line', 'destination_apron', 'destination_bay', 'destination_lab',
  'gone',
] as const;
export type Place = (typeof PLACES)[number];

export function placeOf(view: CrossingView): Place {
  if (hasEnded(view)) return 'gone';
  const party: Party | undefined = view.destination.passage.crossedAt
    ? 'destination'
    : view.origin.passage.exitedAt
      ? undefined
      : 'origin';
  if (!party) return 'line';
  if (party === 'origin' && !view.origin.ticket.arrivedAt) return 'away';
  const side = view[party];
  if (side.inspection.some((each) => each.finishedAt === null)) return `${party}_bay`;
  if (side.laboratory.some((each) => each.reportedAt === null)) return `${party}_lab`;
  return party === 'origin' ? 'origin_yard' : 'destination_apron';
}
