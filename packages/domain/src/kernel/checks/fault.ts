/**
 * What a check found. A check is pure and answers `undefined` when it has no objection. The caller adds the pointer
 * into the command, which makes a `Refusal` of it.
 */
export interface Fault {
  readonly code: FaultCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * Every code that a check of the kernel or of a declaration can return. A code is never reused for another meaning.
 * `vocabulary/refusals.ts` does not compile without a sentence for each.
 */
export const FAULT_CODES = [
  'completion_item_missing',
  'completion_item_unknown',
  'container_check_digit',
  'container_malformed',
  'country_not_of_direction',
  'country_unknown',
  'currency_differs',
  'currency_minor_unit',
  'currency_unknown',
  'date_impossible',
  'date_in_future',
  'decimal_malformed',
  'document_element_differs',
  'document_expired',
  'document_expires_before_issue',
  'document_repeated',
  'hs_chapter_impossible',
  'hs_line_unknown',
  'hs_lines_disagree',
  'hs_malformed',
  'mass_above_limit',
  'mass_above_one_lorry',
  'mass_not_positive',
  'net_above_gross',
  'package_type_unknown',
  'plate_malformed',
  'plate_not_trailer',
  'plate_of_trailer',
  'plate_of_wrong_country',
  'quantity_not_positive',
  'reference_check_character',
  'reference_malformed',
  'seal_malformed',
  'seal_repeated',
  'sequence_not_consecutive',
  'temperature_implausible',
  'total_gross_mass_differs',
  'total_packages_differs',
  'total_value_differs',
  'unit_unknown',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export const fault = (code: FaultCode, params?: Fault['params']): Fault => (params ? { code, params } : { code });
