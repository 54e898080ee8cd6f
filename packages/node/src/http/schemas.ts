import { z } from 'zod';
import { normaliseReference, reference } from '@pairgate/domain/kernel/reference.ts';

/** Parameters that many routes share. */

/** A reference as somebody types or scans it; upper case and dashes are put right. */
const typedReference = z.string().max(40).transform(normaliseReference).pipe(reference).meta({ examples: ['PG-2222-2222'] });

export const byReference = z.object({ reference: typedReference });

/** A query parameter is text; only counts and yes or no are read as anything else. */
export const countParameter = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))
    .meta({ type: 'integer', minimum, maximum });

export const yesParameter = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ type: 'boolean' });
