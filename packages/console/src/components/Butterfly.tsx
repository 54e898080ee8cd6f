import type { Cause, SideId } from '@pairgate/domain/kernel/codes.ts';
import { CAUSES } from '../causes.ts';
import { formatNumber } from '../format.ts';
import { GATES } from '../gates.ts';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { CauseChip } from './CauseChip.tsx';
import { SideMark } from './SideMark.tsx';
import './butterfly.css';

const BAR_PX = 64;
/** Below this many lorries the bars keep their scale, so that a quiet day does not look like a full one. */
const SMALLEST_SCALE = 24;

export interface ButterflyProps {
  counts: Partial<Record<Cause, Record<SideId, number>>>;
  mirrored?: boolean;
  /** The cause that the list beside is narrowed to. */
  chosen?: Cause | null;
  onChoose?: (cause: Cause | null) => void;
  /** The side whose figures are of an earlier time, because it is silent. */
  stale?: SideId | undefined;
}

/** How many lorries wait for what, at each side, on one scale. The same figures as the yard, as a table. */
export function Butterfly({ counts, mirrored = false, chosen = null, onChoose, stale }: ButterflyProps) {
  const language = useLanguage();
  const m = useMessages();
  const sides: [SideId, SideId] = mirrored ? ['CN', 'VN'] : ['VN', 'CN'];
  const count = (cause: Cause, side: SideId) => counts[cause]?.[side] ?? 0;
  const largest = Math.max(SMALLEST_SCALE, ...CAUSES.flatMap((cause) => sides.map((side) => count(cause, side))));
  const bar = (cause: Cause, side: SideId) => {
    const value = count(cause, side);
    if (value === 0) return null;
    const outline = stale === side ? ' stale' : '';
    return <span className={`bar segment ${cause}${outline}`} style={{ width: Math.max(1, (value / largest) * BAR_PX) }} />;
  };
  return (
    <table className="butterfly">
      <caption className="visually-hidden">{m.control.waitingByCause}</caption>
      <thead>
        <tr>
          <th scope="col" className="left">
            <span>{GATES[sides[0]].names[language]}</span> <SideMark side={sides[0]} decorative />
          </th>
          <th scope="col"><span className="visually-hidden">{m.control.cause}</span></th>
          <th scope="col" className="right">
            <SideMark side={sides[1]} decorative /> <span>{GATES[sides[1]].names[language]}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {CAUSES.map((cause) => (
          <tr key={cause} className={chosen === cause ? 'chosen' : undefined}>
            <td className={count(cause, sides[0]) ? 'left' : 'left none'}>
              {formatNumber(count(cause, sides[0]), language)}
              {bar(cause, sides[0])}
            </td>
            <th scope="row">
              <CauseName cause={cause} chosen={chosen} {...(onChoose ? { onChoose } : {})} />
            </th>
            <td className={count(cause, sides[1]) ? 'right' : 'right none'}>
              {bar(cause, sides[1])}
              {formatNumber(count(cause, sides[1]), language)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CauseName({ cause, chosen, onChoose }: { cause: Cause; chosen: Cause | null; onChoose?: (cause: Cause | null) => void }) {
  const m = useMessages();
  const name = (
    <>
      <CauseChip cause={cause} named={false} />
      <span>{m.common.causes[cause]}</span>
    </>
  );
  if (!onChoose) return <span className="name">{name}</span>;
  return (
    <button type="button" className="name" aria-pressed={chosen === cause} onClick={() => onChoose(chosen === cause ? null : cause)}>
      {name}
    </button>
  );
}
