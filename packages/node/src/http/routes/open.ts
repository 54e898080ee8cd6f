import { z } from 'zod';
import { acts } from '@pairgate/domain/concepts.ts';
import { cause, direction } from '@pairgate/domain/kernel/codes.ts';
import { normalisePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { CAUSE_LABELS } from '@pairgate/domain/vocabulary/causes.ts';
import { CHANNEL_LABELS, REQUIRED_ACT_LABELS } from '@pairgate/domain/vocabulary/channels.ts';
import { DOCUMENT_LABELS } from '@pairgate/domain/vocabulary/documents.ts';
import { FACT_LABELS } from '@pairgate/domain/vocabulary/facts.ts';
import { AUTHORITY_LABELS, ROLE_LABELS, SIDE_LABELS } from '@pairgate/domain/vocabulary/people.ts';
import { PHASE_LABELS } from '@pairgate/domain/vocabulary/phases.ts';
import { REASON_CODES } from '@pairgate/domain/vocabulary/reason-codes.ts';
import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import { UNIT_LABELS } from '@pairgate/domain/vocabulary/units.ts';
import { refused } from '../problem.ts';
import { phase, place, type PlateHit } from '../readings.ts';
import { route, type AnyRoute } from '../route.ts';
import type { Services } from '../services.ts';
import { pathOfAct } from './acts.ts';

/** What anybody may read without an account: the words, and one's own lorry by its plate. */

const words = z.record(z.string(), z.object({ en: z.string(), vi: z.string(), zh: z.string() }));
const vocabularyView = z
  .object({
    causes: words, channels: words, requiredActs: words, documents: words, facts: words, authorities: words,
    roles: words, sides: words, phases: words, trafficClasses: words, units: words,
    reasons: z.record(z.string(), z.looseObject({})),
    acts: z.array(z.object({ name: z.string(), on: z.string(), path: z.string(), summary: z.string() })),
  })
  .meta({ id: 'Vocabulary' });

const VOCABULARY: z.infer<typeof vocabularyView> = {
  causes: CAUSE_LABELS, channels: CHANNEL_LABELS, requiredActs: REQUIRED_ACT_LABELS, documents: DOCUMENT_LABELS,
  facts: FACT_LABELS, authorities: AUTHORITY_LABELS, roles: ROLE_LABELS, sides: SIDE_LABELS, phases: PHASE_LABELS,
  trafficClasses: TRAFFIC_CLASS_LABELS, units: UNIT_LABELS, reasons: { ...REASON_CODES },
  acts: acts.map((act) => ({ name: act.name, on: act.on, path: pathOfAct(act), summary: act.summary })),
};

const vocabulary = route({
  method: 'GET',
  path: '/api/vocabulary',
  tag: 'Open to all',
  name: 'getVocabulary',
  summary: 'Every code with its words in Vietnamese, Chinese and English.',
  permission: 'public',
  response: { status: 200, schema: vocabularyView },
  handler: () => ({ body: VOCABULARY, headers: { 'cache-control': 'public, max-age=300' } }),
});

const kioskQuery = z.strictObject({
  plate: z.string().min(4).max(20),
  proof: z.string().min(4).max(20).optional().meta({
    description: 'The last four characters of the reference, or the container number: gives the reference and the link',
  }),
});

const kioskView = z.object({
  items: z.array(
    z.object({
      reference: z.string().meta({ description: 'Its second half is covered without a proof' }),
      direction,
      phase,
      cause: cause.nullable(),
      place,
      position: z.int().nullable(),
      link: z.string().nullable(),
    }),
  ),
});

const bare = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

const proves = ({ row }: PlateHit, proof: string | undefined): boolean =>
  proof !== undefined && [row.reference.slice(-4), ...(row.containerID ? [bare(row.containerID)] : [])].includes(bare(proof));

/** The reference is half of what a proof needs, so without one only its first half is shown. */
function kioskItem(hit: PlateHit, proof: string | undefined, { links }: Services) {
  const { reference, direction: way, phase: at, cause: why, place: where } = hit.row;
  const proved = proves(hit, proof);
  return {
    reference: proved ? reference : `${reference.slice(0, -4)}····`,
    direction: way, phase: at, cause: why, place: where, position: hit.position,
    link: proved ? links.pathOf(reference) : null,
  };
}

const kiosk = route<unknown, z.infer<typeof kioskQuery>>({
  method: 'GET',
  path: '/api/kiosk',
  tag: 'Open to all',
  name: 'findByPlate',
  summary: 'A lorry by its plate, with no more than where it stands. A proof adds the reference and the driver’s link.',
  permission: 'public',
  query: kioskQuery,
  response: { status: 200, schema: kioskView },
  refusals: ['too_many_requests'],
  async handler({ query, services, ip }) {
    const wait = services.limits.kiosk.take(ip);
    if (wait !== undefined) throw refused('too_many_requests', { params: { seconds: wait } }, wait);
    const hits = await services.readings.findByPlate(normalisePlate(query.plate));
    return { body: { items: hits.map((hit) => kioskItem(hit, query.proof, services)) } };
  },
});

export const openRoutes: readonly AnyRoute[] = [vocabulary, kiosk];
