import type { Schemas } from '@pairgate/client/client.ts';
import { AUTHORITIES, SIDES, type Authority, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { partyOf } from '@pairgate/domain/kernel/act.ts';
import { HOUR, MINUTE, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import type { CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import { officer } from '../accounts.ts';
import type { Step } from '../agenda.ts';
import { every, noted, spanOf, type Day } from '../day.ts';
import { SAMPLED, SERVICE } from '../figures.ts';
import { openOn, stationsOf } from '../hours.ts';
import type { Traders } from './traders.ts';

type Item = Schemas['WorkList']['items'][number];
/** What an officer sees of a case; the interface leaves out nothing that is needed here. */
type Detail = Omit<Schemas['CrossingDetail'], 'driverLink' | 'estimate'>;

const LOOK = 45_000;
/** A case that was refused or must wait is not looked at again before this. */
const COOL = 2 * MINUTE;
const HOLD_DEADLINE = 2 * HOUR;
/** A hold that nobody mends is lifted when the originals have been seen at the desk. */
const HOLD_SEEN = 45 * MINUTE;

/** Reasons of a rule for which an officer holds the lorry until the papers are right. */
const MENDABLE = new Set([
  'papers_missing', 'papers_inconsistent', 'phyto_missing', 'laboratory_report_missing', 'conformity_missing',
  'orchard_not_approved', 'proof_of_origin_missing',
]);
const REFUSED_FOR: Readonly<Record<Authority, string>> = {
  customs: 'goods_differ',
  quarantine: 'phyto_wrong',
  border_guard: 'permit_vehicle_missing',
};
const FAILED_FOR: Readonly<Record<Authority, string>> = {
  customs: 'goods_differ',
  quarantine: 'pest_found',
  border_guard: 'vehicle_unroadworthy',
};
const DESK_WORK = { customs: 'papers', quarantine: 'fruit', border_guard: 'borderGuard' } as const satisfies Record<Authority, keyof typeof SERVICE>;
const TESTS = { durian: ['cadmium', 'Basic Yellow 2'], other: ['pesticide residue'] } as const;
const LABORATORY: Readonly<Record<SideId, string>> = { VN: 'Lạng Sơn plant quarantine laboratory', CN: '友谊关海关技术中心' };

/** The officers of all authorities of one side share its desks and bays; each works through the own work list, in its order. */
export class Officers {
  /** Cases that somebody works on. */
  readonly #busy = new Set<string>();
  readonly #cool = new Map<string, number>();
  /** What was read of each work list and is not begun. */
  readonly #lists = new Map<string, Item[]>();

  constructor(
    private readonly day: Day,
    private readonly traders: Traders,
  ) {}

  start(): void {
    for (const side of SIDES) {
      for (const authority of AUTHORITIES) every(this.day, LOOK, `work list of ${side} ${authority}`, () => this.#look(side, authority));
    }
  }

  async #look(side: SideId, authority: Authority): Promise<void> {
    const now = this.day.clock.now();
    if (!openOn(side, now)) return;
    const persona = officer(side, authority);
    const { items } = await this.day.nodes[side].read(persona, (client) => client.GET('/api/worklist'));
    this.#lists.set(`${side}/${authority}`, [...items]);
    for (const [key, until] of this.#cool) if (until < now) this.#cool.delete(key);
    this.#begin(side, authority);
  }

  /** Begins what there is a free place for, in the order of the list as it was last read; what is begun leaves the list. */
  #begin(side: SideId, authority: Authority): void {
    const now = this.day.clock.now();
    if (!openOn(side, now)) return;
    const listed = this.#lists.get(`${side}/${authority}`) ?? [];
    const left = listed.filter((item) => {
      const key = `${side}/${authority}/${item.row.reference}`;
      if (this.#busy.has(key) || (this.#cool.get(key) ?? 0) > now) return false;
      const work = this.#work(side, authority, item);
      if (!work) return true;
      this.#busy.add(key);
      this.#cool.set(key, now + COOL / 4);
      this.day.engine.after(0, `case of ${authority}`, (step) => work(step).finally(() => this.#busy.delete(key)));
      return false;
    });
    this.#lists.set(`${side}/${authority}`, left);
  }

  /** A place has become free: whoever is next takes it at once. */
  #leave(side: SideId, station: string): void {
    this.day.stations[side].leave(station);
    for (const authority of AUTHORITIES) this.#begin(side, authority);
  }

  /** The work that a case asks for, when there is a free place to do it. */
  #work(side: SideId, authority: Authority, { row, pending }: Item): ((step: Step) => Promise<void>) | undefined {
    const stations = this.day.stations[side];
    const { reference, direction } = row;
    if (pending === 'inspection') {
      const bay = stations.take('bay', direction);
      return bay === undefined ? undefined : (step) => this.#inspect(step, side, authority, reference, bay);
    }
    if (pending === 'sample') return (step) => this.#sample(step, side, authority, row);
    if (pending !== 'papers' && pending !== 'decision') return undefined;
    // The border guard looks at driver and lorry where they stand, in the lane.
    if (authority === 'border_guard') return (step) => this.#decide(step, side, authority, row);
    if (isEarly(side, row) && 2 * stations.free('desk', direction) <= stationsOf(side, 'desk', direction).length) return undefined;
    const desk = stations.take('desk', direction);
    if (desk === undefined) return undefined;
    return async (step) => {
      try {
        await this.#decide(step, side, authority, row);
      } finally {
        this.#leave(side, desk);
      }
    };
  }

  #read(side: SideId, authority: Authority, reference: string) {
    return this.day.nodes[side].read(officer(side, authority), (client) =>
      client.GET('/api/crossings/{reference}', { params: { path: { reference } } }),
    );
  }

  /** Opens the goods in a bay; the bay is free for the next lorry when it has been cleared. */
  async #inspect(step: Step, side: SideId, authority: Authority, reference: string, bay: string): Promise<void> {
    const { nodes, world } = this.day;
    const persona = officer(side, authority);
    const chance = this.day.chance.of(`inspection/${reference}/${side}/${authority}`);
    try {
      const started = noted(this.day, 'inspection started', await nodes[side].try(persona, (client) =>
        client.POST('/api/crossings/{reference}/start-inspection', { params: { path: { reference } }, body: { bay } }),
      ));
      // One that was begun before a restart is ended like any other; another authority's is waited for.
      if (!started.ok && started.code !== 'inspection_running') return;
      await step.rest(spanOf(chance, SERVICE.inspection));
      const detail = await this.#read(side, authority, reference);
      const running = partyOfDetail(detail, side).inspection.find((each) => each.authority === authority && each.finishedAt === null);
      if (!running) return;
      const { plan } = world.find(reference) ?? {};
      const fails = plan?.failsInspection === true && partyOf(side, detail.row.direction) === 'destination';
      noted(this.day, 'inspection finished', await nodes[side].try(persona, (client) =>
        client.POST('/api/crossings/{reference}/finish-inspection', {
          params: { path: { reference } },
          body: { inspection: running.inspection, outcome: fails ? 'failed' : 'passed', picture: [] },
        }),
      ));
      // A rule may ask for a sample besides; one that has been taken in the bay serves it.
      const sampled = plan?.goods.name === 'durian' && side === 'CN' && authority === 'quarantine' && chance.happens(SAMPLED);
      if (sampled && !fails) await this.#sample(step, side, authority, detail.row);
    } finally {
      this.day.engine.after(spanOf(chance, SERVICE.turnover), 'turnover', () => this.#leave(side, bay));
    }
  }

  async #sample(step: Step, side: SideId, authority: Authority, { reference, goods }: Item['row']): Promise<void> {
    const chance = this.day.chance.of(`sample/${reference}`);
    await step.rest(spanOf(chance, SERVICE.fruit));
    const test = [...(goods?.hs6 === '081060' ? TESTS.durian : TESTS.other)];
    const dueAt = fromMillis(this.day.clock.now() + SERVICE.laboratory.to);
    noted(this.day, 'sample taken', await this.day.nodes[side].try(officer(side, authority), (client) =>
      client.POST('/api/crossings/{reference}/take-sample', {
        params: { path: { reference } },
        body: { test, laboratory: LABORATORY[side], dueAt },
      }),
    ));
  }

  /** Reads the case at a desk and decides it: releases, holds until the papers are right, lifts, or refuses. */
  async #decide(step: Step, side: SideId, authority: Authority, { reference, direction }: Item['row']): Promise<void> {
    const chance = this.day.chance.of(`papers/${reference}/${side}/${authority}`);
    await step.rest(spanOf(chance, SERVICE[DESK_WORK[authority]]));
    const detail = await this.#read(side, authority, reference);
    const party = partyOf(side, direction);
    const mine = detail.holds.filter((hold) => hold.side === side && hold.authority === authority);
    const open = mine.find((hold) => hold.liftedAt === null);
    if (open) {
      await this.#consider(side, authority, detail, open);
      return;
    }
    const plan = this.day.world.find(reference)?.plan;
    const reasons = reasonsOf(detail, party, authority);
    const faulty = reasons.find((code) => MENDABLE.has(code));
    if (mine.length === 0 && (faulty !== undefined || (plan?.hold && party === 'destination'))) {
      await this.#hold(side, authority, detail, faulty);
      return;
    }
    const refusal = refusalOf(detail, side, authority, plan?.refused === true && party === 'destination');
    const decision = refusal === undefined ? { outcome: 'release' as const } : { outcome: 'refuse' as const, reasonCode: refusal };
    noted(this.day, decision.outcome === 'release' ? 'released' : 'refused', await this.day.nodes[side].try(officer(side, authority), (client) =>
      client.POST('/api/crossings/{reference}/decide', {
        params: { path: { reference }, header: { 'If-Match': etag(detail) } },
        body: decision,
      }),
    ));
  }

  async #hold(side: SideId, authority: Authority, detail: Detail, faulty: string | undefined): Promise<void> {
    const { reference } = detail.row;
    const body = {
      reasonCode: faulty ?? 'risk_rule_hit',
      cause: 'papers' as const,
      deadline: fromMillis(this.day.clock.now() + HOLD_DEADLINE),
      objectTo: side === 'VN' ? 'Hữu Nghị, office of the shift' : '友谊关 值班室',
    };
    const tried = noted(this.day, 'held', await this.day.nodes[side].try(officer(side, authority), (client) =>
      client.POST('/api/crossings/{reference}/place-hold', { params: { path: { reference }, header: { 'If-Match': etag(detail) } }, body }),
    ));
    const lorry = this.day.world.find(reference);
    if (!tried.ok || !lorry?.plan || faulty === undefined) return;
    const { plan, consignment } = lorry;
    const delay = spanOf(this.day.chance.of(`mend/${reference}`), SERVICE.fix);
    this.day.engine.after(delay, 'mend', () => this.traders.mend(plan, consignment));
  }

  /** Lifts a hold when its ground is gone, or when it has stood so long that the originals have been seen. */
  async #consider(side: SideId, authority: Authority, detail: Detail, hold: Schemas['Hold']): Promise<void> {
    const { reference, direction } = detail.row;
    const reasons = reasonsOf(detail, partyOf(side, direction), authority);
    const mended = MENDABLE.has(hold.reasonCode) && !reasons.includes(hold.reasonCode);
    const seen = this.day.clock.now() - toMillis(hold.placedAt) > HOLD_SEEN;
    if (!mended && !seen) {
      this.#cool.set(`${side}/${authority}/${reference}`, this.day.clock.now() + 2 * COOL);
      return;
    }
    noted(this.day, 'lifted', await this.day.nodes[side].try(officer(side, authority), (client) =>
      client.POST('/api/crossings/{reference}/lift-hold', {
        params: { path: { reference }, header: { 'If-Match': etag(detail) } },
        body: { hold: hold.hold, reason: mended ? 'The papers are right now' : 'The originals have been seen at the desk' },
      }),
    ));
  }
}

