import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { VehicleArrived, VehicleCalled } from './schema.ts';

export interface TicketState {
  readonly arrivedAt: Instant | null;
  readonly ticket: string | null;
  readonly weighedMassKg: string | null;
  readonly plateMatch: boolean;
  readonly sealMatch: boolean;
  readonly yard: string | null;
  readonly calledAt: Instant | null;
  readonly lane: string | null;
  readonly override: string | null;
  /** Every interval from a call to the call that passed unheard. */
  readonly passed: readonly { readonly calledAt: Instant; readonly passedAt: Instant }[];
}

const initial: TicketState = {
  arrivedAt: null,
  ticket: null,
  weighedMassKg: null,
  plateMatch: true,
  sealMatch: true,
  yard: null,
  calledAt: null,
  lane: null,
  override: null,
  passed: [],
};

export const ticketSlice = {
  initial,
  evolve: {
    VehicleArrived: (state, fact: Fact<string, Partial<VehicleArrived>>) => ({
      ...state,
      arrivedAt: fact.occurredAt,
      ticket: fact.data.ticket ?? null,
      weighedMassKg: fact.data.weighedMassKg ?? null,
      plateMatch: fact.data.plateMatch ?? true,
      sealMatch: fact.data.sealMatch ?? true,
      yard: fact.data.yard ?? null,
    }),
    VehicleCalled: (state, fact: Fact<string, Partial<VehicleCalled>>) => ({
      ...state,
      calledAt: fact.occurredAt,
      lane: fact.data.lane ?? null,
      override: fact.data.override ?? null,
    }),
    CallPassed: (state, fact) => ({
      ...state,
      calledAt: null,
      lane: null,
      override: null,
      passed: state.calledAt
        ? [...state.passed, { calledAt: state.calledAt, passedAt: fact.occurredAt }]
        : state.passed,
    }),
  },
} satisfies Slice<TicketState>;
