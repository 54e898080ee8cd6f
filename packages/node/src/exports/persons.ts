import { createHmac } from 'node:crypto';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { PERSON_CATEGORIES, type PersonCategory } from '@pairgate/exchange/persons.ts';
import type { Journal } from '@pairgate/store/journal.ts';

/** How many distinct persons may cross in a calendar year before no further one does; without a number nobody is withheld. */
export type PersonStops = Readonly<Partial<Record<PersonCategory, number>>>;

export interface PersonsOptions {
  readonly recipient: SideId;
  /** 32 bytes that never leave this node: nobody else can tell from a hash whether somebody is among those counted. */
  readonly key: Uint8Array;
  readonly stopAt: PersonStops;
}

/** So far below a stop, far more than a few groups can send, what is held is put right after each group. */
const CLOSE = 10_000;

export const yearOf = (millis: number): number => new Date(millis).getUTCFullYear();

/**
 * The distinct natural persons whose data has crossed, per calendar year (UTC) and category, known by keyed hashes only. The
 * table counts exactly. What is held in memory to stop in time is never less than that: whoever comes again is counted again until
 * the next reading. To read it takes as long as there are persons in it, so that is done only when a stop may be near.
 */
export class Persons {
  #year = 0;
  readonly #counts = new Map<PersonCategory, number>();

  constructor(private readonly options: PersonsOptions) {}

  hash(identity: string): Uint8Array {
    return new Uint8Array(createHmac('sha256', this.options.key).update(identity, 'utf8').digest());
  }

  get recipient(): SideId {
    return this.options.recipient;
  }

  /** Categories in which no further person may cross this year. */
  withheld(now: number): ReadonlySet<PersonCategory> {
    const { stopAt } = this.options;
    if (yearOf(now) !== this.#year) return new Set();
    return new Set(PERSON_CATEGORIES.filter((category) => (this.#counts.get(category) ?? 0) >= (stopAt[category] ?? Infinity)));
  }

  /** A group has let persons cross that may be new. True when what is held is to be put right. */
  sent(year: number, categories: readonly PersonCategory[]): boolean {
    const isOtherYear = year !== this.#year;
    if (isOtherYear) this.#counts.clear();
    this.#year = year;
    for (const category of categories) this.#counts.set(category, (this.#counts.get(category) ?? 0) + 1);
    const { stopAt } = this.options;
    return isOtherYear || PERSON_CATEGORIES.some((category) => (this.#counts.get(category) ?? 0) >= (stopAt[category] ?? Infinity) - CLOSE);
  }

  /** Reads the exact numbers of a year. */
  async read(journal: Journal, year: number): Promise<void> {
    const counts = await personCounts(journal, this.options.recipient, year);
    this.#year = year;
    this.#counts.clear();
    for (const { category, persons } of counts) this.#counts.set(category, persons);
  }
}

/** Distinct persons of a year per category, and of these per retention class. */
export async function personCounts(journal: Journal, recipient: string, year: number) {
  const rows = await journal.db.query<{ category: PersonCategory; class: string | null; persons: number }>(
    `SELECT category, class, count(DISTINCT person)::int AS persons FROM person_sent
     WHERE pair = $1 AND recipient = $2 AND year = $3 GROUP BY GROUPING SETS ((category), (category, class)) ORDER BY 1, 2`,
    [journal.pair, recipient, year],
  );
  return PERSON_CATEGORIES.map((category) => {
    const of = rows.filter((row) => row.category === category);
    return {
      category,
      persons: of.find((row) => row.class === null)?.persons ?? 0,
      classes: of.flatMap((row) => (row.class === null ? [] : [{ class: row.class, persons: row.persons }])),
    };
  });
}
