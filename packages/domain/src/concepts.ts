import { assessmentActs } from './freight/assessment/decide.ts';
import { assessmentFacts } from './freight/assessment/schema.ts';
import { attachmentActs } from './freight/attachment/decide.ts';
import { attachmentFacts } from './freight/attachment/schema.ts';
import { consignmentActs } from './freight/consignment/decide.ts';
import { consignmentFacts } from './freight/consignment/schema.ts';
import { correctionActs } from './freight/correction/decide.ts';
import { correctionFacts } from './freight/correction/schema.ts';
import { crossingActs } from './freight/crossing/decide.ts';
import { crossingFacts } from './freight/crossing/schema.ts';
import { decisionActs } from './freight/decision/decide.ts';
import { decisionFacts } from './freight/decision/schema.ts';
import { holdActs } from './freight/hold/decide.ts';
import { holdFacts } from './freight/hold/schema.ts';
import { inspectionActs } from './freight/inspection/decide.ts';
import { inspectionFacts } from './freight/inspection/schema.ts';
import { laboratoryActs } from './freight/laboratory/decide.ts';
import { laboratoryFacts } from './freight/laboratory/schema.ts';
import { loadActs } from './freight/load/decide.ts';
import { loadFacts } from './freight/load/schema.ts';
import { passageActs } from './freight/passage/decide.ts';
import { passageFacts } from './freight/passage/schema.ts';
import { transferActs } from './freight/transfer/decide.ts';
import { transferFacts } from './freight/transfer/schema.ts';
import { capacityActs } from './gate/capacity/decide.ts';
import { capacityFacts } from './gate/capacity/schema.ts';
import { laneActs } from './gate/lane/decide.ts';
import { laneFacts } from './gate/lane/schema.ts';
import type { Act, FactType } from './kernel/act.ts';
import type { Context } from './freight/context.ts';
import { slotActs } from './queue/slot/decide.ts';
import { slotFacts } from './queue/slot/schema.ts';
import { ticketActs } from './queue/ticket/decide.ts';
import { ticketFacts } from './queue/ticket/schema.ts';

/**
 * Everything that can happen, and everything that somebody can do. Routes, the policy table, the API document and the
 * screens are read from these two tables; a concept adds its line to each and edits nothing else.
 */
export const factTypes = {
  ...consignmentFacts,
  ...assessmentFacts,
  ...crossingFacts,
  ...loadFacts,
  ...attachmentFacts,
  ...slotFacts,
  ...ticketFacts,
  ...inspectionFacts,
  ...laboratoryFacts,
  ...holdFacts,
  ...decisionFacts,
  ...passageFacts,
  ...transferFacts,
  ...correctionFacts,
  ...capacityFacts,
  ...laneFacts,
} as const satisfies Record<string, FactType>;

export type FactTypeName = keyof typeof factTypes;
export const FACT_TYPES = Object.keys(factTypes) as FactTypeName[];

/** An act as a table sees it: its own command and subject types are settled by its schema and its stream. */
// The table holds acts of different commands; each is called only with what its own schema has parsed.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyAct = Act<any, any, Context>;

export const acts: readonly AnyAct[] = [
  ...consignmentActs,
  ...assessmentActs,
  ...crossingActs,
  ...loadActs,
  ...attachmentActs,
  ...slotActs,
  ...ticketActs,
  ...inspectionActs,
  ...laboratoryActs,
  ...holdActs,
  ...decisionActs,
  ...passageActs,
  ...transferActs,
  ...correctionActs,
  ...capacityActs,
  ...laneActs,
];

const byName = new Map(acts.map((act) => [act.name, act]));
export const findAct = (name: string): AnyAct | undefined => byName.get(name);
