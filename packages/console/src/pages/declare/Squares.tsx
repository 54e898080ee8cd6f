import { ELEMENTS } from '@pairgate/domain/freight/declaration/requirements-data.ts';
import type { Party, SideId } from '@pairgate/domain/kernel/codes.ts';
import { SideMark, SideName } from '../../components/SideMark.tsx';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { Square, Squares as All } from './squares.ts';

export interface SquaresProps {
  squares: All;
  /** Whose page this is: squares of that turn are mine. */
  turn: Party;
  onChoose?: (square: Square) => void;
}

/** Every element as a square: filled when given, open when missing, with whose turn it is. */
export function Squares({ squares, turn, onChoose }: SquaresProps) {
  return (
    <section className="squares">
      {(['both', 'VN', 'CN'] as const).map((group) => (
        squares[group].length > 0 ? <Group key={group} group={group} of={squares[group]} turn={turn} {...(onChoose ? { onChoose } : {})} /> : null
      ))}
    </section>
  );
}

function Group({ group, of, turn, onChoose }: { group: 'both' | SideId; of: readonly Square[]; turn: Party; onChoose?: (square: Square) => void }) {
  const m = useMessages();
  const language = useLanguage();
  const given = of.filter((square) => square.given).length;
  return (
    <div style={{ flex: of.length }}>
      <h2>
        <SideMark side={group} decorative /> {group === 'both' ? m.declare.squares.both : <SideName side={group} />}{' '}
        <span>{m.declare.squares.of({ given: formatNumber(given, language), all: formatNumber(of.length, language) })}</span>
      </h2>
      <ol>
        {of.map((square) => {
          const words = ELEMENTS[square.element][language];
          const whose = square.turn === turn ? m.declare.squares.you : m.declare.squares.them;
          const label = square.given ? `${words}: ${m.declare.squares.given}` : `${words}: ${m.declare.squares.missing}, ${whose}`;
          const kind = square.given ? 'given' : square.turn === turn ? 'mine' : 'theirs';
          return (
            <li key={`${square.element} ${square.turn}`} className={kind} title={label}>
              {kind === 'mine' && onChoose ? (
                <button type="button" aria-label={label} onClick={() => onChoose(square)} />
              ) : (
                <span className="visually-hidden">{label}</span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
