import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import { fieldsOf } from '@pairgate/exchange/fields.ts';
import { LEGAL_THRESHOLDS, levelOf, type ThresholdLevel } from '@pairgate/exchange/persons.ts';
import { dayOf } from '@pairgate/exchange/retention.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { ExportedField, PersonsSent } from '../http/ledgers.ts';
import { personCounts, type PersonStops } from './persons.ts';

interface Row {
  readonly recipient: string;
  readonly agreement: number;
  readonly type: string;
  readonly entries: number;
  readonly field: number;
  readonly values: number;
  readonly first_day: number;
  readonly last_day: number;
  readonly first_at: number;
  readonly last_at: number;
}

const dateOf = (day: number): string => fromMillis(day * DAY).slice(0, 10);

/**
 * What crossed, field by field, within days of UTC (both included), as it was counted in the transactions that published it.
 * `agreementOf` gives the version under which something crossed; what a version names no more was counted under the one that did.
 */
export async function exportedFields(
  journal: Journal,
  agreementOf: (version: number) => CompiledAgreement | undefined,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
): Promise<ExportedField[]> {
  const day = (date: string | undefined, otherwise: number) => (date === undefined ? otherwise : dayOf(toMillis(`${date}T00:00:00.000Z`)));
  const rows = await journal.db.query<Row>(
    `SELECT d.recipient, d.agreement, d.type, v.place::int - 1 AS field, sum(d.entries)::bigint AS entries, sum(v.values)::bigint AS values,
            coalesce(min(d.day) FILTER (WHERE v.values > 0), 0) AS first_day, coalesce(max(d.day) FILTER (WHERE v.values > 0), 0) AS last_day,
            min(d.first_at) AS first_at, max(d.last_at) AS last_at
     FROM export_day d CROSS JOIN LATERAL unnest(d.field_values) WITH ORDINALITY AS v(values, place)
     WHERE d.pair = $1 AND d.day >= $2 AND d.day <= $3
     GROUP BY d.recipient, d.agreement, d.type, v.place HAVING sum(v.values) > 0
     ORDER BY d.recipient, d.type, d.agreement, v.place`,
    [journal.pair, day(from, 0), day(to, 10_000_000)],
  );
  return rows.flatMap((row): ExportedField[] => {
    const [type, factType] = row.type.split(':') as [string, string | undefined];
    const agreement = agreementOf(row.agreement);
    const terms = agreement?.terms(type, { factType });
    const field = terms && fieldsOf(terms).fields[row.field];
    if (!agreement || !field) throw new Error(`version ${row.agreement} of the agreement names no field ${row.field} of ${row.type}`);
    return [
      {
        recipient: row.recipient as SideId,
        agreement: row.agreement,
        type: row.type,
        field: field.path,
        class: field.class,
        ...groundsOf(agreement, type, factType, field.path),
        values: Number(row.values),
        entries: Number(row.entries),
        firstDay: dateOf(row.first_day),
        lastDay: dateOf(row.last_day),
        firstAt: fromMillis(Number(row.first_at)),
        lastAt: fromMillis(Number(row.last_at)),
      },
    ];
  });
}

/** Purpose and legal basis of a field; a corrected field has those of the field that it corrects. */
function groundsOf({ document }: CompiledAgreement, type: string, factType: string | undefined, path: string) {
  const own = document.messages[type]?.[path];
  const corrected = factType !== undefined && path.startsWith('patch.') ? document.messages[factType]?.[path.slice('patch.'.length)] : undefined;
  const terms = own ?? corrected;
  if (!terms) throw new Error(`the agreement gives no ground for ${path} of ${type}`);
  return { purpose: terms.purpose, basis: terms.basis };
}

const LEVELS: readonly ThresholdLevel[] = ['below', 'notice', 'warning', 'reached'];
export const highest = (levels: readonly ThresholdLevel[]): ThresholdLevel =>
  levels.reduce((a, b) => (LEVELS.indexOf(b) > LEVELS.indexOf(a) ? b : a), 'below');

/** Distinct persons of a year against the thresholds of the sender's law. */
export async function personsSentIn(
  journal: Journal,
  { sender, year, stopAt }: { readonly sender: SideId; readonly year: number; readonly stopAt: PersonStops },
): Promise<PersonsSent> {
  const recipient = SIDES.find((side) => side !== sender)!;
  const categories = (await personCounts(journal, recipient, year)).map(({ category, persons, classes }) => ({
    category,
    persons,
    classes,
    stopAt: stopAt[category] ?? null,
    thresholds: LEGAL_THRESHOLDS.filter((each) => each.sender === sender && each.category === category).map((each) => ({
      persons: each.persons, follows: each.follows, source: each.source, verified: each.verified, level: levelOf(persons, each),
    })),
  }));
  return { year, recipient, level: highest(categories.flatMap(({ thresholds }) => thresholds.map(({ level }) => level))), categories };
}
