import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { partyOf } from '@pairgate/domain/kernel/act.ts';
import { MINUTE } from '@pairgate/domain/kernel/instant.ts';
import type { CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import { laboratory } from '../accounts.ts';
import { every, noted, spanOf, type Day } from '../day.ts';
import { SERVICE } from '../figures.ts';
import { openOn } from '../hours.ts';

const LOOK = 2 * MINUTE;

/** What a passed and a failed value look like. The limit for cadmium in durian is 0.05 mg/kg; Basic Yellow 2 must not be there. */
const VALUES: Readonly<Record<string, { unit: string; passed: string; failed: string }>> = {
  cadmium: { unit: 'mg/kg', passed: '0.02', failed: '0.08' },
  'Basic Yellow 2': { unit: 'mg/kg', passed: '0', failed: '0.4' },
  'pesticide residue': { unit: 'mg/kg', passed: '0.01', failed: '0.9' },
};

/** The laboratories of both sides: each bench has one sample at a time and reports its result. */
export class Laboratories {
  readonly #busy = new Set<string>();

  constructor(private readonly day: Day) {}

  start(): void {
    for (const side of SIDES) every(this.day, LOOK, `laboratory of ${side}`, () => this.#look(side));
  }

  async #look(side: SideId): Promise<void> {
    if (!openOn(side, this.day.clock.now())) return;
    const { items } = await this.day.nodes[side].read(laboratory(side), (client) => client.GET('/api/worklist'));
    for (const { row } of items) {
      if (this.#busy.has(row.reference)) continue;
      const bench = this.day.stations[side].take('laboratory', row.direction);
      if (bench === undefined) continue;
      this.#busy.add(row.reference);
      const time = spanOf(this.day.chance.of(`laboratory/${row.reference}`), SERVICE.laboratory);
      this.day.engine.after(time, 'result', async () => {
        try {
          await this.#report(side, row.reference);
        } finally {
          this.day.stations[side].leave(bench);
          this.#busy.delete(row.reference);
        }
      });
    }
  }

  async #report(side: SideId, reference: string): Promise<void> {
    const persona = laboratory(side);
    const detail = await this.day.nodes[side].read(persona, (client) =>
      client.GET('/api/crossings/{reference}', { params: { path: { reference } } }),
    );
    const own = detail[partyOf(side, detail.row.direction)] as unknown as CrossingSide;
    const sample = own.laboratory.find((each) => each.reportedAt === null);
    if (!sample) return;
    const fails = this.day.world.find(reference)?.plan?.failsSample === true;
    const value = sample.test.map((test) => {
      const known = VALUES[test] ?? { unit: '1', passed: '0', failed: '1' };
      return { test, value: fails ? known.failed : known.passed, unit: known.unit };
    });
    noted(this.day, 'result reported', await this.day.nodes[side].try(persona, (client) =>
      client.POST('/api/crossings/{reference}/report-result', {
        params: { path: { reference } },
        body: {
          sample: sample.sample, outcome: fails ? 'failed' : 'passed', value,
          reportID: `${side}-${sample.sample.slice(0, 8).toUpperCase()}`,
        },
      }),
    ));
  }
}
