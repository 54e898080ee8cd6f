import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import type { MessageTerms } from './agreement.ts';
import { termsAt } from './project.ts';

/**
 * Natural persons in what crosses, and the numbers of them from which the law asks for more. By default no personal data
 * crosses (design §3.2), so nobody is counted; an agreement that lets a driver's document cross is counted person by person.
 *
 * A masked or pseudonymous value is still personal information under PIPL article 73, so whoever's data crosses in any form
 * is counted.
 */
export const PERSON_CATEGORIES = ['personal', 'sensitive'] as const;
export type PersonCategory = (typeof PERSON_CATEGORIES)[number];

/** Where in a fact's data a person stands, what identifies that person, and how the law looks at each field. */
interface PersonFields {
  readonly at: readonly string[];
  /** Tried in this order; values of the first group that is there whole. */
  readonly identity: readonly (readonly string[])[];
  readonly fields: Readonly<Record<string, PersonCategory>>;
}

/**
 * The number of an identity or travel document is counted as sensitive: so the recommended standard GB/T 35273-2020, annex B,
 * reads; unchecked, counsel must confirm.
 */
const driverAt = (...at: string[]): PersonFields => ({
  at,
  identity: [['licenceID'], ['name', 'phone'], ['name'], ['phone']],
  fields: { licenceID: 'sensitive', name: 'personal', phone: 'personal', languageCode: 'personal' },
});

/** Every place of a natural person in any type of fact. */
export const PERSON_FIELDS: Readonly<Record<string, readonly PersonFields[]>> = {
  DeclarationLodged: [driverAt('declaration', 'borderTransportMeans', 'driver')],
  DeclarationAmended: [driverAt('declaration', 'borderTransportMeans', 'driver')],
  CrossingPlanned: [driverAt('driver')],
  AttachmentReplaced: [driverAt('driver')],
};

/** A person whose data crosses, by category and retention class. */
export interface PersonSent {
  readonly identity: string;
  readonly category: PersonCategory;
  readonly class: string;
}

interface Crossing {
  readonly at: readonly string[];
  readonly identity: PersonFields['identity'];
  readonly fields: readonly { readonly name: string; readonly category: PersonCategory; readonly class: string }[];
}

const placesOf = ({ type, data }: Pick<Fact, 'type' | 'data'>): readonly PersonFields[] => {
  if (type !== 'FactCorrected') return PERSON_FIELDS[type] ?? [];
  const of = PERSON_FIELDS[String((data as { factType?: unknown }).factType)] ?? [];
  return of.map((each) => ({ ...each, at: ['patch', ...each.at] }));
};

const known = new WeakMap<MessageTerms, readonly Crossing[]>();

function crossingIn(fact: Fact, terms: MessageTerms): readonly Crossing[] {
  const before = known.get(terms);
  if (before) return before;
  const found = placesOf(fact).flatMap(({ at, identity, fields }): Crossing[] => {
    const agreed = Object.entries(fields).flatMap(([name, category]) => {
      const of = terms.find((each) => termsAt([each], [...at, name]) !== undefined);
      return of ? [{ name, category, class: of.class }] : [];
    });
    return agreed.length === 0 ? [] : [{ at, identity, fields: agreed }];
  });
  known.set(terms, found);
  return found;
}

const valueAt = (data: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined), data);

/** The persons of whom a fact lets something cross under these terms. */
export function personsIn(fact: Fact, terms: MessageTerms): PersonSent[] {
  return crossingIn(fact, terms).flatMap(({ at, identity, fields }) => {
    const person = valueAt(fact.data, at) as Record<string, unknown> | null | undefined;
    if (typeof person !== 'object' || person === null) return [];
    const sent = fields.filter(({ name }) => person[name] !== undefined && person[name] !== null);
    const by = identity.find((group) => group.every((name) => typeof person[name] === 'string'));
    if (sent.length === 0 || !by) return [];
    const who = by.map((name) => `${name}=${String(person[name]).toUpperCase().replaceAll(/[\s.-]/g, '')}`).join('\n');
    const kinds = new Map(sent.map((each) => [`${each.category} ${each.class}`, each]));
    return [...kinds.values()].map(({ category, class: name }) => ({ identity: who, category, class: name }));
  });
}

/** The fact without the persons of whom something would cross in one of these categories. */
export function withoutPersons(fact: Fact, terms: MessageTerms, categories: ReadonlySet<PersonCategory>): Fact {
  const withheld = crossingIn(fact, terms).filter(({ fields }) => fields.some(({ category }) => categories.has(category)));
  return withheld.length === 0 ? fact : { ...fact, data: withheld.reduce((data, { at }) => without(data, at), fact.data) };
}

function without(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step!)) return value;
  const { [step!]: below, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [step!]: without(below, rest) };
}

/** From how many distinct persons in a calendar year the law of the sending side asks for more. */
export interface LegalThreshold {
  readonly sender: SideId;
  readonly category: PersonCategory;
  readonly persons: number;
  readonly follows: string;
  readonly source: string;
  /** False until counsel has confirmed the reading. */
  readonly verified: boolean;
}

const CAC = 'Provisions on promoting and regulating cross-border data flows, Cyberspace Administration of China, 22 March 2024';
const DATA_LAW = 'Data Law 60/2024/QH15 of Viet Nam; lists of important and core data';

/**
 * China counts since 1 January of the year (articles 7 and 8). For Viet Nam the numbers are those by which data becomes
 * important or core; that they are counted by calendar year is assumed. An operator of critical infrastructure and a state
 * body (PIPL article 36) may have no such allowance at all.
 */
export const LEGAL_THRESHOLDS: readonly LegalThreshold[] = [
  { sender: 'CN', category: 'personal', persons: 100_000, follows: 'standard contract or certification', source: `${CAC}, art. 8`, verified: false },
  { sender: 'CN', category: 'personal', persons: 1_000_000, follows: 'security assessment', source: `${CAC}, art. 7`, verified: false },
  { sender: 'CN', category: 'sensitive', persons: 1, follows: 'standard contract or certification', source: `${CAC}, art. 8`, verified: false },
  { sender: 'CN', category: 'sensitive', persons: 10_000, follows: 'security assessment', source: `${CAC}, art. 7`, verified: false },
  { sender: 'VN', category: 'personal', persons: 100_000, follows: 'important data', source: DATA_LAW, verified: false },
  { sender: 'VN', category: 'personal', persons: 1_000_000, follows: 'core data', source: DATA_LAW, verified: false },
  { sender: 'VN', category: 'sensitive', persons: 10_000, follows: 'important data', source: DATA_LAW, verified: false },
  { sender: 'VN', category: 'sensitive', persons: 100_000, follows: 'core data', source: DATA_LAW, verified: false },
];

/** Shares of a threshold at which people are told, long before it is reached. */
export const NOTICE_SHARE = 0.8;
export const WARNING_SHARE = 0.95;

export type ThresholdLevel = 'below' | 'notice' | 'warning' | 'reached';

export function levelOf(count: number, threshold: Pick<LegalThreshold, 'persons'>): ThresholdLevel {
  if (count >= threshold.persons) return 'reached';
  if (count >= WARNING_SHARE * threshold.persons && count > 0) return 'warning';
  return count >= NOTICE_SHARE * threshold.persons && count > 0 ? 'notice' : 'below';
}
