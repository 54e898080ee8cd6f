import type { Basis } from '@pairgate/simulator/what-if/study.ts';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { Offer } from './messages.ts';

/** How much was simulated, on what, and what of it is only assumed. */
export function Method({ offer: { size, title, figures }, basis, millis, otherDemand }: { offer: Offer; basis: Basis; millis: number; otherDemand: boolean }) {
  const { plan: words } = useMessages();
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  return (
    <footer className="method muted small">
      <p>
        {words.method({ replications: n(basis.replications), days: n(size.days), seconds: formatNumber(millis / 1000, language, 1) })}{' '}
        {otherDemand ? words.otherLorries : words.sameLorries}
      </p>
      <p>{words.basis({ title, assumed: n(figures.assumed), all: n(figures.all) })}</p>
    </footer>
  );
}
