import { fromMillis, QUARTER, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ControlRoom } from '../../schemas.ts';
import { timeAt } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useStored } from '../../stored.ts';
import { theme } from '../../theme.ts';
import { paintRibbon, ribbonAxis, ribbonRange } from './ribbon-canvas.ts';
import { prepare, readPalette } from './yard-canvas.ts';
import './day-ribbon.css';

export interface DayRibbonProps {
  quarters: ControlRoom['ribbon'];
  hours: ControlRoom['hours'];
  now: Instant;
  /** The quarter that is looked at, or `null` for now. */
  chosen: Instant | null;
  onChoose: (quarter: Instant | null) => void;
}

/** The day so far. The slider over it chooses a past quarter of an hour; scrubbing jumps. */
export function DayRibbon({ quarters, hours, now, chosen, onChoose }: DayRibbonProps) {
  const m = useMessages();
  const language = useLanguage();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const shade = useStored(theme);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = frame.current!;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const range = ribbonRange(hours, now);
  const head = chosen ?? now;
  useEffect(() => {
    const context = canvas.current && prepare(canvas.current);
    if (!context || size.width === 0) return;
    const picture = { quarters, hours, range: ribbonRange(hours, now), head, now: toMillis(now), ...size, words: m.control.ribbon, language };
    paintRibbon(context, picture, readPalette());
  }, [quarters, hours, head, now, size, shade, m, language]);
  const axis = ribbonAxis(size.width);
  const nowMillis = toMillis(now);
  return (
    <div className="day-ribbon" ref={frame}>
      <canvas ref={canvas} aria-hidden="true" />
      <input
        type="range"
        style={{ left: axis.left - 8, width: Math.max(0, size.width - axis.left - axis.right + 16) }}
        min={range.from}
        max={range.to}
        step={QUARTER}
        value={toMillis(head)}
        aria-label={m.control.ribbon.label}
        aria-valuetext={`${timeAt(head, 'VN')} UTC+7, ${timeAt(head, 'CN')} UTC+8`}
        onChange={(event) => {
          const millis = Math.floor(Number(event.target.value) / QUARTER) * QUARTER;
          onChoose(millis + QUARTER > nowMillis ? null : fromMillis(millis));
        }}
      />
      <span className="ring" />
    </div>
  );
}
