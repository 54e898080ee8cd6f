import type { Bytes } from './bytes.ts';
import { concat, fromBase64, utf8 } from './bytes.ts';
import type { SignedDocument } from './evidence.ts';
import type { Json } from './strict-json.ts';
import { canonical } from './strict-json.ts';
import type { Finding } from './verdict.ts';
import { cannotTell, invalid } from './verdict.ts';

/**
 * An epoch of a log, format `pairgate-epoch/1`. After a divergence or a lost tail that persons of both sides settled, the
 * log goes on from a size and a root that both root keys have signed, under an origin of its own.
 */

export const EPOCH_FORMAT = 'pairgate-epoch/1';

export interface Epoch {
  readonly where: string;
  readonly signed: SignedDocument;
  readonly side: string;
  /** 2, 3, ...; a log begins in epoch 1, which has no document. */
  readonly epoch: number;
  readonly size: number;
  readonly root: Bytes;
  readonly origin: string;
}

const FIELDS = ['epoch', 'format', 'origin', 'pair', 'root', 'side', 'size'];
const SUFFIX = /^(.+)\/epoch-([1-9]\d{0,8})$/u;

/** What each root key signs. */
export const signedEpoch = (document: Json): Bytes => concat(utf8(`${EPOCH_FORMAT}\n`), utf8(canonical(document)));

/** The origin line of a log in an epoch. */
export const originOf = (logOrigin: string, epoch: number): string =>
  epoch === 1 ? logOrigin : `${logOrigin}/epoch-${epoch}`;

/** The epoch in which a log of one of these origins has that origin line, with the origin that the agreement names. */
export function epochOf(line: string, logOrigins: readonly string[]): { logOrigin: string; epoch: number } | undefined {
  if (logOrigins.includes(line)) return { logOrigin: line, epoch: 1 };
  const [, logOrigin = '', digits = ''] = SUFFIX.exec(line) ?? [];
  const epoch = Number(digits);
  return epoch >= 2 && logOrigins.includes(logOrigin) ? { logOrigin, epoch } : undefined;
}

/** The epoch that a document names, or why it names none. */
export function readEpoch(signed: SignedDocument, pair: string): Epoch | Finding {
  const where = `${signed.where}/document`;
  const { format, epoch, origin, pair: named, root: text, side, size } = signed.document;
  if (format !== EPOCH_FORMAT) {
    return typeof format === 'string' && format.startsWith('pairgate-epoch/')
      ? cannotTell(`${where}/format`, `${format} is a version that this verifier does not know`)
      : invalid(`${where}/format`, `not ${EPOCH_FORMAT}`);
  }
  if (named !== pair) return invalid(`${where}/pair`, `an epoch of another pair than ${pair}`);
  if (typeof side !== 'string' || !/^[A-Z]{2}$/.test(side)) return invalid(`${where}/side`, 'not a side');
  if (typeof epoch !== 'number' || !Number.isSafeInteger(epoch) || epoch < 2) {
    return invalid(`${where}/epoch`, 'not a number from 2 on');
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return invalid(`${where}/size`, 'not a size');
  const root = typeof text === 'string' ? fromBase64(text) : undefined;
  if (root?.length !== 32) return invalid(`${where}/root`, 'not a hash');
  if (typeof origin !== 'string' || !origin.endsWith(`/epoch-${epoch}`)) {
    return invalid(`${where}/origin`, `not the origin of epoch ${epoch}`);
  }
  const unknown = Object.keys(signed.document).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) return invalid(`${where}/${unknown}`, 'not a field of the format');
  return { where, signed, side, epoch, size, root, origin };
}
