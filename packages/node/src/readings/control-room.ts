import {
  CAUSES, DIRECTIONS, SIDES, TRAFFIC_CLASSES, destinationOf, originOf, type Cause, type SideId,
} from '@pairgate/domain/kernel/codes.ts';
import { DAY, MINUTE, QUARTER, fromMillis, localDate } from '@pairgate/domain/kernel/instant.ts';
import type { GateView } from '@pairgate/domain/freight/context.ts';
import { isPresent } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import type { GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import { openIntervals } from '@pairgate/domain/gate/calendar/open.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';
import type { ControlRoom, CrossingRow } from '../http/readings.ts';
import type { Ribbon } from './ribbon.ts';

interface Now {
  readonly now: number;
  readonly pair: Pair;
  readonly gate: GateView;
  readonly gateTimes: GateTimes;
  readonly views: readonly CrossingView[];
  /** Rows of the lorries that stand at a gate or are between the two. */
  readonly rows: readonly CrossingRow[];
  readonly ribbon: Ribbon;
}

type ByCause = Partial<Record<Cause, Record<SideId, number>>>;

function byCause(rows: readonly CrossingRow[]): ByCause {
  const counts: ByCause = {};
  for (const { cause, causeSide } of rows) {
    if (!cause || !causeSide) continue;
    const sides = (counts[cause] ??= { VN: 0, CN: 0 });
    sides[causeSide] += 1;
  }
  return counts;
}

const STAGES = ['lane', 'bay', 'desk', 'laboratory'] as const;

function stagesOf({ pair, gate, views }: Now): ControlRoom['stages'] {
  return SIDES.flatMap((side) =>
    DIRECTIONS.flatMap((direction) =>
      STAGES.map((stage) => {
        const { lanes, stations } = pair.sides[side];
        const all = (stage === 'lane' ? lanes : stations.filter((each) => each.kind === stage)).filter(
          (each) => each.direction === direction,
        );
        const told = gate[side].lane;
        const open = all.filter((each) => told[each.id]?.open ?? true);
        return {
          side,
          stage,
          direction,
          open: open.length,
          of: all.length,
          busy: views.filter((view) => view.direction === direction && occupies(view, side, stage)).length,
          assumed: all.some((each) => each.assumed),
        };
      }).filter((stage) => stage.of > 0),
    ),
  );
}

/** Whether a lorry occupies a station of this kind on this side now. */
function occupies(view: CrossingView, side: SideId, stage: (typeof STAGES)[number]): boolean {
  const party = originOf(view.direction) === side ? 'origin' : 'destination';
  if (!isPresent(view, party)) return false;
  if (stage === 'bay') return view[party].inspection.some((each) => each.finishedAt === null);
  if (stage === 'laboratory') return view[party].laboratory.some((each) => each.reportedAt === null);
  if (stage === 'lane') return party === 'origin' && view.origin.ticket.calledAt !== null;
  return false;
}

function yardsOf({ pair, views }: Now): ControlRoom['yards'] {
  return SIDES.flatMap((side) =>
    DIRECTIONS.map((direction) => {
      const yards = pair.sides[side].yards.filter((yard) => yard.direction === direction);
      const party = originOf(direction) === side ? 'origin' : 'destination';
      return {
        side,
        direction,
        places: yards.reduce((all, yard) => all + yard.places, 0),
        used: views.filter((view) => view.direction === direction && isPresent(view, party)).length,
        assumed: yards.some((yard) => yard.assumed),
      };
    }),
  );
}

/**
 * The day of both gates as each side's instants, with the opening hours. It is one date for both and ends where midnight comes
 * last: else, for as long as the clocks differ, the morning of one side would stand beside the evening of the other.
 */
function daysOf(pair: Pair, now: number) {
  const west = Math.min(...SIDES.map((side) => pair.sides[side].utcOffsetMinutes)) * MINUTE;
  const date = Math.floor((now + west) / DAY) * DAY;
  const dayOf = (side: SideId) => {
    const { utcOffsetMinutes, calendar } = pair.sides[side];
    const start = date - utcOffsetMinutes * MINUTE;
    const open = openIntervals(calendar, start, start + DAY)[0];
    return { start, open: fromMillis(open?.from ?? start), close: fromMillis(open?.to ?? start) };
  };
  return { VN: dayOf('VN'), CN: dayOf('CN') };
}

export function controlRoom(of: Now): ControlRoom {
  const { now, pair, rows, views, ribbon, gateTimes } = of;
  const counts = byCause(rows);
  const days = daysOf(pair, now);
  const running = Object.fromEntries(
    CAUSES.map((cause) => [cause, (counts[cause]?.VN ?? 0) + (counts[cause]?.CN ?? 0)]).filter(([, count]) => count !== 0),
  ) as Partial<Record<Cause, number>>;
  const accepted = Object.fromEntries(
    DIRECTIONS.map((direction) => [
      direction,
      Object.fromEntries(
        TRAFFIC_CLASSES.map((trafficClass) => [
          trafficClass,
          gateTimes.acceptedPerHour(destinationOf(direction), trafficClass, now),
        ]),
      ),
    ]),
  ) as ControlRoom['accepted'];
  return {
    now: fromMillis(now),
    rows: [...rows],
    planned: views.length - rows.length,
    byCause: counts,
    stages: stagesOf(of),
    yards: yardsOf(of),
    rates: ribbon.rates(now),
    accepted,
    through: ribbon.through(localDate(now, pair.sides.VN.utcOffsetMinutes), pair.sides.VN.utcOffsetMinutes),
    ribbon: ribbon.quarters(Math.max(days.VN.start, Math.floor((now - DAY) / QUARTER) * QUARTER), now, running),
    hours: {
      VN: { open: days.VN.open, close: days.VN.close },
      CN: { open: days.CN.open, close: days.CN.close },
    },
  };
}

