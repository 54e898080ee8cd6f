import { openIntervals, type Interval } from '@pairgate/domain/gate/calendar/open.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Compiled } from './compile.ts';

const DAY = 1440;
const MINUTE_MILLIS = 60_000;
/** So many days and sides are remembered: memory stays bounded on long runs. */
const REMEMBERED = 1024;

/** What a stage does from a minute on. */
export interface Working {
  readonly servers: number;
  /** After hours, until nobody is in transit. */
  readonly overtime: boolean;
  readonly closed: boolean;
  readonly other: boolean;
  readonly system: boolean;
}

/**
 * Who works when: minutes since the start, which is midnight on the first side. Only the stage that calls lorries from the yard
 * keeps opening hours, those of both sides with their last calls; the stages behind it go on with fewer servers, so that whoever has
 * been called never waits for an opening hour.
 */
export class Hours {
  private readonly start: number;
  private readonly offsets: readonly number[];
  private readonly posts: readonly Post[];
  /** Open intervals by day and side: asked for again and again. */
  private readonly opened = new Map<number, readonly Interval[]>();

  constructor(private readonly compiled: Compiled) {
    const { scenario, sides } = compiled;
    this.offsets = sides.map((side) => scenario.sides[side]!.calendar.utcOffsetMinutes);
    this.start = Date.parse(`${scenario.start}T00:00:00Z`) - this.offsets[0]! * MINUTE_MILLIS;
    this.posts = compiled.stages.map((id, index) => postOf(id, compiled, index));
  }

  /** Open intervals of a side on a day and the days around it, in minutes since the start. */
  openOf(side: number, day: number): readonly Interval[] {
    const key = day * this.offsets.length + side;
    const known = this.opened.get(key);
    if (known !== undefined) return known;
    if (this.opened.size >= REMEMBERED) this.opened.clear();
    const found = this.intervalsOf(side, day);
    this.opened.set(key, found);
    return found;
  }

  private intervalsOf(side: number, day: number): readonly Interval[] {
    const { scenario, sides } = this.compiled;
    const millis = (minute: number): number => this.start + minute * MINUTE_MILLIS;
    const intervals = openIntervals(scenario.sides[sides[side]!]!.calendar, millis((day - 1) * DAY), millis((day + 2) * DAY));
    const minutes = (at: number): number => (at - this.start) / MINUTE_MILLIS;
    return intervals
      .map((each) => ({ from: minutes(each.from), to: minutes(each.to) }))
      .filter((each) => !this.isShut(side, each.from));
  }

  /** The day of the week on which day `day` begins, 0 for Sunday. */
  weekday(day: number): number {
    return new Date(this.start + day * DAY * MINUTE_MILLIS + this.offsets[0]! * MINUTE_MILLIS).getUTCDay();
  }

  /** Minutes by which the clock of a side is ahead of that of the first. */
  ahead(side: number): number {
    return this.offsets[side]! - this.offsets[0]!;
  }

  /**
   * Slots of a day, counted since the start of the run, in which lorries may be called from the yard: while these sides are open and
   * before their last calls. Both sides have to be; a side that plans alone counts with its own hours.
   */
  callSlots(day: number, of: readonly number[] = this.compiled.sides.map((_, side) => side)): readonly number[] {
    const { slotMinutes, slotsPerDay, scenario, sides } = this.compiled;
    const windows = of.map((side) =>
      this.openOf(side, day).map((each) => ({ from: each.from, to: each.to - scenario.sides[sides[side]!]!.lastCall.value })),
    );
    const slots = Array.from({ length: slotsPerDay }, (_, index) => day * slotsPerDay + index);
    return slots.filter((slot) =>
      windows.every((side) => side.some((each) => each.from <= slot * slotMinutes && (slot + 1) * slotMinutes <= each.to)),
    );
  }

  /** All minutes of a day at which somebody begins or ends, midnight first. */
  edges(day: number): readonly number[] {
    const { scenario, sides } = this.compiled;
    const found = new Set([day * DAY]);
    for (const [side, id] of sides.entries()) {
      const lastCall = scenario.sides[id]!.lastCall.value;
      for (const open of this.openOf(side, day)) for (const minute of [open.from, open.to, open.to - lastCall]) found.add(minute);
    }
    for (const { side, shifts } of this.posts) {
      for (const shift of shifts ?? []) {
        for (const local of [shift.from, shift.until]) {
          for (const each of [day - 1, day, day + 1]) found.add(each * DAY + local - this.ahead(side));
        }
      }
    }
    return [...found].filter((minute) => minute >= day * DAY && minute < (day + 1) * DAY).toSorted((a, b) => a - b);
  }

