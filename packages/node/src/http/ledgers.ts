import { z } from 'zod';
import { instant, sideId } from '@pairgate/domain/kernel/codes.ts';
import type { ClassErased } from '@pairgate/exchange/messages.ts';
import { retentionClass } from '@pairgate/exchange/codes.ts';
import { PERSON_CATEGORIES } from '@pairgate/exchange/persons.ts';
import { reference } from '@pairgate/domain/kernel/reference.ts';

/** What the books say of data that crossed and of data that is gone: shapes of the answers, once, and the port that answers. */

const count = z.int().min(0);
const day = z.iso.date().meta({ description: 'A day of UTC' });

export const exportedField = z
  .object({
    recipient: sideId,
    agreement: count.meta({ description: 'Version of the agreement under which it crossed' }),
    type: z.string().meta({ description: 'Type of fact; of a correction, with the type that it corrects' }),
    field: z.string(),
    class: z.string().meta({ description: 'Retention class' }),
    purpose: z.string(),
    basis: z.string().meta({ description: 'Legal basis' }),
    values: count.meta({ description: 'How many values of this field crossed' }),
    entries: count.meta({ description: 'How many facts of this type crossed, with or without this field' }),
    firstDay: day.meta({ description: 'The first day of UTC on which a value crossed' }),
    lastDay: day.meta({ description: 'The last day of UTC on which a value crossed' }),
    firstAt: instant.meta({ description: 'When the first fact of this type was recorded within these days' }),
    lastAt: instant.meta({ description: 'When the last fact of this type was recorded within these days' }),
  })
  .meta({ id: 'ExportedField' });
export type ExportedField = z.infer<typeof exportedField>;

export const exportLedger = z
  .object({ items: z.array(exportedField), countersignedSize: count, size: count })
  .meta({ id: 'ExportLedger', description: 'What was written for the other side; it has stored what it has countersigned' });
export type ExportLedger = z.infer<typeof exportLedger>;

const thresholdState = z.object({
  persons: count,
  follows: z.string(),
  source: z.string(),
  verified: z.boolean().meta({ description: 'False until counsel has confirmed the reading of the law' }),
  level: z.enum(['below', 'notice', 'warning', 'reached']).meta({ description: 'Notice from 80 %, warning from 95 %' }),
});

export const personsSent = z
  .object({
    year: count,
    recipient: sideId,
    level: thresholdState.shape.level.meta({ description: 'The highest of all' }),
    categories: z.array(
      z.object({
        category: z.enum(PERSON_CATEGORIES),
        persons: count.meta({ description: 'Distinct natural persons since 1 January' }),
        classes: z.array(z.object({ class: z.string(), persons: count })),
        stopAt: count.nullable().meta({ description: 'No further person crosses from here on; null when nobody is stopped' }),
        thresholds: z.array(thresholdState),
      }),
    ),
  })
  .meta({ id: 'PersonsSent' });
export type PersonsSent = z.infer<typeof personsSent>;

export const dueDay = z.object({
  log: sideId.meta({ description: 'Whose facts' }),
  class: z.string(),
  day,
  facts: count.meta({ description: 'Facts still to be looked through' }),
});

export const erasures = z
  .object({
    retention: z.array(z.object({ class: z.string(), days: count, reason: z.string(), endedBefore: day })),
    due: z.array(dueDay),
    said: z.array(
      z.object({
        side: sideId,
        index: count,
        recordedAt: instant,
        erased: z.custom<ClassErased>().meta({ description: 'Data of the fact ClassErased', type: 'object', additionalProperties: true }),
      }),
    ).meta({ description: 'What both sides said that they destroyed, newest first' }),
  })
  .meta({ id: 'Erasures' });
export type Erasures = z.infer<typeof erasures>;

export const earlyEnd = z.strictObject({
  class: retentionClass,
  reference,
  basis: z.string().min(1).max(300).meta({ description: 'On which ground the class ends early; it is told to the other side' }),
  dryRun: z.boolean().optional(),
});

export const ended = z.object({ streams: z.array(z.string()), dryRun: z.boolean() }).meta({ id: 'ClassEnded' });

export const erasureRun = z.object({ days: count, streams: count }).meta({ id: 'ErasureRun' });

/** The node's books of exports and erasures. */
export interface Ledgers {
  /** Days of UTC as `YYYY-MM-DD`, both included. */
  exports(days: { from?: string | undefined; to?: string | undefined }): Promise<ExportLedger>;
  personsSent(year?: number): Promise<PersonsSent>;
  erasures(): Promise<Erasures>;
  /** Destroys what is due now. */
  eraseDue(): Promise<z.infer<typeof erasureRun>>;
  /** Ends a class early; a text is the code of a refusal. */
  endEarly(of: z.infer<typeof earlyEnd>): Promise<EarlyEndRefusal | z.infer<typeof ended>>;
}

export type EarlyEndRefusal = 'retention_class_unknown' | 'reference_unknown' | 'still_under_way' | 'not_mirrored_yet';
