import { Draws } from './draws.ts';
import { keyOf, purposeOf } from './random.ts';
import type { NetworkSpec, StageSpec } from './spec.ts';
import {
  BY_CLASS, CALL, CAUSE, FETCHED, HOLD, INTERRUPTS, KIND, LEVEL, LIST_COUNT, LIST_START, LISTING, LOSES, NOMINAL, OBSTRUCTED,
  ORDER, PREEMPTS, RATIONED, RELEASE, RELEASES, ROOM, SERVERS, SERVICE_KEY, SIDE, STAGE_ROW, STEP_AGAIN_TO, STEP_ALWAYS, STEP_BIT,
  STEP_NEEDS, STEP_RETURNS, STEP_ROW, STEP_SERVICE, STEP_STAGE, TRAITS, UNLIMITED, VACATIONS, VEHICLE, WAITS_IN_IT, WORK,
} from './rows.ts';

const KINDS = { work: WORK, hold: HOLD, call: CALL, vehicle: VEHICLE, release: RELEASE } as const;

const whole = (value: number): number => (value === Infinity ? UNLIMITED : value);
const lists = (stage: StageSpec): number => (stage.kind === 'call' ? BY_CLASS : stage.discipline === 'order' ? ORDER : LEVEL);

function traitsOf(stage: StageSpec): number {
  const breaks = stage.breakdowns !== undefined;
  const traits: readonly (readonly [number, boolean])[] = [
    [LOSES, stage.loses === true],
    [PREEMPTS, stage.discipline === 'preemptive'],
    [INTERRUPTS, stage.discipline === 'preemptive' || breaks],
    [OBSTRUCTED, stage.obstructed === true || breaks],
    [VACATIONS, stage.vacation !== undefined],
    [FETCHED, stage.kind === 'vehicle'],
    [RATIONED, stage.kind === 'call'],
    [WAITS_IN_IT, stage.kind === 'hold' || stage.kind === 'vehicle'],
    [RELEASES, stage.kind === 'release'],
  ];
  return traits.reduce((bits, [bit, has]) => (has ? bits | bit : bits), 0);
}

/** A network as flat arrays with the keys of one seed: what the inner loop reads, and the state of the stages as it begins. */
export class Layout {
  readonly draws = new Draws();
  readonly stageCount: number;
  readonly classCount: number;
  /** Rows of the stages, which the stages of a network take over as their state. */
  readonly stages: Int32Array;
  readonly listTotal: number;
  readonly vacation: Int32Array;
  readonly works: Int32Array;
  readonly repair: Int32Array;
  readonly eventKey: Int32Array;
  readonly level: Uint8Array;
  /** Rows of the steps of all routes, one route after the other, and the step in front of each route. */
  readonly steps: Int32Array;
  readonly routeStart: Int32Array;
  /** By step: share that takes it, by risk; share that goes back; keys of both. */
  readonly stepShare: Float64Array;
  readonly stepAgain: Float64Array;
  /** 1 for the steps whose kind of service is known before. */
  readonly stepDecided: Uint8Array;
  readonly shareKey: Int32Array;
  readonly againKey: Int32Array;

  constructor(readonly spec: NetworkSpec, seed: number) {
    const { stages, routes } = spec;
    const key = (purpose: string, stage: StageSpec): number => keyOf(seed, purposeOf(`${purpose} ${stage.name}`));
    const drawn = (of: StageSpec['vacation']): number => (of === undefined ? -1 : this.draws.add(of));
    this.stageCount = stages.length;
    this.classCount = routes.length;
    this.stages = new Int32Array(stages.length * STAGE_ROW);
    const levels = Math.max(...spec.levels) + 1;
    let total = 0;
    for (const [index, stage] of stages.entries()) {
      const row = this.stages.subarray(index * STAGE_ROW, (index + 1) * STAGE_ROW);
      row[KIND] = KINDS[stage.kind];
      row[TRAITS] = traitsOf(stage);
      row[ROOM] = whole(stage.room);
      row[LISTING] = lists(stage);
      row[LIST_START] = total;
      row[LIST_COUNT] = [1, levels, routes.length][lists(stage)]!;
      row[SERVICE_KEY] = key('service', stage);
      row[SIDE] = stage.side;
      row[CAUSE] = stage.cause;
      row[SERVERS] = whole(stage.servers);
      row[NOMINAL] = whole(stage.servers);
      total += 2 * row[LIST_COUNT] + 1;
    }
    this.listTotal = total;
    this.vacation = Int32Array.from(stages, (stage) => drawn(stage.vacation));
    this.works = Int32Array.from(stages, (stage) => drawn(stage.breakdowns?.works));
    this.repair = Int32Array.from(stages, (stage) => drawn(stage.breakdowns?.repair));
    this.eventKey = Int32Array.from(stages, (stage) => key('servers', stage));
    this.level = Uint8Array.from(spec.levels);

    const count = routes.flat().length + routes.length + 1;
    this.steps = new Int32Array(count * STEP_ROW);
    this.routeStart = new Int32Array(routes.length);
    this.stepShare = new Float64Array(count * 3);
    this.stepAgain = new Float64Array(count);
    this.stepDecided = new Uint8Array(count);
    this.shareKey = new Int32Array(count);
    this.againKey = new Int32Array(count);
    let at = 0;
    for (const [classOf, route] of routes.entries()) {
      this.routeStart[classOf] = at;
      this.endAt(at);
      for (const [index, step] of route.entries()) {
        at += 1;
        const row = this.steps.subarray(at * STEP_ROW, (at + 1) * STEP_ROW);
        row[STEP_STAGE] = step.stage;
        row[STEP_ALWAYS] = Number(step.share.every((share) => share === 1) && step.after < 0);
        row[STEP_RETURNS] = Number(step.again > 0);
        row[STEP_BIT] = 1 << index;
        row[STEP_NEEDS] = step.after < 0 ? 0 : 1 << step.after;
        row[STEP_SERVICE] = this.draws.add(step.service);
        row[STEP_AGAIN_TO] = this.routeStart[classOf]! + 1 + step.againTo;
        this.stepShare.set(step.share, at * 3);
        this.stepAgain[at] = step.again;
        this.stepDecided[at] = Number(step.decided === true);
        this.shareKey[at] = key('share', stages[step.stage]!);
        this.againKey[at] = key('again', stages[step.stage]!);
      }
      at += 1;
    }
    this.endAt(at);
  }

  private endAt(step: number): void {
    this.steps[step * STEP_ROW + STEP_STAGE] = -1;
    this.steps[step * STEP_ROW + STEP_ALWAYS] = 1;
  }
}
