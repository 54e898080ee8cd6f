import type { Layout } from './layout.ts';
import type { Statistics } from './statistics.ts';
import {
  AREA_ROW, AWAY, BLOCKED, BLOCKED_AREA, LONGEST, NOMINAL, OBSTACLE_BITS, OFFERED_AREA, OVERTIME, QUEUE_AREA, SERVERS,
  STAGE_ROW, TAKEN, UNLIMITED, WAITING, WORK_AREA,
} from './rows.ts';

/** What stands in the way of a whole stage, in the order in which it counts when there are several. */
export const OBSTACLES = ['other', 'closed', 'system'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** The state of the stages: who works, how many wait, and what stands in the way. */
export class Stages {
  /** Rows of whole numbers: see layout.ts. */
  readonly int: Int32Array;
  /** Up to when the integrals of each stage go. */
  private readonly touched: Float64Array;
  private readonly areas: Float64Array;
  private readonly obstacleSince: Float64Array;
  private readonly obstacleSum: Float64Array;

  constructor(private readonly layout: Layout, statistics: Statistics, private readonly clock: Float64Array) {
    const { stageCount } = layout;
    this.int = layout.stages;
    this.touched = new Float64Array(stageCount);
    this.areas = statistics.areas;
    this.obstacleSince = new Float64Array(stageCount);
    this.obstacleSum = new Float64Array(stageCount * 3);
  }

  /** One of the whole numbers of every stage: lorries waiting, say. A copy. */
  column(of: number): Int32Array {
    return Int32Array.from({ length: this.layout.stageCount }, (_, stage) => this.int[stage * STAGE_ROW + of]!);
  }

  /** Brings the integrals up to now; to be called before a count of the stage changes. */
  touch(stage: number): void {
    const { int, areas, touched } = this;
    const now = this.clock[0]!;
    const minutes = now - touched[stage]!;
    if (minutes === 0) return;
    touched[stage] = now;
    const row = stage * STAGE_ROW;
    const area = stage * AREA_ROW;
    const servers = int[row + SERVERS]!;
    const blocked = int[row + BLOCKED]!;
    const work = int[row + TAKEN]! - blocked;
    areas[area + QUEUE_AREA]! += minutes * int[row + WAITING]!;
    areas[area + WORK_AREA]! += minutes * work;
    areas[area + BLOCKED_AREA]! += minutes * blocked;
    if (servers < UNLIMITED) {
      areas[area + OFFERED_AREA]! += minutes * (work > servers || int[row + OVERTIME] === 1 ? work : servers);
    }
  }

  set(stage: number, servers: number, overtime: boolean): void {
    this.touch(stage);
    const { int } = this;
    const row = stage * STAGE_ROW;
    int[row + NOMINAL] = servers;
    int[row + OVERTIME] = Number(overtime);
    int[row + SERVERS] = Math.max(0, servers - int[row + AWAY]!);
  }

  /** One server less or one more, besides what the schedule says. */
  shift(stage: number, away: 1 | -1): void {
    this.touch(stage);
    const { int } = this;
    const row = stage * STAGE_ROW;
    int[row + AWAY]! += away;
    int[row + SERVERS] = Math.max(0, int[row + NOMINAL]! - int[row + AWAY]!);
  }

  /** One more waits, from now on. */
  join(stage: number): void {
    this.touch(stage);
    const { int, areas } = this;
    const waiting = int[stage * STAGE_ROW + WAITING]! + 1;
    int[stage * STAGE_ROW + WAITING] = waiting;
    if (waiting > areas[stage * AREA_ROW + LONGEST]!) areas[stage * AREA_ROW + LONGEST] = waiting;
  }

  block(stage: number, by: 1 | -1): void {
    if (stage < 0) return;
    this.touch(stage);
    this.int[stage * STAGE_ROW + BLOCKED]! += by;
  }

  /** From now on something stands in the way of the stage, or no longer does. */
  setObstacle(stage: number, obstacle: Obstacle, present: boolean): void {
    const now = this.clock[0]!;
    const bit = 1 << OBSTACLES.indexOf(obstacle);
    const before = this.obstacles(stage);
    const first = firstOf(before);
    if (first >= 0) this.obstacleSum[stage * 3 + first]! += now - this.obstacleSince[stage]!;
    this.int[stage * STAGE_ROW + OBSTACLE_BITS] = present ? before | bit : before & ~bit;
    this.obstacleSince[stage] = now;
  }

  /** Minutes since the beginning during which the nth of OBSTACLES was what stood in the way. */
  obstructed(stage: number, obstacle: number): number {
    const sum = this.obstacleSum[stage * 3 + obstacle]!;
    return firstOf(this.obstacles(stage)) === obstacle ? sum + this.clock[0]! - this.obstacleSince[stage]! : sum;
  }

  private obstacles(stage: number): number {
    return this.int[stage * STAGE_ROW + OBSTACLE_BITS]!;
  }
}

/** The index of the lowest bit of three, −1 for none. */
const firstOf = (bits: number): number => ((bits & 1) !== 0 ? 0 : (bits & 2) !== 0 ? 1 : (bits & 4) !== 0 ? 2 : -1);
