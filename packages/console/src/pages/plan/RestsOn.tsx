import type { Basis } from '@pairgate/simulator/what-if/study.ts';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { Offer } from './messages.ts';
import { isRough } from './use-study.ts';

/**
 * What the answer above rests on, in one line that is always there, so that nothing moves when a better answer comes. `isOld`: the
 * answer is still the one to the setting before.
 */
export function RestsOn({ basis, offer, isOld }: { basis: Basis | undefined; offer: Offer; isOld: boolean }) {
  const { plan: { rests: words } } = useMessages();
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const { replications, days } = offer.size;
  const of = { done: n(basis?.replications ?? 0), of: n(replications), days: n(days) };
  const text = basis === undefined ? '' : isOld ? words.old : !isRough(basis, offer) ? words.full(of) : basis.isFitted ? words.rough(of) : words.unfitted(of);
  return <p className={basis !== undefined && (isOld || isRough(basis, offer)) ? 'rests rough small' : 'rests muted small'}>{text || '\u00a0'}</p>;
}
