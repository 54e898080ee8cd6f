import type { Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import { destinationOf, originOf } from '../../directions.ts';

/** A declaration that is being typed: the JSON that will be lodged, with whatever is there so far. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Draft = { [name: string]: Json };

const isObject = (value: Json | undefined): value is { [name: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);
const parts = (pointer: string): string[] => pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a JSON Pointer (RFC 6901), or `undefined`. */
export function valueAt(json: Json | undefined, pointer: string): Json | undefined {
  return parts(pointer).reduce<Json | undefined>((value, name) => {
    if (Array.isArray(value)) return value[Number(name)];
    return isObject(value) ? value[name] : undefined;
  }, json);
}

/** A copy with the value at a pointer replaced; groups and lists on the way are made as needed. */
export function withValue(json: Json | undefined, pointer: string, value: Json | undefined): Json {
  const [first, ...rest] = parts(pointer);
  if (first === undefined) return value ?? '';
  const deeper = rest.length === 0 ? '' : `/${rest.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  if (Array.isArray(json) || (json === undefined && /^\d+$/.test(first))) {
    const list = Array.isArray(json) ? json : [];
    const index = Number(first);
    const next = deeper === '' ? (value ?? '') : withValue(list[index], deeper, value);
    return index < list.length ? list.with(index, next) : [...list, next];
  }
  const group = isObject(json) ? json : {};
  return { ...group, [first]: deeper === '' ? (value ?? '') : withValue(group[first], deeper, value) };
}

/** A copy without one item of a list. */
export function withoutItem(json: Json, pointer: string, index: number): Json {
  const list = valueAt(json, pointer);
  return Array.isArray(list) ? withValue(json, pointer, list.toSpliced(index, 1)) : json;
}

function compact(json: Json): Json | undefined {
  if (json === '' || json === null) return undefined;
  if (Array.isArray(json)) return json.flatMap((item) => compact(item) ?? []);
  if (!isObject(json)) return json;
  const entries = Object.entries(json).flatMap(([name, value]) => {
    const kept = compact(value);
    return kept === undefined || (Array.isArray(kept) && kept.length === 0) ? [] : [[name, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What would be lodged: empty fields and groups are left out, lists that must be there are, items are numbered. */
export function declarationOf(draft: Draft): Draft {
  const kept = (compact(draft) ?? {}) as Draft;
  const items = (Array.isArray(draft.governmentAgencyGoodsItem) ? draft.governmentAgencyGoodsItem : []).map((item, index) => ({
    ...((compact(item) ?? {}) as Draft),
    sequenceNumeric: index + 1,
  }));
  const equipment = kept.transportEquipment;
  return {
    ...kept,
    governmentAgencyGoodsItem: items,
    additionalDocument: kept.additionalDocument ?? [],
    ...(isObject(equipment) ? { transportEquipment: { ...equipment, sealID: equipment.sealID ?? [] } } : {}),
  };
}

/** What a side's own trader need not type. */
export function emptyDraft(direction: Direction, office: string, firm: { name: string; ID: string } | undefined): Draft {
  const [origin, destination]: SideId[] = [originOf(direction), destinationOf(direction)];
  return {
    direction,
    declarationOfficeID: office,
    exporter: { countryCode: origin!, ...firm },
    importer: { countryCode: destination! },
    exportationCountryCode: origin!,
    destinationCountryCode: destination!,
    governmentAgencyGoodsItem: [{ originCountryCode: origin! }],
    additionalDocument: [],
    borderTransportMeans: { registrationNationalityCode: origin! },
  };
}

const keyOf = (account: string): string => `pairgate.draft.${account}`;

/** The draft that this browser kept for an account. Storage may be refused: then nothing is kept, and the page says so. */
export function keptDraft(account: string): { draft: Draft; savedAt: string } | undefined {
  try {
    const text = localStorage.getItem(keyOf(account));
    return text === null ? undefined : (JSON.parse(text) as { draft: Draft; savedAt: string });
  } catch {
    return undefined;
  }
}

export function keepDraft(account: string, draft: Draft | undefined, savedAt: string): void {
  try {
    if (draft) localStorage.setItem(keyOf(account), JSON.stringify({ draft, savedAt }));
    else localStorage.removeItem(keyOf(account));
  } catch {
    // The draft lives on until the page is closed.
  }
}

/**
 * The declaration in a text that somebody pasted or a file that was dropped: a bare declaration, or a sample that holds
 * one under its name. Answers `undefined` for anything else.
 */
export function declarationIn(text: string): Draft | undefined {
  try {
    const json = JSON.parse(text) as Json;
    const inner = isObject(json) && isObject(json.declaration) ? json.declaration : json;
    return isObject(inner) && ('governmentAgencyGoodsItem' in inner || 'direction' in inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}
