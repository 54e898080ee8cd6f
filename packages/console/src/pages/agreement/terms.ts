import type { operations } from '@pairgate/client/schema.generated.ts';
import type { Agreement } from '../../schemas.ts';

/** The document as the interface describes it where one is proposed. */
export type AgreementDocument =
  operations['proposeAgreement']['requestBody']['content']['application/json']['document'];
export type FieldTerms = AgreementDocument['messages'][string][string];
export type Rule = NonNullable<FieldTerms['rule']>;

/** One line of the page: a field, and what becomes of it. */
export interface FieldRow {
  readonly path: string;
  readonly rule: Rule;
  readonly keep: number | null;
  /** `null` for a field that the document does not name: it stays at home for that reason alone. */
  readonly terms: { readonly class: string; readonly purpose: string; readonly basis: string; readonly days: number | null } | null;
  readonly values: number;
}

export interface TypeRows {
  readonly type: string;
  /** Whether the document names the type at all; without a field it crosses bare. */
  readonly named: boolean;
  /** How many facts of the type crossed. */
  readonly entries: number;
  readonly rows: readonly FieldRow[];
}

/** What crossed of one field, as the export ledger counts it. */
export interface Sent {
  readonly type: string;
  readonly field: string;
  readonly values: number;
  readonly entries: number;
}

/** The types of fact in the order of the life of a lorry; what is not listed comes last. */
export const AREAS = {
  declaration: ['DeclarationLodged', 'DeclarationAmended', 'DeclarationCompleted', 'DeclarationWithdrawn', 'DeclarationExpired', 'ConsignmentAssessed'],
  crossing: ['CrossingPlanned', 'LoadAdded', 'LoadRemoved', 'AttachmentReplaced', 'CrossingExpired'],
  slot: ['CapacityPublished', 'SlotBooked', 'SlotMoved', 'SlotReleased', 'SlotMissed'],
  yard: ['VehicleArrived', 'VehicleCalled', 'CallPassed', 'StationOpened', 'StationClosed'],
  check: ['InspectionStarted', 'InspectionFinished', 'SampleTaken', 'ResultReported', 'HoldPlaced', 'HoldObjected', 'HoldLifted'],
  decision: ['AuthorityDecided', 'OriginReleased', 'OriginRefused', 'DestinationReleased', 'DestinationRefused'],
  passage: ['OriginExited', 'TransferDispatched', 'TransferCompleted', 'BorderCrossed', 'VehicleReturned', 'VehicleDeparted'],
  correction: ['CorrectionProposed', 'FactCorrected'],
  exchange: [
    'Judged', 'AgreementProposed', 'AgreementAccepted', 'AgreementRejected', 'AgreementWithdrawn', 'AgreementActivated',
    'KeyEnrolled', 'KeyRetired', 'KeyRevoked', 'ClassErased',
  ],
} as const satisfies Record<string, readonly string[]>;
export type Area = keyof typeof AREAS | 'other';

export interface AreaRows {
  readonly area: Area;
  readonly types: readonly TypeRows[];
}

const same = (one: FieldRow['terms'], other: FieldRow['terms']): boolean =>
  one === other || (one !== null && other !== null && one.class === other.class && one.purpose === other.purpose && one.basis === other.basis);

/** Lines one after the other with the same terms: what is said once need not be read for each of them. */
export function runsOf(rows: readonly FieldRow[]): FieldRow[][] {
  const runs: FieldRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run && same(run[0]!.terms, row.terms)) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

function rowsOf(type: string, document: AgreementDocument, withheld: readonly string[], sent: ReadonlyMap<string, Sent>): FieldRow[] {
  const named = Object.entries(document.messages[type] ?? {}).map(([path, { rule = 'allow', keep, class: name, purpose, basis }]) => ({
    path, rule,
    keep: keep ?? null,
    terms: { class: name, purpose, basis, days: document.retention[name]?.days ?? null },
    values: sent.get(`${type} ${path}`)?.values ?? 0,
  }));
  const silent = withheld
    .filter((path) => !named.some((row) => row.path === path))
    .map((path) => ({ path, rule: 'deny' as const, keep: null, terms: null, values: 0 }));
  const crossing = named.filter(({ rule }) => rule !== 'deny');
  const key = ({ terms }: (typeof crossing)[number]) => `${terms.class} ${terms.purpose} ${terms.basis}`;
  const order = [...new Set(crossing.map(key))];
  crossing.sort((a, b) => order.indexOf(key(a)) - order.indexOf(key(b)));
  return [...crossing, ...named.filter(({ rule }) => rule === 'deny'), ...silent];
}

