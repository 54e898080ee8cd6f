import type { Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import type { ControlRoom } from '../../schemas.ts';
import { SideMark } from '../../components/SideMark.tsx';
import { goodsName } from '../../crossing/words.ts';
import { originOf } from '../../directions.ts';
import { formatNumber, timeAt } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { causeLabel } from '../../labels.ts';
import { theme } from '../../theme.ts';
import { useStored } from '../../stored.ts';
import { paintYard, prepare, readPalette, type Position } from './yard-canvas.ts';
import { layoutYard, type Flow, type Label, type YardPicture } from './yard-layout.ts';
import './yard.css';

const SMALLEST = { width: 960, height: 430 };
/** A mark covers half of what is left of its way in this time, so that it stands still after about 600 ms. */
const HALF_LIFE_MS = 85;
const STILL_PX = 0.3;

export interface YardProps {
  room: Pick<ControlRoom, 'rows' | 'stages' | 'yards' | 'rates' | 'through'>;
  mirrored: boolean;
  /** The direction whose bays at the far side hold it up. */
  bound: Direction | null;
  /** The side that is silent, and since when; its half is drawn in outlines. */
  silent: { side: SideId; since: Instant } | null;
  onOpen?: (reference: string) => void;
}

/** Both yards at once. The picture is static SVG; the lorries on it are on a canvas and ease to their places. */
export function Yard({ room, mirrored, bound, silent, onOpen }: YardProps) {
  const m = useMessages();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const seats = useRef<ReadonlyMap<string, number>>(new Map());
  const [size, setSize] = useState(SMALLEST);
  useLayoutEffect(() => {
    const element = frame.current!;
    const observer = new ResizeObserver(() => {
      setSize({ width: Math.max(SMALLEST.width, element.clientWidth), height: Math.max(SMALLEST.height, element.clientHeight) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const rows = useCalmRows(room.rows);
  const picture = useMemo(() => {
    const next = layoutYard({ rows, stages: room.stages, ...size, mirrored, bound, seats: seats.current });
    seats.current = next.seats;
    return next;
  }, [rows, room.stages, size, mirrored, bound]);
  useMarks(canvas, picture, silent?.side ?? null);
  const [hint, setHint] = useState<{ reference: string; x: number; y: number } | null>(null);
  const pointed = (event: MouseEvent) => nearest(picture, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a narrow screen it scrolls, so keys must reach it
    <div className="yard" ref={frame} tabIndex={0} role="img" aria-label={m.control.yardLabel}>
      <div className="yard-picture" style={{ width: size.width, height: size.height }}>
        <YardGround picture={picture} room={room} mirrored={mirrored} silent={silent} />
        <canvas
          ref={canvas}
          onMouseMove={(event) => setHint(pointed(event))}
          onMouseLeave={() => setHint(null)}
          onClick={(event) => {
            const mark = pointed(event);
            if (mark) onOpen?.(mark.reference);
          }}
          style={{ cursor: hint && onOpen ? 'pointer' : 'default' }}
        />
        {hint ? <YardHint room={room} {...hint} /> : null}
      </div>
    </div>
  );
}

/** With reduced motion the marks jump, at most once a second; otherwise every change is followed. */
function useCalmRows(rows: ControlRoom['rows']): ControlRoom['rows'] {
  const [calm, setCalm] = useState(rows);
  const newest = useRef(rows);
  newest.current = rows;
  const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
  useEffect(() => {
    if (!reduced) return;
    const timer = setInterval(() => setCalm(newest.current), 1000);
    return () => clearInterval(timer);
  }, [reduced]);
  return reduced ? calm : rows;
}

function nearest(picture: YardPicture, x: number, y: number): { reference: string; x: number; y: number } | null {
  const mark = picture.marks.find((each) => Math.abs(each.x - x) < 8 && Math.abs(each.y - y) < 6);
  return mark ? { reference: mark.reference, x: mark.x, y: mark.y } : null;
}

/** Eases every mark from where it is to where it belongs, and rests when all have arrived. */
function useMarks(canvas: React.RefObject<HTMLCanvasElement | null>, picture: YardPicture, silent: SideId | null): void {
  const positions = useRef(new Map<string, Position>());
  const drawn = useRef({ mirrored: false, width: 0, height: 0 });
  const shade = useStored(theme);
  const language = useLanguage();
  useEffect(() => {
    const palette = readPalette();
    const at = positions.current;
    const known = new Set(picture.marks.map((mark) => mark.reference));
    for (const reference of at.keys()) if (!known.has(reference)) at.delete(reference);
    const first = picture.flows[0];
    const mirrored = first?.mirrored ?? false;
    const jump =
      drawn.current.mirrored !== mirrored || drawn.current.width !== picture.width || drawn.current.height !== picture.height ||
      matchMedia('(prefers-reduced-motion: reduce)').matches;
    drawn.current = { mirrored, width: picture.width, height: picture.height };
    let frame = 0;
    let before = performance.now();
    const step = (now: number) => {
      const left = jump ? 0 : Math.pow(0.5, Math.min(100, now - before) / HALF_LIFE_MS);
      before = now;
      let moving = false;
      for (const mark of picture.marks) {
        const position = at.get(mark.reference) ?? { x: mark.x, y: mark.y };
        const [dx, dy] = [position.x - mark.x, position.y - mark.y];
        const still = Math.abs(dx) < STILL_PX && Math.abs(dy) < STILL_PX;
        at.set(mark.reference, still ? { x: mark.x, y: mark.y } : { x: mark.x + dx * left, y: mark.y + dy * left });
        moving ||= !still;
      }
      const context = canvas.current && prepare(canvas.current);
      if (context) paintYard(context, picture, at, palette, silent, language);
      if (moving) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [canvas, picture, shade, silent, language]);
}

function YardGround({ picture, room, mirrored, silent }: { picture: YardPicture; room: YardProps['room']; mirrored: boolean; silent: YardProps['silent'] }) {
  const m = useMessages();
  const language = useLanguage();
  const name = (side: SideId) => (language === 'zh' ? GATES[side].names.zh : side === 'CN' ? `${GATES.CN.own} ${GATES.CN.names[language]}` : GATES.VN.own);
  const [left, right]: [SideId, SideId] = mirrored ? ['CN', 'VN'] : ['VN', 'CN'];
  const x = picture.lineX;
  const assumed = [...room.stages, ...room.yards].some((each) => each.assumed);
  const stale = (side: SideId) => (silent?.side === side ? `, ${m.control.yard.asOf(timeAt(silent.since, side))}` : '');
  return (
    <svg className="yard-ground" width={picture.width} height={picture.height} aria-hidden="true">
      {picture.boxes.map((box) => (
        <rect key={`${box.x} ${box.y}`} className="box" x={box.x + 0.5} y={box.y + 0.5} width={box.w} height={box.h} rx="2" />
      ))}
      {picture.lanes.map((lane) => (
        <line key={`${lane.x1} ${lane.y}`} className={lane.open ? 'lane' : 'lane off'} x1={lane.x1} x2={lane.x2} y1={lane.y} y2={lane.y} />
      ))}
      {picture.slots.map((slot) => (
        <rect key={`${slot.x} ${slot.y}`} className={slot.open ? 'place' : 'place off'} x={slot.x + 0.5} y={slot.y + 0.5} width={slot.w} height={slot.h} rx="1" />
      ))}
      {picture.bound ? <rect className="bound" x={picture.bound.x} y={picture.bound.y} width={picture.bound.w} height={picture.bound.h} rx="3" /> : null}
      {picture.labels.map((label) => (
        <YardLabel key={`${label.id} ${label.direction}`} label={label} room={room} />
      ))}
      {picture.flows.map((flow) => (
        <YardFlow key={flow.direction} flow={flow} room={room} />
      ))}
      <line className="border" x1={x - 2} x2={x - 2} y1="26" y2={picture.height - 8} />
      <line className="border" x1={x + 2} x2={x + 2} y1="26" y2={picture.height - 8} />
      <text className="title" x={x - 14} y="20" textAnchor="end">{name(left)}{stale(left)}</text>
      <text className="title" x={x + 14} y="20">{name(right)}{stale(right)}</text>
      <text className="note" x="16" y={picture.height - 8}>{assumed ? m.control.yard.schematicAssumed : m.control.yard.schematic}</text>
    </svg>
  );
}

function YardLabel({ label, room }: { label: Label; room: YardProps['room'] }) {
  const m = useMessages();
  const language = useLanguage();
  const gate = GATES[label.side].names[language];
  const words: Record<Label['id'], string> = {
    buffer: m.control.yard.buffer(gate),
    apron: m.control.yard.apron(gate),
    originDesks: m.control.yard.desks,
    desks: m.control.yard.desks,
    originBays: m.control.yard.bays,
    bays: m.control.yard.bays,
    laboratory: m.control.yard.laboratory,
  };
  const yard = room.yards.find((each) => each.direction === label.direction && each.side === label.side);
  const flow = label.direction === 'VN-CN' ? m.control.yard.export : m.control.yard.import;
  const more = label.id === 'buffer' ? m.control.yard.bufferMore({ flow, places: yard && formatNumber(yard.places, language) }) : '';
  return (
    <text className={label.id === 'originBays' || label.id === 'desks' ? undefined : 'title'} x={label.x} y={label.y} textAnchor={label.anchor}>
      {words[label.id]}
      {more ? <tspan className="note">{more}</tspan> : null}
    </text>
  );
}

function YardFlow({ flow, room }: { flow: Flow; room: YardProps['room'] }) {
  const m = useMessages();
  const language = useLanguage();
  const away = flow.mirrored ? -1 : 1;
  const anchor = (forward: boolean) => (forward === away > 0 ? 'start' : 'end');
  const yard = room.yards.find((each) => each.direction === flow.direction && each.side === originOf(flow.direction));
  return (
    <>
      <text className="flow" x={flow.lineX - away * 14} y={flow.y + 14} textAnchor={anchor(false)}>
        {formatNumber(room.rates[flow.direction], language)}
        <tspan className="note per"> {m.control.yard.hour}</tspan>
      </text>
      <path className="arrow" d={`M${flow.exitX} ${flow.y + 76}h${away * 46}m${-away * 7} -6l${away * 7} 6l${-away * 7} 6`} />
      <text className="number" x={flow.exitX + away * 2} y={flow.y + 66} textAnchor={anchor(true)}>{formatNumber(room.through[flow.direction], language)}</text>
      <text className="note" x={flow.exitX + away * 2} y={flow.y + 94} textAnchor={anchor(true)}>{m.control.yard.through}</text>
      {yard ? (
        <text className="note" x={flow.yardNote.x} y={flow.yardNote.y} textAnchor={anchor(true)}>
          {m.control.yard.free(formatNumber(Math.max(0, yard.places - flow.waitingHere), language))}
        </text>
      ) : null}
    </>
  );
}

function YardHint({ room, reference, x, y }: { room: YardProps['room']; reference: string; x: number; y: number }) {
  const m = useMessages();
  const language = useLanguage();
  const row = room.rows.find((each) => each.reference === reference);
  if (!row) return null;
  return (
    <div className="yard-hint" style={{ left: x, top: y + 12 }}>
      <b>{row.tractorID ?? row.reference}</b>
      <span>{goodsName(row, language)}</span>
      <span className="muted">
        {row.cause ? causeLabel(row.cause, language) : m.control.places[row.place]} {row.causeSide ? <SideMark side={row.causeSide} decorative /> : null}
      </span>
    </div>
  );
}
