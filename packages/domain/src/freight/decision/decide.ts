import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { text } from '../../kernel/codes.ts';
import { findReason } from '../../vocabulary/reason-codes.ts';
import { authorityOf, fact, notEnded } from '../crossing/guards.ts';
import { changedSince, decisionOf, isComplete, openHolds, pendingOf, versionsOf } from '../crossing/joint.ts';
import type { CrossingView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';
import { versions } from './schema.ts';

const schema = z.strictObject({
  outcome: z.enum(['release', 'refuse']),
  /** What the officer had before him; without it, what stands now. */
  versions: versions.optional(),
  reasonCode: text(60).optional(),
  note: text(1000).optional(),
  system: text(60).optional(),
  systemReference: text(60).optional(),
});

/** What stands between an authority and its release, as a code; nothing when it may release. */
function unfinished(view: CrossingView, context: Context): string | undefined {
  const party = partyIn(view, context);
  const authority = authorityOf(context);
  const pending = pendingOf(view, party, authority);
  if (pending === 'assessment') return 'not_assessed';
  if (pending === 'inspection') return 'inspection_needed';
  if (pending === 'sample') return 'sample_needed';
  if (pending === 'result') return 'result_waiting';
  if (openHolds(view, party).some((hold) => hold.authority === authority)) return 'hold_open';
  return party === 'destination' && !isComplete(view) ? 'declaration_incomplete' : undefined;
}

/**
 * One authority's decision on one crossing. Papers may be decided before the lorry is there; when the last authority of a
 * side has released and the lorry stands there, the side's release follows of itself. A release names the versions that it
 * was given for: until its side has released, an amendment makes it void, and the authority decides again.
 */
export const decideCrossing: Act<z.infer<typeof schema>, CrossingView, Context> = {
  name: 'decide',
  on: 'crossing',
  summary: "Decide one authority's part: release or refuse, with a reason when it is a refusal.",
  schema,
  who: may('either', 'customs', 'quarantine', 'border_guard'),
  when(view, context) {
    const ended = notEnded(view);
    if (ended) return ended;
    const party = partyIn(view, context);
    // Who has released may still refuse, as long as the lorry has not gone: decisions are not corrected but decided anew.
    if (view[party].decision.by[authorityOf(context)]?.outcome === 'refuse') return { code: 'already_decided' };
    if (view[party].decision.refusedAt) return { code: 'already_refused' };
    return party === 'origin' && view.origin.passage.exitedAt ? { code: 'already_exited' } : undefined;
  },
  decide(command, view, context) {
    const standing = decisionOf(view, partyIn(view, context), authorityOf(context));
    if (standing && command.outcome === 'release') return refuse('already_decided', { pointer: '/outcome' });
    const changed = command.versions && changedSince(command.versions, view);
    if (changed) {
      return refuse('version_changed', { pointer: '/versions', params: { version: changed.origin.declaration.version } });
    }
    if (command.outcome === 'refuse') {
      if (!command.reasonCode) return refuse('reason_missing', { pointer: '/reasonCode' });
      if (!findReason(command.reasonCode)) {
        return refuse('reason_unknown', { pointer: '/reasonCode', params: { code: command.reasonCode } });
      }
    } else {
      const code = unfinished(view, context);
      if (code) return refuse(code, { pointer: '/outcome' });
    }
    const said = { authority: authorityOf(context), basis: 'officer', ...command, versions: versionsOf(view) };
    return accept(fact(view, 'AuthorityDecided', said));
  },
};

export const decisionActs = [decideCrossing] as const;
