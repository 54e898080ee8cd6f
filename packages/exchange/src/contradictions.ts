import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { parseInstant } from '@pairgate/domain/kernel/instant.ts';
import { stepsOf, type AgreementDocument, type FieldTerms } from './agreement.ts';
import { sharedFacts } from './entry.ts';
import { exchangeFacts } from './messages.ts';
import { isFreeText, placesOf, shapeOf, type Shape } from './places.ts';

/**
 * Why a document cannot be agreed on, whoever has signed it: it contradicts itself, or it speaks of what does not exist.
 * A path that stands twice is refused where the bytes are read, as every duplicate key is.
 */
export type Contradiction =
  | 'not_an_instant' | 'validity_empty' | 'party_missing' | 'origin_twice' | 'message_unknown' | 'message_missing'
  | 'path_contradicts' | 'field_unknown' | 'retention_missing' | 'rule_unfit' | 'keep_unfit' | 'field_restricted';

export interface ContradictionAt {
  readonly fault: Contradiction;
  /** JSON Pointer into the document. */
  readonly pointer: string;
}

type Fields = Readonly<Record<string, FieldTerms>>;
type TypeName = keyof typeof sharedFacts;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const known = new Map<TypeName, ReadonlyMap<string, readonly Shape[]>>();

/** The places of a type of fact, worked out once. */
function placesFor(type: TypeName): ReadonlyMap<string, readonly Shape[]> {
  let places = known.get(type);
  if (!places) {
    // What a correction may put right is named where the corrected fact is.
    const all = [...placesOf(shapeOf(sharedFacts[type].data))];
    places = new Map(all.filter(([path]) => type !== 'FactCorrected' || path !== 'patch'));
    known.set(type, places);
  }
  return places;
}

const isNull = ({ type }: Shape): boolean => type === 'null';
/** What is an object or a list without a shape can only be denied: single values cross. */
const isSingle = ({ type, const: only, enum: values }: Shape): boolean =>
  only !== undefined || values !== undefined || ['string', 'integer', 'number', 'boolean'].includes(type ?? '');

/** Whether one of two paths is within the other, or takes for a list what the other takes for a record. */
function exclude(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  const at = one.findIndex((step, index) => index >= length || step !== other[index]);
  return at === -1 || at >= length || (one[at] === '[]') !== (other[at] === '[]');
}

function fieldFault(path: string, terms: FieldTerms, type: TypeName, retention: object): Contradiction | undefined {
  const shapes = (placesFor(type).get(path) ?? []).filter((shape) => !isNull(shape));
  const { rule = 'allow' } = terms;
  if (shapes.length === 0 || (rule !== 'deny' && !shapes.every(isSingle))) return 'field_unknown';
  if (!Object.hasOwn(retention, terms.class)) return 'retention_missing';
  if ((terms.keep !== undefined) !== (rule === 'mask')) return 'keep_unfit';
  if (rule !== 'allow' && Object.hasOwn(exchangeFacts, type)) return 'field_restricted';
  return (rule === 'mask' || rule === 'pseudonym') && !shapes.every(isFreeText) ? 'rule_unfit' : undefined;
}

function messageFault(type: string, fields: Fields, { retention }: AgreementDocument): ContradictionAt | undefined {
  const pointer = `/messages/${escaped(type)}`;
  if (!Object.hasOwn(sharedFacts, type)) return { fault: 'message_unknown', pointer };
  const seen: string[][] = [];
  for (const [path, terms] of Object.entries(fields)) {
    const at = `${pointer}/${escaped(path)}`;
    const steps = stepsOf(path);
    if (seen.some((earlier) => exclude(earlier, steps))) return { fault: 'path_contradicts', pointer: at };
    seen.push(steps);
    const fault = fieldFault(path, terms, type as TypeName, retention);
    if (fault) return { fault, pointer: at };
  }
  // Without its type nobody knows which fields a correction may carry.
  const ruled = type === 'FactCorrected' && (fields.factType?.rule ?? (fields.factType ? 'allow' : 'deny'));
  return ruled && ruled !== 'allow' ? { fault: 'field_restricted', pointer: `${pointer}/factType` } : undefined;
}

/** What the nodes say of the exchange itself crosses whole, or there would be no judging and no amending. */
function silenced({ messages }: AgreementDocument): ContradictionAt | undefined {
  for (const type of Object.keys(exchangeFacts) as (keyof typeof exchangeFacts)[]) {
    const pointer = `/messages/${type}`;
    const fields = messages[type];
    if (!fields) return { fault: 'message_missing', pointer };
    for (const path of placesFor(type).keys()) {
      if (!Object.hasOwn(fields, path)) return { fault: 'field_restricted', pointer: `${pointer}/${escaped(path)}` };
    }
  }
  return undefined;
}

/** The first reason against a document, or `undefined` when it says one thing everywhere. */
export function contradictionIn(document: AgreementDocument): ContradictionAt | undefined {
  const { validFrom, validUntil, parties } = document;
  if (parseInstant(validFrom) === undefined) return { fault: 'not_an_instant', pointer: '/validFrom' };
  if (validUntil !== undefined) {
    if (parseInstant(validUntil) === undefined) return { fault: 'not_an_instant', pointer: '/validUntil' };
    if (validUntil <= validFrom) return { fault: 'validity_empty', pointer: '/validUntil' };
  }
  const missing = SIDES.find((side) => !Object.hasOwn(parties, side));
  if (missing) return { fault: 'party_missing', pointer: `/parties/${missing}` };
  if (parties.VN.logOrigin === parties.CN.logOrigin) return { fault: 'origin_twice', pointer: '/parties' };
  for (const [type, fields] of Object.entries(document.messages)) {
    const found = messageFault(type, fields, document);
    if (found) return found;
  }
  return silenced(document);
}
