import { DIRECTIONS, destinationOf, originOf, type Direction } from '@pairgate/domain/kernel/codes.ts';
import { DAY, HOUR, MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { Chance, hash } from './chance.ts';
import {
  DAY_DEVIATION, FRUIT_SHARE, LODGED_AHEAD, LODGED_EVENING_BEFORE, LORRIES, SERVICE, TROUBLE,
} from './figures.ts';
import { EXPORTS, FRUIT, IMPORTS, inSeason, type Goods } from './goods.ts';
import { marksOf, type Marks } from './lorry-marks.ts';
import { papersOf, type Fault, type Papers } from './papers.ts';
import { tradersOf, type Trader } from './accounts.ts';
import { minuteAt } from './profile.ts';

/** What somebody means to do with one lorry on one day; what comes of it the gate decides. Times in milliseconds. */
export interface PlannedLorry {
  readonly reference: string;
  readonly direction: Direction;
  readonly goods: Goods;
  readonly marks: Marks;
  readonly trader: Trader;
  readonly importer: Trader;
  readonly lodgeAt: number;
  readonly completeAfter: number;
  readonly arriveAt: number;
  readonly weighedMassKg: string;
  readonly fault: Fault | undefined;
  /** Books no slot before it comes. */
  readonly noSlot: boolean;
  readonly withdrawAt: number | undefined;
  readonly noShow: boolean;
  readonly lateDriver: boolean;
  /** The reader of the yard misses the plate. */
  readonly misread: boolean;
  readonly hold: boolean;
  readonly refused: boolean;
  readonly failsInspection: boolean;
  readonly failsSample: boolean;
  readonly papers: Papers;
}

/** Local time of Viet Nam counts for the day, as at Hữu Nghị. */
const OFFSET = 7 * HOUR;
export const midnightOf = (date: string): number => toMillis(`${date}T00:00:00.000Z`) - OFFSET;

/** The seed of a day follows from the seed of the run and the date, so that each day differs and can be had again. */
export const seedOf = (seed: number, date: string): number => hash(`${seed}/${date}`);

const OTHER_FAULTS: readonly Fault[] = ['document_missing', 'papers_disagree'];

function goodsFor(direction: Direction, month: number, chance: Chance): Goods {
  const list = direction === 'CN-VN' ? IMPORTS : chance.happens(FRUIT_SHARE) ? FRUIT : EXPORTS;
  return chance.weighted(list.filter((each) => inSeason(each, month)), (each) => each.share);
}

function faultOf(goods: Goods, chance: Chance): Fault | undefined {
  if (!chance.happens(TROUBLE.fault)) return undefined;
  if (goods.importPapers?.includes('conformity') && chance.happens(0.5)) return 'completion_incomplete';
  return chance.pick(OTHER_FAULTS);
}

interface Place {
  readonly date: string;
  readonly direction: Direction;
  readonly index: number;
  /** Of the day's lorries of this direction, in [0, 1): spreads them over the profile. */
  readonly share: number;
}

function lorryOf({ date, direction, index, share }: Place, chance: Chance): PlannedLorry {
  const midnight = midnightOf(date);
  const side = originOf(direction);
  const goods = goodsFor(direction, Number(date.slice(5, 7)), chance.of('goods'));
  const profile = direction === 'VN-CN' && goods.fruit ? 'fruit' : 'other';
  const times = chance.of('times');
  const arriveAt = Math.round(midnight + minuteAt(profile, share) * MINUTE);
  const evening = midnight - times.between(2 * HOUR, 7 * HOUR);
  const lodgeAt = times.happens(LODGED_EVENING_BEFORE) ? evening : arriveAt - times.between(LODGED_AHEAD.from, LODGED_AHEAD.to);
  const who = chance.of('who');
  const trader = who.weighted(tradersOf(side), (each) => each.declares);
  const importer = who.weighted(tradersOf(destinationOf(direction)), (each) => each.completes);
  const marks = marksOf(side, index, hash(date) % 90_000, chance.of('marks'));
  const trouble = chance.of('trouble');
  const fault = faultOf(goods, trouble);
  const reference = `DAY-${date.replaceAll('-', '')}-${direction === 'VN-CN' ? 'X' : 'N'}${String(index + 1).padStart(4, '0')}`;
  const cargo = { direction, goods, marks, trader, importer, lodgedAt: lodgeAt, reference, fault };
  const papers = papersOf(cargo, chance.of('papers'));
  const withdrawn = trouble.happens(TROUBLE.withdrawn);
  return {
    reference,
    direction,
    goods,
    marks,
    trader,
    importer,
    lodgeAt: Math.round(lodgeAt),
    completeAfter: Math.round(times.between(SERVICE.complete.from, SERVICE.complete.to)),
    arriveAt,
    weighedMassKg: String(Number(papers.declaration.totalGrossMassKg) + times.int(15_500, 17_500)),
    fault,
    noSlot: trouble.happens(TROUBLE.noSlot),
    withdrawAt: withdrawn ? Math.round(arriveAt - 30 * MINUTE) : undefined,
    noShow: trouble.happens(TROUBLE.noShow),
    lateDriver: trouble.happens(TROUBLE.lateDriver),
    misread: trouble.happens(TROUBLE.misread),
    hold: trouble.happens(TROUBLE.hold),
    refused: trouble.happens(TROUBLE.refused),
    failsInspection: trouble.happens(TROUBLE.failedInspection),
    failsSample: trouble.happens(TROUBLE.failedSample),
    papers,
  };
}

/** Every lorry that means to come on a local date of Viet Nam, in the order of lodging. The same seed plans the same day. */
export function planOf(seed: number, date: string): PlannedLorry[] {
  const day = new Chance(seedOf(seed, date), 'day');
  return DIRECTIONS.flatMap((direction) => {
    const chance = day.of(direction);
    const count = Math.round(LORRIES[direction] * (1 + DAY_DEVIATION * chance.normal()));
    return Array.from({ length: count }, (_, index) => {
      const one = chance.of(String(index));
      return lorryOf({ date, direction, index, share: (index + one.next()) / count }, one);
    });
  }).toSorted((a, b) => a.lodgeAt - b.lodgeAt || (a.reference < b.reference ? -1 : 1));
}

export const nextDate = (date: string): string => new Date(toMillis(`${date}T00:00:00.000Z`) + DAY).toISOString().slice(0, 10);