  /** What each stage does from this minute until the next edge. */
  working(minute: number): readonly Working[] {
    const { scenario, sides } = this.compiled;
    const day = Math.floor(minute / DAY);
    const open = sides.map((_, side) => this.openOf(side, day));
    const isOpen = (side: number, before: number): boolean => open[side]!.some((each) => each.from <= minute && minute < each.to - before);
    const calls = sides.map((id, side) => isOpen(side, scenario.sides[id]!.lastCall.value));
    const stops = shocksOf(scenario, 'stop', day);
    const opens = sides.map((_, side) => isOpen(side, 0));
    return this.posts.map((post) => {
      const { id, side, gate } = post;
      const stop = stops.find((each) => each.stages.includes(id));
      const ahead = stop ?? stops.find((each) => each.stages.some((stopped) => this.leadsTo(id, stopped)));
      const closed = (gate && !calls[side]) || ahead?.cause === 'closed';
      const other = (gate && calls[side]! && !calls[1 - side]!) || ahead?.cause === 'other';
      const system = ahead?.cause === 'system';
      const staffed = stop !== undefined || (post.calls && !calls.every(Boolean)) ? 0 : this.staffed(post, opens[side]!, minute);
      if (staffed >= 0) return { servers: staffed, overtime: false, closed, other, system };
      return { servers: post.overtime, overtime: true, closed, other, system };
    });
  }

  /** Whether everybody who is at a stage has to go through another later: what stands in the way there stands in the way here. */
  private leadsTo(stage: string, later: string): boolean {
    const { routes, stages } = this.compiled.scenario;
    if (stages[later]!.share !== undefined) return false;
    return Object.values(routes).some((route) => route.stages.includes(stage) && route.stages.indexOf(later) > route.stages.indexOf(stage));
  }

  /** Servers of the schedule; −1 when only those of the overtime are there. */
  private staffed({ always, servers, side, shifts }: Post, open: boolean, minute: number): number {
    if (always) return servers;
    const local = (((minute + this.ahead(side)) % DAY) + DAY) % DAY;
    let staffed = servers;
    if (shifts !== undefined) {
      staffed = 0;
      for (const shift of shifts) if (shift.from <= local && local < shift.until) staffed += shift.servers;
    }
    return open && staffed > 0 ? Math.min(servers, staffed) : -1;
  }

  private isShut(side: number, minute: number): boolean {
    const { scenario, sides } = this.compiled;
    return shocksOf(scenario, 'closed', Math.floor(minute / DAY)).some((each) => each.sides.includes(sides[side]!));
  }
}

/** What is asked of a stage at every edge. */
interface Post {
  readonly id: string;
  readonly side: number;
  readonly servers: number;
  /** Servers after hours. */
  readonly overtime: number;
  /** Calls from the yard; is the yard or calls from it; works at all hours. */
  readonly calls: boolean;
  readonly gate: boolean;
  readonly always: boolean;
  readonly shifts?: readonly { readonly from: number; readonly until: number; readonly servers: number }[];
}

function postOf(id: string, { scenario, sides, network }: Compiled, index: number): Post {
  const stage = scenario.stages[id]!;
  const { servers } = network.stages[index]!;
  return {
    id,
    side: sides.indexOf(stage.side),
    servers,
    overtime: Math.ceil(servers * scenario.sides[stage.side]!.overtime.value),
    calls: stage.kind === 'call',
    gate: stage.kind === 'yard' || stage.kind === 'call',
    always: servers === Infinity || stage.kind === 'yard' || stage.kind === 'laboratory' || stage.kind === 'call',
    ...(stage.shifts && {
      shifts: stage.shifts.map((shift) => ({ from: minuteOf(shift.from), until: minuteOf(shift.until), servers: shift.servers })),
    }),
  };
}

type ShockOf<Kind> = Extract<Scenario['shocks'][string], { kind: Kind }>;

/** The shocks of a kind that hold on a day. */
export const shocksOf = <Kind extends Scenario['shocks'][string]['kind']>(scenario: Scenario, kind: Kind, day: number): readonly ShockOf<Kind>[] =>
  Object.values(scenario.shocks).filter(
    (each): each is ShockOf<Kind> => each.kind === kind && each.from <= day && day < each.from + each.days,
  );

const minuteOf = (local: string): number => Number(local.slice(0, 2)) * 60 + Number(local.slice(3));
