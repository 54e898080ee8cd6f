import type { Cause, Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { CrossingRow, Stage } from '../../schemas.ts';
import { CAUSES } from '../../causes.ts';
import { DIRECTIONS, destinationOf, originOf } from '../../directions.ts';

/**
 * Where everything in the picture of both yards stands, in pixels, as plain data. One direction is laid out from left to
 * right; the other is its mirror image about the line, in the row below. One mark is one lorry.
 */

export interface Box { x: number; y: number; w: number; h: number }

export type LabelId = 'buffer' | 'apron' | 'originDesks' | 'originBays' | 'desks' | 'bays' | 'laboratory';
export interface Label { id: LabelId; side: SideId; direction: Direction; x: number; y: number; anchor: 'start' | 'end' }

/** A place for one lorry at a stage; `open` false is drawn dashed. */
export interface Slot extends Box { open: boolean }

export interface Mark { reference: string; x: number; y: number; facing: 1 | -1; cause: Cause | null; side: SideId; scale: number }

/** The chip and the number before a group of marks with one cause; without a cause, the number alone. */
export interface Head { x: number; y: number; cause: Cause | null; count: number; mirrored: boolean; side: SideId }

export interface Lane { x1: number; x2: number; y: number; open: boolean }

/** What is written about one direction: the flow over the line, how many are through, the free places. */
export interface Flow { direction: Direction; mirrored: boolean; y: number; exitX: number; lineX: number; yardNote: { x: number; y: number }; waitingHere: number }

export interface YardPicture {
  width: number;
  height: number;
  lineX: number;
  boxes: Box[];
  labels: Label[];
  slots: Slot[];
  lanes: Lane[];
  flows: Flow[];
  marks: Mark[];
  heads: Head[];
  /** The stage that the sentence names. */
  bound: Box | null;
  /** Which slot each lorry stands in, to be given to the next layout, so that nobody changes his place for another. */
  seats: ReadonlyMap<string, number>;
}

export interface YardInput {
  rows: readonly CrossingRow[];
  stages: readonly Stage[];
  width: number;
  height: number;
  mirrored: boolean;
  bound: Direction | null;
  seats: ReadonlyMap<string, number>;
}

const TOP = 10;
const FOOT = 18;
/** The line at the foot of a buffer yard that says how many places are free. */
const NOTE = 14;
const HEAD = 36;
const MARK = { w: 15.6, h: 10 };
const SCALES = [1, 0.85, 0.7, 0.55, 0.42, 0.32, 0.24] as const;

interface Geometry {
  yard: Box;
  column: number;
  lanes: [number, number];
  apron: Box;
  bays: number;
  laboratory: Box;
  exitX: number;
  bottom: number;
}

/** One direction from left to right, in its own row. */
function geometry(width: number, rowTop: number, rowHeight: number): Geometry {
  const y = rowTop + HEAD;
  const h = rowHeight - HEAD - 14;
  const yard = { x: 16, y, w: Math.round(width * 0.317), h };
  const apron = { x: width - 416, y, w: 146, h };
  const column = yard.x + yard.w + 20;
  return {
    yard, column, apron, lanes: [column + 50, apron.x - 14], bays: width - 252,
    laboratory: { x: width - 172, y, w: 96, h }, exitX: width - 66, bottom: y + h,
  };
}

export function layoutYard(input: YardInput): YardPicture {
  const { width, height } = input;
  const rowHeight = (height - TOP - FOOT) / 2;
  const picture: YardPicture = {
    width, height, lineX: width / 2, boxes: [], labels: [], slots: [], lanes: [], flows: [], marks: [], heads: [], bound: null, seats: new Map(),
  };
  const seats = new Map<string, number>();
  DIRECTIONS.forEach((direction, row) => {
    const rows = input.rows.filter((each) => each.direction === direction);
    const draw = new DirectionDrawing(picture, input, direction, geometry(width, TOP + row * rowHeight, rowHeight), seats);
    draw.origin(rows);
    draw.line(rows);
    draw.destination(rows);
  });
  return { ...picture, seats };
}

class DirectionDrawing {
  private readonly from: SideId;
  private readonly to: SideId;
  private readonly flipped: boolean;

  constructor(
    private readonly picture: YardPicture,
    private readonly input: YardInput,
    private readonly direction: Direction,
    private readonly g: Geometry,
    private readonly seats: Map<string, number>,
  ) {
    this.from = originOf(direction);
    this.to = destinationOf(direction);
    this.flipped = (direction === 'CN-VN') !== input.mirrored;
  }

  origin(rows: readonly CrossingRow[]): void {
    const { g } = this;
    const yardRows = rows.filter((row) => (row.place === 'origin_yard' || row.place === 'origin_lab') && !isLeaving(row));
    const atDesks = yardRows.filter((row) => row.cause === null && row.phase === 'called');
    const desks = this.column('desk', this.from, 'originDesks', atDesks, g.column, g.yard.y, 26, 15);
    const bayTop = desks.bottom + 26;
    const bays = this.column('bay', this.from, 'originBays', rows.filter((row) => row.place === 'origin_bay'), g.column, bayTop, 26, 15);
    this.box(g.yard);
    this.label('buffer', this.from, g.yard.x, g.yard.y - 7, g.yard.w);
    const seated = new Set([...desks.seated, ...bays.seated]);
    this.pack([...yardRows, ...rows.filter((row) => row.place === 'origin_bay')].filter((row) => !seated.has(row.reference)), { ...g.yard, h: g.yard.h - NOTE }, this.from);
    this.picture.flows.push({
      direction: this.direction, mirrored: this.flipped, y: g.yard.y, lineX: this.picture.lineX, exitX: this.x(g.exitX),
      yardNote: { x: this.x(g.yard.x + 8), y: g.bottom - 8 }, waitingHere: yardRows.length,
    });
  }

  line(rows: readonly CrossingRow[]): void {
    const { g } = this;
    const exit = this.stage('lane', this.from);
    const count = exit ? Math.min(exit.of, 8) : 4;
    const pitch = (g.yard.h - 44) / Math.max(1, count - 1);
    const [x1, x2] = g.lanes;
    const laneY = (lane: number) => g.yard.y + 30 + lane * Math.min(24, pitch);
    for (let lane = 0; lane < count; lane++) {
      this.picture.lanes.push({ x1: this.x(x1), x2: this.x(x2), y: laneY(lane), open: !exit || lane < exit.open });
    }
    const open = Math.max(1, Math.min(count, exit?.open ?? count));
    rows
      .filter((row) => row.place === 'line')
      .toSorted(byAge)
      .forEach((row, index) => {
        const x = this.picture.lineX - 22 - Math.floor(index / open) * MARK.w;
        this.mark(row, this.x(x), laneY(index % open), 1, this.from);
      });
    rows
      .filter(isLeaving)
      .toSorted(byAge)
      .forEach((row, index) => {
        this.mark(row, this.x(x1 + 10 + Math.floor(index / open) * MARK.w), laneY(index % open), 1, this.from);
      });
  }

  destination(rows: readonly CrossingRow[]): void {
    const { g } = this;
    const apronRows = rows.filter((row) => row.place === 'destination_apron');
    const inBays = rows.filter((row) => row.place === 'destination_bay');
    const bays = this.column('bay', this.to, 'bays', inBays, g.bays, g.apron.y, 40, 17);
    const atDesks = apronRows.filter((row) => row.cause === null);
    const desks = this.column('desk', this.to, 'desks', atDesks, g.bays, bays.bottom + 24, 40, 13);
    const seated = new Set([...bays.seated, ...desks.seated]);
    if (this.input.bound === this.direction) {
      this.picture.bound = { x: this.x(g.bays - 6, 52), y: g.apron.y - 5, w: 52, h: bays.bottom - g.apron.y + 6 };
    }
    this.box(g.apron);
    this.label('apron', this.to, g.apron.x, g.apron.y - 7, g.apron.w);
    this.pack([...apronRows, ...inBays].filter((row) => !seated.has(row.reference)), g.apron, this.to);
    this.box(g.laboratory);
    this.label('laboratory', this.to, g.laboratory.x, g.laboratory.y - 7, g.laboratory.w);
    this.pack(rows.filter((row) => row.place === 'destination_lab'), g.laboratory, this.to, true);
  }

  private stage(name: Stage['stage'], side: SideId): Stage | undefined {
    return this.input.stages.find((stage) => stage.stage === name && stage.side === side && stage.direction === this.direction);
  }

  private x(x: number, w = 0): number {
    return this.flipped ? this.picture.width - x - w : x;
  }

  private box(box: Box): void {
    this.picture.boxes.push({ ...box, x: this.x(box.x, box.w) });
  }

  private label(id: LabelId, side: SideId, x: number, y: number, w: number): void {
    this.picture.labels.push({ id, side, direction: this.direction, x: this.flipped ? this.x(x, w) + w : x, y, anchor: this.flipped ? 'end' : 'start' });
  }

  private mark(row: CrossingRow, x: number, y: number, scale: number, side: SideId): void {
    this.picture.marks.push({ reference: row.reference, x, y, facing: this.flipped ? -1 : 1, cause: row.cause, side, scale });
  }

  /** A column of places, each for one lorry. A lorry keeps the place that it had; those without one stay in the yard. */
  private column(name: Stage['stage'], side: SideId, id: LabelId, rows: readonly CrossingRow[], x: number, top: number, w: number, pitch: number) {
    const stage = this.stage(name, side);
    if (!stage) return { seated: new Set<string>(), bottom: top };
    const room = this.g.bottom - top;
    const step = Math.min(pitch, room / Math.max(1, stage.of));
    this.label(id, side, x, top - 7, w);
    for (let slot = 0; slot < stage.of; slot++) {
      this.picture.slots.push({ x: this.x(x, w), y: top + slot * step, w, h: Math.max(2, step - 4), open: slot < stage.open });
    }
    const seated = assignSeats(rows.map((row) => row.reference), stage.of, this.input.seats);
    for (const row of rows) {
      const seat = seated.get(row.reference);
      if (seat === undefined) continue;
      this.seats.set(row.reference, seat);
      this.mark(row, this.x(x + w / 2), top + seat * step + Math.max(2, step - 4) / 2, Math.min(1, (step - 5) / 8), side);
    }
    return { seated: new Set(seated.keys()), bottom: top + stage.of * step };
  }

  /** Groups of one cause each, in the order of causes, as large as the box allows. */
  private pack(rows: readonly CrossingRow[], box: Box, side: SideId, headAbove = false): void {
    const groups = [...CAUSES, null].map((cause) => ({ cause, rows: rows.filter((row) => row.cause === cause).toSorted(byAge) })).filter((group) => group.rows.length > 0);
    const headWidth = headAbove ? 10 : 58;
    const inner = { w: box.w - headWidth - 8, h: box.h - 14 - (headAbove ? 18 : 0) };
    const heightAt = (scale: number) => {
      const perLine = Math.max(1, Math.floor(inner.w / (MARK.w * scale)));
      return groups.reduce((sum, group) => sum + Math.max(headAbove ? 10 : 16, Math.ceil(group.rows.length / perLine) * MARK.h * scale + 6), 0);
    };
    const scale = SCALES.find((candidate) => heightAt(candidate) <= inner.h) ?? SCALES.at(-1)!;
    const perLine = Math.max(1, Math.floor(inner.w / (MARK.w * scale)));
    let y = box.y + 8 + (headAbove ? 18 : 0);
    for (const group of groups) {
      this.picture.heads.push({
        x: this.x(box.x + 8), y: headAbove ? y - 18 : y, cause: group.cause, count: group.rows.length, mirrored: this.flipped, side,
      });
      group.rows.forEach((row, index) => {
        const x = box.x + headWidth + MARK.w / 2 - 2 + (index % perLine) * MARK.w * scale;
        this.mark(row, this.x(x), y + 6 + Math.floor(index / perLine) * MARK.h * scale, scale, side);
      });
      y += Math.max(headAbove ? 10 : 16, Math.ceil(group.rows.length / perLine) * MARK.h * scale + 6);
    }
  }
}

/** Released and on its way to the gate: it stands in the yard no more, and not yet on the line. */
function isLeaving(row: CrossingRow): boolean {
  return row.place === 'origin_yard' && row.phase === 'released' && row.cause === null;
}

/** Oldest first; equal ones by reference, so that the picture is the same for the same rows. */
function byAge(a: CrossingRow, b: CrossingRow): number {
  return (a.since ?? '') < (b.since ?? '') ? -1 : (a.since ?? '') > (b.since ?? '') ? 1 : a.reference < b.reference ? -1 : 1;
}

/** Seats for as many references as there are; each keeps its former seat, newcomers take the lowest free one. */
export function assignSeats(references: readonly string[], count: number, before: ReadonlyMap<string, number>): Map<string, number> {
  const seats = new Map<string, number>();
  const taken = new Set<number>();
  for (const reference of references) {
    const seat = before.get(reference);
    if (seat !== undefined && seat < count && !taken.has(seat)) {
      seats.set(reference, seat);
      taken.add(seat);
    }
  }
  for (const reference of references) {
    if (seats.has(reference)) continue;
    const seat = Array.from({ length: count }, (_, index) => index).find((index) => !taken.has(index));
    if (seat === undefined) continue;
    seats.set(reference, seat);
    taken.add(seat);
  }
  return seats;
}
