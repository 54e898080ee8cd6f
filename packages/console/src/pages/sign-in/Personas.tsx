import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { useEffect } from 'react';
import type { Persona } from '../../api-types.ts';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { inSentence, roleLabel } from '../../labels.ts';

/** The keys beside the names: digits at the left, the upper row of letters at the right, as the columns stand. */
const KEYS: Record<SideId, string> = { VN: '1234567890', CN: 'QWERTYUIOP' };

/** The people of the demonstration, each with the question that his screen answers. */
export function Personas({ personas, side, onChoose }: { personas: readonly Persona[]; side: SideId; onChoose: (persona: Persona) => void }) {
  const m = useMessages();
  const language = useLanguage();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      const persona = personas[KEYS[side].indexOf(event.key.toUpperCase())];
      if (persona) onChoose(persona);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [personas, side, onChoose]);
  return (
    <ul className="personas">
      {personas.map((persona, index) => (
        <li key={persona.id}>
          <button type="button" onClick={() => onChoose(persona)}>
            <kbd aria-hidden="true">{KEYS[side][index]}</kbd>
            <span>
              <b>
                <Rich
                  text={m.signIn.person}
                  parts={{ name: <span lang={GATES[side].ownLanguage}>{persona.name}</span>, role: inSentence(roleLabel(persona.role, language)) }}
                />
              </b>
              <span>{persona.firm ? <><span lang={GATES[side].ownLanguage}>{persona.firm}</span> · </> : null}{m.signIn.questions[persona.role]}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
