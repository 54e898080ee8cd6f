import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import type { ThresholdLevel } from '@pairgate/exchange/persons.ts';
import { dayOf, governing } from '@pairgate/exchange/retention.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { Eraser } from './erasure/eraser.ts';
import { exportedFields, personsSentIn } from './exports/ledger.ts';
import { yearOf, type PersonStops } from './exports/persons.ts';
import type { Clock } from './gateway.ts';
import type { Ledgers } from './http/ledgers.ts';

export interface LedgersOptions {
  readonly side: SideId;
  readonly journal: Journal;
  readonly agreements: () => Agreements;
  readonly eraser: Eraser;
  readonly clock: Clock;
  readonly stopAt: PersonStops;
}

const SAID = 200;

/** The books of what crossed and of what is gone, for those who answer for it. */
export class NodeLedgers implements Ledgers {
  constructor(private readonly options: LedgersOptions) {}

  async exports(days: Parameters<Ledgers['exports']>[0]) {
    const { journal, agreements, side } = this.options;
    const items = await exportedFields(journal, (version) => agreements().at(version), days);
    const head = await journal.head(side);
    return { items, countersignedSize: head.cosignedSize, size: head.size };
  }

  personsSent(year = yearOf(this.options.clock.now())) {
    const { journal, side, stopAt } = this.options;
    return personsSentIn(journal, { sender: side, year, stopAt });
  }

  async erasures() {
    const { agreements, eraser, side, clock } = this.options;
    const today = dayOf(clock.now());
    return {
      retention: Object.entries(governing(agreements(), side).document.retention).map(([name, { days, reason }]) => ({
        class: name, days, reason, endedBefore: fromMillis(Math.max(0, today - days) * DAY).slice(0, 10),
      })),
      due: (await eraser.due()).map(({ book, class: name, day, last, next }) => ({
        log: book === 'own' ? side : otherSide(side),
        class: name,
        day: fromMillis(day * DAY).slice(0, 10),
        facts: last - next + 1,
      })),
      said: await eraser.said(SAID),
    };
  }

  eraseDue() {
    return this.options.eraser.run();
  }

  async endEarly({ dryRun = false, ...of }: Parameters<Ledgers['endEarly']>[0]) {
    const result = await this.options.eraser.endEarly(of, dryRun);
    return typeof result === 'string' ? result : { streams: [...result.streams], dryRun };
  }
}

/** Looks from time to time how many persons were sent, and tells once when a higher level is reached in a year. */
export class PersonsWatch {
  #told: { year: number; level: ThresholdLevel } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly read: () => ReturnType<Ledgers['personsSent']>,
    private readonly tell: (found: Awaited<ReturnType<Ledgers['personsSent']>>) => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(everyMs = 60_000): void {
    const look = () => void this.look().catch(this.onError);
    look();
    this.#timer = setInterval(look, everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const found = await this.read();
    if (this.#told?.year === found.year && this.#told.level === found.level) return;
    this.#told = { year: found.year, level: found.level };
    this.tell(found);
  }
}
