import { destinationOf, originOf, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import { onlooker, traderOf, tradersOf, yard } from '../accounts.ts';
import { every, noted, type Day } from '../day.ts';
import { lineFor } from '../goods.ts';
import { hasEnded, type Lorry } from '../world.ts';
import type { Arrivals } from './arrivals.ts';
import type { Traders } from './traders.ts';

const LOOK = MINUTE;
/** A person has this long to do something before the day does it. */
const COURTESY = 10 * MINUTE;
/** The lorry of somebody who books no slot comes this long after it was declared. */
const SOON = 25 * MINUTE;
const TARE_KG = 16_000;
const WAITING = new Set(['planned', 'booked']);

interface Known {
  readonly since: number;
  /** True once it is clear that this is not one of the plan's. */
  strange: boolean;
  coming: boolean;
}

/**
 * Lorries that the day has not planned: a person declared them. The day plays everybody whom that person does not play:
 * the importer completes, the yard gives a slot, the lorry comes. From then on it is a lorry like any other.
 */
export class Strangers {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly day: Day,
    private readonly traders: Traders,
    private readonly arrivals: Arrivals,
  ) {}

  start(): void {
    every(this.day, LOOK, 'strangers', () => this.#look());
  }

  async #look(): Promise<void> {
    for (const lorry of this.day.world.all()) {
      const row = lorry.rows[originOf(lorry.direction)];
      if (lorry.plan || !row || hasEnded(row) || this.traders.isLodging(row.tractorID)) continue;
      const known = this.#known.get(lorry.reference) ?? { since: this.day.clock.now(), strange: false, coming: false };
      this.#known.set(lorry.reference, known);
      if (!(await this.#isStrange(lorry, known))) continue;
      if (row.cause === 'papers' || WAITING.has(row.phase)) await this.#complete(lorry);
      if (WAITING.has(row.phase)) await this.#bring(lorry, known);
    }
  }

  /** After a restart a lorry of the plan may be seen before the plan has come to it. */
  async #isStrange(lorry: Lorry, known: Known): Promise<boolean> {
    if (known.strange) return true;
    const declared = await this.#declaration(originOf(lorry.direction), lorry.consignment);
    if (!declared) return false;
    const plan = this.traders.planned(declared.origin.declaration.declaration?.functionalReferenceID ?? '');
    if (plan) this.day.world.bind(lorry.reference, plan, lorry.consignment);
    known.strange = plan === undefined;
    return known.strange;
  }

  async #declaration(side: SideId, consignment: string) {
    const tried = await this.day.nodes[side].try(onlooker(side), (client) =>
      client.GET('/api/consignments/{reference}', { params: { path: { reference: consignment } } }),
    );
    if (!tried.ok) return undefined;
    const { origin, destination } = tried.data as unknown as { origin: ConsignmentSide; destination: ConsignmentSide };
    return { origin, destination };
  }

  /** The importer that is named completes; when none is, the first trader of the side does. */
  async #complete({ direction, consignment }: Lorry): Promise<void> {
    const side = destinationOf(direction);
    const view = await this.#declaration(side, consignment);
    const declared = view?.origin.declaration.declaration;
    if (!view || !declared || view.destination.declaration.completedAt) return;
    const named = declared.importer.ID;
    const trader = named === undefined ? tradersOf(side)[0] : traderOf(side, named);
    if (!trader) return;
    const documents = side === 'CN' ? (['929', '785', '315', 'mandate'] as const) : (['929', 'gate_declaration', 'gate_fee_receipt', 'conformity'] as const);
    const special = declared.additionalDocument.some((each) => each.typeCode === '851') ? (['quarantine_import_permit'] as const) : [];
    noted(this.day, 'completed for a stranger', await this.day.nodes[side].try(trader.persona, (client) =>
      client.POST('/api/consignments/{reference}/complete-declaration', {
        params: { path: { reference: consignment } },
        body: {
          completion: {
            declarationOfficeID: side === 'CN' ? 'YOUYIGUAN' : 'HUUNGHI',
            importer: { ID: named ?? trader.firm, name: declared.importer.name },
            classification: declared.governmentAgencyGoodsItem.map((item) => ({
              sequenceNumeric: item.sequenceNumeric,
              nationalID: item.commodity.classification[side === 'CN' ? 'cn10' : 'vn8'] ?? lineFor(side, item.commodity.classification.hs6),
              dutyPreference: 'MFN' as const,
            })),
            additionalDocument: [...documents, ...special].map((typeCode) => ({ typeCode, ID: `${typeCode.slice(0, 3)}-${consignment}` })),
          },
        },
      }),
    ));
  }

  /** The lorry comes a little before its slot, or soon when it has none; the yard then finds it one. */
  async #bring(lorry: Lorry, known: Known): Promise<void> {
    const { clock, engine } = this.day;
    const now = clock.now();
    const slot = lorry.rows[originOf(lorry.direction)]?.slotStart ?? null;
    if (known.coming || now - known.since < COURTESY) return;
    known.coming = true;
    // A lorry with a slot days ahead is looked at again; its trader may move it.
    const due = slot === null ? known.since + SOON : toMillis(slot) - 20 * MINUTE;
    if (due > now + HOUR) known.coming = false;
    else {
      engine.at(due, 'a stranger comes', async () => {
        let came = false;
        try {
          came = await this.#arrive(lorry);
        } finally {
          known.coming = came;
        }
      });
    }
  }

  /** True when the lorry stands in the yard now. */
  async #arrive(lorry: Lorry): Promise<boolean> {
    const side = originOf(lorry.direction);
    const detail = await this.day.nodes[side].try(yard(side), (client) =>
      client.GET('/api/crossings/{reference}', { params: { path: { reference: lorry.reference } } }),
    );
    if (!detail.ok) return false;
    const { attachments, loads } = detail.data;
    const gross = loads.reduce((total, load) => {
      const { declaration } = load.origin as unknown as ConsignmentSide;
      return total + Math.round(Number(declaration.declaration?.totalGrossMassKg ?? 0));
    }, 0);
    const marking = {
      tractorID: attachments.tractorID ?? '',
      sealID: attachments.sealID,
      weighedMassKg: String(gross + TARE_KG),
    };
    return this.arrivals.record(lorry.reference, lorry.direction, marking);
  }
}
