import type { Layout } from './layout.ts';
import { BEEN, CLASS_OF, NUMBER, RISK, STEP, VISITS, type Lorries } from './lorries.ts';
import { uniform, visited } from './random.ts';
import { STEP_AGAIN_TO, STEP_ALWAYS, STEP_BIT, STEP_NEEDS, STEP_RETURNS, STEP_ROW, STEP_STAGE } from './rows.ts';

/** Where a lorry goes next, by its class, its declared risk, and draws of its own. */
export class Routes {
  /** Share of a class that goes to a stage by control, whatever the risk; NaN: by risk. */
  readonly control: Float64Array;
  /** Whether the last lorry asked about was sent back: it finds room wherever it has been. */
  back = false;

  constructor(private readonly layout: Layout, private readonly lorries: Lorries) {
    this.control = new Float64Array(layout.stageCount * layout.classCount).fill(NaN);
  }

  /** Its next stage; −1 when it has been everywhere. The step is taken. */
  next(lorry: number): number {
    const { steps } = this.layout;
    const { int } = this.lorries;
    const last = int[lorry + STEP]!;
    this.back = steps[last * STEP_ROW + STEP_RETURNS] === 1 && this.returns(lorry, last);
    let step = this.back ? steps[last * STEP_ROW + STEP_AGAIN_TO]! : last + 1;
    while (steps[step * STEP_ROW + STEP_ALWAYS] === 0 && !this.takes(lorry, step)) step += 1;
    int[lorry + STEP] = step;
    int[lorry + BEEN]! |= steps[step * STEP_ROW + STEP_BIT]!;
    return steps[step * STEP_ROW + STEP_STAGE]!;
  }

  /** Whether the lorry is sent back after a step; if so, it draws anew wherever it comes again. */
  private returns(lorry: number, step: number): boolean {
    const { int } = this.lorries;
    const u = uniform(this.layout.againKey[step]!, visited(int[lorry + NUMBER]!, int[lorry + VISITS]!));
    if (u >= this.layout.stepAgain[step]!) return false;
    int[lorry + VISITS]! += 1;
    return true;
  }

  private takes(lorry: number, step: number): boolean {
    const { layout } = this;
    const { int } = this.lorries;
    const needs = layout.steps[step * STEP_ROW + STEP_NEEDS]!;
    if ((int[lorry + BEEN]! & needs) !== needs) return false;
    const stage = layout.steps[step * STEP_ROW + STEP_STAGE]!;
    const control = this.control[stage * layout.classCount + int[lorry + CLASS_OF]!]!;
    const share = Number.isNaN(control) ? layout.stepShare[step * 3 + int[lorry + RISK]!]! : control;
    if (share <= 0 || share >= 1) return share >= 1;
    return uniform(layout.shareKey[step]!, visited(int[lorry + NUMBER]!, int[lorry + VISITS]!)) < share;
  }
}
