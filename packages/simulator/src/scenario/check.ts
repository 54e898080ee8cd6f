import { compile } from '../model/compile.ts';
import { planningProblem } from '../model/planning-problem.ts';
import { shocksOf, Hours } from '../model/hours.ts';
import { MOST_A_DAY, MOST_CLASS_DAYS, MOST_DAYS } from '../model/population.ts';
import { pointerOf, type Fault } from './fault.ts';
import type { Scenario } from './schema.ts';

/** Faults refuse a scenario; warnings say what will go wrong when it is run all the same. */
export interface Checked {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
}

type Say = (path: readonly PropertyKey[], reason: string) => void;

/** What a schema cannot see: names that lead nowhere, cycles, lanes that never open, more load than capacity. */
export function checkScenario(scenario: Scenario): Checked {
  const faults: Fault[] = [];
  const say: Say = (path, reason) => void faults.push({ pointer: pointerOf(path), reason });
  checkNames(scenario, say);
  if (faults.length === 0) checkRoutes(scenario, say);
  if (faults.length === 0) checkFigures(scenario, say);
  if (faults.length === 0) checkHours(scenario, say);
  return { faults, warnings: faults.length === 0 ? overloads(scenario) : [] };
}

function checkNames(scenario: Scenario, say: Say): void {
  const known = (names: object, of: string) => (path: readonly PropertyKey[], name: string) => {
    if (!Object.hasOwn(names, name)) say(path, `unknown ${of} ${name}`);
  };
  const side = known(scenario.sides, 'side');
  const stage = known(scenario.stages, 'stage');
  const classOf = known(scenario.classes, 'class');
  if (Object.keys(scenario.sides).length !== 2) say(['sides'], 'a pair has two sides');
  if (Object.keys(scenario.classes).length === 0) say(['classes'], 'nobody comes');
  for (const [id, each] of Object.entries(scenario.classes)) {
    side(['classes', id, 'from'], each.from);
    side(['classes', id, 'to'], each.to);
    if (each.from === each.to) say(['classes', id, 'to'], 'is the side that it comes from');
    const routes = Object.values(scenario.routes).filter((route) => route.classes.includes(id)).length;
    if (routes !== 1) say(['classes', id], routes === 0 ? 'has no route' : 'has more than one route');
  }
  for (const [id, each] of Object.entries(scenario.stages)) {
    side(['stages', id, 'side'], each.side);
    if (each.after !== undefined) stage(['stages', id, 'after'], each.after);
    if (each.decided !== undefined) stage(['stages', id, 'decided', 'at'], each.decided.at);
    if (each.again !== undefined) stage(['stages', id, 'again', 'stage'], each.again.stage);
    for (const name of Object.keys(each.service?.byClass ?? {})) classOf(['stages', id, 'service', 'byClass', name], name);
  }
  for (const [id, each] of Object.entries(scenario.routes)) {
    for (const [index, name] of each.classes.entries()) classOf(['routes', id, 'classes', index], name);
    for (const [index, name] of each.stages.entries()) stage(['routes', id, 'stages', index], name);
  }
  for (const [id, each] of Object.entries(scenario.switchable)) {
    for (const [index, name] of each.stages.entries()) stage(['switchable', id, 'stages', index], name);
  }
  for (const [index, pair] of (scenario.joint?.pairs ?? []).entries()) {
    stage(['joint', 'pairs', index, 'first'], pair.first);
    stage(['joint', 'pairs', index, 'second'], pair.second);
  }
  for (const [id, each] of Object.entries(scenario.shocks)) {
    if ('stages' in each) for (const [index, name] of each.stages.entries()) stage(['shocks', id, 'stages', index], name);
    if ('classes' in each) for (const [index, name] of each.classes.entries()) classOf(['shocks', id, 'classes', index], name);
    if ('sides' in each) for (const [index, name] of each.sides.entries()) side(['shocks', id, 'sides', index], name);
  }
}

