import type { z } from 'zod';
import { may, streamOf, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { consignmentEnded } from '../crossing/joint.ts';
import type { ConsignmentView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';
import { assessed } from './schema.ts';

/** The outcome of an authority's decision table, as the rule engine found it for one version of a declaration. */
export const assessConsignment: Act<z.infer<typeof assessed>, ConsignmentView, Context> = {
  name: 'assessConsignment',
  on: 'consignment',
  summary: 'Record what the rules of one authority found for the current version of a declaration.',
  schema: assessed,
  who: may('either', 'system'),
  when(view) {
    const ended = consignmentEnded(view);
    return ended && { code: ended === 'withdrawn' ? 'declaration_withdrawn' : 'declaration_expired' };
  },
  decide(command, view, context) {
    const party = partyIn(view, context);
    const version = view.origin.declaration.version;
    if (command.version !== version) return refuse('version_changed', { params: { version } });
    const earlier = view[party].assessment[command.authority];
    if (earlier && earlier.version === command.version && !isNewCompletion(view, earlier.at)) {
      return refuse('already_assessed', { params: { authority: command.authority } });
    }
    return accept({ stream: streamOf('consignment', view.reference), type: 'ConsignmentAssessed', data: command });
  },
};

/** The destination judges what its own trader added too, so a later completion is assessed anew. */
const isNewCompletion = (view: ConsignmentView, since: string): boolean =>
  (view.destination.declaration.completedAt ?? '') > since;

export const assessmentActs = [assessConsignment] as const;
