import type { Layout } from './layout.ts';
import { BEEN, CLASS_OF, NUMBER, RISK, STEP, VISITS, type Lorries } from './lorries.ts';
import { uniform, visited } from './random.ts';

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
    const { layout, lorries } = this;
    const classOf = lorries.int[lorry + CLASS_OF]!;
    const first = layout.routeStart[classOf]!;
    const end = layout.routeStart[classOf + 1]!;
    let step = lorries.int[lorry + STEP]! + 1;
    this.back = false;
    if (step > first && layout.stepAgain[step - 1]! > 0) {
      const u = uniform(layout.againKey[step - 1]!, visited(lorries.int[lorry + NUMBER]!, lorries.int[lorry + VISITS]!));
      if (u < layout.stepAgain[step - 1]!) {
        step = layout.stepAgainTo[step - 1]!;
        lorries.int[lorry + VISITS]! += 1;
        this.back = true;
      }
    }
    while (step < end && layout.stepAlways[step] === 0 && !this.takes(lorry, step)) step += 1;
    if (step === end) return -1;
    lorries.int[lorry + STEP] = step;
    lorries.int[lorry + BEEN]! |= 1 << (step - first);
    return layout.stepStage[step]!;
  }

  private takes(lorry: number, step: number): boolean {
    const { layout, lorries } = this;
    const after = layout.stepAfter[step]!;
    if (after >= 0 && (lorries.int[lorry + BEEN]! & (1 << after)) === 0) return false;
    const control = this.control[layout.stepStage[step]! * layout.classCount + lorries.int[lorry + CLASS_OF]!]!;
    const share = Number.isNaN(control) ? layout.stepShare[step * 3 + lorries.int[lorry + RISK]!]! : control;
    if (share <= 0 || share >= 1) return share >= 1;
    return uniform(layout.shareKey[step]!, visited(lorries.int[lorry + NUMBER]!, lorries.int[lorry + VISITS]!)) < share;
  }
}
