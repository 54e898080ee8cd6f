import type { Actor } from '@pairgate/domain/kernel/decider.ts';
import { ownerOf } from '@pairgate/domain/freight/context.ts';
import type { ConsignmentView, CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import type { Reader } from '../http/readings.ts';

/** Whether a consignment is this firm's: lodged, completed, or addressed to it. */
export function concerns(load: ConsignmentView, actor: Actor): boolean {
  const owner = ownerOf(actor);
  const declared = load.origin.declaration.declaration;
  return [
    load.origin.declaration.by,
    load.destination.declaration.by,
    declared?.importer?.ID,
    declared?.agent?.ID,
  ].includes(owner);
}

/** What a reader may see at all; anything else does not exist for it. */
export function visible(view: CrossingView, reader: Reader): boolean {
  if (reader.scope === 'all') return true;
  if (reader.scope === 'link') return reader.crossing === view.reference;
  return view.loads.some((load) => concerns(load, reader.actor));
}

/** The crossing as a reader may see it: of a lorry that several firms share, each sees its own consignments. */
export function seenBy(view: CrossingView, reader: Reader): CrossingView {
  if (reader.scope !== 'own') return view;
  const loads = view.loads.filter((load) => concerns(load, reader.actor));
  if (loads.length === view.loads.length) return view;
  const own = loads.map((load) => load.reference);
  return { ...view, loads, origin: { ...view.origin, loads: own, plan: { ...view.origin.plan, consignments: own } } };
}

/** Persons, officers' notes and the traces of rules are not for everybody who may see the lorry. */
const PERSONAL = new Set(['driver']);
const INTERNAL = new Set(['trace', 'by', 'note']);

/** A copy without the fields that this reader may not see, at any depth. */
export function redact<T>(value: T, reader: Reader): T {
  const hidden = (name: string): boolean =>
    (PERSONAL.has(name) && !reader.personalData && reader.scope !== 'own') ||
    (INTERNAL.has(name) && reader.scope !== 'all');
  const walk = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([name, child]) => [name, hidden(name) ? null : walk(child)]),
    );
  };
  return walk(value) as T;
}
