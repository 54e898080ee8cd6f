import { ELEMENTS } from '@pairgate/domain/freight/declaration/requirements-data.ts';
import type { Labels } from '@pairgate/domain/vocabulary/labels.ts';
import { AUTHORITY_LABELS } from '@pairgate/domain/vocabulary/people.ts';
import { Button } from '../../components/Button.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { inSentence } from '../../labels.ts';
import type { Square } from './squares.ts';

/** How many are spelled out; the squares show the rest. */
const SPELLED = 3;

export interface TurnsProps {
  mine: readonly Square[];
  theirs: readonly Square[];
  /** The other party by name, once it is known. */
  who: string | undefined;
  onChoose: (square: Square) => void;
}

/** Whose turn it is: what I still owe, and what only the other side can give. */
export function Turns({ mine, theirs, who, onChoose }: TurnsProps) {
  const m = useMessages();
  return (
    <section className="turns">
      <div className={mine.length > 0 ? 'card mine' : 'card'}>
        <h2>{m.declare.yourTurn}</h2>
        {mine.length === 0 ? <p>{m.declare.nothingYours}</p> : (
          <ul>
            {mine.slice(0, SPELLED).map((square) => (
              <li key={square.element}>
                <Name square={square} />
                <Button onPress={() => onChoose(square)}>{m.declare.fillIn}</Button>
              </li>
            ))}
          </ul>
        )}
        {mine.length > SPELLED ? <p className="muted">{m.declare.andMore(mine.length - SPELLED)}</p> : null}
      </div>
      <div className="card">
        <h2>{m.declare.theirTurn}</h2>
        {theirs.length === 0 ? <p>{m.declare.nothingTheirs}</p> : (
          <>
            <ul>{theirs.slice(0, SPELLED).map((square) => <li key={square.element}><Name square={square} /></li>)}</ul>
            {theirs.length > SPELLED ? <p className="muted">{m.declare.andMore(theirs.length - SPELLED)}</p> : null}
            <p className="muted">{m.declare.theirMore(who ?? m.declare.importer)}</p>
          </>
        )}
      </div>
    </section>
  );
}

/** Agencies that decide nothing here but need an element have no desk, and so no label of an authority. */
const OTHERS: Record<string, Labels> = {
  health: { en: 'Health quarantine', vi: 'Kiểm dịch y tế', zh: '卫生检疫' },
  traffic: { en: 'Transport', vi: 'Giao thông vận tải', zh: '交通运输' },
  management_board: { en: 'Gate management', vi: 'Ban quản lý cửa khẩu', zh: '口岸管理' },
};

function Name({ square }: { square: Square }) {
  const m = useMessages();
  const language = useLanguage();
  const asked = square.needs.filter((need, index, all) => all.findIndex((each) => each.side === need.side && each.authority === need.authority) === index);
  const labels: Record<string, Labels> = { ...AUTHORITY_LABELS, ...OTHERS };
  return (
    <span className="element-name">
      <b>{ELEMENTS[square.element][language]}</b>
      <small className="muted">
        {m.declare.neededBy}{' '}
        {asked.map((need) => (
          <span key={`${need.side} ${need.authority}`} className="nowrap"><SideMark side={need.side} /> {inSentence(labels[need.authority]?.[language] ?? need.authority)} </span>
        ))}
      </small>
    </span>
  );
}
