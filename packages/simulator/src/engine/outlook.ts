import type { Layout } from './layout.ts';
import { BEEN, CLASS_OF, NUMBER, STEP, VISITS, type Lorries } from './lorries.ts';
import { visited } from './random.ts';
import type { Routes } from './routes.ts';
import { KIND, SERVERS, SERVICE_KEY, STAGE_ROW, STEP_NEEDS, STEP_ROW, STEP_SERVICE, STEP_STAGE, UNLIMITED, WORK } from './rows.ts';

/**
 * What may be known of the services that a lorry still needs: whether it takes a step and for which kind of service, once that has been
 * decided; the share of lorries like it, and the mean, before. How long a service of its kind takes is known to nobody.
 */
export class Outlook {
  constructor(private readonly layout: Layout, private readonly lorries: Lorries, private readonly routes: Routes) {}

  /** Mean minutes of the service that it waits for or is in. */
  minutes(lorry: number): number {
    return this.serviceOf(lorry, this.lorries.int[lorry + STEP]!);
  }

  /** Mean minutes of all services by servers that can be short, from the one that it waits for to the last. */
  minutesAhead(lorry: number): number {
    const { layout, lorries } = this;
    const first = lorries.int[lorry + STEP]!;
    let sum = this.serviceOf(lorry, first);
    for (let step = first + 1; ; step += 1) {
      const stage = layout.steps[step * STEP_ROW + STEP_STAGE]!;
      if (stage < 0) return sum;
      const rows = layout.stages;
      if (rows[stage * STAGE_ROW + KIND] !== WORK || rows[stage * STAGE_ROW + SERVERS] === UNLIMITED) continue;
      const chance = this.chanceOf(lorry, step);
      if (chance > 0) sum += chance * this.serviceOf(lorry, step);
    }
  }

  /** Share of the lorries of which the same is known that will take a later step: 0 or 1 when it has been decided. */
  private chanceOf(lorry: number, step: number): number {
    const { layout, routes } = this;
    const { int } = this.lorries;
    const needed = layout.steps[step * STEP_ROW + STEP_NEEDS]! & ~int[lorry + BEEN]!;
    let chance = 1;
    if (needed !== 0) {
      const before = layout.routeStart[int[lorry + CLASS_OF]!]! + 1 + (31 - Math.clz32(needed));
      if (before <= int[lorry + STEP]!) return 0;
      chance = this.chanceOf(lorry, before);
    }
    if (layout.stepDecided[step]! >= int[lorry + STEP]!) return chance * routes.shareOf(lorry, step);
    return routes.isDrawn(lorry, step) ? chance : 0;
  }

  private serviceOf(lorry: number, step: number): number {
    const { layout } = this;
    const { int } = this.lorries;
    const service = layout.steps[step * STEP_ROW + STEP_SERVICE]!;
    if (layout.stepDecided[step]! >= int[lorry + STEP]!) return layout.draws.means[service]!;
    const stage = layout.steps[step * STEP_ROW + STEP_STAGE]!;
    return layout.draws.kindMean(service, layout.stages[stage * STAGE_ROW + SERVICE_KEY]!, visited(int[lorry + NUMBER]!, int[lorry + VISITS]!));
  }
}
