import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Language } from './i18n/language.ts';

/** A pair has two names and neither is a translation of the other: both are always shown, each in its own script. */
export const GATES: Record<SideId, { own: string; ownLanguage: Language; names: Record<Language, string> }> = {
  VN: { own: 'Hữu Nghị', ownLanguage: 'vi', names: { vi: 'Hữu Nghị', zh: '友谊', en: 'Hữu Nghị' } },
  CN: { own: '友谊关', ownLanguage: 'zh', names: { vi: 'Hữu Nghị Quan', zh: '友谊关', en: 'Youyi Guan' } },
};

export const otherSideOf = (side: SideId): SideId => (side === 'VN' ? 'CN' : 'VN');
