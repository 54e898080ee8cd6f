import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { id, sha256Hex, text } from '../../kernel/codes.ts';
import { authorityOf, fact, present } from '../crossing/guards.ts';
import { decisionOf } from '../crossing/joint.ts';
import type { CrossingView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

const startSchema = z.strictObject({ bay: text(40) });

export const startInspection: CrossingAct<z.infer<typeof startSchema>> = {
  name: 'startInspection',
  on: 'crossing',
  summary: 'Begin the examination of the goods in a bay.',
  schema: startSchema,
  who: may('either', 'customs', 'quarantine', 'border_guard'),
  when(view, context) {
    const party = partyIn(view, context);
    const absent = present(view, party);
    if (absent) return absent;
    if (decisionOf(view, party, authorityOf(context))) return { code: 'already_decided' };
    const busy = view[party].inspection.find((each) => each.finishedAt === null);
    return busy && { code: 'inspection_running', params: { bay: busy.bay ?? '' } };
  },
  decide: (command, view, context) =>
    accept(
      fact(view, 'InspectionStarted', {
        inspection: context.newId(),
        authority: authorityOf(context),
        bay: command.bay,
      }),
    ),
};

const finishSchema = z.strictObject({
  inspection: id,
  outcome: z.enum(['passed', 'failed']),
  picture: z.array(sha256Hex).max(50).default([]),
  note: text(1000).optional(),
});

export const finishInspection: CrossingAct<z.infer<typeof finishSchema>> = {
  name: 'finishInspection',
  on: 'crossing',
  summary: 'End an examination with its outcome and the hash of each picture.',
  schema: finishSchema as z.ZodType<z.infer<typeof finishSchema>>,
  who: may('either', 'customs', 'quarantine', 'border_guard'),
  when(view, context) {
    const party = partyIn(view, context);
    const running = view[party].inspection.some(
      (each) => each.authority === authorityOf(context) && each.finishedAt === null,
    );
    return running ? undefined : { code: 'no_inspection_running' };
  },
  decide(command, view, context) {
    const inspection = view[partyIn(view, context)].inspection.find((each) => each.inspection === command.inspection);
    if (!inspection) return refuse('inspection_unknown', { pointer: '/inspection' });
    if (inspection.finishedAt) return refuse('inspection_finished', { pointer: '/inspection' });
    if (inspection.authority !== authorityOf(context)) return refuse('other_authority', { pointer: '/inspection' });
    return accept(fact(view, 'InspectionFinished', { ...command, authority: inspection.authority }));
  },
};

export const inspectionActs = [startInspection, finishInspection] as const;
