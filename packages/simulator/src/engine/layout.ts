import { Draws } from './draws.ts';
import { keyOf, purposeOf } from './random.ts';
import type { NetworkSpec, StageSpec } from './spec.ts';

export const [WORK, HOLD, CALL, VEHICLE, RELEASE] = [0, 1, 2, 3, 4] as const;
const KINDS = { work: WORK, hold: HOLD, call: CALL, vehicle: VEHICLE, release: RELEASE } as const;
/** Of lists: one for all, one for each level, one for each class. */
export const [ORDER, LEVEL, BY_CLASS] = [0, 1, 2] as const;
/** Stands for "as many as needed" in whole numbers. */
export const UNLIMITED = 1 << 30;

const whole = (value: number): number => (value === Infinity ? UNLIMITED : value);
const lists = (stage: StageSpec): number => (stage.kind === 'call' ? BY_CLASS : stage.discipline === 'order' ? ORDER : LEVEL);

/** A network as flat arrays with the keys of one seed: what the inner loop reads and never writes. */
export class Layout {
  readonly draws = new Draws();
  readonly stageCount: number;
  readonly classCount: number;
  readonly kind: Uint8Array;
  readonly side: Uint8Array;
  readonly cause: Uint8Array;
  readonly servers: Int32Array;
  readonly room: Int32Array;
  readonly loses: Uint8Array;
  readonly preempts: Uint8Array;
  /** Whether services at the stage can be interrupted, so that the lorries at work are listed. */
  readonly interrupts: Uint8Array;
  /** Whether something can stand in the way of the whole stage, so that it is remembered since when a lorry waits. */
  readonly obstructed: Uint8Array;
  /** How waiting lorries are listed, and the first list of the stage: those inside, then as many of those outside. */
  readonly listing: Uint8Array;
  readonly listCount: Int32Array;
  readonly listStart: Int32Array;
  readonly listTotal: number;
  readonly vacation: Int32Array;
  readonly works: Int32Array;
  readonly repair: Int32Array;
  readonly serviceKey: Int32Array;
  readonly eventKey: Int32Array;
  readonly level: Uint8Array;
  /** Steps of all routes, one route after the other. */
  readonly routeStart: Int32Array;
  readonly stepStage: Int32Array;
  readonly stepService: Int32Array;
  readonly stepAlways: Uint8Array;
  readonly stepShare: Float64Array;
  readonly stepAfter: Int32Array;
  readonly stepAgain: Float64Array;
  readonly stepAgainTo: Int32Array;
  readonly shareKey: Int32Array;
  readonly againKey: Int32Array;

  constructor(readonly spec: NetworkSpec, seed: number) {
    const { stages, routes } = spec;
    const each = (of: (stage: StageSpec) => number): number[] => stages.map(of);
    const key = (purpose: string) => (stage: StageSpec): number => keyOf(seed, purposeOf(`${purpose} ${stage.name}`));
    const drawn = (of: StageSpec['vacation']): number => (of === undefined ? -1 : this.draws.add(of));
    this.stageCount = stages.length;
    this.classCount = routes.length;
    this.kind = Uint8Array.from(each((stage) => KINDS[stage.kind]));
    this.side = Uint8Array.from(each((stage) => stage.side));
    this.cause = Uint8Array.from(each((stage) => stage.cause));
    this.servers = Int32Array.from(each((stage) => whole(stage.servers)));
    this.room = Int32Array.from(each((stage) => whole(stage.room)));
    this.loses = Uint8Array.from(each((stage) => Number(stage.loses ?? false)));
    this.preempts = Uint8Array.from(each((stage) => Number(stage.discipline === 'preemptive')));
    this.interrupts = Uint8Array.from(each((stage) => Number(stage.discipline === 'preemptive' || stage.breakdowns !== undefined)));
    this.obstructed = Uint8Array.from(each((stage) => Number(stage.obstructed === true || stage.breakdowns !== undefined)));
    this.listing = Uint8Array.from(each(lists));
    const levels = Math.max(...spec.levels) + 1;
    this.listCount = Int32Array.from(this.listing, (listing) => [1, levels, routes.length][listing]!);
    let total = 0;
    this.listStart = this.listCount.map((count) => (total += 2 * count + 1) - 2 * count - 1);
    this.listTotal = total;
    this.vacation = Int32Array.from(each((stage) => drawn(stage.vacation)));
    this.works = Int32Array.from(each((stage) => drawn(stage.breakdowns?.works)));
    this.repair = Int32Array.from(each((stage) => drawn(stage.breakdowns?.repair)));
    this.serviceKey = Int32Array.from(each(key('service')));
    this.eventKey = Int32Array.from(each(key('servers')));
    this.level = Uint8Array.from(spec.levels);

    const steps = routes.flat();
    let first = 0;
    const starts = routes.map((route) => (first += route.length) - route.length);
    this.routeStart = Int32Array.from([...starts, first]);
    const base = routes.flatMap((route, index) => route.map(() => starts[index]!));
    this.stepStage = Int32Array.from(steps, (step) => step.stage);
    this.stepService = Int32Array.from(steps, (step) => this.draws.add(step.service));
    this.stepAlways = Uint8Array.from(steps, (step) => Number(step.share.every((share) => share === 1) && step.after < 0));
    this.stepShare = Float64Array.from(steps.flatMap((step) => [...step.share]));
    this.stepAfter = Int32Array.from(steps, (step) => step.after);
    this.stepAgain = Float64Array.from(steps, (step) => step.again);
    this.stepAgainTo = Int32Array.from(steps, (step, index) => base[index]! + step.againTo);
    this.shareKey = Int32Array.from(steps, (step) => key('share')(stages[step.stage]!));
    this.againKey = Int32Array.from(steps, (step) => key('again')(stages[step.stage]!));
  }
}
