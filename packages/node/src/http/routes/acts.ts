import { z } from 'zod';
import { acts, type AnyAct } from '@pairgate/domain/concepts.ts';
import { completion, declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import { instant, type Role } from '@pairgate/domain/kernel/codes.ts';
import { actorOf } from '../access.ts';
import { EXAMPLES } from '../examples.ts';
import { Refused, refused } from '../problem.ts';
import { route, type AnyRoute, type Call, type Reply } from '../route.ts';
import { byReference } from '../schemas.ts';

/** Every act of the domain is one POST. A new act gets its route, its check and its document from its own constant. */

// The two large shapes stand in the API document under a name, once.
z.globalRegistry.add(declaration, { ...declaration.meta(), id: 'Declaration' });
z.globalRegistry.add(completion, { ...completion.meta(), id: 'Completion' });

/** Who may enter an event of paper late, with the time when it truly happened. */
const LATE_ROLES: readonly Role[] = ['yard', 'gate', 'customs', 'quarantine', 'border_guard', 'laboratory'];

/** Acts that decide: whoever does one must say which version it has seen. */
const DECISIONS: readonly string[] = ['decide', 'placeHold', 'liftHold', 'confirmCorrection'];

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const COLLECTION = { consignment: 'consignments', crossing: 'crossings', gate: 'gate' } as const;

/** The path of an act, as in OpenAPI. */
export function pathOfAct(act: AnyAct): string {
  if (act.name === 'lodgeDeclaration') return '/api/declarations';
  const collection = COLLECTION[act.on];
  return act.on === 'gate' || act.creates ? `/api/${collection}/${kebab(act.name)}` : `/api/${collection}/{reference}/${kebab(act.name)}`;
}

const lateBy = z.object({
  occurredAt: instant.optional().meta({ title: 'True time of a paper event that is entered late' }),
}).shape;

/** The act's own schema, and beside it the true time of a late entry where somebody may make one. */
function bodyOf(act: AnyAct): z.ZodType<Record<string, unknown>> {
  const schema = act.schema as unknown as z.ZodObject;
  const late = act.who.some((grant) => LATE_ROLES.includes(grant.role));
  return (late ? schema.extend(lateBy) : schema) as unknown as z.ZodType<Record<string, unknown>>;
}

export const done = z
  .object({
    reference: z.string(),
    crossing: z.string().optional().meta({ description: 'The crossing, where the act begins or carries one' }),
    version: z.int(),
    facts: z.array(z.object({ id: z.string(), type: z.string(), stream: z.string() })),
  })
  .meta({ id: 'Done' });

export const etagOf = (version: number): string => `"v${version}"`;

type ActCall = Call<{ reference?: string }, unknown, Record<string, unknown>>;

/** Hands one act to the node; a refusal comes out as a problem document. */
export async function submitAct(act: AnyAct, call: ActCall): Promise<Reply> {
  const { occurredAt, ...command } = call.body;
  const actor = actorOf(call.caller);
  if (occurredAt !== undefined && !LATE_ROLES.includes(actor.role)) {
    throw refused('occurred_at_not_allowed', { pointer: '/occurredAt' });
  }
  const reference = act.on === 'gate' ? call.services.side : call.params.reference;
  const outcome = await call.services.submitter.submit({
    act: act.name,
    command,
    actor,
    ...(reference === undefined ? {} : { reference }),
    ...(occurredAt === undefined ? {} : { occurredAt: occurredAt as string }),
    ...(call.ifMatch === undefined ? {} : { ifMatch: call.ifMatch }),
    ...(call.idempotencyKey === undefined ? {} : { idempotencyKey: call.idempotencyKey }),
  });
  if (!outcome.ok) throw new Refused(outcome.refusals);
  const { ok: _ok, replayed, ...body } = outcome;
  return {
    status: act.creates ? 201 : 200,
    body,
    headers: {
      etag: etagOf(outcome.version),
      ...(act.creates ? { location: `/api/${COLLECTION[act.on]}/${outcome.reference}` } : {}),
      ...(replayed ? { 'idempotency-replayed': 'true' } : {}),
    },
  };
}

const TAGS = { consignment: 'Declarations', crossing: 'Acts on a crossing', gate: 'Gate' } as const;

function routeOf(act: AnyAct): AnyRoute {
  const path = pathOfAct(act);
  const example = EXAMPLES[act.name];
  return route<{ reference?: string }, unknown, Record<string, unknown>>({
    method: 'POST',
    path,
    tag: TAGS[act.on],
    name: act.name,
    summary: act.summary,
    description: `May be done by: ${[...new Set(act.who.map((grant) => grant.role))].join(', ')}.`,
    permission: { act: act.name },
    ...(path.includes('{reference}') ? { params: byReference } : {}),
    body: bodyOf(act),
    ...(example === undefined ? {} : { example }),
    response: { status: act.creates ? 201 : 200, schema: done },
    idempotencyKey: 'required',
    ...(act.creates ? {} : { ifMatch: DECISIONS.includes(act.name) ? 'required' : 'optional' }),
    handler: (call) => submitAct(act, call),
  });
}

/** What only the node itself does, keeping a deadline or applying a rule, has no route. */
export const actRoutes: readonly AnyRoute[] = acts
  .filter((act) => act.who.some((grant) => grant.role !== 'system' && grant.role !== 'driver'))
  .map(routeOf);
