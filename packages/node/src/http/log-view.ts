import { z } from 'zod';
import { instant, sideId } from '@pairgate/domain/kernel/codes.ts';
import { frozen } from './divergence-view.ts';

/** What is read of the two logs. */
const count = z.int().min(0);

const logEntry = z.object({
  index: count, type: z.string(), stream: z.string(), occurredAt: instant, recordedAt: instant,
  judged: z.enum(['accepted', 'refused', 'quarantined', 'pending']).nullable().meta({ description: 'Null where nothing is judged' }),
  reason: z.string().nullable().meta({ description: 'Code of the fault, when it was refused or quarantined' }),
});

export const logView = z
  .object({
    logs: z.array(
      z.object({
        side: sideId,
        origin: z.string(),
        size: count,
        root: z.string().meta({ description: 'SHA-256, base64' }),
        checkpointAt: instant.nullable(),
        keyName: z.string(),
        countersignedSize: count,
        countersignedAt: instant.nullable(),
        countersignedRoot: z.string().nullable(),
        peaks: z.array(count),
        judgement: z.object({ accepted: count, refused: count, quarantined: count, upTo: count }),
        perMinute: z.array(count).meta({ description: 'Entries in each of the last 120 minutes, oldest first' }),
        entries: z.array(logEntry),
      }),
    ),
    fingerprints: z.object({ VN: z.string().nullable(), CN: z.string().nullable() }),
    frozen: frozen.nullable(),
  })
  .meta({ id: 'Log' });
export type LogView = z.infer<typeof logView>;

export const logEntries = z
  .object({
    items: z.array(logEntry),
    nextBefore: count.nullable(),
  })
  .meta({ id: 'LogEntries' });
export type LogEntries = z.infer<typeof logEntries>;
