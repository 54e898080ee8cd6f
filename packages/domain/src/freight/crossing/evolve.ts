import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { TrafficClass } from '../../kernel/codes.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { Planned } from './schema.ts';

/** What the crossing was planned as. Loads and attachments that change later are kept by their own concepts. */
export interface PlanState {
  readonly plannedAt: Instant | null;
  /** When the origin gave the lorry up, because it never came. */
  readonly expiredAt: Instant | null;
  readonly consignments: readonly string[];
  readonly trafficClass: TrafficClass;
  readonly tractorID: string | null;
  readonly trailerID: string | null;
  readonly containerID: string | null;
  readonly sealID: readonly string[];
  readonly driver: Planned['driver'];
  readonly shelfLifeHours: number | null;
}

const initial: PlanState = {
  plannedAt: null,
  expiredAt: null,
  consignments: [],
  trafficClass: 'general',
  tractorID: null,
  trailerID: null,
  containerID: null,
  sealID: [],
  driver: null,
  shelfLifeHours: null,
};

export const planSlice = {
  initial,
  evolve: {
    CrossingPlanned: (_state, fact: Fact<string, Partial<Planned>>) => ({
      plannedAt: fact.occurredAt,
      // Of a plan that was erased when its time was over nothing travels any more.
      expiredAt: Object.keys(fact.data).length === 0 ? fact.occurredAt : null,
      consignments: fact.data.consignments ?? [],
      trafficClass: fact.data.trafficClass ?? 'general',
      tractorID: fact.data.tractorID ?? null,
      trailerID: fact.data.trailerID ?? null,
      containerID: fact.data.containerID ?? null,
      sealID: fact.data.sealID ?? [],
      driver: fact.data.driver ?? null,
      shelfLifeHours: fact.data.shelfLifeHours ?? null,
    }),
    CrossingExpired: (state, fact) => ({ ...state, expiredAt: fact.occurredAt }),
  },
} satisfies Slice<PlanState>;
