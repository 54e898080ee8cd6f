import type { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept } from '../../kernel/decider.ts';
import { fact, notEnded, present } from '../crossing/guards.ts';
import { openHolds } from '../crossing/joint.ts';
import type { CrossingView } from '../crossing/view.ts';
import type { Context } from '../context.ts';
import { transferCompleted, transferDispatched } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

export const dispatchTransfer: CrossingAct<z.infer<typeof transferDispatched>> = {
  name: 'dispatchTransfer',
  on: 'crossing',
  summary: 'Put a released container on an unmanned vehicle of the smart lane.',
  schema: transferDispatched,
  who: may('origin', 'yard'),
  when(view) {
    const absent = present(view, 'origin');
    if (absent) return absent;
    if (view.origin.plan.trafficClass !== 'smart_lane') return { code: 'not_smart_lane' };
    if (view.origin.transfer.dispatchedAt) return { code: 'already_dispatched' };
    if (!view.origin.decision.releasedAt) return { code: 'not_released' };
    const hold = openHolds(view)[0];
    return hold && { code: 'hold_open', params: { side: hold.side } };
  },
  decide: (command, view) => accept(fact(view, 'TransferDispatched', command)),
};

export const completeTransfer: CrossingAct<z.infer<typeof transferCompleted>> = {
  name: 'completeTransfer',
  on: 'crossing',
  summary: 'The unmanned vehicle has set the container down in the yard of the destination.',
  schema: transferCompleted,
  who: may('destination', 'yard'),
  when(view) {
    const ended = notEnded(view);
    if (ended) return ended;
    if (view.destination.transfer.completedAt) return { code: 'already_dispatched' };
    if (!view.destination.passage.crossedAt) return { code: 'not_present' };
    return view.origin.plan.trafficClass === 'smart_lane' ? undefined : { code: 'not_smart_lane' };
  },
  decide: (command, view) => accept(fact(view, 'TransferCompleted', command)),
};

export const transferActs = [dispatchTransfer, completeTransfer] as const;
