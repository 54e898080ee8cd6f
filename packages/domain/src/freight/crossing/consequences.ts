import type { Draft } from '../../kernel/decider.ts';
import type { Party } from '../../kernel/codes.ts';
import { streamOf } from '../../kernel/act.ts';
import {
  channelFor, hasEnded, isComplete, isPresent, openHolds, pendingOf, undecided, versionsOf,
} from './joint.ts';
import type { CrossingView } from './view.ts';

/**
 * What follows of itself on one's own side once certain facts are there. Rules are applied until none adds anything;
 * each looks only at facts of its own side and at the declaration, so that no side ever speaks for the other.
 */
type Rule = (view: CrossingView, party: Party) => Draft | undefined;

/**
 * A green channel needs no officer once the lorry stands there and is the one that was declared. An authority that holds
 * the lorry or has begun to look at it decides itself; and the rule releases nothing that an officer could not.
 */
const greenIsReleased: Rule = (view, party) => {
  if (!isPresent(view, party)) return undefined;
  const seen = party === 'origin' ? view.origin.ticket : view.destination.passage;
  if (!seen.plateMatch || !seen.sealMatch || view[party].passage.unexpected) return undefined;
  if (party === 'destination' && !isComplete(view)) return undefined;
  const authority = undecided(view, party).find((each) => {
    const assessment = channelFor(view, party, each);
    if (assessment?.channel !== 'green' || assessment.requiredActs.length > 0) return false;
    return pendingOf(view, party, each) === 'decision' && !openHolds(view, party).some((hold) => hold.authority === each);
  });
  if (!authority) return undefined;
  return draft(view, 'AuthorityDecided', { authority, outcome: 'release', basis: 'rule', versions: versionsOf(view) });
};

const lastAuthorityReleases: Rule = (view, party) => {
  const { decision } = view[party];
  if (decision.releasedAt || decision.refusedAt || !isPresent(view, party)) return undefined;
  if (undecided(view, party).length > 0 || openHolds(view, party).length > 0) return undefined;
  return draft(view, party === 'origin' ? 'OriginReleased' : 'DestinationReleased', {});
};

const anyAuthorityRefuses: Rule = (view, party) => {
  const { decision } = view[party];
  if (decision.refusedAt || hasEnded(view)) return undefined;
  const refusal = Object.values(decision.by).find((each) => each?.outcome === 'refuse');
  if (!refusal) return undefined;
  const because = refusal.reasonCode ? { reasonCode: refusal.reasonCode } : {};
  return draft(view, party === 'origin' ? 'OriginRefused' : 'DestinationRefused', because);
};

const draft = (view: CrossingView, type: string, data: object): Draft => ({
  stream: streamOf('crossing', view.reference),
  type,
  data,
});

const RULES: readonly Rule[] = [greenIsReleased, anyAuthorityRefuses, lastAuthorityReleases];

/** The next fact that follows of itself for a party, or `undefined` when nothing does. */
export const consequence = (view: CrossingView, party: Party): Draft | undefined => {
  for (const rule of RULES) {
    const fact = rule(view, party);
    if (fact) return fact;
  }
  return undefined;
};
