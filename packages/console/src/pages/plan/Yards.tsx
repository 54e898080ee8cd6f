import type { YardCounts } from '@pairgate/simulator/what-if/yard-counts.ts';
import type { Yards as BothYards } from '@pairgate/simulator/what-if/study.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { CAUSES } from '../../causes.ts';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import type { Offer } from './messages.ts';
import { clock, gateName } from './words.ts';
import { cellAt, countsAt, marksOf, pitchOf, placesOf, sumOf, waitingAt, worstQuarter, type Pitch, type Place } from './yard-layout.ts';

const LAST = 95;
const NAMES_PX = 96;
/** Room for a count beyond the marks. */
const COUNT_PX = 38;
const STEP_MS = 250;
const CALM_STEP_MS = 1000;

/** The same day under both settings, at the same time of day: left today, right what if; in each the line between the two sides. */
export function Yards({ yards: { today, whatIf }, offer }: { yards: BothYards; offer: Offer }) {
  const m = useMessages();
  const words = m.plan.yard;
  const [chosen, setChosen] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const quarter = chosen ?? worstQuarter(today);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const isNarrow = width < 760;
  const each = isNarrow ? width : (width - 32) / 2;
  const half = Math.max(40, Math.floor((each - NAMES_PX - 12) / 2));
  const sides = useMemo(() => offer.sides.map(({ id }) => id), [offer]);
  const layout = useMemo(() => {
    const days = [today, whatIf];
    return placesOf(days).map((place) => ({ place, pitch: pitchOf(days, place, sides, half - COUNT_PX) }));
  }, [today, whatIf, half, sides]);

  const step = (by: number) => setChosen(Math.min(LAST, Math.max(0, quarter + by)));
  useKeys({ play: () => setPlaying(!isPlaying), earlier: () => step(-1), later: () => step(1) });
  useEffect(() => {
    if (!isPlaying) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = setTimeout(() => setChosen((quarter + 1) % (LAST + 1)), calm ? CALM_STEP_MS : STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, quarter]);

  const ahead = offer.sides.length < 2 ? 0 : offer.sides[1]!.utcOffsetMinutes - offer.sides[0]!.utcOffsetMinutes;
  const [left, right] = [clock(quarter * 15), clock((quarter * 15 + ahead + 1440) % 1440)];
  const settings = [{ name: m.plan.figures.today, day: today }, { name: m.plan.figures.whatIf, day: whatIf }];
  return (
    <section className="yards" ref={box}>
      <div className="heading spread">
        <h2>{words.title}</h2>
        <div className="time">
          <Button hint="play" aria-pressed={isPlaying} onPress={() => setPlaying(!isPlaying)}>{isPlaying ? words.pause : words.play}</Button>
          <input
            type="range" min={0} max={LAST} value={quarter} aria-label={words.at} aria-valuetext={`${left}, ${right}`}
            onChange={(event) => setChosen(Number(event.target.value))}
          />
          <span className="twin-time strong" title={m.common.zones}><span>{left}</span><i aria-hidden="true" /><span>{right}</span></span>
        </div>
      </div>
      <div className="both">
        {settings.map(({ name, day }) => (
          <YardTable key={name} name={name} day={day} layout={layout} quarter={quarter} half={half} sides={sides} label={words.label({ setting: name, time: left })} />
        ))}
      </div>
      <p className="faint tiny">{words.note}</p>
    </section>
  );
}

type Layout = readonly { readonly place: Place; readonly pitch: Pitch }[];

interface YardTableProps {
  readonly name: string;
  readonly day: YardCounts;
  readonly layout: Layout;
  readonly quarter: number;
  readonly half: number;
  readonly sides: readonly string[];
  readonly label: string;
}

/** One setting at one time: a table with the count of each place, and its lorries as marks. */
function YardTable({ name, day, layout, quarter, half, sides, label }: YardTableProps) {
  const language = useLanguage();
  const { plan: { yard: words } } = useMessages();
  return (
    <table className="yard-table">
      <caption>
        <b>{name}</b> <span>{words.waiting(formatNumber(waitingAt(day, quarter), language))}</span> <span className="visually-hidden">{label}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col" style={{ width: NAMES_PX }}><span className="visually-hidden">{words.place}</span></th>
          {sides.map((side, index) => (
            <th key={side} scope="col" className={index === 0 ? 'left' : 'right'}>
              <span className="row">
                {index === 0 ? null : <SideMark side={side as SideId} decorative />}
                {gateName(side, language)}
                {index === 0 ? <SideMark side={side as SideId} decorative /> : null}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      {directionsOf(layout).map(([from, to, places]) => (
        <tbody key={from + to}>
          <tr className="direction">
            <th scope="rowgroup" colSpan={1 + sides.length}>{words.direction({ from: gateName(from, language), to: gateName(to, language) })}</th>
          </tr>
          {places.map(({ place, pitch }) => (
            <tr key={place.row}>
              <th scope="row">{words.rows[place.row]}</th>
              {sides.map((side, index) => (
                <PlaceMarks
                  key={side} day={day} place={place} side={side} pitch={pitch} quarter={quarter} half={half}
                  lineAt={index === 0 ? 'right' : 'left'} facing={place.from === sides[0] ? 1 : -1}
                />
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function directionsOf(layout: Layout): (readonly [from: string, to: string, places: Layout])[] {
  const keys = [...new Set(layout.map(({ place }) => `${place.from} ${place.to}`))];
  return keys.map((key) => {
    const [from, to] = key.split(' ') as [string, string];
    return [from, to, layout.filter(({ place }) => place.from === from && place.to === to)] as const;
  });
}

interface PlaceProps {
  readonly day: YardCounts;
  readonly place: Place;
  readonly side: string;
  readonly pitch: Pitch;
  readonly quarter: number;
  readonly half: number;
  readonly lineAt: 'left' | 'right';
  readonly facing: 1 | -1;
}

function PlaceMarks({ day, place, side, pitch, quarter, half, lineAt, facing }: PlaceProps) {
  const language = useLanguage();
  const { plan: { yard: words } } = useMessages();
  const cell = cellAt(day.cells, place, side);
  if (cell < 0) return <td className={lineAt}><span className="visually-hidden">–</span></td>;
  const counts = countsAt(day, cell, quarter);
  const all = sumOf(counts);
  const waiting = all - counts.at(-1)!;
  const width = half - COUNT_PX;
  const count = <span className="count" aria-hidden="true">{waiting > 0 ? formatNumber(waiting, language) : ''}</span>;
  return (
    <td className={lineAt}>
      <div className="place" style={{ height: pitch.height }}>
        {lineAt === 'right' ? count : null}
        <svg width={width} height={pitch.height} aria-hidden="true">
          {marksOf(counts, pitch, facing, lineAt, width).map((d, reason) => (d === '' ? null : <path key={reason} className={CAUSES[reason] ?? 'moving'} d={d} />))}
        </svg>
        {lineAt === 'left' ? count : null}
        <span className="visually-hidden">{words.cell({ waiting: formatNumber(waiting, language), all: formatNumber(all, language) })}</span>
      </div>
    </td>
  );
}

function useWidth(of: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(1000);
  useLayoutEffect(() => {
    const element = of.current!;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return width;
}
