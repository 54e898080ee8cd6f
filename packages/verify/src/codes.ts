/**
 * Every check, by its code. A code is never used again for another question: whoever stored a report can look up what
 * was asked. The order is the order of a report.
 */
export const CODES = {
  FILE_JSON: 'Is the file strict JSON: UTF-8, NFC, each key once?',
  FILE_SHAPE: 'Does the file have the format of Pairgate evidence?',
  FILE_REFERENCE: 'Do the entries concern the reference that the file names?',
  AGREEMENT_SHAPE: 'Is each agreement complete, and about this pair?',
  AGREEMENT_KEYS: 'Are the keys in each agreement usable, and is none used twice?',
  AGREEMENT_SIGNATURES: 'Has each party signed each agreement with its root key?',
  ROOT_TRUSTED: 'Are the root keys those whose fingerprints I was given?',
  CHECKPOINT_SHAPE: 'Is each checkpoint a well-formed signed checkpoint?',
  CHECKPOINT_ORIGIN: 'Is each checkpoint of the log that the agreement names for that side?',
  CHECKPOINT_SIGNATURE: 'Has the author of each log signed its checkpoint?',
  CHECKPOINT_COUNTERSIGNATURE: 'Has the other side countersigned each checkpoint?',
  ENTRY_INCLUSION: 'Is each entry in the log, at its index?',
  ENTRY_LEAF: 'Is each leaf canonical, with a complete envelope?',
  ENTRY_SOURCE: 'Does each envelope name the log that it is in?',
  ENTRY_AGREEMENT: 'Is the agreement that each entry was made under in the file?',
  ENTRY_DATA: 'Does the data fit the commitments in the leaf?',
  STREAM_SEQUENCE: 'Is no entry of a stream missing between the first and the last?',
} as const;

export type Code = keyof typeof CODES;
