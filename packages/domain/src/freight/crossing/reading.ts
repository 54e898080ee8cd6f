import { normalisePlate } from '../../kernel/checks/plate.ts';
import { normaliseSeal } from '../../kernel/checks/seal.ts';
import { attachmentsOf } from './joint.ts';
import type { CrossingView } from './view.ts';

/**
 * What was read of a lorry against what is known of it. Traders write plates and seals with blanks, dots and dashes as they
 * like, and readers see none, so both are compared in one written form. What could not be read counts as a mismatch; what
 * is not known, because its time of retention is over, cannot be one.
 */
export function compareWith(
  view: CrossingView,
  seen: { readonly tractorID?: string | undefined; readonly sealID?: readonly string[] | undefined },
): { plateMatch: boolean; sealMatch: boolean } {
  const { tractorID, sealID } = attachmentsOf(view);
  const seals = new Set((seen.sealID ?? []).map(normaliseSeal));
  return {
    plateMatch: tractorID === null || normalisePlate(seen.tractorID ?? '') === normalisePlate(tractorID),
    sealMatch: sealID.every((seal) => seals.has(normaliseSeal(seal))),
  };
}
