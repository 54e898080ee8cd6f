import { UNLIMITED, type Layout } from './layout.ts';
import type { Statistics } from './statistics.ts';

/** What stands in the way of a whole stage, in the order in which it counts when there are several. */
export const OBSTACLES = ['other', 'closed', 'system'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** The state of the stages: who works, how many wait, and what stands in the way. */
export class Stages {
  /** Servers that work now; servers that lorries have, of which blocked; lorries waiting, of which inside. */
  readonly servers: Int32Array;
  readonly taken: Int32Array;
  readonly blocked: Int32Array;
  readonly waiting: Int32Array;
  readonly inside: Int32Array;
  /** Servers that there are, and how many of them are away: broken, or on vacation. */
  private readonly nominal: Int32Array;
  private readonly away: Int32Array;
  /** Whether those who work do so after hours: then nothing is offered but what is used. */
  private readonly overtime: Uint8Array;
  private readonly touched: Float64Array;
  private readonly obstacles: Uint8Array;
  private readonly obstacleSince: Float64Array;
  private readonly obstacleSum: Float64Array;

  constructor(layout: Layout, private readonly statistics: Statistics) {
    const { stageCount } = layout;
    this.servers = layout.servers.slice();
    this.nominal = layout.servers.slice();
    this.taken = new Int32Array(stageCount);
    this.blocked = new Int32Array(stageCount);
    this.waiting = new Int32Array(stageCount);
    this.inside = new Int32Array(stageCount);
    this.away = new Int32Array(stageCount);
    this.overtime = new Uint8Array(stageCount);
    this.touched = new Float64Array(stageCount);
    this.obstacles = new Uint8Array(stageCount);
    this.obstacleSince = new Float64Array(stageCount);
    this.obstacleSum = new Float64Array(stageCount * 3);
  }

  /** Brings the integrals up to now; to be called before a count of the stage changes. */
  touch(stage: number, now: number): void {
    const minutes = now - this.touched[stage]!;
    if (minutes === 0) return;
    this.touched[stage] = now;
    const { statistics } = this;
    const work = this.taken[stage]! - this.blocked[stage]!;
    statistics.queueArea[stage]! += minutes * this.waiting[stage]!;
    statistics.workArea[stage]! += minutes * work;
    statistics.blockedArea[stage]! += minutes * this.blocked[stage]!;
    if (this.servers[stage]! < UNLIMITED) {
      statistics.offeredArea[stage]! += minutes * (this.overtime[stage] === 1 || work > this.servers[stage]! ? work : this.servers[stage]!);
    }
  }

  set(stage: number, servers: number, overtime: boolean, now: number): void {
    this.touch(stage, now);
    this.nominal[stage] = servers;
    this.overtime[stage] = Number(overtime);
    this.servers[stage] = Math.max(0, servers - this.away[stage]!);
  }

  /** One server less or one more, besides what the schedule says. */
  shift(stage: number, away: 1 | -1, now: number): void {
    this.touch(stage, now);
    this.away[stage]! += away;
    this.servers[stage] = Math.max(0, this.nominal[stage]! - this.away[stage]!);
  }

  join(stage: number, now: number): void {
    this.touch(stage, now);
    const waiting = this.waiting[stage]! + 1;
    this.waiting[stage] = waiting;
    if (waiting > this.statistics.longest[stage]!) this.statistics.longest[stage] = waiting;
  }

  block(stage: number, by: 1 | -1, now: number): void {
    if (stage < 0) return;
    this.touch(stage, now);
    this.blocked[stage]! += by;
  }

  /** From now on something stands in the way of the stage, or no longer does. */
  setObstacle(stage: number, obstacle: Obstacle, present: boolean, now: number): void {
    const bit = 1 << OBSTACLES.indexOf(obstacle);
    const before = this.obstacles[stage]!;
    const after = present ? before | bit : before & ~bit;
    const first = firstOf(before);
    if (first >= 0) this.obstacleSum[stage * 3 + first]! += now - this.obstacleSince[stage]!;
    this.obstacles[stage] = after;
    this.obstacleSince[stage] = now;
  }

  /** Minutes since the beginning during which the nth of OBSTACLES was what stood in the way. */
  obstructed(stage: number, obstacle: number, now: number): number {
    const sum = this.obstacleSum[stage * 3 + obstacle]!;
    return firstOf(this.obstacles[stage]!) === obstacle ? sum + now - this.obstacleSince[stage]! : sum;
  }
}

/** The index of the lowest bit of three, −1 for none. */
const firstOf = (bits: number): number => ((bits & 1) !== 0 ? 0 : (bits & 2) !== 0 ? 1 : (bits & 4) !== 0 ? 2 : -1);
