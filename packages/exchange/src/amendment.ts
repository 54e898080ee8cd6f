import type { AgreementDocument } from './agreement.ts';

/** One difference between two documents, at a JSON Pointer of names. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Names from the document down, e.g. `['messages', 'VehicleArrived', 'ticket', 'rule']`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** As deep as the terms of one field: what is added or removed above that is told field by field. */
function compare(before: unknown, after: unknown, path: readonly string[], into: Difference[]): void {
  if (before === after) return;
  const [was, is] = [isRecord(before) ? before : undefined, isRecord(after) ? after : undefined];
  const isTerms = path[0] === 'messages' && path.length === 3;
  const goesOn = was && is ? true : !isTerms && (was ?? is) !== undefined && (before === undefined || after === undefined);
  if (goesOn && (was ?? is)) {
    const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].toSorted();
    if (names.length > 0) {
      for (const name of names) compare(was?.[name], is?.[name], [...path, name], into);
      return;
    }
    if (was && is) return;
  }
  if (before === undefined) into.push({ kind: 'added', path, after });
  else if (after === undefined) into.push({ kind: 'removed', path, before });
  else into.push({ kind: 'changed', path, before, after });
}

/** What an amendment adds, removes and changes, field by field, in the order of the names. */
export function differencesBetween(before: AgreementDocument, after: AgreementDocument): Difference[] {
  const found: Difference[] = [];
  compare(before, after, [], found);
  return found;
}
