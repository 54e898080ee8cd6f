import type { Scenario } from '../scenario/schema.ts';
import type { NetworkSpec } from '../engine/spec.ts';

/** A checked scenario as indices and typed arrays. Nothing in it changes during a run. */
export interface Compiled {
  readonly scenario: Scenario;
  /** Whether both sides examine together (`Policy.joint`). */
  readonly joint: boolean;
  /** Ids in the order of the indices that policies and results use. */
  readonly classes: readonly string[];
  readonly stages: readonly string[];
  readonly network: NetworkSpec;
  readonly slotMinutes: number;
  readonly slotsPerDay: number;
}
