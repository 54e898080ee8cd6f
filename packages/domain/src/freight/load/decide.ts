import type { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { AUTHORITIES } from '../../kernel/codes.ts';
import { consignmentEnded, undecided } from '../crossing/joint.ts';
import { fact, notArrived, notEnded, ownLoad } from '../crossing/guards.ts';
import type { CrossingView } from '../crossing/view.ts';
import { ownerOf, type Context } from '../context.ts';
import { loadAdded, loadRemoved } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

const changeable = (view: CrossingView, context: Context) => notEnded(view) ?? notArrived(view) ?? ownLoad(view, context);

/** What an authority has decided on is the lorry with the consignments that it carried then. */
const decided = (view: CrossingView) =>
  undecided(view, 'origin').length < AUTHORITIES.length ? { code: 'already_decided' } : undefined;

/** One lorry may carry several consignments, and one consignment may travel on several lorries. */
export const addLoad: CrossingAct<z.infer<typeof loadAdded>> = {
  name: 'addLoad',
  on: 'crossing',
  summary: 'Put another consignment on the lorry, before it arrives.',
  schema: loadAdded,
  who: may('origin', 'trader'),
  when: (view, context) => changeable(view, context) ?? decided(view),
  decide(command, view, context) {
    const consignment = context.consignment(command.consignment);
    if (!consignment || consignment.direction !== view.direction) {
      return refuse('consignment_unknown', { pointer: '/consignment', params: { reference: command.consignment } });
    }
    if (consignment.origin.declaration.by !== ownerOf(context.actor)) return refuse('not_yours', { pointer: '/consignment' });
    if (consignmentEnded(consignment)) return refuse('declaration_withdrawn', { pointer: '/consignment' });
    if (view.origin.loads.includes(command.consignment)) return refuse('already_loaded', { pointer: '/consignment' });
    return accept(fact(view, 'LoadAdded', command));
  },
};

export const removeLoad: CrossingAct<z.infer<typeof loadRemoved>> = {
  name: 'removeLoad',
  on: 'crossing',
  summary: 'Take a consignment off the lorry, before it arrives. The last one cannot be taken off: withdraw it.',
  schema: loadRemoved,
  who: may('origin', 'trader'),
  when: changeable,
  decide(command, view) {
    if (!view.origin.loads.includes(command.consignment)) return refuse('not_loaded', { pointer: '/consignment' });
    if (view.origin.loads.length === 1) return refuse('last_load', { pointer: '/consignment' });
    return accept(fact(view, 'LoadRemoved', command));
  },
};

export const loadActs = [addLoad, removeLoad] as const;
