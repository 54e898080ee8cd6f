import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { useEffect } from 'react';
import type { Persona } from '../../schemas.ts';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { inSentence, roleLabel } from '../../labels.ts';

/** The keys beside the names: digits at the left, the upper row of letters at the right, as the columns stand. */
const KEYS: Record<SideId, string> = { VN: '1234567890', CN: 'QWERTYUIOP' };

interface PeopleProps {
  people: readonly Persona[];
  side: SideId;
  onChoose: (persona: Persona) => void;
}

/** The people of one side, each with the question that the screen answers; those behind the scenes on demand. */
export function People({ people, side, onChoose }: PeopleProps) {
  const m = useMessages();
  const featured = people.filter((persona) => persona.featured);
  const behind = people.filter((persona) => !persona.featured);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      const persona = people.filter((each) => each.featured)[KEYS[side].indexOf(event.key.toUpperCase())];
      if (persona) onChoose(persona);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
  return (
    <>
      <ul className="people">
        {featured.map((persona, index) => (
          <Person key={persona.id} persona={persona} face={KEYS[side][index]} onChoose={onChoose} />
        ))}
      </ul>
      {behind.length > 0 ? (
        <details className="behind">
          <summary>{m.signIn.more}</summary>
          <ul className="people">
            {behind.map((persona) => (
              <Person key={persona.id} persona={persona} onChoose={onChoose} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function Person({ persona, face, onChoose }: { persona: Persona; face?: string | undefined; onChoose: (persona: Persona) => void }) {
  const m = useMessages();
  const language = useLanguage();
  const own = GATES[persona.side].ownLanguage;
  const parts = { name: <span lang={own}>{persona.displayName}</span>, role: inSentence(roleLabel(persona.role, language)) };
  return (
    <li>
      <button type="button" onClick={() => onChoose(persona)}>
        {face ? <kbd aria-hidden="true">{face}</kbd> : <span aria-hidden="true" />}
        <span>
          <b><Rich text={m.signIn.person} parts={parts} /></b>
          <span>
            {persona.firmName ? <><span lang={own}>{persona.firmName}</span> · </> : null}
            {m.signIn.questions[persona.role]}
          </span>
        </span>
      </button>
    </li>
  );
}
