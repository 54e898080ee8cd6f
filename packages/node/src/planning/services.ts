import { streamOf } from '@pairgate/domain/kernel/act.ts';
import type { Direction, Party, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { crossingView, fromRows } from '../states.ts';

/** What a lorry of a class takes of the bays of one side: minutes on average over all lorries, and how long after it came. */
export interface BayUse {
  readonly minutes: number;
  readonly lag: number;
}

/** What the newest crossings that ended tell of services; nothing where too few are recorded to say. */
export interface Services {
  readonly lorries: number;
  bay(party: Party, trafficClass: TrafficClass): BayUse | undefined;
  /** Minutes from the origin's yard to the line when nobody is in the way; 0 when unknown. */
  readonly crossingLag: number;
  /** Share of the lorries that missed a slot. */
  readonly noShow: number;
}

/** Fewer lorries than this say nothing; a class with fewer than `FEW` takes what all take. */
const ENOUGH = 30;
const FEW = 10;
/** More can be no habit: somebody gave up a whole day's bookings. */
const MOST_NO_SHOWS = 0.3;
const SAMPLE = 400;
const PAGE = 50;
/** Waits make a way longer, never shorter: a quarter of the lorries had hardly anybody before them. */
const FREE_WAY = 0.25;

const minutesBetween = (from: string, to: string): number => (toMillis(to) - toMillis(from)) / MINUTE;

const quantile = (values: readonly number[], share: number): number =>
  values.length === 0 ? 0 : values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)]!;

/** The services of these crossings, which have ended. */
export function servicesOf(views: readonly CrossingView[]): Services {
  const came = views.filter((view) => view.origin.ticket.arrivedAt !== null);
  const ways = came.flatMap((view) => {
    const { crossedAt } = view.destination.passage;
    return crossedAt === null ? [] : [Math.max(0, minutesBetween(view.origin.ticket.arrivedAt!, crossedAt))];
  });
  const crossed = came.filter((view) => view.destination.passage.crossedAt !== null);
  const missed = views.filter((view) => view.origin.slot.missed > 0).length;
  return {
    lorries: came.length,
    bay(party, trafficClass) {
      if (crossed.length < ENOUGH) return undefined;
      const ofClass = crossed.filter((view) => view.origin.plan.trafficClass === trafficClass);
      const use = bayUse(ofClass.length < FEW ? crossed : ofClass, party);
      return use.minutes > 0 ? use : undefined;
    },
    crossingLag: ways.length < ENOUGH ? 0 : quantile(ways, FREE_WAY),
    noShow: views.length < ENOUGH ? 0 : Math.min(MOST_NO_SHOWS, missed / views.length),
  };
}

function bayUse(views: readonly CrossingView[], party: Party): BayUse {
  let minutes = 0;
  const lags: number[] = [];
  for (const view of views) {
    const done = view[party].inspection.filter((each) => each.finishedAt !== null);
    for (const { startedAt, finishedAt } of done) minutes += Math.max(0, minutesBetween(startedAt, finishedAt!));
    if (done[0]) lags.push(Math.max(0, minutesBetween(view.origin.ticket.arrivedAt!, done[0].startedAt)));
  }
  return { minutes: views.length === 0 ? 0 : minutes / views.length, lag: quantile(lags, FREE_WAY) };
}

/** Reads the newest crossings of a direction that have ended, a page at a time, so that nobody waits long for the node. */
export async function readServices(journal: Journal, side: SideId, direction: Direction): Promise<Services> {
  const rows = await journal.db.query<{ reference: string }>(
    `SELECT reference FROM crossing WHERE pair = $1 AND NOT open AND direction = $2 ORDER BY planned_at DESC, reference LIMIT ${SAMPLE}`,
    [journal.pair, direction],
  );
  const views: CrossingView[] = [];
  for (let at = 0; at < rows.length; at += PAGE) {
    const references = rows.slice(at, at + PAGE).map((row) => row.reference);
    const states = fromRows(await journal.states(references.map((reference) => streamOf('crossing', reference))));
    for (const reference of references) {
      const view = crossingView((stream) => states.get(stream), side, reference);
      if (view) views.push(view);
    }
  }
  return servicesOf(views);
}
