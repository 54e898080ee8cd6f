import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';

const WIDTH = 630;
const HEIGHT = 96;
const FOOT = 14;
/** Widths grow more slowly than sizes, so that the smallest subtree can still be seen beside the largest. */
const FLATNESS = 0.42;
const LABEL_PX = 34;

/** The tree of N entries as its perfect subtrees, one peak for each binary digit of N. */
export function Peaks({ peaks }: { peaks: readonly number[] }) {
  const m = useMessages();
  const language = useLanguage();
  const weights = peaks.map((size) => Math.pow(size, FLATNESS));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const highest = Math.log2(Math.max(2, ...peaks));
  const room = WIDTH - 2 * peaks.length;
  const widths = weights.map((weight) => (weight / total) * room);
  return (
    <svg className="peaks" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={m.log.peaks(formatNumber(peaks.length, language))}>
      {peaks.map((size, index) => {
        const w = widths[index]!;
        const h = 8 + (Math.log2(size) / highest) * (HEIGHT - FOOT - 12);
        const from = widths.slice(0, index).reduce((sum, each) => sum + each + 2, 0);
        const base = HEIGHT - FOOT;
        return (
          <g key={size}>
            <path d={`M${from} ${base}L${from + w / 2} ${base - h}L${from + w} ${base}z`} />
            {w > LABEL_PX ? <text x={from + w / 2} y={HEIGHT - 2} textAnchor="middle">{formatNumber(size, language)}</text> : null}
          </g>
        );
      })}
    </svg>
  );
}
