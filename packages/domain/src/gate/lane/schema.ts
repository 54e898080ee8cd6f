import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { direction, text } from '../../kernel/codes.ts';

/** What is opened or closed: a gate lane, an inspection bay, a papers desk, a laboratory bench. */
export const stationKind = z.enum(['lane', 'bay', 'desk', 'laboratory']);
export type StationKind = z.infer<typeof stationKind>;

export const stationOpened = z.strictObject({ station: text(20), kind: stationKind, direction });
export const stationClosed = z.strictObject({ station: text(20), reason: text(200) });

export const laneFacts = {
  StationOpened: { on: 'gate', author: 'either', data: stationOpened },
  StationClosed: { on: 'gate', author: 'either', data: stationClosed },
} satisfies Record<string, FactType>;
