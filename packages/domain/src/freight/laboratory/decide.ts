import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { instant, text } from '../../kernel/codes.ts';
import { toMillis } from '../../kernel/instant.ts';
import { authorityOf, fact, present } from '../crossing/guards.ts';
import { decisionOf } from '../crossing/joint.ts';
import type { CrossingView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';
import { resultReported, type ResultReported } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

const takeSchema = z.strictObject({
  test: z.array(text(80)).min(1).max(20),
  laboratory: text(120),
  dueAt: instant,
});

export const takeSample: CrossingAct<z.infer<typeof takeSchema>> = {
  name: 'takeSample',
  on: 'crossing',
  summary: 'Take a sample for a laboratory, with the time when its result is due.',
  schema: takeSchema,
  who: may('either', 'quarantine', 'customs'),
  when(view, context) {
    const party = partyIn(view, context);
    const absent = present(view, party);
    if (absent) return absent;
    return decisionOf(view, party, authorityOf(context)) ? { code: 'already_decided' } : undefined;
  },
  decide(command, view, context) {
    if (toMillis(command.dueAt) <= context.now) return refuse('due_in_past', { pointer: '/dueAt' });
    return accept(fact(view, 'SampleTaken', { sample: context.newId(), authority: authorityOf(context), ...command }));
  },
};

export const reportResult: CrossingAct<ResultReported> = {
  name: 'reportResult',
  on: 'crossing',
  summary: 'Report the result of a sample.',
  schema: resultReported,
  who: may('either', 'laboratory'),
  when: (view, context) =>
    view[partyIn(view, context)].laboratory.some((each) => each.reportedAt === null)
      ? undefined
      : { code: 'no_sample_waiting' },
  decide(command, view, context) {
    const sample = view[partyIn(view, context)].laboratory.find((each) => each.sample === command.sample);
    if (!sample) return refuse('sample_unknown', { pointer: '/sample' });
    if (sample.reportedAt) return refuse('result_reported', { pointer: '/sample' });
    const stranger = command.value.findIndex((each) => !sample.test.includes(each.test));
    if (stranger >= 0) return refuse('test_not_ordered', { pointer: `/value/${stranger}/test` });
    return accept(fact(view, 'ResultReported', command));
  },
};

export const laboratoryActs = [takeSample, reportResult] as const;
