import { AUTHORITIES, type Authority } from '../../kernel/codes.ts';
import { toMillis, type Instant } from '../../kernel/instant.ts';
import type { ConsignmentView, CrossingView } from './view.ts';

/**
 * The papers of a lorry and what was decided on them, as they stood at an instant. What is withdrawn, amended, assessed or
 * decided later does not take back what was waited for before it.
 */
export const by = (instant: Instant | null, millis: number): boolean => instant !== null && toMillis(instant) <= millis;

export const papersEnded = ({ origin }: ConsignmentView): Instant | null =>
  origin.declaration.withdrawnAt ?? origin.declaration.expiredAt;

interface Dated<Value> {
  readonly at: Instant;
  readonly earlier?: readonly Value[];
}
type PerAuthority<Value> = Readonly<Partial<Record<Authority, Value>>>;

/** A value with what it replaced, oldest first. */
export const withPast = <Value extends Dated<Value>>(value: Value): readonly Value[] => [...(value.earlier ?? []), value];

/** What each authority had said last by an instant. */
function saidBy<Value extends Dated<Value>>(said: PerAuthority<Value>, millis: number): PerAuthority<Value> {
  const then: Partial<Record<Authority, Value>> = {};
  for (const authority of AUTHORITIES) {
    const value = said[authority];
    const last = value && withPast(value).findLast((each) => by(each.at, millis));
    if (last) then[authority] = last;
  }
  return then;
}

const saidTwice = <Value extends Dated<Value>>(said: PerAuthority<Value>): boolean =>
  AUTHORITIES.some((authority) => said[authority]?.earlier !== undefined);

const moved = (load: ConsignmentView): boolean =>
  papersEnded(load) !== null ||
  load.origin.declaration.amendments.length > 0 ||
  saidTwice(load.origin.assessment) ||
  saidTwice(load.destination.assessment);

function loadAsOf(load: ConsignmentView, millis: number): ConsignmentView {
  const { origin, destination } = load;
  const amended = origin.declaration.amendments.findLast((each) => by(each.at, millis));
  const declaration = { ...origin.declaration, version: amended?.version ?? 1, withdrawnAt: null, expiredAt: null };
  return {
    ...load,
    origin: { ...origin, declaration, assessment: saidBy(origin.assessment, millis) },
    destination: { ...destination, assessment: saidBy(destination.assessment, millis) },
  };
}

function sideAsOf(side: CrossingView['origin'], millis: number): CrossingView['origin'] {
  const { decision } = side;
  const releasedAt = by(decision.releasedAt, millis) ? decision.releasedAt : null;
  return { ...side, decision: { ...decision, by: saidBy(decision.by, millis), releasedAt } };
}

export function asOf(view: CrossingView, millis: number): CrossingView {
  const { origin, destination, loads } = view;
  // Most lorries have no such past, and this is asked many times for each.
  if (!loads.some(moved) && !saidTwice(origin.decision.by) && !saidTwice(destination.decision.by)) return view;
  return {
    ...view,
    origin: sideAsOf(origin, millis),
    destination: sideAsOf(destination, millis),
    loads: loads.filter((load) => !by(papersEnded(load), millis)).map((load) => loadAsOf(load, millis)),
  };
}
