import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import type { CompiledAgreement, MessageTerms } from '@pairgate/exchange/agreement.ts';
import { publish, type Publication, type Published } from '@pairgate/exchange/entry.ts';
import { fieldsOf } from '@pairgate/exchange/fields.ts';
import { personsIn, withoutPersons, type PersonCategory, type PersonSent } from '@pairgate/exchange/persons.ts';
import { dayOf } from '@pairgate/exchange/retention.ts';
import type { ExportRow, PersonRow } from '@pairgate/store/export-rows.ts';
import { yearOf, type Persons } from './persons.ts';

/** The name under which a type of message is counted: of a correction, whose fields it may carry goes with it. */
export const exportType = ({ type, data }: Pick<Fact, 'type' | 'data'>): string =>
  type === 'FactCorrected' ? `${type}:${String((data as { factType?: unknown }).factType)}` : type;

/** Values by class, as they cross. */
type Counted = Parameters<ReturnType<typeof fieldsOf>['count']>[0];

/** A person by hash, in a category of the law. */
export type SentPerson = PersonRow & { readonly category: PersonCategory };

type Count = { -readonly [Name in keyof ExportRow]: ExportRow[Name] } & { readonly values: number[] };

/** What one group of the writer lets cross: counted by day, version, type and field, and person by person. */
export class Outgoing {
  readonly #counts = new Map<string, Count>();
  readonly #persons = new Map<string, SentPerson>();

  constructor(
    private readonly recipient: SideId,
    private readonly counted: Persons | undefined,
  ) {}

  /**
   * Publishes a fact that is recorded `at` an instant, without persons in a category of which no further one may cross, and
   * counts what crosses.
   */
  publish(
    { fact, seq, source }: Publication,
    agreement: CompiledAgreement,
    at: number,
    ports: Parameters<typeof publish>[2],
  ): Published | undefined {
    const terms = agreement.terms(fact.type, fact.data);
    if (!terms) return undefined;
    const persons = personsIn(fact, terms);
    const admitted = persons.length === 0 ? fact : this.#admit(fact, terms, at);
    const published = publish({ fact: admitted, seq, source }, agreement, ports);
    if (!published) return undefined;
    this.#count(admitted, terms, published.classes, agreement.version, at);
    const sent = admitted === fact ? persons : personsIn(admitted, terms);
    for (const person of sent) this.#person(person, yearOf(at));
    return published;
  }

  /**
   * Counts what was published at an instant and came back. Whom it does not name by a document is counted for each entry: too many,
   * never too few.
   */
  again({ fact, classes }: { fact: Fact; classes: Counted }, agreement: CompiledAgreement, at: number): void {
    const terms = agreement.terms(fact.type, fact.data);
    // Which fields a correction has is not known any more when what it corrects was erased.
    if (!terms) return;
    this.#count(fact, terms, classes, agreement.version, at);
    for (const person of personsIn(fact, terms)) {
      const isKnown = /^licenceID=[^*]/.test(person.identity);
      this.#person(isKnown ? person : { ...person, identity: `${person.identity}\n${fact.id}` }, yearOf(at));
    }
  }

  #admit(fact: Fact, terms: MessageTerms, at: number): Fact {
    if (!this.counted) throw new Error(`${fact.type} names a person, and nobody counts the persons whose data crosses`);
    return withoutPersons(fact, terms, this.counted.withheld(at));
  }

  #count(fact: Fact, terms: MessageTerms, classes: Counted, agreement: number, at: number): void {
    const [day, type] = [dayOf(at), exportType(fact)];
    const list = fieldsOf(terms);
    const key = `${day} ${agreement} ${type}`;
    let row = this.#counts.get(key);
    if (!row) {
      row = { recipient: this.recipient, day, agreement, type, entries: 0, values: list.fields.map(() => 0), firstAt: at, lastAt: at };
      this.#counts.set(key, row);
    }
    row.entries += 1;
    row.firstAt = Math.min(row.firstAt, at);
    row.lastAt = Math.max(row.lastAt, at);
    list.count(classes, row.values);
  }

  #person({ identity, category, class: name }: PersonSent, year: number): void {
    const person = this.counted!.hash(identity);
    const key = `${year} ${category} ${name} ${Buffer.from(person).toString('hex')}`;
    this.#persons.set(key, { recipient: this.recipient, year, category, class: name, person });
  }

  get exports(): ExportRow[] {
    return [...this.#counts.values()];
  }

  get persons(): SentPerson[] {
    return [...this.#persons.values()];
  }
}
