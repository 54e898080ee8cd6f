import type { z } from 'zod';
import type { Fact } from '../../kernel/decider.ts';
import type { Direction } from '../../kernel/codes.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { StationKind, stationClosed, stationOpened } from './schema.ts';

export interface Station {
  readonly kind: StationKind;
  readonly direction: Direction;
  readonly open: boolean;
  readonly since: Instant;
}

/** The stations of one side, by name, as opened and closed. */
export type LaneState = Readonly<Record<string, Station>>;

const initial: LaneState = {};

export const laneSlice = {
  initial,
  keys: { StationOpened: 'station', StationClosed: 'station' },
  evolve: {
    StationOpened: (state, fact: Fact<string, z.infer<typeof stationOpened>>) => ({
      ...state,
      [fact.data.station]: {
        kind: fact.data.kind,
        direction: fact.data.direction,
        open: true,
        since: fact.occurredAt,
      },
    }),
    StationClosed: (state, fact: Fact<string, z.infer<typeof stationClosed>>) => {
      const station = state[fact.data.station];
      return station
        ? { ...state, [fact.data.station]: { ...station, open: false, since: fact.occurredAt } }
        : state;
    },
  },
} satisfies Slice<LaneState>;
