import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Compiled } from '../model/compile.ts';
import type { Bookings, Gate, Policy, PolicyRun } from '../model/policy.ts';
import { RISKS } from '../scenario/schema.ts';
import { EARLY_MINUTES, fittedFor, inOrder, type Handling } from './fitting.ts';
import type { Quotas } from './quotas.ts';

/**
 * P4: P3, and within the day the rest of it is planned again when more work stands before a stage than can be done soon: lorries that
 * have not set out get other slots. Small queues are left alone: they are gone before a lorry that is moved would have come.
 */
export const rolling = (solver: Solver): Policy => ({
  id: 'P4',
  name: 'Rolling within the day',
  isFitted: true,
  begin: (compiled, options) => rollingRun(compiled, solver, options),
});

export async function rollingRun(
  compiled: Compiled,
  solver: Solver,
  options: Parameters<Policy['begin']>[1],
  handling: Handling = inOrder,
): Promise<PolicyRun> {
  const { book, quotas } = (await fittedFor(compiled, solver, handling, options)).open(options);
  const plain = { earlyMinutes: EARLY_MINUTES, book };
  return quotas === undefined ? plain : { ...plain, reviewMinutes: REVIEW_MINUTES, review: (gate) => review(compiled, quotas, gate) };
}

const REVIEW_MINUTES = 30;
/** Work before a stage, in minutes of all its servers, from which on the day is planned again. */
const MUCH_MINUTES = 60;
/** Nobody is moved into the last hours before the last call: with a queue in front of them they would wait for the night. */
const CLEAR_MINUTES = 120;
/** How far ahead slots are changed. */
const AHEAD_MINUTES = 360;

async function review(compiled: Compiled, quotas: Quotas, gate: Gate): Promise<void> {
  const { slotMinutes, slotsPerDay } = compiled;
  const day = Math.floor(gate.now / 1440);
  const backlog = backlogOf(quotas, gate);
  if (backlog === undefined) return;
  const from = Math.floor(gate.now / slotMinutes) - day * slotsPerDay;
  const first = Math.ceil(gate.earliest / slotMinutes) - day * slotsPerDay;
  const last = (quotas.hours.callSlots(day).at(-1) ?? 0) - day * slotsPerDay;
  const until = Math.min(last + 1 - CLEAR_MINUTES / slotMinutes, first + AHEAD_MINUTES / slotMinutes);
  if (until <= first) return;
  const { all, of } = quotas.kinds;
  const wished = all.map(() => new Float64Array(slotsPerDay));
  const booked = all.map(() => new Float64Array(slotsPerDay));
  const moved = all.map((): number[] => []);
  const { open, coming } = gate;
  const kindOf = ({ classOf, risk }: Bookings, at: number): number => of[classOf[at]! * RISKS.length + risk[at]!]!;
  // Who is late, or early, comes between now and the first slot that is given again.
  for (let at = 0; at < coming.count; at += 1) {
    const slot = Math.floor(coming.slot[at]! / slotMinutes) - day * slotsPerDay;
    booked[kindOf(coming, at)]![Math.min(first - 1, Math.max(from, slot))]! += 1;
  }
  for (let at = 0; at < open.count; at += 1) {
    const slot = Math.floor(open.slot[at]! / slotMinutes) - day * slotsPerDay;
    if (slot < 0 || slot >= slotsPerDay) continue;
    const kind = kindOf(open, at);
    if (slot < first || slot >= until) booked[kind]![slot]! += 1;
    else {
      const wish = Math.floor(open.wish[at]! / slotMinutes) - day * slotsPerDay;
      wished[kind]![Math.min(until - 1, Math.max(first, wish))]! += 1;
      moved[kind]!.push(at);
    }
  }
  const places = await quotas.replan(day, { from, first, until, wished, booked, backlog });
  if (places === undefined) return;
  for (const [kind, lorries] of moved.entries()) {
    lorries.sort((one, other) => open.wish[one]! - open.wish[other]!);
    let next = 0;
    for (let t = first; t < until && next < lorries.length; t += 1) {
      for (let place = places[kind * slotsPerDay + t]!; place > 0 && next < lorries.length; place -= 1) {
        open.slot[lorries[next]!] = (day * slotsPerDay + t) * slotMinutes;
        next += 1;
      }
    }
  }
}

/**
 * Server-minutes before each resource; undefined when it is nowhere much. Since rooms are finite, the queue of a bay stands at the
 * scanner before it and further back, up to the yard: whoever waits on the way to a resource counts with what an average lorry takes.
 */
function backlogOf(quotas: Quotas, gate: Gate): Float64Array | undefined {
  let much = false;
  const backlog = Float64Array.from(quotas.watched(Math.floor(gate.now / 1440)), ({ stage, before, visitMinutes, lorryMinutes }) => {
    if (stage < 0) return 0;
    let minutes = gate.waiting[stage]! * visitMinutes;
    for (const each of before) minutes += gate.waiting[each]! * lorryMinutes;
    if (minutes > MUCH_MINUTES * Math.max(1, gate.servers[stage]!)) much = true;
    return minutes;
  });
  return much ? backlog : undefined;
}
