import type { Layout } from './layout.ts';
import { NUMBER, STEP, VISITS, type Lorries } from './lorries.ts';
import { visited } from './random.ts';
import { SERVICE_KEY, STAGE_ROW, STEP_ROW, STEP_SERVICE } from './rows.ts';

/** What may be known of the service that a lorry waits for: its kind, once that has been decided. How long it takes is known to nobody. */
export class Outlook {
  constructor(private readonly layout: Layout, private readonly lorries: Lorries) {}

  /** Mean minutes of the service at the stage: of its kind where that was decided at an earlier one, of all kinds otherwise. */
  minutes(lorry: number, stage: number): number {
    const { draws, steps, stepDecided, stages } = this.layout;
    const { int } = this.lorries;
    const step = int[lorry + STEP]!;
    const service = steps[step * STEP_ROW + STEP_SERVICE]!;
    if (stepDecided[step] === 0) return draws.meanOf(service);
    return draws.kindMean(service, stages[stage * STAGE_ROW + SERVICE_KEY]!, visited(int[lorry + NUMBER]!, int[lorry + VISITS]!));
  }
}