/** Every route goes forward: over all of them, no stage comes before and after another, or two full stages could wait for each other. */
function checkRoutes(scenario: Scenario, say: Say): void {
  const next = new Map<string, Set<string>>();
  for (const [id, route] of Object.entries(scenario.routes)) {
    for (const [index, stage] of route.stages.entries()) {
      if (route.stages.indexOf(stage) < index) say(['routes', id, 'stages', index], `${stage} comes twice: stages form a cycle`);
      const following = route.stages[index + 1];
      next.set(stage, new Set([...(next.get(stage) ?? []), ...(following === undefined ? [] : [following])]));
      const { after, again, decided } = scenario.stages[stage]!;
      if (after !== undefined && !route.stages.slice(0, index).includes(after)) {
        say(['stages', stage, 'after'], `${after} is not an earlier stage of the route ${id}`);
      }
      if (decided !== undefined && !route.stages.slice(0, index).includes(decided.at)) {
        say(['stages', stage, 'decided', 'at'], `${decided.at} is not an earlier stage of the route ${id}`);
      }
      if (again !== undefined && !route.stages.slice(0, index + 1).includes(again.stage)) {
        say(['stages', stage, 'again', 'stage'], `${again.stage} is not an earlier stage of the route ${id}`);
      }
    }
    checkTransfer(scenario, id, say);
  }
  const state = new Map<string, 'open' | 'done'>();
  const visit = (stage: string): boolean => {
    if (state.get(stage) === 'done') return false;
    if (state.get(stage) === 'open') return true;
    state.set(stage, 'open');
    const cyclic = [...(next.get(stage) ?? [])].some(visit);
    state.set(stage, 'done');
    return cyclic;
  };
  for (const stage of next.keys()) if (visit(stage)) say(['stages', stage], 'the routes together form a cycle of stages here');
}

function checkTransfer(scenario: Scenario, route: string, say: Say): void {
  const stages = scenario.routes[route]!.stages;
  const at = (kind: string): number[] => stages.flatMap((id, index) => (scenario.stages[id]!.kind === kind ? [index] : []));
  const [vehicles, releases, calls, yards] = [at('vehicle'), at('release'), at('call'), at('yard')];
  const path = ['routes', route, 'stages'];
  if (vehicles.length > 1 || vehicles.length !== releases.length || (vehicles[0] ?? -1) > (releases[0] ?? -1)) {
    say(path, 'a vehicle is taken once, and released once later');
  }
  if (vehicles.length > 0 && scenario.fleet === undefined) say(['fleet'], `the route ${route} needs vehicles, and there is no fleet`);
  if (calls.length > 1 || yards.length > 1 || calls[0] === 0 || (calls[0] !== undefined && yards[0] !== calls[0] - 1)) {
    say(path, 'lorries are called once, from the yard before');
  }
  for (const [index, id] of stages.entries()) {
    const stage = scenario.stages[id]!;
    if (stage.kind === 'vehicle' && stage.room !== undefined) say(['stages', id, 'room'], 'containers that wait for a vehicle stand in the yard');
    if (index === 0 && stage.room !== undefined) say(['stages', id, 'room'], 'the road before the first stage has no end');
    if (stage.kind === 'call' && stage.room?.value !== 0) say(['stages', id, 'room'], 'lorries wait in the yard until they are called: 0');
  }
}

