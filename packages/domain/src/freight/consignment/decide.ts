import { z } from 'zod';
import { may, streamOf, type Act } from '../../kernel/act.ts';
import { accept, refuse, type Decision, type Refusal } from '../../kernel/decider.ts';
import { originOf, text } from '../../kernel/codes.ts';
import { fromMillis, toMillis } from '../../kernel/instant.ts';
import { reference } from '../../kernel/reference.ts';
import { checkCompletion, checkDeclaration } from '../declaration/check.ts';
import { trafficClassOf } from '../declaration/goods.ts';
import { completion, declaration, type Declaration } from '../declaration/schema.ts';
import { notArrived, notEnded, ownLoad } from '../crossing/guards.ts';
import { consignmentEnded } from '../crossing/joint.ts';
import type { ConsignmentView } from '../crossing/view.ts';
import type { Planned } from '../crossing/schema.ts';
import { ownerOf, partyIn, type Context } from '../context.ts';
import { DECLARATION_VALIDITY } from './schema.ts';

type ConsignmentAct<C> = Act<C, ConsignmentView, Context>;

const refuseAll = (refusals: Refusal[]): Decision => ({ ok: false, refusals: refusals as [Refusal, ...Refusal[]] });

const under = (prefix: string, refusals: readonly Refusal[]): Refusal[] =>
  refusals.map((refusal) => ({ ...refusal, pointer: `${prefix}${refusal.pointer ?? ''}` }));

function planOf(consignment: string, of: Declaration): Planned {
  const { borderTransportMeans: lorry, transportEquipment: equipment } = of;
  return {
    direction: of.direction,
    consignments: [consignment],
    trafficClass: trafficClassOf(of),
    tractorID: lorry.tractorID,
    trailerID: lorry.trailerID ?? null,
    containerID: equipment?.containerID ?? null,
    sealID: equipment?.sealID ?? [],
    driver: lorry.driver ?? null,
    shelfLifeHours: of.shelfLifeHours ?? null,
  };
}

/** Lodges one declaration for both sides and plans the crossing that carries it. */
export const lodgeDeclaration: Act<{ declaration: Declaration; crossing?: string | undefined }, undefined, Context> = {
  name: 'lodgeDeclaration',
  on: 'consignment',
  creates: true,
  summary: 'Lodge one declaration for both sides. Without `crossing` a new crossing is planned for the lorry in it.',
  schema: z.strictObject({ declaration, crossing: reference.optional() }),
  who: may('origin', 'trader'),
  when: () => undefined,
  decide(command, _subject, context) {
    const of = command.declaration;
    if (originOf(of.direction) !== context.side) return refuse('direction_not_ours', { pointer: '/declaration/direction' });
    const { errors } = checkDeclaration(of, { now: context.now });
    if (errors.length > 0) return refuseAll(under('/declaration', errors));
    const twin = context.lodgedAs(ownerOf(context.actor), of.functionalReferenceID);
    if (twin) {
      return refuse('reference_used', {
        pointer: '/declaration/functionalReferenceID',
        params: { reference: of.functionalReferenceID, consignment: twin },
      });
    }
    const consignment = context.newReference();
    const joined = command.crossing === undefined ? undefined : context.crossing(command.crossing);
    if (command.crossing !== undefined) {
      if (!joined || joined.direction !== of.direction) {
        return refuse('crossing_unknown', { pointer: '/crossing', params: { reference: command.crossing } });
      }
      const unfit = notEnded(joined) ?? notArrived(joined) ?? ownLoad(joined, context);
      if (unfit) return refuse(unfit.code, { ...unfit, pointer: '/crossing' });
    }
    const crossing = command.crossing ?? context.newReference();
    const lodged = {
      stream: streamOf('consignment', consignment),
      type: 'DeclarationLodged',
      data: {
        declaration: of,
        trafficClass: trafficClassOf(of),
        crossing,
        expiresAt: fromMillis(context.now + DECLARATION_VALIDITY),
      },
    };
    const carried = joined
      ? { stream: streamOf('crossing', crossing), type: 'LoadAdded', data: { consignment } }
      : { stream: streamOf('crossing', crossing), type: 'CrossingPlanned', data: planOf(consignment, of) };
    return accept(lodged, carried);
  },
};

const mine = (view: ConsignmentView, context: Context): boolean =>
  view[partyIn(view, context)].declaration.by === ownerOf(context.actor);

const alive = (view: ConsignmentView): Refusal | undefined => {
  const ended = consignmentEnded(view);
  return ended && { code: ended === 'withdrawn' ? 'declaration_withdrawn' : 'declaration_expired' };
};

const left = (view: ConsignmentView, context: Context): Refusal | undefined =>
  context.carriers(view.reference).some((carrier) => carrier.origin.passage.exitedAt ?? carrier.destination.passage.crossedAt)
    ? { code: 'already_exited' }
    : undefined;

