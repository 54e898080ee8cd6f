import { checkScenario } from './check.ts';
import { pointerOf, type Fault } from './fault.ts';
import { scenario as schema, type Scenario } from './schema.ts';

export type Read =
  | { readonly ok: true; readonly scenario: Scenario; readonly warnings: readonly Fault[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396: members of the patch replace those of the target, objects member by member; null removes. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else Object.defineProperty(merged, key, {
      value: mergePatch(merged[key] ?? null, value), enumerable: true, configurable: true, writable: true,
    });
  }
  return merged;
}

const LONGEST_CHAIN = 8;

/**
 * Reads a scenario document. One with `extends` is a merge patch (RFC 7396) of the scenario that it names; `find` gives the
 * document of that name, or undefined.
 */
export function readScenario(document: unknown, find: (id: string) => unknown): Read {
  const chain: Json[] = [];
  let next = document as Json | undefined;
  for (;;) {
    if (!isObject(next)) return refused(chain.length === 0 ? '' : '/extends', 'is not a scenario that can be found');
    chain.unshift(next);
    const parent = next['extends'];
    if (parent === undefined) break;
    if (typeof parent !== 'string') return refused('/extends', 'is not the id of a scenario');
    if (chain.length === LONGEST_CHAIN) return refused('/extends', 'goes round in a circle, or too far');
    next = find(parent) as Json | undefined;
  }
  const merged = chain.reduce(mergePatch) as Record<string, Json>;
  const { extends: _, ...whole } = merged;
  const parsed = schema.safeParse(whole);
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => ({ pointer: pointerOf(issue.path), reason: issue.message })),
    };
  }
  const { faults, warnings } = checkScenario(parsed.data);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, scenario: parsed.data, warnings };
}

const refused = (pointer: string, reason: string): Read => ({ ok: false, faults: [{ pointer, reason }] });
