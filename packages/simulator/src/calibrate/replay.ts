import { Draws } from '../engine/draws.ts';
import { keyOf, purposeOf, uniform } from '../engine/random.ts';
import { meanInterval, type Interval } from '../experiment/intervals.ts';
import { compile, type Compiled } from '../model/compile.ts';
import { EventLog, MOMENTS } from '../model/event-log.ts';
import type { Policy } from '../model/policy.ts';
import type { DayOfLorries } from '../model/population.ts';
import { run } from '../model/run.ts';
import { CAUSES, type Cause, type RunResult } from '../run-result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { within, type Lorry, type Recording } from './recording.ts';

/**
 * The very lorries of a recording, with the times at which they came and the slots that they had, through the model: what it
 * says of their waits and departures against what was recorded. What a lorry met at the gates is drawn anew in each replication.
 */

const DAY = 1440;
const HOUR = 60;

interface Compared {
  /** What was recorded; NaN when no lorry of it has departed. */
  readonly recorded: number;
  readonly simulated: Interval;
}

export interface Replay {
  /** Lorries that came in the recording and that the scenario has a class for. */
  readonly lorries: number;
  /** Those of them that had departed by its end: only their waits are compared. */
  readonly departed: number;
  /** Lorries of classes that the scenario does not have. */
  readonly unknown: number;
  readonly replications: number;
  /** Mean minutes of waiting. */
  readonly wait: Compared;
  /** Mean minutes by cause, in their order: what the model does not know shows here. */
  readonly byCause: readonly { readonly cause: Cause; readonly recorded: number; readonly simulated: number }[];
  readonly byClass: readonly (Compared & { readonly id: string; readonly lorries: number })[];
  /** By hour of the recording: minutes since its midnight at which the hour begins, and lorries that departed in it. */
  readonly departures: readonly { readonly from: number; readonly recorded: number; readonly simulated: number }[];
  /** Mean absolute difference of departures, lorries an hour. */
  readonly departuresError: number;
}

interface Replayed {
  readonly lorry: Lorry;
  readonly classOf: number;
  readonly arrived: number;
}

/** Of classes that a node does not tell apart, the first takes them all. */
function replayedOf(recording: Recording, compiled: Compiled): Replayed[] {
  const keys = compiled.classes.map((id) => {
    const { from, to, traffic } = compiled.scenario.classes[id]!;
    return `${from}-${to}/${traffic}`;
  });
  return recording.lorries.flatMap((lorry) => {
    const classOf = keys.indexOf(`${lorry.direction}/${lorry.traffic}`);
    return within(recording, lorry.arrived) && classOf >= 0 ? [{ lorry, classOf, arrived: lorry.arrived }] : [];
  });
}

/**
 * A day of the recording as the model takes it. A lorry with a slot wishes exactly that and comes so much later or earlier; one
 * without comes as it wishes. Risk and late papers are not recorded; they are drawn as the scenario has them. The number of a
 * lorry is its place in the recording.
 */
function dayOf(replayed: readonly Replayed[], day: number, compiled: Compiled, seed: number): DayOfLorries {
  const [risks, late, delays] = ['risk', 'papers', 'delay'].map((purpose) => keyOf(seed, purposeOf(purpose))) as [number, number, number];
  const classes = compiled.classes.map((id) => compiled.scenario.classes[id]!);
  const draws = new Draws();
  const papers = classes.map((each) => draws.add(each.papers.delay));
  const numbers = replayed.flatMap(({ arrived }, number) => (Math.floor(arrived / DAY) === day ? [number] : []));
  const of = (value: (each: Replayed, number: number) => number) => Float64Array.from(numbers, (number) => value(replayed[number]!, number));
  const zeros = new Float64Array(numbers.length);
  const plan = ({ lorry, arrived }: Replayed): number => lorry.given ?? arrived;
  return {
    count: numbers.length,
    lorry: Int32Array.from(numbers),
    classOf: Uint8Array.from(numbers, (number) => replayed[number]!.classOf),
    wish: of(plan),
    late: of((each) => each.arrived - plan(each)),
    risk: Uint8Array.from(numbers, (number) => {
      const { low, medium } = classes[replayed[number]!.classOf]!.risk;
      const drawn = uniform(risks, number);
      return drawn < low ? 0 : drawn < low + medium ? 1 : 2;
    }),
    absent: new Uint8Array(numbers.length),
    within: zeros,
    papersDelay: of(({ classOf }, number) =>
      uniform(late, number) < classes[classOf]!.papers.late ? draws.draw(papers[classOf]!, delays, number) : 0,
    ),
    keeps: zeros.map(() => Infinity),
  };
}

/** Everybody has the slot that was recorded. */
const asRecorded = (replayed: readonly Replayed[]): Policy => ({
  id: 'recorded',
  name: 'As recorded',
  begin: () => ({
    book({ count, lorry, slot }) {
      for (let at = 0; at < count; at += 1) slot[at] = replayed[lorry[at]!]!.lorry.given ?? -1;
    },
  }),
});

