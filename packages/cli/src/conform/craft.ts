import { commitment, SALT_SIZE, type Entry } from '@pairgate/exchange/entry.ts';
import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { canonicalize, type Json } from '@pairgate/ledger/canonical.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { newId, newReference, random, sha256 } from '@pairgate/node/crypto.ts';

/** An entry before its bytes are made, so that one thing in it can be made wrong. */
export interface Draft {
  readonly envelope: { readonly [name: string]: Json };
  readonly classes: { readonly [name: string]: { readonly [field: string]: Json } };
}

export interface Crafting {
  readonly agreement: CompiledAgreement;
  /** Origin line of the author's log. */
  readonly source: string;
  /** Entries of the other log that the author holds. */
  readonly saw: number;
}

/** The bytes of an entry with true commitments to whatever the draft says. */
export function seal({ envelope, classes }: Draft): Entry {
  const commitments: Record<string, Json> = {};
  const data: Record<string, Json> = {};
  for (const [name, fields] of Object.entries(classes)) {
    const salt = random(SALT_SIZE);
    commitments[name] = toBase64(commitment(sha256, name, salt, canonicalize(fields)));
    data[name] = { fields, salt: toBase64(salt) };
  }
  return { leaf: encodeUtf8(canonicalize({ commitments, envelope })), data: encodeUtf8(canonicalize(data)) };
}

/** The class under which the agreement lets the first field of a type cross. */
export function classOf({ document }: CompiledAgreement, type: string, field: string): string {
  const terms = document.messages[type]?.[field];
  if (!terms) throw new Error(`the agreement of the kit lets no ${field} of ${type} cross`);
  return terms.class;
}

/** A fact that every version of the default agreement lets cross, in a stream that nobody has used. */
export function draftOf({ agreement, source, saw }: Crafting, envelope: Draft['envelope'] = {}): Draft {
  const now = new Date().toISOString();
  return {
    envelope: {
      agreement: agreement.version, datacontenttype: 'application/json', id: newId(random), recordedtime: now, saw, seq: 1,
      source, specversion: '1.0', stream: `crossing:${newReference(random)}`, time: now, type: 'TransferDispatched', ...envelope,
    },
    classes: { [classOf(agreement, 'TransferDispatched', 'vehicle')]: { vehicle: 'KIT-1' } },
  };
}

/** The entry with the text of its leaf, or of its data, changed. */
export const changed = (entry: Entry, part: keyof Entry, change: (text: string) => string): Entry => ({
  ...entry,
  [part]: encodeUtf8(change(decodeUtf8(entry[part])!)),
});
