import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Labels } from '@pairgate/domain/vocabulary/labels.ts';
import type { Language } from './i18n/language.ts';
import type { PairOfGates } from './schemas.ts';

interface Gate {
  /** The name in the gate's own script. A pair has two names and neither translates the other: both are always shown. */
  own: string;
  ownLanguage: Language;
  names: Labels;
  /** Minutes from UTC. Neither country of the first pair keeps a summer time. */
  offsetMinutes: number;
}

/** The gates of the first pair, until the node has named its own. */
export const GATES: Record<SideId, Gate> = {
  VN: { own: 'Hữu Nghị', ownLanguage: 'vi', names: { vi: 'Hữu Nghị', zh: '友谊', en: 'Hữu Nghị' }, offsetMinutes: 420 },
  CN: { own: '友谊关', ownLanguage: 'zh', names: { vi: 'Hữu Nghị Quan', zh: '友谊关', en: 'Youyi Guan' }, offsetMinutes: 480 },
};

/** Takes over what the node says of its pair, before the first page is shown. */
export function takePair({ names, offsets }: PairOfGates): void {
  for (const side of ['VN', 'CN'] as const) {
    const gate = GATES[side];
    gate.names = names[side];
    gate.own = names[side][gate.ownLanguage];
    gate.offsetMinutes = offsets[side];
  }
}

export const otherSideOf = (side: SideId): SideId => (side === 'VN' ? 'CN' : 'VN');
