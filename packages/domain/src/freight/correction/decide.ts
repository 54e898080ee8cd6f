import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { id, text } from '../../kernel/codes.ts';
import { fact, notEnded } from '../crossing/guards.ts';
import type { CrossingView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';
import { correctionProposed } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

/** The facts that can be corrected: readings and measured values. Decisions are not corrected, they are decided anew. */
export const CORRECTABLE: Readonly<Record<string, z.ZodType>> = {
  VehicleArrived: z.strictObject({
    weighedMassKg: z.string().regex(/^\d{1,6}(\.\d{1,3})?$/).optional(),
    plateMatch: z.boolean().optional(),
    sealMatch: z.boolean().optional(),
  }),
  OriginExited: z.strictObject({ plateMatch: z.boolean().optional(), sealMatch: z.boolean().optional() }),
  BorderCrossed: z.strictObject({
    plateMatch: z.boolean().optional(),
    sealMatch: z.boolean().optional(),
    expected: z.boolean().optional(),
  }),
  ResultReported: z.strictObject({ outcome: z.enum(['passed', 'failed']).optional() }),
};

const proposeSchema = correctionProposed.omit({ correction: true });

export const proposeCorrection: CrossingAct<z.infer<typeof proposeSchema>> = {
  name: 'proposeCorrection',
  on: 'crossing',
  summary: "Propose to correct a fact of one's own side. It counts when a second person has confirmed it.",
  schema: proposeSchema,
  who: may('either', 'yard', 'gate', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager'),
  when: notEnded,
  decide(command, view, context) {
    const schema = Object.hasOwn(CORRECTABLE, command.factType) ? CORRECTABLE[command.factType] : undefined;
    if (!schema) return refuse('fact_not_correctable', { pointer: '/factType', params: { type: command.factType } });
    const patch = schema.safeParse(command.patch);
    if (!patch.success || Object.keys(command.patch).length === 0) return refuse('patch_invalid', { pointer: '/patch' });
    if (!context.ownFact(view.reference, command.corrects, command.factType)) {
      return refuse('fact_unknown', { pointer: '/corrects' });
    }
    return accept(fact(view, 'CorrectionProposed', { correction: context.newId(), ...command }));
  },
};

const confirmSchema = z.strictObject({ correction: id, note: text(500).optional() });

export const confirmCorrection: CrossingAct<z.infer<typeof confirmSchema>> = {
  name: 'confirmCorrection',
  on: 'crossing',
  summary: 'Confirm a correction that another person proposed.',
  schema: confirmSchema,
  who: may('either', 'yard', 'gate', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager'),
  when: (view, context) =>
    view[partyIn(view, context)].correction.pending.length > 0 ? undefined : { code: 'no_correction_pending' },
  decide(command, view, context) {
    const pending = view[partyIn(view, context)].correction.pending.find((each) => each.correction === command.correction);
    if (!pending) return refuse('correction_unknown', { pointer: '/correction' });
    if (pending.by === context.actor.account) return refuse('second_person_needed', { pointer: '/correction' });
    const { by: _by, proposedAt: _at, ...correction } = pending;
    return accept(fact(view, 'FactCorrected', correction));
  },
};

export const correctionActs = [proposeCorrection, confirmCorrection] as const;