/** Papers of a lorry that is still on the other side: they are done when the desks are quiet. */
const isEarly = (side: SideId, row: Item['row']): boolean =>
  partyOf(side, row.direction) === 'destination' && !row.place.startsWith('destination');

const etag = (detail: Detail): string => `"v${detail.version}"`;

/** The side's own part of a case, whose shape the domain settles. */
function partyOfDetail(detail: Detail, side: SideId): CrossingSide {
  return detail[partyOf(side, detail.row.direction)] as unknown as CrossingSide;
}

function reasonsOf(detail: Detail, party: 'origin' | 'destination', authority: Authority): string[] {
  return detail.loads.flatMap((load) => [
    ...((load[party] as unknown as ConsignmentSide).assessment[authority]?.reasonCodes ?? []),
  ]);
}

/** Why an authority refuses: goods or sample have failed, or the day's plan has something else against the lorry. */
function refusalOf(detail: Detail, side: SideId, authority: Authority, planned: boolean): string | undefined {
  const own = partyOfDetail(detail, side);
  if (own.laboratory.some((sample) => sample.authority === authority && sample.outcome === 'failed')) return 'residue_exceeded';
  if (own.inspection.some((each) => each.authority === authority && each.outcome === 'failed')) return FAILED_FOR[authority];
  return planned ? REFUSED_FOR[authority] : undefined;
}
