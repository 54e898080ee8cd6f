/**
 * Every check, by its code. A code is never used again for another question: whoever stored a report can look up what
 * was asked. The order is the order of a report.
 */
export const CODES = {
  FILE_JSON: 'Is the file strict JSON: UTF-8, NFC, each key once?',
  FILE_SHAPE: 'Does the file have the format of Pairgate evidence?',
  FILE_REFERENCE: 'Do the entries concern the reference that the file names?',
  FILE_ENTRY: 'Is the one entry that the file is about in it?',
  AGREEMENT_SHAPE: 'Is each agreement complete, and about this pair?',
  AGREEMENT_KEYS: 'Are the keys in each agreement usable, and is none used twice?',
  AGREEMENT_SIGNATURES: 'Has each party signed each agreement with its root key?',
  ROOT_TRUSTED: 'Are the root keys those whose fingerprints I was given?',
  KEY_SHAPE: 'Is each statement about a key complete, usable, and about this pair?',
  KEY_SIGNATURES: 'Has the root key of its side signed each statement about a key?',
  KEY_POSSESSION: 'Has each new key signed the statement that enrols it?',
  KEY_KNOWN: 'Is each enrolled key a new one, and each ended key one that was known?',
  EPOCH_SHAPE: 'Is each epoch complete, and about a log of this pair?',
  EPOCH_SIGNATURES: 'Has each party signed each epoch with its root key?',
  CHECKPOINT_SHAPE: 'Is each checkpoint a well-formed signed checkpoint?',
  CHECKPOINT_ORIGIN: 'Is each checkpoint of the log that the agreement names for that side?',
  CHECKPOINT_EPOCH: 'Is each checkpoint one that the epochs of its log let stand?',
  CHECKPOINT_SIGNATURE: 'Has the author of each log signed its checkpoint?',
  CHECKPOINT_KEY: 'Did the key that signed each checkpoint count at its size?',
  CHECKPOINT_COUNTERSIGNATURE: 'Has the other side countersigned each checkpoint?',
  COUNTERSIGNATURE_KEY: 'Did the key that countersigned each checkpoint count at its size?',
  ENTRY_INCLUSION: 'Is each entry in the log, at its index?',
  ENTRY_LEAF: 'Is each leaf canonical, with a complete envelope?',
  ENTRY_SOURCE: 'Does each envelope name the log that it is in?',
  ENTRY_AGREEMENT: 'Is the agreement that each entry was made under in the file?',
  AGREEMENT_ACTIVATION: 'Does each activation entry name the agreement in the file by its digest?',
  ENTRY_IN_FORCE: 'Was the agreement that each entry names in force at its index?',
  ENTRY_DATA: 'Does the data fit the commitments in the leaf?',
  STREAM_SEQUENCE: 'Is no entry of a stream missing between the first and the last?',
} as const;

export type Code = keyof typeof CODES;
