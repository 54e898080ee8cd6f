import { attachmentSlice } from '../attachment/evolve.ts';
import { correctionSlice } from '../correction/evolve.ts';
import { decisionSlice } from '../decision/evolve.ts';
import { holdSlice } from '../hold/evolve.ts';
import { inspectionSlice } from '../inspection/evolve.ts';
import { laboratorySlice } from '../laboratory/evolve.ts';
import { loadSlice } from '../load/evolve.ts';
import { passageSlice } from '../passage/evolve.ts';
import { transferSlice } from '../transfer/evolve.ts';
import { slotSlice } from '../../queue/slot/evolve.ts';
import { ticketSlice } from '../../queue/ticket/evolve.ts';
import type { StateOf } from '../../kernel/fold.ts';
import { planSlice } from './evolve.ts';

/** The concepts that a crossing's state is made of, per side. Adding one adds a line here and nothing else. */
export const crossingSlices = {
  plan: planSlice,
  loads: loadSlice,
  attachment: attachmentSlice,
  slot: slotSlice,
  ticket: ticketSlice,
  inspection: inspectionSlice,
  laboratory: laboratorySlice,
  hold: holdSlice,
  decision: decisionSlice,
  passage: passageSlice,
  transfer: transferSlice,
  correction: correctionSlice,
} as const;

export type CrossingSide = StateOf<typeof crossingSlices>;