/** What is put right in a fact crosses under the terms of that fact, and is counted with it. */
function termsOf({ type, field }: Sent): { type: string; field: string; corrects: boolean } {
  const [own, corrected] = type.split(':');
  const patched = corrected !== undefined && field.startsWith('patch.');
  return patched ? { type: corrected, field: field.slice('patch.'.length), corrects: true } : { type: own!, field, corrects: false };
}

/** Counts of all versions of the agreement are one count here. */
export function sentByField(items: readonly Sent[]): Map<string, Sent> {
  const sums = new Map<string, Sent>();
  for (const item of items) {
    const { type, field, corrects } = termsOf(item);
    const before = sums.get(`${type} ${field}`);
    const entries = (before?.entries ?? 0) + (corrects ? 0 : item.entries);
    sums.set(`${type} ${field}`, { type, field, values: item.values + (before?.values ?? 0), entries });
  }
  return sums;
}

/** Everything that a version says, in the order of the life of a lorry. */
export function areasOf(version: Agreement['versions'][number], sent: ReadonlyMap<string, Sent>): AreaRows[] {
  const document = version.document as unknown as AgreementDocument;
  const left = new Set([...Object.keys(document.messages), ...Object.keys(version.withheld)]);
  const take = (type: string): TypeRows[] => {
    if (!left.delete(type)) return [];
    const entries = Math.max(0, ...[...sent.values()].filter((each) => each.type === type).map((each) => each.entries));
    return [{ type, entries, named: Object.hasOwn(document.messages, type), rows: rowsOf(type, document, version.withheld[type] ?? [], sent) }];
  };
  const known = Object.entries(AREAS).map(([area, types]): AreaRows => ({ area: area as Area, types: types.flatMap(take) }));
  return [...known, { area: 'other' as const, types: [...left].flatMap(take) }].filter(({ types }) => types.length > 0);
}

export interface Filter {
  /** Words of the reader's language, of codes, purposes and bases; every one of them must be there. */
  readonly text: string;
  readonly rule: 'all' | 'crosses' | 'disguised' | 'stays';
  /** A retention class, or `null` for all. */
  readonly class: string | null;
}

export const NO_FILTER: Filter = { text: '', rule: 'all', class: null };
export const filters = ({ text, rule, class: name }: Filter): boolean => text.trim() !== '' || rule !== 'all' || name !== null;

const RULES: Record<Filter['rule'], (rule: Rule) => boolean> = {
  all: () => true,
  crosses: (rule) => rule !== 'deny',
  disguised: (rule) => rule === 'mask' || rule === 'pseudonym',
  stays: (rule) => rule === 'deny',
};

/** The lines that a filter leaves. `wordsOf` gives everything of a line that may be searched. */
export function filtered(areas: readonly AreaRows[], filter: Filter, wordsOf: (type: string, row?: FieldRow) => string): AreaRows[] {
  if (!filters(filter)) return [...areas];
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const keeps = (type: string, row: FieldRow): boolean =>
    RULES[filter.rule](row.rule) &&
    (filter.class === null || row.terms?.class === filter.class) &&
    words.every((word) => wordsOf(type, row).toLowerCase().includes(word));
  return areas
    .map(({ area, types }) => ({
      area,
      types: types
        .map((each) => ({ ...each, rows: each.rows.filter((row) => keeps(each.type, row)) }))
        .filter(({ rows }) => rows.length > 0),
    }))
    .filter(({ types }) => types.length > 0);
}

/** How many fields cross, how many of them disguised, and how many stay at home. */
export function counted(areas: readonly AreaRows[]): { crosses: number; disguised: number; stays: number } {
  const rows = areas.flatMap(({ types }) => types.flatMap((each) => each.rows));
  const of = (rule: Filter['rule']) => rows.filter((row) => RULES[rule](row.rule)).length;
  return { crosses: of('crosses'), disguised: of('disguised'), stays: of('stays') };
}
