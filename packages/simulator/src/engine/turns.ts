import type { Layout } from './layout.ts';

/** The draws of what happens to servers: a stage's breakdowns, repairs and vacations have numbers in the order in which they begin. */
export class Turns {
  private readonly count: Int32Array;

  constructor(private readonly layout: Layout) {
    this.count = new Int32Array(layout.stageCount);
  }

  /** Minutes of the next one at a stage. */
  next(stage: number, distribution: number): number {
    this.count[stage]! += 1;
    return this.layout.draws.draw(distribution, this.layout.eventKey[stage]!, this.count[stage]!);
  }
}
