import type { Layout } from './layout.ts';
import type { Statistics } from './statistics.ts';
import {
  AREA_ROW, AWAY, BLOCKED, BLOCKED_AREA, LONGEST, NOMINAL, NOW, OBSTACLE_BITS, OFFERED, OFFERED_AREA, OVERTIME, QUEUE_AREA, SERVERS, SETTLED,
  STAGE_ROW, TAKEN, TAKEN_AREA, UNLIMITED, WAITING,
} from './rows.ts';

/** What stands in the way of a whole stage, in the order in which it counts when there are several. */
export const OBSTACLES = ['other', 'closed', 'system'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** The state of the stages: who works, how many wait, and what stands in the way. */
export class Stages {
  /** Rows of whole numbers: see layout.ts. */
  readonly int: Int32Array;
  /**
   * The time integrals. A count that goes up by one takes the minutes that have passed since `settle` off its integral, one that
   * goes down adds them: the integral is what it should be when the minutes up to now are added for all that is still there.
   */
  private readonly areas: Float64Array;
  private readonly obstacleSince: Float64Array;
  private readonly obstacleSum: Float64Array;

  constructor(private readonly layout: Layout, statistics: Statistics, private readonly clock: Float64Array) {
    const { stageCount } = layout;
    this.int = layout.stages;
    this.areas = statistics.areas;
    this.obstacleSince = new Float64Array(stageCount);
    this.obstacleSum = new Float64Array(stageCount * 3);
    for (let stage = 0; stage < stageCount; stage += 1) this.offer(stage);
  }

  /** One of the whole numbers of every stage: lorries waiting, say. A copy. */
  column(of: number): Int32Array {
    return Int32Array.from({ length: this.layout.stageCount }, (_, stage) => this.int[stage * STAGE_ROW + of]!);
  }

  /** Brings the integrals up to now. */
  settle(): void {
    const { int, areas } = this;
    const minutes = this.clock[NOW]! - this.clock[SETTLED]!;
    for (let stage = 0; stage < this.layout.stageCount; stage += 1) {
      const row = stage * STAGE_ROW;
      const area = stage * AREA_ROW;
      areas[area + QUEUE_AREA]! += minutes * int[row + WAITING]!;
      areas[area + TAKEN_AREA]! += minutes * int[row + TAKEN]!;
      areas[area + BLOCKED_AREA]! += minutes * int[row + BLOCKED]!;
      areas[area + OFFERED_AREA]! += minutes * int[row + OFFERED]!;
    }
    this.clock[SETTLED] = this.clock[NOW]!;
  }

  set(stage: number, servers: number, overtime: boolean): void {
    const { int } = this;
    const row = stage * STAGE_ROW;
    int[row + NOMINAL] = servers;
    int[row + OVERTIME] = Number(overtime);
    int[row + SERVERS] = Math.max(0, servers - int[row + AWAY]!);
    this.offer(stage);
  }

  /** One server less or one more, besides what the schedule says. */
  shift(stage: number, away: 1 | -1): void {
    const { int } = this;
    const row = stage * STAGE_ROW;
    int[row + AWAY]! += away;
    int[row + SERVERS] = Math.max(0, int[row + NOMINAL]! - int[row + AWAY]!);
    this.offer(stage);
  }

  /** One more waits, from now on. */
  join(stage: number): void {
    const { int, areas, clock } = this;
    const area = stage * AREA_ROW;
    const waiting = int[stage * STAGE_ROW + WAITING]! + 1;
    int[stage * STAGE_ROW + WAITING] = waiting;
    areas[area + QUEUE_AREA]! -= clock[NOW]! - clock[SETTLED]!;
    if (waiting > areas[area + LONGEST]!) areas[area + LONGEST] = waiting;
  }

  /** One less waits. */
  leave(stage: number): void {
    const { clock } = this;
    this.int[stage * STAGE_ROW + WAITING]! -= 1;
    this.areas[stage * AREA_ROW + QUEUE_AREA]! += clock[NOW]! - clock[SETTLED]!;
  }

  /** One more server is taken. */
  occupy(stage: number): void {
    const { int, clock } = this;
    const row = stage * STAGE_ROW;
    const taken = int[row + TAKEN]! + 1;
    int[row + TAKEN] = taken;
    this.areas[stage * AREA_ROW + TAKEN_AREA]! -= clock[NOW]! - clock[SETTLED]!;
    if (int[row + OVERTIME] === 1 || taken > int[row + SERVERS]!) this.offer(stage);
  }

  /** One server is free again. */
  vacate(stage: number): void {
    const { int, clock } = this;
    const row = stage * STAGE_ROW;
    const taken = int[row + TAKEN]!;
    int[row + TAKEN] = taken - 1;
    this.areas[stage * AREA_ROW + TAKEN_AREA]! += clock[NOW]! - clock[SETTLED]!;
    if (int[row + OVERTIME] === 1 || taken > int[row + SERVERS]!) this.offer(stage);
  }

  block(stage: number, by: 1 | -1): void {
    if (stage < 0) return;
    this.int[stage * STAGE_ROW + BLOCKED]! += by;
    this.areas[stage * AREA_ROW + BLOCKED_AREA]! -= by * (this.clock[NOW]! - this.clock[SETTLED]!);
    this.offer(stage);
  }

  /** How many servers are offered from now on: those of the schedule, or those at work when they are more or work after hours. */
  private offer(stage: number): void {
    const { int } = this;
    const row = stage * STAGE_ROW;
    const servers = int[row + SERVERS]!;
    const work = int[row + TAKEN]! - int[row + BLOCKED]!;
    const offered = servers >= UNLIMITED ? 0 : work > servers || int[row + OVERTIME] === 1 ? work : servers;
    this.areas[stage * AREA_ROW + OFFERED_AREA]! -= (offered - int[row + OFFERED]!) * (this.clock[NOW]! - this.clock[SETTLED]!);
    int[row + OFFERED] = offered;
  }

  /** From now on something stands in the way of the stage, or no longer does. */
  setObstacle(stage: number, obstacle: Obstacle, present: boolean): void {
    const now = this.clock[NOW]!;
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
    return firstOf(this.obstacles(stage)) === obstacle ? sum + this.clock[NOW]! - this.obstacleSince[stage]! : sum;
  }

  private obstacles(stage: number): number {
    return this.int[stage * STAGE_ROW + OBSTACLE_BITS]!;
  }
}

/** The index of the lowest bit of three, −1 for none. */
const firstOf = (bits: number): number => ((bits & 1) !== 0 ? 0 : (bits & 2) !== 0 ? 1 : (bits & 4) !== 0 ? 2 : -1);
