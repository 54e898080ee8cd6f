/** What a signed checkpoint says (C2SP tlog-checkpoint): the log, its size and its root, and who has signed it. */
export interface NoteSaid {
  readonly origin: string;
  readonly size: number;
  /** SHA-256, base64. */
  readonly root: string;
  readonly signers: readonly string[];
}

const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** Reads what a person compares; the signatures have been checked by the node. `undefined` for anything else. */
export function readNote(note: string): NoteSaid | undefined {
  const [text = '', signatures = ''] = note.split('\n\n');
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (origin === '' || !/^\d{1,15}$/.test(size) || !BASE64.test(root)) return undefined;
  const signers = signatures.split('\n').filter((line) => line.startsWith('— ')).map((line) => line.split(' ')[1] ?? '');
  return { origin, size: Number(size), root, signers };
}
