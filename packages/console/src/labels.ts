import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import { CAUSE_LABELS } from '@pairgate/domain/vocabulary/causes.ts';
import { FACT_LABELS } from '@pairgate/domain/vocabulary/facts.ts';
import type { Labels } from '@pairgate/domain/vocabulary/labels.ts';
import { ROLE_LABELS } from '@pairgate/domain/vocabulary/people.ts';
import { PHASE_LABELS } from '@pairgate/domain/vocabulary/phases.ts';
import type { Problem } from './schemas.ts';
import type { Language } from './i18n/language.ts';

/**
 * The words of codes come from the domain's vocabulary. A code that this page does not know yet, because its node is
 * newer, is shown as it is: nobody is shown nothing.
 */
function labelIn(labels: Readonly<Record<string, Labels>>, code: string, language: Language): string {
  return (Object.hasOwn(labels, code) ? labels[code]?.[language] : undefined) ?? code;
}

export const causeLabel = (cause: Cause, language: Language): string => CAUSE_LABELS[cause][language];
export const roleLabel = (role: string, language: Language): string => labelIn(ROLE_LABELS, role, language);
export const phaseLabel = (phase: string, language: Language): string => labelIn(PHASE_LABELS, phase, language);
export const factLabel = (type: string, language: Language): string => labelIn(FACT_LABELS, type, language);

/** A label inside a sentence: without the capital that it has when it stands alone. */
export const inSentence = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

/** The refusal in the node's own sentence, which it writes in the reader's language (`Accept-Language`). */
export function problemSentence(problem: Problem | undefined): string | undefined {
  return problem?.detail ?? problem?.title;
}
