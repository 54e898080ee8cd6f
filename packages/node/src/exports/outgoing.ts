import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { toMillis } from '@pairgate/domain/kernel/instant.ts';
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

  /** Publishes a fact without persons in a category of which no further one may cross, and counts what crosses. */
  publish({ fact, seq, source }: Publication, agreement: CompiledAgreement, ports: Parameters<typeof publish>[2]): Published | undefined {
    const terms = agreement.terms(fact.type, fact.data);
    if (!terms) return undefined;
    const admitted = this.#admit(fact, terms);
    const published = publish({ fact: admitted, seq, source }, agreement, ports);
    if (published) this.#count(admitted, terms, published, agreement.version);
    return published;
  }

  #admit(fact: Fact, terms: MessageTerms): Fact {
    if (personsIn(fact, terms).length === 0) return fact;
    if (!this.counted) throw new Error(`${fact.type} names a person, and nobody counts the persons whose data crosses`);
    return withoutPersons(fact, terms, this.counted.withheld(toMillis(fact.recordedAt)));
  }

  #count(fact: Fact, terms: MessageTerms, { classes }: Published, agreement: number): void {
    const at = toMillis(fact.recordedAt);
    const [day, type] = [dayOf(at), exportType(fact)];
    const list = fieldsOf(terms);
    const key = `${day} ${agreement} ${type}`;
    let row = this.#counts.get(key);
    if (!row) {
      row = { recipient: this.recipient, day, agreement, type, entries: 0, values: list.fields.map(() => 0), firstAt: at, lastAt: at };
      this.#counts.set(key, row);
    }
    row.entries += 1;
    row.lastAt = Math.max(row.lastAt, at);
    list.count(classes, row.values);
    for (const person of personsIn(fact, terms)) this.#person(person, yearOf(at));
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