/** What a side has released is what was declared then: it cannot become another declaration afterwards. */
const released = (view: ConsignmentView, context: Context): Refusal | undefined =>
  context.carriers(view.reference).some((carrier) => carrier.origin.decision.releasedAt) ? { code: 'already_released' } : undefined;

export const amendDeclaration: ConsignmentAct<{ declaration: Declaration; reason: string }> = {
  name: 'amendDeclaration',
  on: 'consignment',
  summary: 'Amend a declaration. The former version is kept; the authorities assess the new one.',
  schema: z.strictObject({ declaration, reason: text(500) }),
  who: may('origin', 'trader'),
  when: (view, context) =>
    alive(view) ?? left(view, context) ?? released(view, context) ?? (mine(view, context) ? undefined : { code: 'not_yours' }),
  decide(command, view, context) {
    const { errors } = checkDeclaration(command.declaration, { now: context.now });
    if (errors.length > 0) return refuseAll(under('/declaration', errors));
    if (command.declaration.direction !== view.direction) {
      return refuse('direction_not_ours', { pointer: '/declaration/direction' });
    }
    return accept({
      stream: streamOf('consignment', view.reference),
      type: 'DeclarationAmended',
      data: {
        declaration: command.declaration,
        trafficClass: trafficClassOf(command.declaration),
        reason: command.reason,
        version: view.origin.declaration.version + 1,
      },
    });
  },
};

export const withdrawDeclaration: ConsignmentAct<{ reason: string }> = {
  name: 'withdrawDeclaration',
  on: 'consignment',
  summary: 'Withdraw a declaration, as long as the lorry has not left the origin.',
  schema: z.strictObject({ reason: text(500) }),
  who: may('origin', 'trader'),
  when: (view, context) => alive(view) ?? left(view, context) ?? (mine(view, context) ? undefined : { code: 'not_yours' }),
  decide: (command, view) =>
    accept({ stream: streamOf('consignment', view.reference), type: 'DeclarationWithdrawn', data: command }),
};

export const expireDeclaration: ConsignmentAct<Record<string, never>> = {
  name: 'expireDeclaration',
  on: 'consignment',
  summary: 'Expire a declaration whose 72 hours have passed before the lorry arrived.',
  schema: z.strictObject({}) as never,
  who: may('origin', 'system'),
  when(view, context) {
    const ended = alive(view);
    if (ended) return ended;
    const { expiresAt } = view.origin.declaration;
    if (!expiresAt || toMillis(expiresAt) > context.now) return { code: 'not_expired' };
    const arrived = context.carriers(view.reference).some((carrier) => carrier.origin.ticket.arrivedAt);
    return arrived ? { code: 'already_arrived' } : undefined;
  },
  decide: (_command, view) =>
    accept({ stream: streamOf('consignment', view.reference), type: 'DeclarationExpired', data: {} }),
};

const completeSchema = z.strictObject({ completion });

/** A trader of the other side completes what only that side needs. Completing again replaces, until the lorry is over. */
export const completeDeclaration: ConsignmentAct<z.infer<typeof completeSchema>> = {
  name: 'completeDeclaration',
  on: 'consignment',
  summary: 'Complete a declaration with the elements that only the destination needs.',
  schema: completeSchema,
  who: may('destination', 'trader'),
  when(view, context) {
    const ended = alive(view);
    if (ended) return ended;
    const crossed = context.carriers(view.reference).some((carrier) => carrier.destination.passage.crossedAt);
    if (crossed && view.destination.declaration.completedAt) return { code: 'already_crossed' };
    const importer = view.origin.declaration.declaration?.importer?.ID;
    const agent = view.origin.declaration.declaration?.agent?.ID;
    const named = [importer, agent].filter((each) => each !== undefined);
    if (named.length > 0 && !named.includes(ownerOf(context.actor))) return { code: 'not_yours' };
    const earlier = view.destination.declaration.by;
    return earlier && earlier !== ownerOf(context.actor) ? { code: 'not_yours' } : undefined;
  },
  decide(command, view, context) {
    const of = view.origin.declaration.declaration;
    if (!of?.governmentAgencyGoodsItem) return refuse('declaration_not_received');
    const { errors } = checkCompletion(of, command.completion, { now: context.now });
    if (errors.length > 0) return refuseAll(under('/completion', errors));
    return accept({
      stream: streamOf('consignment', view.reference),
      type: 'DeclarationCompleted',
      data: { completion: command.completion },
    });
  },
};
export const consignmentActs = [
  lodgeDeclaration, amendDeclaration, withdrawDeclaration, expireDeclaration, completeDeclaration,
] as const;
