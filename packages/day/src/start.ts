import { performance } from 'node:perf_hooks';
import { dataOf } from '@pairgate/client/client.ts';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, HOUR, MINUTE, fromMillis, localDate, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { Chance } from './chance.ts';
import { ClockDriver } from './clock-driver.ts';
import { DayClock } from './clock.ts';
import type { DayConfig } from './config.ts';
import { startControl } from './control-server.ts';
import { Tally, type Day } from './day.ts';
import { Engine } from './engine.ts';
import { ASSUMPTIONS } from './figures.ts';
import { Stations } from './hours.ts';
import { NodeLink } from './node-link.ts';
import { Arrivals } from './people/arrivals.ts';
import { Gates } from './people/gates.ts';
import { Laboratories } from './people/laboratories.ts';
import { Managers } from './people/managers.ts';
import { Officers } from './people/officers.ts';
import { SlotBoard } from './people/slot-board.ts';
import { Strangers } from './people/strangers.ts';
import { Traders } from './people/traders.ts';
import { Yards } from './people/yards.ts';
import { midnightOf, nextDate, planOf, seedOf } from './plan.ts';
import { PROFILE_NOTE } from './profile.ts';
import { readState, writeState } from './saved-state.ts';
import { World } from './world.ts';

/** The demonstration begins at this hour of the local day of Viet Nam and hurries to shortly before the gates open. */
const BEGINS = 5.5 * HOUR;
const HURRIES_UNTIL = 6 * HOUR + 55 * MINUTE;
const HURRY = 360;
/** The lorries of a day are declared from the evening before on. */
const PLANNED_FROM = -8 * HOUR;
const SAVE_MS = 2000;
const LAG_MS = 500;

const VIETNAM = 420;
const dateAt = (millis: number): string => localDate(millis, VIETNAM);

export interface RunningDay {
  readonly controlPort: number;
  status(): DayStatus;
  stop(): Promise<void>;
}

export interface DayStatus {
  readonly now: string;
  readonly speed: number;
  readonly wantedSpeed: number;
  readonly paused: boolean;
  /** Real milliseconds by which the act that is furthest behind is late. */
  readonly lagMs: number;
  /** The same in virtual milliseconds. */
  readonly behindMs: number;
  /** What is furthest behind. */
  readonly behind: string | null;
  readonly seed: number;
  readonly counts: Readonly<Record<string, unknown>>;
  readonly profile: string;
  readonly assumptions: readonly string[];
}

/** When the virtual clock begins: where it was, or at dawn. It never runs backwards, on no node. */
async function beginning(nodes: Readonly<Record<SideId, NodeLink>>, saved: string | undefined): Promise<{ at: number; fresh: boolean }> {
  const clocks = await Promise.all(SIDES.map((side) => dataOf(nodes[side].patient().GET('/api/demo/clock'))));
  const newest = Math.max(...clocks.map((clock) => toMillis(clock.now)), saved === undefined ? 0 : toMillis(saved));
  if (saved !== undefined) return { at: newest, fresh: false };
  const today = midnightOf(dateAt(newest)) + BEGINS;
  return { at: today >= newest ? today : today + DAY, fresh: true };
}

/** Starts the day: follows both nodes, plans, and lets everybody do their work until it is stopped. */
export async function startDay(config: DayConfig, onError: (what: string, error: unknown) => void): Promise<RunningDay> {
  const nodes = Object.fromEntries(
    SIDES.map((side) => [side, new NodeLink(side, config.nodes[side].url, config.nodes[side].tokens)]),
  ) as Day['nodes'];
  const saved = readState(config.dataDirectory);
  const seed = saved?.seed ?? config.seed;
  const { at, fresh } = await beginning(nodes, saved?.now);
  const clock = new DayClock(at, config.speed, () => performance.now());
  const engine = new Engine(clock, onError);
  const world = new World(nodes, (error) => onError('stream', error));
  const day: Day = {
    clock, engine, nodes, world,
    chance: new Chance(seedOf(seed, 'life'), 'life'),
    stations: { VN: new Stations('VN'), CN: new Stations('CN') },
    tally: new Tally(),
  };
  if (saved?.paused) clock.pause(true);
  if (fresh) clock.hurry(midnightOf(dateAt(at)) + HURRIES_UNTIL, HURRY);

  let lagMs = 0;
  const driver = new ClockDriver(nodes, clock, config.dayToken, () => lagMs);
  const save = () => writeState(config.dataDirectory, { seed, now: fromMillis(clock.now()), paused: clock.paused });
  const status = (): DayStatus => ({
    now: fromMillis(clock.now()),
    speed: clock.speed,
    wantedSpeed: clock.wanted,
    paused: clock.paused,
    lagMs: Math.round(lagMs),
    behindMs: Math.round(engine.lagMs),
    behind: engine.behind?.name ?? null,
    seed,
    counts: { ...engine.counts, acts: day.tally.counts, VN: nodes.VN.counts, CN: nodes.CN.counts },
    profile: PROFILE_NOTE,
    assumptions: ASSUMPTIONS,
  });
  const control = await startControl(config.controlPort, config.dayToken, {
    status,
    drive({ speed, paused }) {
      if (speed !== undefined) clock.run(speed);
      if (paused !== undefined) clock.pause(paused);
      save();
      void driver.beat();
    },
  });
  await driver.start();
  await world.follow();
  play(day, seed, at);
  engine.start();
  const lag = setInterval(() => (lagMs = clock.paused ? 0 : engine.lagMs / clock.speed), LAG_MS);
  const saving = setInterval(save, SAVE_MS);
  save();
  const address = control.address();
  return {
    controlPort: typeof address === 'object' && address ? address.port : config.controlPort,
    status,
    async stop() {
      clearInterval(lag);
      clearInterval(saving);
      engine.stop();
      world.stop();
      save();
      clock.pause(true);
      driver.stop();
      control.closeAllConnections();
      await new Promise((resolve) => control.close(resolve));
    },
  };
}

/** Everybody begins; the plan of each day is drawn when the first of its lorries is declared. */
function play(day: Day, seed: number, at: number): void {
  const arrivals = new Arrivals(day);
  const slots = new SlotBoard(day);
  const traders = new Traders(day, arrivals, slots);
  const yards = new Yards(day, slots);
  const draw = (date: string): void => {
    traders.take(planOf(seed, date));
    const next = nextDate(date);
    day.engine.at(midnightOf(next) + PLANNED_FROM, `plan of ${next}`, () => draw(next));
  };
  new Managers(day).start();
  draw(dateAt(at));
  yards.start();
  new Gates(day, yards).start();
  new Officers(day, traders).start();
  new Laboratories(day).start();
  new Strangers(day, traders, arrivals).start();
}
