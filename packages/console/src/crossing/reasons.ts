import type { Authority, Cause, SideId } from '@pairgate/domain/kernel/codes.ts';
import {
  findReason, REASON_CODES, REASON_KEYS, type ReasonCode, type ReasonKey, type ReasonUse,
} from '@pairgate/domain/vocabulary/reason-codes.ts';
import { basisIn } from '@pairgate/domain/vocabulary/legal-bases.ts';
import type { Language } from '../i18n/language.ts';

/** Causes that a hold may name. */
export type HoldCause = Extract<Cause, 'papers' | 'bay' | 'laboratory' | 'system'>;

/** What a hold for a reason makes the lorry wait for, where it is not a paper. */
const CAUSES: Partial<Record<ReasonKey, HoldCause>> = {
  random_selected: 'bay', risk_rule_hit: 'bay', low_compliance: 'bay', scan_anomaly: 'bay', quantity_differs: 'bay',
  goods_differ: 'bay', seal_broken: 'bay', plate_container_mismatch: 'bay', label_defect: 'bay', ipr_suspected: 'bay',
  smuggling_suspected: 'bay', pest_found: 'bay', full_inspection_period: 'bay', spoiled_goods: 'bay', cold_chain_broken: 'bay',
  wood_packaging: 'bay', overweight: 'bay', vehicle_unroadworthy: 'bay', dangerous_goods_misdeclared: 'bay',
  radiation_alarm: 'bay', crew_sick: 'bay', disinfection_required: 'bay', watch_list_match: 'bay',
  quarantine_sample_pending: 'laboratory', residue_exceeded: 'laboratory', laboratory_not_recognised: 'laboratory',
  system_down: 'system', evidence_diverges: 'system',
};

/** Reasons that ask somebody for a paper: the trader can mend them by bringing or correcting one. */
const asksForPaper = (key: ReasonKey): boolean => CAUSES[key] === undefined && REASON_CODES[key].traderCanFix !== 'no';

export const holdCauseOf = (key: string): HoldCause => CAUSES[key as ReasonKey] ?? 'papers';

/**
 * The reasons that an authority of a side can give for an outcome. Border guards speak for traffic and health, too, where
 * neither has a desk of its own in this software.
 */
export function reasonsFor(authority: Authority, side: SideId, use: ReasonUse | 'paper'): ReasonKey[] {
  const speaksFor: readonly string[] = authority === 'border_guard' ? ['border_guard', 'traffic', 'health'] : [authority];
  return REASON_KEYS.filter((key) => {
    const reason: ReasonCode = REASON_CODES[key];
    const used = use === 'paper' ? reason.appliesTo.includes('hold') && asksForPaper(key) : reason.appliesTo.includes(use);
    return used && speaksFor.includes(reason.authority) && (reason.side === 'both' || reason.side === side);
  });
}

/** The words of a reason; a code that this page does not know yet is shown as it is. */
export const reasonLabel = (key: string, language: Language): string => findReason(key)?.labels[language] ?? key;

/** On which law a reason rests; nothing for a code that this page does not know yet. */
export function reasonBasis(key: string, language: Language): string | undefined {
  const reason = findReason(key);
  return reason && basisIn(reason.legalBasis, language);
}
export { findReason };
