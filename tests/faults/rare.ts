import { findAct } from '@pairgate/domain/concepts.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { originOf, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { CAST } from '@pairgate/domain/kernel/testing/cast.ts';
import { commandFor } from '@pairgate/domain/kernel/testing/chance-acts.ts';
import type { Crowd } from './people.ts';

/**
 * What people do seldom. Two hundred facts are few, and what is admitted at a lorry that has come is mostly to send it on:
 * chance alone would leave most runs without any of these.
 */
const WEIGHTS: Readonly<Record<string, number>> = {
  proposeCorrection: 5, confirmCorrection: 4, startInspection: 4, finishInspection: 1, takeSample: 1, reportResult: 1,
};
const TABLE = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array.from({ length: weight }, () => findAct(name)!));

/** Whether a lorry has been read at the gate of a side. */
const hasCome = (side: SideId) => ({ direction, origin, destination }: CrossingView) =>
  (originOf(direction) === side ? origin.ticket.arrivedAt : destination.passage.crossedAt) !== null;

/** Somebody does one of them on a lorry that has come, if he may. */
export function doSomethingRare(crowd: Crowd): void {
  const { chance } = crowd;
  const act = chance.pick(TABLE);
  const side = chance.pick(SIDES);
  const here = crowd.crossings(side).filter(hasCome(side));
  if (here.length === 0) return;
  const { reference } = chance.pick(here);
  const actor = CAST[side][chance.pick(act.who).role];
  if (!crowd.admits(actor, act, reference)) return;
  crowd.act(actor, act.name, reference, commandFor(crowd, act.name, actor, crowd.subject(act, side, reference)));
}
