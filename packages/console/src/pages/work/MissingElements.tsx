import { ELEMENTS } from '@pairgate/domain/freight/declaration/requirements-data.ts';
import { SideMark } from '../../components/SideMark.tsx';
import { sideOf } from '../../crossing/parties.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';

/** What is still owed by either trader, for those who wait for it. */
export function MissingElements({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const language = useLanguage();
  const missing = detail.missing.filter((each) => each.mandatory);
  if (missing.length === 0) return null;
  return (
    <details className="missing">
      <summary>{m.work.missing(formatNumber(missing.length, language))}</summary>
      <ul>
        {missing.map((each) => (
          <li key={`${each.consignment} ${each.side} ${each.element}`}>
            <SideMark side={each.side} />{' '}
            {m.work.missingBy({
              element: ELEMENTS[each.element][language],
              who: m.work.traderOf(GATES[sideOf(each.turn, detail.row.direction)].names[language]),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
