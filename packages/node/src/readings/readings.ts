import { AUTHORITIES, originOf, type Direction, type SideId, type TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { DAY, MINUTE, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { grants, partyOf, streamOf } from '@pairgate/domain/kernel/act.ts';
import { acts } from '@pairgate/domain/concepts.ts';
import type { Context } from '@pairgate/domain/freight/context.ts';
import { documentDifferences } from '@pairgate/domain/freight/declaration/check.ts';
import { wholeDeclaration } from '@pairgate/domain/freight/declaration/whole.ts';
import { attachmentsOf, holdsOf, outdatedRelease, pendingOf } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { intervalsOf } from '@pairgate/domain/freight/crossing/wait.ts';
import { nextOpening } from '@pairgate/domain/gate/calendar/open.ts';
import { CLASS_WEIGHT, orderOf, score } from '@pairgate/domain/queue/order/order.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { contextOf, type ContextOptions } from '../context.ts';
import type { About, Evidence } from '../evidence.ts';
import type { Clock } from '../gateway.ts';
import type { AgreementView } from '../http/agreement-view.ts';
import type {
  Changes, ConsignmentDetail, ControlRoom, CrossingDetail, CrossingFilter, CrossingRow, DriverView, GateState, Health,
  NodeState, PageAfter, PlateHit, QueueView, Reader, Readings, SharedState, SlotView, Topic, WorkList,
} from '../http/readings.ts';
import type { PlanView } from '../http/plan-view.ts';
import type { Hub } from '../hub.ts';
import type { PlansInForce } from '../planning/held.ts';
import { consignmentView, crossingView, gateSides, versionOf } from '../states.ts';
import { agreementOf } from './agreement.ts';
import { controlRoom } from './control-room.ts';
import { aheadOf, nextAct, passOf } from './driver.ts';
import type { LogView } from '../http/log-view.ts';
import { logEntries, logView } from './log.ts';
import { RecentChanges } from './recent-changes.ts';
import type { Ribbon } from './ribbon.ts';
import { rowOf } from './row.ts';
import { isAfter, missingOf, searchText } from './shown.ts';
import { sharedCrossing } from './shared-state.ts';
import { planView, slotView } from './slots.ts';
import { timelineOf } from './timeline.ts';
import { concerns, redact, seenBy, visible } from './visible.ts';
import { taskFor, urgency } from './work-list.ts';

export interface ReadingsOptions extends ContextOptions {
  readonly journal: Journal;
  readonly agreements: () => Agreements;
  readonly clock: Clock;
  readonly hub: Hub;
  readonly ribbon: Ribbon;
  readonly lastChange: () => number;
  /** When the newest checkpoint of one's own log was signed, in real time. */
  readonly checkpointAt: () => number;
  readonly state: () => NodeState;
  readonly health: () => Promise<Health>;
  readonly plans: PlansInForce;
  readonly evidence: (about: About) => Promise<Evidence | undefined>;
}

/** A row is worked out again when its crossing changed or when this much real time has passed. */
const ROW_AGE = 1000;

/** Reads the node: what is going on from memory, what has ended from the database. Writes nothing. */
export class NodeReadings implements Readings {
  readonly #rows = new Map<string, { change: number; at: number; row: CrossingRow }>();
  readonly #recent: RecentChanges;

  constructor(private readonly options: ReadingsOptions) {
    this.#recent = new RecentChanges(options.lastChange());
  }

  /** Notes what a commit has changed, so that rows are worked out anew. */
  changed(crossings: ReadonlySet<string>, change: number): void {
    this.#recent.note(crossings, change);
    for (const reference of crossings) this.#rows.delete(reference);
  }

  async state(): Promise<NodeState> {
    return this.options.state();
  }

  async crossings(reader: Reader, filter: CrossingFilter, page: { after?: PageAfter; limit: number }) {
    const views = filter.open || filter.cause ? this.#open(reader, filter) : undefined;
    const rows = views ? views.map((view) => this.#rowFor(view, reader)) : await this.#listed(reader, filter, page);
    const after = page.after;
    const fitting = rows
      .filter((row) => !filter.cause || row.cause === filter.cause)
      .filter((row) => !after || isAfter(row, after))
      .toSorted((a, b) => (a.plannedAt === b.plannedAt ? (a.reference < b.reference ? -1 : 1) : a.plannedAt > b.plannedAt ? -1 : 1));
    return { items: fitting.slice(0, page.limit), more: fitting.length > page.limit };
  }

  #open(reader: Reader, filter: CrossingFilter): CrossingView[] {
    const views: CrossingView[] = [];
    const q = filter.q?.toLowerCase();
    for (const view of this.options.live.crossings()) {
      if (filter.direction && view.direction !== filter.direction) continue;
      if (filter.trafficClass && view.origin.plan.trafficClass !== filter.trafficClass) continue;
      if (!visible(view, reader)) continue;
      const row = filter.phase || q ? this.#row(view) : undefined;
      if (filter.phase && row!.phase !== filter.phase) continue;
      if (q && !searchText(row!).includes(q)) continue;
      views.push(view);
    }
    return views;
  }

  async #listed(reader: Reader, filter: CrossingFilter, page: { after?: PageAfter; limit: number }): Promise<CrossingRow[]> {
    const { journal } = this.options;
    const where = ['pair = $1'];
    const params: unknown[] = [journal.pair];
    const add = (condition: (place: string) => string, value: unknown) => {
      params.push(value);
      where.push(condition(`$${params.length}`));
    };
    if (filter.phase) add((at) => `phase = ${at}`, filter.phase);
    if (filter.direction) add((at) => `direction = ${at}`, filter.direction);
    if (filter.trafficClass) add((at) => `traffic_class = ${at}`, filter.trafficClass);
    if (filter.open === false) where.push('NOT open');
    if (filter.q) add((at) => `position(${at} in search) > 0`, filter.q.toLowerCase());
    if (reader.scope === 'own') add((at) => `position(${at} in owners) > 0`, `|${reader.actor.firm ?? reader.actor.account}|`);
    if (reader.scope === 'link') add((at) => `reference = ${at}`, reader.crossing ?? '');
    if (page.after) {
      params.push(page.after.plannedAt, page.after.reference);
      const [at, reference] = [`$${params.length - 1}`, `$${params.length}`];
      where.push(`(planned_at < ${at} OR (planned_at = ${at} AND reference > ${reference}))`);
    }
    params.push(page.limit + 1);
    const rows = await journal.db.query<{ reference: string }>(
      `SELECT reference FROM crossing WHERE ${where.join(' AND ')}
       ORDER BY planned_at DESC, reference LIMIT $${params.length}`,
      params,
    );
    return this.#rowsOf(rows.map((row) => row.reference), reader);
  }

  async #rowsOf(references: readonly string[], reader?: Reader): Promise<CrossingRow[]> {
    await this.#fetch(references);
    return references.flatMap((reference) => {
      const view = this.#view(reference);
      return view ? [reader ? this.#rowFor(view, reader) : this.#row(view)] : [];
    });
  }

  #fetch(references: readonly string[]): Promise<void> {
    return this.options.live.fetch(this.options.journal, references.map((reference) => streamOf('crossing', reference)));
  }

  #view(reference: string): CrossingView | undefined {
    return crossingView(this.options.live.read, this.options.side, reference);
  }

  /**
   * The view must have been read without waiting since: a row made from an older one would stand under the number of a
   * change that it does not show, and whoever follows the changes would never hear of that one.
   */
  #row(view: CrossingView): CrossingRow {
    const change = this.#recent.of(view.reference);
    const at = performance.now();
    const cached = this.#rows.get(view.reference);
    if (cached && cached.change === change && at - cached.at < ROW_AGE) return cached.row;
    const row = rowOf(view, this.#now(), this.#gateTimes(), change);
    if (this.#rows.size > 20_000) this.#rows.clear();
    this.#rows.set(view.reference, { change, at, row });
    return row;
  }

  /** The row as a reader may see it; only a lorry that several firms share differs from reader to reader. */
  #rowFor(view: CrossingView, reader: Reader): CrossingRow {
    const seen = seenBy(view, reader);
    const row = this.#row(view);
    return seen === view ? row : rowOf(seen, this.#now(), this.#gateTimes(), row.change);
  }

  #now(): number {
    return this.options.clock.now();
  }

  #gateTimes() {
    return this.options.gateTimes(gateSides(this.options.live.read, this.options.side));
  }

  #context(reader: Reader): Context {
    const { live } = this.options;
    return contextOf(this.options, {
      actor: reader.actor,
      now: this.#now(),
      group: {
        read: live.read,
        carriersOf: (consignment) => live.carriersOf(consignment),
        lodgedHere: () => undefined,
        booked: (direction, trafficClass, start) => live.booked(direction, trafficClass, start),
      },
      lodged: new Map(),
      history: new Map(),
    });
  }

  /** What the reader may do with a stream now: the policy table and each act's own condition. */
  #actsOn(kind: 'crossing' | 'consignment', view: { direction: Direction }, reader: Reader): string[] {
    const context = this.#context(reader);
    const party = partyOf(this.options.side, view.direction);
    return acts
      .filter((act) => act.on === kind && !act.creates && grants(act.who, reader.actor.role, party))
      .filter((act) => act.when(view, context) === undefined)
      .map((act) => act.name);
  }

  async crossing(reader: Reader, reference: string): Promise<Omit<CrossingDetail, 'driverLink'> | undefined> {
    const { live, journal } = this.options;
    const [vn, cn] = [await journal.head('VN'), await journal.head('CN')];
    await this.#fetch([reference]);
    // Nothing waits from here to the row: what is shown and the version that a decision is bound to are of one moment.
    const whole = this.#view(reference);
    if (!whole || !visible(whole, reader)) return undefined;
    const view = seenBy(whole, reader);
    const size = (log: typeof vn) => ({ countersignedSize: log.log === this.options.side ? log.cosignedSize : log.size });
    const state = live.read(streamOf('crossing', reference))!;
    const shown = redact({ origin: view.origin, destination: view.destination, loads: view.loads }, reader);
    const pending = (party: 'origin' | 'destination') =>
      Object.fromEntries(AUTHORITIES.map((authority) => [authority, pendingOf(view, party, authority) ?? null]));
    const outdated = (party: 'origin' | 'destination') =>
      AUTHORITIES.filter((authority) => outdatedRelease(view, party, authority) !== undefined);
    return {
      row: this.#rowFor(whole, reader),
      version: versionOf(state),
      origin: shown.origin,
      destination: shown.destination,
      loads: shown.loads.map((load) => ({ ...load })),
      attachments: { ...attachmentsOf(view), sealID: [...attachmentsOf(view).sealID] },
      timeline: await timelineOf(this.options, view, reader),
      intervals: intervalsOf(view, this.#now(), this.#gateTimes()).map((each) => ({
        ...each,
        from: fromMillis(each.from),
        to: fromMillis(each.to),
      })),
      holds: redact(holdsOf(view), reader).map((hold) => ({ ...hold })),
      pending: { origin: pending('origin'), destination: pending('destination') },
      outdated: { origin: outdated('origin'), destination: outdated('destination') },
      acts: this.#actsOn('crossing', whole, reader),
      estimate: null,
      log: { VN: size(vn), CN: size(cn) },
      missing: view.loads.flatMap(missingOf),
    };
  }

  async consignment(reader: Reader, reference: string): Promise<ConsignmentDetail | undefined> {
    const { live, journal, side } = this.options;
    const stream = streamOf('consignment', reference);
    await live.fetch(journal, [stream]);
    const view = consignmentView(live.read, side, reference);
    if (!view) return undefined;
    if (reader.scope === 'own' && !concerns(view, reader.actor)) return undefined;
    if (reader.scope === 'link') return undefined;
    const { origin, destination } = redact(view, reader);
    const declared = wholeDeclaration(view.origin.declaration.declaration);
    return {
      reference,
      direction: view.direction,
      origin,
      destination,
      version: versionOf(live.read(stream)!),
      crossings: [...live.carriersOf(reference)],
      acts: this.#actsOn('consignment', view, reader),
      missing: missingOf(view),
      differences: declared ? documentDifferences(declared).map((each) => ({ ...each })) : [],
    };
  }

  async controlRoom(): Promise<ControlRoom> {
    const { live, pair, ribbon, side } = this.options;
    const views = [...live.crossings()];
    const rows = views.map((view) => this.#row(view)).filter((row) => row.place !== 'away');
    const gate = gateSides(live.read, side);
    return controlRoom({ now: this.#now(), pair, gate, gateTimes: this.#gateTimes(), views, rows, ribbon });
  }

  async workList(reader: Reader): Promise<WorkList> {
    const now = this.#now();
    const items: (WorkList['items'][number] & { urgency: number })[] = [];
    for (const view of this.options.live.crossings()) {
      const task = taskFor(view, this.options.side, reader.actor.role, now);
      if (!task) continue;
      const row = this.#row(view);
      items.push({ row, ...task, urgency: urgency(row, view, now) });
    }
    return {
      items: items.toSorted((a, b) => b.urgency - a.urgency).map(({ urgency: _urgency, ...item }) => item),
    };
  }

  async queue(reader: Reader, direction: Direction | undefined): Promise<QueueView> {
    const context = this.#context(reader);
    const directions = direction ? [direction] : (['VN-CN', 'CN-VN'] as const);
    const items = directions.flatMap((each) => {
      const tickets = context.waiting(each);
      const order = orderOf(tickets, context.now).map((ticket) => ticket.crossing);
      return tickets.map((ticket) => {
        const { score: points, waitingMinutes } = score(ticket, context.now);
        const rank = order.indexOf(ticket.crossing);
        const view = this.#view(ticket.crossing);
        return {
          reference: ticket.crossing,
          ticket: ticket.ticket,
          trafficClass: ticket.trafficClass,
          arrivedAt: ticket.arrivedAt,
          slotStart: ticket.slotStart,
          waitingMinutes,
          score: points,
          eligible: ticket.eligible,
          position: rank < 0 ? null : rank + 1,
          tractorID: view ? attachmentsOf(view).tractorID : null,
        };
      });
    });
    const last = Number.MAX_SAFE_INTEGER;
    return {
      items: items.toSorted((a, b) => (a.position ?? last) - (b.position ?? last)),
      rule: { weights: { ...CLASS_WEIGHT } },
    };
  }

  async slots(
    reader: Reader,
    of: { direction: Direction; trafficClass: TrafficClass; date?: string | undefined },
  ): Promise<SlotView> {
    return slotView(of, this.#dayOf(originOf(of.direction), of.date), this.#context(reader));
  }

  async plan(reader: Reader, date?: string): Promise<PlanView> {
    const { plans, side } = this.options;
    return planView(plans, side === 'VN' ? 'VN-CN' : 'CN-VN', this.#dayOf(side, date), this.#context(reader));
  }

  /** When a local day of a side begins, today's unless told. */
  #dayOf(side: SideId, date?: string): number {
    const offset = this.options.pair.sides[side].utcOffsetMinutes * MINUTE;
    return date ? toMillis(`${date}T00:00:00.000Z`) - offset : Math.floor((this.#now() + offset) / DAY) * DAY - offset;
  }

  async gate(): Promise<GateState> {
    const { live, side, pair } = this.options;
    const gates = gateSides(live.read, side);
    const now = this.#now();
    const times = this.#gateTimes();
    const one = (of: SideId): GateState['VN'] => {
      const next = nextOpening(pair.sides[of].calendar, now);
      return {
        capacity: Object.fromEntries(
          Object.entries(gates[of].capacity).flatMap(([trafficClass, published]) => {
            const newest = published.at(-1);
            return newest ? [[trafficClass, { perHour: newest.perHour, validUntil: newest.validUntil }]] : [];
          }),
        ),
        lane: gates[of].lane,
        open: times.isOpen(of, now),
        nextOpening: next === undefined ? null : fromMillis(next),
      };
    };
    return { VN: one('VN'), CN: one('CN') };
  }

  async agreement(): Promise<AgreementView> {
    return agreementOf(this.options.agreements());
  }

  log(): Promise<LogView> {
    const { journal, agreements, side } = this.options;
    return logView(journal, agreements(), {
      us: side,
      now: this.#now(),
      checkpointAt: this.options.checkpointAt(),
      fingerprints: this.options.state().fingerprints,
    });
  }

  logEntries(_reader: Reader, side: SideId, page: { before?: number | undefined; limit: number }) {
    return logEntries(this.options.journal, this.options.side, side, page);
  }

  async evidence(reader: Reader, about: About) {
    if ('reference' in about) await this.#fetch([about.reference]);
    const view = 'reference' in about ? this.#view(about.reference) : undefined;
    const evidence = 'index' in about || (view && visible(view, reader)) ? await this.options.evidence(about) : undefined;
    return evidence && { ...evidence };
  }

  async shared(reader: Reader, reference: string): Promise<SharedState | undefined> {
    const { journal, agreements, side } = this.options;
    await this.#fetch([reference]);
    const own = this.#view(reference);
    if (!own || !visible(own, reader)) return undefined;
    const [vn, cn] = [await journal.head('VN'), await journal.head('CN')];
    const shared = await sharedCrossing(journal, agreements(), side, reference);
    return shared && { sizes: { VN: vn.size, CN: cn.size }, state: { ...shared.view }, digest: shared.digest };
  }

  async dayList(reader: Reader, date: string): Promise<CrossingRow[]> {
    const { journal, pair, side } = this.options;
    const from = toMillis(`${date}T00:00:00.000Z`) - pair.sides[side].utcOffsetMinutes * MINUTE;
    const rows = await journal.db.query<{ reference: string }>(
      `SELECT reference FROM crossing WHERE pair = $1 AND arrived_at IS NOT NULL AND arrived_at < $3
       AND (ended_at IS NULL OR ended_at >= $2) ORDER BY arrived_at, reference`,
      [journal.pair, fromMillis(from), fromMillis(from + DAY)],
    );
    const listed = await this.#rowsOf(rows.map((row) => row.reference));
    return listed.filter((row) => {
      const view = this.#view(row.reference);
      return view !== undefined && visible(view, reader);
    });
  }

  async driver(reader: Reader): Promise<DriverView | undefined> {
    const reference = reader.crossing ?? '';
    await this.#fetch([reference]);
    const view = this.#view(reference);
    if (!view || !visible(view, reader)) return undefined;
    const context = this.#context(reader);
    const row = this.#row(view);
    const accepted = context.gateTimes.acceptedPerHour(
      view.direction === 'VN-CN' ? 'CN' : 'VN',
      view.origin.plan.trafficClass,
      context.now,
    );
    return {
      row,
      next: nextAct(view, row, context.now, context.gateTimes),
      ahead: aheadOf(view, context),
      acceptedPerHour: accepted,
      holds: redact(holdsOf(view), reader).map((hold) => ({ ...hold })),
      pass: passOf(view, context.now),
      now: fromMillis(context.now),
      timeline: await timelineOf(this.options, view, reader),
      acts: this.#actsOn('crossing', view, reader),
    };
  }

  async findByPlate(plate: string): Promise<PlateHit[]> {
    const { journal, side } = this.options;
    const rows = await journal.db.query<{ reference: string }>(
      'SELECT reference FROM crossing WHERE pair = $1 AND tractor = $2 AND open ORDER BY planned_at DESC LIMIT 5',
      [journal.pair, plate],
    );
    const actor = { side, role: 'public' as const, account: 'kiosk' };
    const context = this.#context({ actor, scope: 'link', personalData: false });
    return (await this.#rowsOf(rows.map((row) => row.reference))).map((row) => {
      const view = this.#view(row.reference);
      return { row, position: view ? aheadOf(view, context) : null };
    });
  }

  lastChange(): number {
    return this.options.lastChange();
  }

  async changesSince(change: number, reader: Reader, limit: number): Promise<Changes> {
    const { journal } = this.options;
    const upTo = this.lastChange();
    const rows = this.#recent.since(change, limit) ?? (await journal.changedSince(change, limit));
    const listed = await this.#rowsOf(rows.map((row) => row.reference), reader);
    const seen = listed
      .map((row) => ({ ...row, change: rows.find((each) => each.reference === row.reference)?.change ?? row.change }))
      .filter((row) => {
        const view = this.#view(row.reference);
        return view !== undefined && visible(view, reader);
      });
    // The database may know of a commit before the states in memory do; that one is told again.
    return { rows: seen, upTo: rows.length < limit ? upTo : Math.min(upTo, rows.at(-1)!.change) };
  }

  onChange(listener: (topic: Topic) => void): () => void {
    return this.options.hub.on(listener);
  }

  health(): Promise<Health> {
    return this.options.health();
  }
}
