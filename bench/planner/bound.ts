import { dispatchBound, gapsOf } from '@pairgate/planner/bounds/lorries.ts';
import { compile, type Compiled } from '@pairgate/simulator/model/compile.ts';
import { EventLog, MOMENTS } from '@pairgate/simulator/model/event-log.ts';
import { run } from '@pairgate/simulator/model/run.ts';
import { findPolicy } from '@pairgate/simulator/policies/table.ts';
import type { Scenario } from '@pairgate/simulator/scenario/schema.ts';
import { SEED, WARM_UP_DAYS } from './waits.ts';

const DAY = 1440;
const [ARRIVES, STARTS, FINISHES, DEPARTS] = (['arrives', 'starts', 'finishes', 'departs'] as const).map((each) => MOMENTS.indexOf(each));

/**
 * Sojourn over the least sojourn that any order of service makes of the same arrivals, over some days: the lorries that come and leave
 * on the day, each with the services that it had. All servers of the scenario count as at work, at any hour, which only lowers the bound.
 */
export async function dispatchGap(scenario: Scenario, id: string, days: number): Promise<number> {
  const policy = findPolicy(id)!;
  const compiled = compile(scenario, policy.joint ?? false);
  const sums = { wait: 0, waitBound: 0, services: 0 };
  for (let replication = 0; replication < days; replication += 1) {
    const log = new EventLog(WARM_UP_DAYS * DAY, (WARM_UP_DAYS + 1) * DAY);
    await run(compiled, policy, { seed: SEED, replication, days: WARM_UP_DAYS + 1, log });
    if (log.count === log.capacity) throw new Error('the log of a day is full');
    const day = dayOf(compiled, log);
    sums.wait += day.wait;
    sums.services += day.services;
    sums.waitBound += day.waitBound;
  }
  return gapsOf(sums).dispatch;
}

interface Stay {
  readonly arrived: number;
  readonly classOf: number;
  left: number;
  begun: number;
  readonly visits: { readonly stage: number; readonly ready: number; readonly minutes: number }[];
  services: number;
}

function dayOf(compiled: Compiled, log: EventLog): { wait: number; waitBound: number; services: number } {
  const stays = [...staysOf(compiled, log).values()].filter((each) => each.left >= 0);
  const visits = stays.flatMap((each, lorry) => each.visits.map((visit) => ({ ...visit, lorry })));
  const directions = [...new Set(compiled.classes.map((id) => compiled.scenario.classes[id]!.from))];
  const services = stays.reduce((sum, each) => sum + each.services, 0);
  const waitBound = dispatchBound(
    {
      lorry: Int32Array.from(visits, (each) => each.lorry),
      stage: Int32Array.from(visits, (each) => each.stage),
      ready: Float64Array.from(visits, (each) => each.ready),
      minutes: Float64Array.from(visits, (each) => each.minutes),
      weight: new Float64Array(stays.length).fill(1),
      group: Int32Array.from(stays, (each) => directions.indexOf(compiled.scenario.classes[compiled.classes[each.classOf]!]!.from)),
    },
    compiled.network.stages.map(({ servers }) => ({ periodMinutes: DAY, open: Float64Array.of(Math.min(servers, AS_MANY)) })),
  );
  return { wait: stays.reduce((sum, each) => sum + each.left - each.arrived, 0) - services, waitBound, services };
}

/** In place of "as many as needed": more than lorries that are there at once. */
const AS_MANY = 10_000;

function staysOf({ network }: Compiled, log: EventLog): Map<number, Stay> {
  const stays = new Map<number, Stay>();
  for (let at = 0; at < log.count; at += 1) {
    const minute = log.minute[at]! - log.from;
    const stage = log.stage[at]!;
    const moment = log.moment[at]!;
    if (moment === ARRIVES) stays.set(log.lorry[at]!, { arrived: minute, classOf: log.classOf[at]!, left: -1, begun: -1, visits: [], services: 0 });
    const stay = stays.get(log.lorry[at]!);
    if (stay === undefined) continue;
    if (moment === DEPARTS) stay.left = minute;
    if (moment === STARTS) stay.begun = minute;
    const { kind } = network.stages[stage] ?? { kind: 'hold' };
    if (moment !== FINISHES || (kind !== 'work' && kind !== 'call')) continue;
    // Of an interrupted service only the last part counts: that lowers the bound.
    const minutes = minute - stay.begun;
    stay.visits.push({ stage, ready: stay.arrived + stay.services, minutes });
    stay.services += minutes;
  }
  return stays;
}
