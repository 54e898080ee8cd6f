import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { GATES } from '../gates.ts';
import { useLanguage, useMessages } from '../i18n/messages.tsx';

/** Which side: the filled half says who. Sides differ in form, never in colour. Says its name unless it stands beside it. */
export function SideMark({ side, decorative = false }: { side: SideId | 'both'; decorative?: boolean }) {
  const language = useLanguage();
  const m = useMessages();
  const name = side === 'both' ? m.common.bothSides : GATES[side].names[language];
  const left = side === 'CN' ? <path d="M1.500 2.500h5v11h-5z" fill="none" stroke="currentColor" /> : <path d="M1 2h6v12H1z" fill="currentColor" />;
  const right = side === 'VN' ? <path d="M9.500 2.500h5v11h-5z" fill="none" stroke="currentColor" /> : <path d="M9 2h6v12H9z" fill="currentColor" />;
  return (
    <svg className="icon side-mark" viewBox="0 0 16 16" {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name })}>
      {decorative ? null : <title>{name}</title>}
      {left}
      {right}
    </svg>
  );
}

/** A side by its mark and its name in the reader's language. */
export function SideName({ side, own = false }: { side: SideId; own?: boolean }) {
  const language = useLanguage();
  const gate = GATES[side];
  return own ? <span lang={gate.ownLanguage}>{gate.own}</span> : <span>{gate.names[language]}</span>;
}
