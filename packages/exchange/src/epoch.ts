import { z } from 'zod';
import { SIDES, sideId, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { encodeCanonical } from '@pairgate/ledger/canonical.ts';
import { HASH_SIZE } from '@pairgate/ledger/merkle.ts';
import { fail, type Outcome, type VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { CompiledAgreement } from './agreement.ts';

/**
 * The way out of a divergence (design §6): both root keys sign from which size and root a log goes on. Checkpoints of the
 * new epoch have an origin line of their own, so that no signature of an older epoch can be taken for one of it. What the
 * older epoch signed beyond that size is void, and is kept as evidence.
 */
export const epochDocument = z.strictObject({
  format: z.literal('pairgate-epoch/1'),
  pair: z.string().regex(/^[a-z0-9-]+$/),
  /** Whose log. */
  side: sideId,
  /** A log begins in epoch 1, which needs no document. */
  epoch: z.int().min(2).max(1_000_000),
  size: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** Root of the log at that size, 32 bytes in base64. */
  root: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  origin: z.string().max(220),
});
export type EpochDocument = z.infer<typeof epochDocument>;

/** The file that goes from hand to hand until both root keys have signed. Who confirmed is recorded and signed by nobody. */
export const epochFile = z.strictObject({
  document: epochDocument,
  signatures: z.partialRecord(sideId, z.string()),
  confirmedBy: z.partialRecord(sideId, z.array(z.string().trim().min(1).max(100)).max(10)),
});
export type EpochFile = z.infer<typeof epochFile>;

export interface SignedEpoch {
  readonly document: EpochDocument;
  readonly signatures: Readonly<Record<SideId, string>>;
}

/** What each side's root key signs, before the canonical form of the document. */
export const EPOCH_LABEL = 'pairgate-epoch/1\n';

export const epochBytes = (document: EpochDocument): Uint8Array =>
  concatBytes(encodeUtf8(EPOCH_LABEL), encodeCanonical(document));

/** The origin line of a log in an epoch. */
export const originOf = (logOrigin: string, epoch: number): string => (epoch === 1 ? logOrigin : `${logOrigin}/epoch-${epoch}`);

export const makeEpoch = (
  agreement: CompiledAgreement,
  { side, epoch, size, root }: { readonly side: SideId; readonly epoch: number; readonly size: number; readonly root: Uint8Array },
): EpochDocument => ({
  format: 'pairgate-epoch/1',
  pair: agreement.document.pair,
  side,
  epoch,
  size,
  root: toBase64(root),
  origin: originOf(agreement.party(side).logOrigin, epoch),
});

export type EpochFault = 'malformed' | 'other_pair' | 'other_origin' | 'not_signed' | 'not_confirmed';

/** Whether a side's root key has signed the document. */
export function isSignedBy({ document, signatures }: EpochFile, side: SideId, agreement: CompiledAgreement, verify: VerifyEd25519): boolean {
  const signature = fromBase64(signatures[side] ?? '');
  const key = fromBase64(agreement.party(side).rootKey);
  return signature !== undefined && key !== undefined && verify(key, epochBytes(document), signature);
}

/** Two different people of each side, whatever the letters that their names were typed in. */
const isConfirmed = (names: readonly string[] = []): boolean =>
  new Set(names.map((name) => name.normalize('NFC').trim().toLowerCase())).size >= 2;

/** A file as far as it has come: its document is one of this pair, whoever has signed it. */
export function readEpochFile(value: unknown, agreement: CompiledAgreement): Outcome<EpochFile, EpochFault> {
  const parsed = epochFile.safeParse(value);
  if (!parsed.success) return fail('malformed');
  const { document } = parsed.data;
  if (document.pair !== agreement.document.pair) return fail('other_pair');
  if (fromBase64(document.root)?.length !== HASH_SIZE) return fail('malformed');
  if (document.origin !== originOf(agreement.party(document.side).logOrigin, document.epoch)) return fail('other_origin');
  return { ok: true, value: parsed.data };
}

/** A file that may be applied: signed by both root keys, confirmed by two people of each side. */
export function checkEpoch(
  value: unknown,
  agreement: CompiledAgreement,
  verify: VerifyEd25519,
): Outcome<EpochFile & SignedEpoch, EpochFault> {
  const read = readEpochFile(value, agreement);
  if (!read.ok) return read;
  const file = read.value;
  if (!SIDES.every((side) => isSignedBy(file, side, agreement, verify))) return fail('not_signed');
  if (!SIDES.every((side) => isConfirmed(file.confirmedBy[side]))) return fail('not_confirmed');
  return { ok: true, value: file as EpochFile & SignedEpoch };
}
