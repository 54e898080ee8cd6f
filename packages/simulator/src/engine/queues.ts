import type { Layout } from './layout.ts';
import { Lists } from './lists.ts';
import { CLASS_OF, NEXT, SINCE, type Lorries } from './lorries.ts';
import { LEVEL, LIST_COUNT, LIST_START, LISTING, NOW, ORDER, RATIONED, STAGE_ROW, TRAITS, UNLIMITED } from './rows.ts';

/** Which lorry is next, where a policy has its own rule: the highest score, then who has waited longest. */
export interface Rule {
  /** 1 for the stages at which it holds. */
  readonly stages: Uint8Array;
  score(lorries: Lorries, lorry: number, stage: number, now: number): number;
}

/** Who waits where, and who of them is next. */
export class Queues {
  readonly lists: Lists;
  rule: Rule | undefined = undefined;
  /** How many lorries the far side still takes, by group, and the group of each class. */
  private readonly allowance: Int32Array;
  private readonly groupOf: Uint8Array;
  /** Since when it takes none, and for how many minutes before. */
  private readonly refusedSince: Float64Array;
  private readonly refused: Float64Array;

  constructor(private readonly layout: Layout, private readonly lorries: Lorries, private readonly clock: Float64Array) {
    this.lists = new Lists(lorries, layout.listTotal);
    this.allowance = new Int32Array(layout.classCount).fill(UNLIMITED);
    this.groupOf = Uint8Array.from({ length: layout.classCount }, (_, index) => index);
    this.refusedSince = new Float64Array(layout.classCount).fill(-1);
    this.refused = new Float64Array(layout.classCount);
  }

  /** The list of a lorry that waits inside; that of those outside is as much further as the stage has lists. */
  listOf(lorry: number, stage: number): number {
    const row = stage * STAGE_ROW;
    const rows = this.layout.stages;
    const listing = rows[row + LISTING]!;
    if (listing === ORDER) return rows[row + LIST_START]!;
    const classOf = this.lorries.int[lorry + CLASS_OF]!;
    return rows[row + LIST_START]! + (listing === LEVEL ? this.layout.level[classOf]! : classOf);
  }

  /** The list of the lorries at work, at stages that can be interrupted. */
  workOf(stage: number): number {
    return this.layout.stages[stage * STAGE_ROW + LIST_START]! + 2 * this.countOf(stage);
  }

  /** Into how many lists the stage sorts those who wait. */
  countOf(stage: number): number {
    return this.layout.stages[stage * STAGE_ROW + LIST_COUNT]!;
  }

  allows(lorry: number, stage: number): boolean {
    if ((this.layout.stages[stage * STAGE_ROW + TRAITS]! & RATIONED) === 0) return true;
    return this.allowance[this.groupOf[this.lorries.int[lorry + CLASS_OF]!]!]! > 0;
  }

  /** A lorry has been called: the far side takes one less. */
  call(lorry: number): void {
    const group = this.groupOf[this.lorries.int[lorry + CLASS_OF]!]!;
    this.allowance[group]! -= 1;
    if (this.allowance[group] === 0) this.refusedSince[group] = this.clock[NOW]!;
  }

  /** From now on the far side takes so many of each group of classes together, and all of the classes in none. */
  allow(groups: readonly { readonly classes: readonly number[]; readonly count: number }[]): void {
    for (const classOf of this.groupOf.keys()) this.refused[classOf] = this.refusedMinutes(classOf);
    for (const classOf of this.groupOf.keys()) {
      this.groupOf[classOf] = classOf;
      this.allowance[classOf] = UNLIMITED;
      this.refusedSince[classOf] = -1;
    }
    for (const { classes, count } of groups) {
      for (const classOf of classes) this.groupOf[classOf] = classes[0]!;
      this.allowance[classes[0]!] = count;
      if (count === 0) this.refusedSince[classes[0]!] = this.clock[NOW]!;
    }
  }

  /** Minutes so far during which the far side took none of a class. */
  refusedMinutes(classOf: number): number {
    const since = this.refusedSince[this.groupOf[classOf]!]!;
    return this.refused[classOf]! + (since < 0 ? 0 : this.clock[NOW]! - since);
  }

  /** Who is next: by the policy's rule, by level, then by how long it has waited. −1: nobody who may go. */
  pick(stage: number, outside: boolean): number {
    const rows = this.layout.stages;
    const row = stage * STAGE_ROW;
    const count = rows[row + LIST_COUNT]!;
    const first = rows[row + LIST_START]! + (outside ? count : 0);
    if (this.rule !== undefined && this.rule.stages[stage] === 1) return this.best(stage, first, this.rule);
    const listing = rows[row + LISTING]!;
    return listing === ORDER ? this.lists.first(first) : this.firstOf(stage, first, count, listing === LEVEL);
  }

  /** The first of several lists: of the lowest level, or of whoever goes before the others. */
  private firstOf(stage: number, first: number, count: number, byLevel: boolean): number {
    let best = -1;
    for (let list = first; list < first + count; list += 1) {
      const lorry = this.lists.first(list);
      if (lorry < 0 || !this.allows(lorry, stage)) continue;
      if (byLevel) return lorry;
      if (best < 0 || this.before(lorry, best)) best = lorry;
    }
    return best;
  }

  /** All that wait inside, for whoever looks at more than the first. */
  inside(stage: number): number[] {
    const found: number[] = [];
    const first = this.layout.stages[stage * STAGE_ROW + LIST_START]!;
    for (let list = first; list < first + this.countOf(stage); list += 1) {
      for (let lorry = this.lists.first(list); lorry >= 0; lorry = this.lorries.int[lorry + NEXT]!) found.push(lorry);
    }
    return found;
  }

  private before(one: number, other: number): boolean {
    const { level } = this.layout;
    const { int, real } = this.lorries;
    const difference = level[int[one + CLASS_OF]!]! - level[int[other + CLASS_OF]!]!;
    return difference !== 0 ? difference < 0 : real[one + SINCE]! < real[other + SINCE]!;
  }

  private best(stage: number, first: number, rule: Rule): number {
    const { lists, lorries } = this;
    let best = -1;
    let highest = -Infinity;
    const now = this.clock[NOW]!;
    for (let list = first; list < first + this.countOf(stage); list += 1) {
      for (let lorry = lists.first(list); lorry >= 0 && this.allows(lorry, stage); lorry = lorries.int[lorry + NEXT]!) {
        const score = rule.score(lorries, lorry, stage, now);
        if (score > highest || (score === highest && best >= 0 && lorries.real[lorry + SINCE]! < lorries.real[best + SINCE]!)) {
          highest = score;
          best = lorry;
        }
      }
    }
    return best;
  }
}