interface Outcome {
  /** Minutes of waiting and minute of departure, by number; NaN for who had not departed. */
  readonly waited: Float64Array;
  readonly departed: Float64Array;
  /** Mean minutes of all lorries by cause. */
  readonly byCause: Float64Array;
}

const [ARRIVES, , STARTS, FINISHES, DEPARTS] = MOMENTS.map((_, index) => index) as [number, number, number, number, number];

/** Wait is what is left of the stay when services and moves are taken off; to stand in the yard is no service. */
function outcomeOf({ classes }: RunResult, log: EventLog, count: number, compiled: Compiled): Outcome {
  const isYard = compiled.stages.map((id) => compiled.scenario.stages[id]!.kind === 'yard');
  const [arrived, began, inService] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const waited = new Float64Array(count).fill(NaN);
  const departed = new Float64Array(count).fill(NaN);
  for (let at = 0; at < log.count; at += 1) {
    const [lorry, minute, stage] = [log.lorry[at]!, log.minute[at]!, log.stage[at]!];
    const moment = log.moment[at]!;
    if (moment === ARRIVES) arrived[lorry] = minute;
    else if (moment === DEPARTS) {
      departed[lorry] = minute;
      waited[lorry] = minute - arrived[lorry]! - inService[lorry]!;
    } else if (stage >= 0 && !isYard[stage]!) {
      if (moment === STARTS) began[lorry] = minute;
      if (moment === FINISHES) inService[lorry]! += minute - began[lorry]!;
    }
  }
  const served = Math.max(1, classes.reduce((sum, each) => sum + each.served, 0));
  const byCause = Float64Array.from(CAUSES, (_, cause) => classes.reduce((sum, each) => sum + (each.served * each.byCause[cause]!) / served, 0));
  return { waited, departed, byCause };
}

const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

export async function replay(
  scenario: Scenario,
  recording: Recording,
  options: { readonly seed: number; readonly replications: number; readonly onReplication?: (done: number) => boolean | void },
): Promise<Replay> {
  const days = Math.ceil(recording.to / DAY);
  // Nobody else comes, and everybody who came does: the recording says who.
  const compiled = compile(scenario);
  const replayed = replayedOf(recording, compiled);
  const outcomes: Outcome[] = [];
  for (let replication = 0; replication < options.replications; replication += 1) {
    // Until the last lorry has left, however long that takes where the scenario has less than was there.
    const log = new EventLog(0, Infinity, 100 + replayed.length * 4 * compiled.stages.length);
    const lorries = (day: number) => dayOf(replayed, day, compiled, keyOf(options.seed, replication));
    const result = await run(compiled, asRecorded(replayed), { seed: options.seed, replication, days, log, lorries });
    outcomes.push(outcomeOf(result, log, replayed.length, compiled));
    if (options.onReplication?.(replication + 1) === false) break;
  }
  return judged(replayed, outcomes, recording, compiled);
}

function judged(replayed: readonly Replayed[], outcomes: readonly Outcome[], recording: Recording, compiled: Compiled): Replay {
  const departed = replayed.flatMap(({ lorry, classOf }, number) => (lorry.waited === null ? [] : [{ number, classOf, waited: total(lorry.waited), byCause: lorry.waited }]));
  const compared = (of: typeof departed): Compared => ({
    recorded: mean(of.map((each) => each.waited)),
    simulated: meanInterval(outcomes.map(({ waited }) => mean(of.map((each) => waited[each.number]!)))),
  });
  const departures = departuresOf(replayed, outcomes, recording);
  const came = recording.lorries.filter((each) => within(recording, each.arrived)).length;
  return {
    lorries: replayed.length,
    departed: departed.length,
    unknown: came - replayed.length,
    replications: outcomes.length,
    wait: compared(departed),
    byCause: CAUSES.map((cause, at) => ({
      cause,
      recorded: mean(departed.map((each) => each.byCause[at]!)),
      simulated: mean(outcomes.map((each) => each.byCause[at]!)),
    })),
    byClass: compiled.classes.flatMap((id, classOf) => {
      const own = departed.filter((each) => each.classOf === classOf);
      return own.length === 0 ? [] : [{ id, lorries: own.length, ...compared(own) }];
    }),
    departures,
    departuresError: mean(departures.map((each) => Math.abs(each.simulated - each.recorded))),
  };
}

/** Whole hours of the recording in which anybody departed, in either of the two. */
function departuresOf(replayed: readonly Replayed[], outcomes: readonly Outcome[], { from, asOf }: Recording): Replay['departures'] {
  const hours: { from: number; recorded: number; simulated: number }[] = [];
  for (let begin = Math.ceil(from / HOUR) * HOUR; begin + HOUR <= asOf; begin += HOUR) {
    const inHour = (minute: number): boolean => minute >= begin && minute < begin + HOUR;
    const recorded = replayed.filter(({ lorry }) => lorry.departed !== null && inHour(lorry.departed)).length;
    const simulated = mean(outcomes.map(({ departed }) => departed.filter(inHour).length));
    if (recorded > 0 || simulated > 0) hours.push({ from: begin, recorded, simulated });
  }
  return hours;
}
