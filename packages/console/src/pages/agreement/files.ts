import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from './terms.ts';

/** What `pairgate agreement sign` writes where the root key is. */
export interface SignatureFile {
  readonly version: number;
  readonly digest: string;
  readonly side: SideId;
  readonly signature: string;
}

export type FileFault = 'notJson' | 'notSignature' | 'notDocument' | 'otherDocument' | 'otherSide';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A signature from a file, for this side and, where that is known, for that document; else what is wrong with it. */
export function readSignature(text: string, side: SideId, digest?: string): SignatureFile | FileFault {
  const value = parsed(text);
  if (value === undefined) return 'notJson';
  if (!isRecord(value) || typeof value.signature !== 'string' || typeof value.digest !== 'string') return 'notSignature';
  if (digest !== undefined && value.digest !== digest) return 'otherDocument';
  if (value.side !== side) return 'otherSide';
  return value as unknown as SignatureFile;
}

/** A document from a file, which may hold it alone or with signatures. The node looks at everything else. */
export function readDocument(text: string): AgreementDocument | FileFault {
  const value = parsed(text);
  if (value === undefined) return 'notJson';
  const document = isRecord(value) && isRecord(value.document) ? value.document : value;
  const sound = isRecord(document) && document.format === 'pairgate-agreement/1' && typeof document.version === 'number';
  return sound ? (document as unknown as AgreementDocument) : 'notDocument';
}