function checkFigures(scenario: Scenario, say: Say): void {
  if (scenario.days > MOST_DAYS) say(['days'], `is more than ${MOST_DAYS}`);
  else if (scenario.days * Object.keys(scenario.classes).length > MOST_CLASS_DAYS) say(['days'], `times classes is more than ${MOST_CLASS_DAYS}`);
  if (Object.keys(scenario.classes).length > MOST_CLASSES) say(['classes'], `are more than ${MOST_CLASSES}`);
  if (1440 % scenario.slotMinutes !== 0) say(['slotMinutes'], 'does not divide a day');
  for (const [id, each] of Object.entries(scenario.classes)) {
    const { risk, wishes } = each;
    if (Math.abs(risk.low + risk.medium + risk.high - 1) > 1e-9) say(['classes', id, 'risk'], 'shares do not add up to 1');
    if (!wishes.byHour.some((weight) => weight > 0)) say(['classes', id, 'wishes', 'byHour'], 'no hour has a weight');
    if (mostADay(scenario, id) >= MOST_A_DAY) say(['classes', id, 'lorriesPerDay'], `is not below ${MOST_A_DAY} on every day, with its shocks`);
  }
  for (const [id, each] of Object.entries(scenario.stages)) {
    if (each.servers?.value === 0) say(['stages', id, 'servers'], 'nobody works here, ever');
    const { is } = each.service ?? {};
    if (each.decided !== undefined && is?.kind === 'discrete' && is.values.length > MOST_KINDS) {
      say(['stages', id, 'decided'], `a list of ${is.values.length} lengths is not one of kinds: nobody knows before how long a service takes`);
    }
    if (each.again !== undefined && each.again.share >= 1) say(['stages', id, 'again', 'share'], 'nobody ever leaves');
    if (each.shifts !== undefined && each.servers === undefined) say(['stages', id, 'shifts'], 'as many as needed have no shifts');
    if (each.breakdowns !== undefined && each.servers === undefined) say(['stages', id, 'breakdowns'], 'as many as needed do not break');
    for (const [index, shift] of (each.shifts ?? []).entries()) {
      if (shift.from >= shift.until) say(['stages', id, 'shifts', index], 'ends before it begins; a shift over midnight is two');
    }
  }
  for (const [id, each] of Object.entries(scenario.sides)) {
    if (each.overtime.value === 0) say(['sides', id, 'overtime'], 'lorries in transit would wait for an opening hour');
  }
  if (scenario.fleet?.vehicles.value === 0) say(['fleet', 'vehicles'], 'no vehicle ever comes');
}

/** The class of a lorry is a byte. */
const MOST_CLASSES = 256;

/** Lorries and bookings of nobody of a class on its fullest day: which shocks hold changes with the first day of one, or the first without it. */
function mostADay(scenario: Scenario, id: string): number {
  const { lorriesPerDay, weekdays } = scenario.classes[id]!;
  const usual = lorriesPerDay.value * Math.max(...(weekdays?.factors ?? [1]));
  const changes = Object.values(scenario.shocks).flatMap(({ from, days }) => [from, from + days]);
  return Math.max(...[0, ...changes].map((day) => {
    const factor = shocksOf(scenario, 'demand', day).reduce((all, each) => (each.classes.includes(id) ? all * each.factor : all), 1);
    const phantoms = shocksOf(scenario, 'phantoms', day).reduce((sum, each) => (each.classes.includes(id) ? sum + each.perDay / each.classes.length : sum), 0);
    return usual * factor + phantoms;
  }));
}

/** Documents, a part unloaded, all of it: control orders know few kinds. */
const MOST_KINDS = 4;

/** In the days of the run, every class must be called some time, and staff must be there. */
function checkHours(scenario: Scenario, say: Say): void {
  const compiled = compile(scenario);
  const hours = new Hours(compiled);
  const days = Array.from({ length: scenario.days }, (_, day) => day);
  for (const [index, id] of compiled.sides.entries()) {
    if (days.every((day) => hours.openOf(index, day).length === 0)) say(['sides', id, 'calendar', 'hours'], 'is never open');
  }
  if (days.every((day) => hours.callSlots(day).length === 0)) say(['sides'], 'both sides are never open at once');
  const { resources } = planningProblem(compiled, { days: scenario.days });
  for (const resource of resources) {
    if (resource.capacity.every((minutes) => minutes === 0)) say(['stages', resource.id], 'has servers, and no hours in which they work');
  }
}

/** Stages that are asked for more than they have, day after day: the run will say "unstable". */
function overloads(scenario: Scenario): Fault[] {
  const compiled = compile(scenario);
  const problem = planningProblem(compiled, { days: Math.min(7, scenario.days) });
  const total = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);
  const wished = new Map(problem.classes.map((each) => [each.id, total(each.wished) * (1 - each.noShow)]));
  return problem.resources.flatMap((resource) => {
    const uses = problem.uses.filter((use) => use.resource === resource.id);
    const load = total(uses.map((use) => wished.get(use.class)! * use.minutes)) / total(resource.capacity);
    const path = resource.id === 'fleet' ? ['fleet'] : ['stages', resource.id];
    return load > 1 ? [{ pointer: pointerOf(path), reason: `is asked for ${Math.round(load * 100)} % of what it has in its hours` }] : [];
  });
}
