import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import { GLYPHS } from '../causes.ts';
import { causeLabel } from '../labels.ts';
import { useLanguage } from '../i18n/messages.tsx';
import './cause.css';

/** The glyph of a cause alone, for a bar that is wide enough to carry it. */
export function CauseGlyph({ cause }: { cause: Cause }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {GLYPHS[cause].map(({ d, width, cut, dash }) => {
        const paint = cut ? 'var(--k)' : 'currentColor';
        return width === undefined ? (
          <path key={d} d={d} fill={paint} />
        ) : (
          <path key={d} d={d} fill="none" stroke={paint} strokeWidth={width} strokeDasharray={dash?.join(' ')} />
        );
      })}
    </svg>
  );
}

/** Why somebody waits: colour and glyph, and the word unless `named` is false because it stands beside the chip. */
export function CauseChip({ cause, large = false, named = true }: { cause: Cause; large?: boolean; named?: boolean }) {
  const language = useLanguage();
  const label = causeLabel(cause, language);
  return (
    <span
      className={`cause-chip ${cause}${large ? ' large' : ''}`}
      {...(named ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}
    >
      <CauseGlyph cause={cause} />
    </span>
  );
}
