import { encodeEntries, encodeFrame, encodeNote, encodeParts, FRAME, FRAME_HEAD, MAX_CHUNK, MAX_FRAME } from '@pairgate/exchange/wire.ts';
import { SALT_SIZE } from '@pairgate/exchange/entry.ts';
import { epochBytes, makeEpoch } from '@pairgate/exchange/epoch.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { encodeCanonical, MAX_DEPTH } from '@pairgate/ledger/canonical.ts';
import { cosignatureMessage } from '@pairgate/ledger/cosignature.ts';
import { encodeBundle, MAX_ENTRY_SIZE } from '@pairgate/ledger/entry-bundle.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { nodeHash } from '@pairgate/ledger/merkle.ts';
import { COSIGNATURE_V1, ED25519, noteKey, type NoteKey, type SignatureType } from '@pairgate/ledger/note.ts';
import { entriesPath, tilePath } from '@pairgate/ledger/tiles.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { keyPair, sha256 } from '@pairgate/node/crypto.ts';
import { countersign } from '@pairgate/node/exchange/countersign.ts';
import type { OwnLog } from '@pairgate/node/exchange/own-log.ts';
import { Stick, type StickOptions } from '@pairgate/node/exchange/stick.ts';
import { TIMING } from '@pairgate/node/exchange/timing.ts';
import { mask } from '@pairgate/exchange/project.ts';
import { agreementDigest, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { requestEnrolment, requestRetirement, signStatement } from '@pairgate/node/keys/statements.ts';
import {
  agreement, amended, COSIGNED_AT, cosigner, digest, document, entries, leafHashes, noteAt, pairOf, pseudonyms, rootAt, seedOf, SEEDS, signed,
} from './example-pair.ts';

/** Every example of `docs/protocol/v1.md`, by its name there: what stands between its two marks. */

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``;

/** Hex in lines of 32 bytes, as `xxd -r -p` reads it. */
const hex = (bytes: Uint8Array): string => fenced('hex', toHex(bytes).replace(/.{64}(?=.)/g, '$&\n'));
const text = (value: string): string => fenced('text', value);

const isFlat = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each !== 'object' || each === null);

/** JSON in lines of two spaces; what holds single values only stands in one line when it fits. */
function lines(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  const members = (deeper: string): string[] =>
    Object.entries(value).map(([name, each]) => (isList ? '' : `${JSON.stringify(name)}: `) + lines(each, deeper));
  const short = `${open} ${members('').join(', ')} ${close}`;
  if (members('').length === 0) return open! + close!;
  if (isFlat(value) && indent !== '' && indent.length + short.length <= 120) return short;
  const deeper = `${indent}  `;
  return `${open}\n${deeper}${members(deeper).join(`,\n${deeper}`)}\n${indent}${close}`;
}

const json = (value: unknown): string => fenced('json', lines(value));
const note = (value: string): string => text(value);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const keyOf = (name: string, type: SignatureType, publicKey: Uint8Array): NoteKey => {
  const key = noteKey(sha256, name, type, publicKey);
  if (!key.ok) throw new Error(key.fault);
  return key.value;
};

const SIDES = ['VN', 'CN'] as const;
const PURPOSES = ['root', 'checkpoint', 'cosignature'] as const;
const TYPES = { checkpoint: ED25519, cosignature: COSIGNATURE_V1 } as const;

function keys(): string {
  const rows = SIDES.flatMap((side) =>
    PURPOSES.map((purpose) => {
      const { publicKey } = pairOf(side, purpose);
      const id = purpose === 'root' ? '' : `\`${toHex(keyOf(document.parties[side].logOrigin, TYPES[purpose], publicKey).keyHash)}\``;
      return [side, purpose, `32 bytes \`${toHex(seedOf(SEEDS[side][purpose]).slice(0, 1))}\``, `\`${toBase64(publicKey)}\``, id];
    }),
  );
  return table(['side', 'key', 'seed', 'public key', 'key ID in notes'], rows);
}

/** The steps from the fields of one class to its commitment. */
function commitments(): string {
  const data = JSON.parse(decodeUtf8(entries[1]!.data)!) as Record<string, { fields: unknown; salt: string }>;
  const rows = Object.entries(data).map(([name, { fields, salt }]) => {
    const bytes = concatBytes(encodeUtf8(`pairgate-commitment/1\n${name}\n`), new Uint8Array(Buffer.from(salt, 'base64')), encodeCanonical(fields));
    return [`\`${name}\``, `\`${toHex(bytes)}\``, `\`${toBase64(sha256(bytes))}\``];
  });
  return table(['class', 'bytes that are hashed', 'commitment'], rows);
}

const seconds = (millis: number): string => `${millis / 1000} s`;

function limits(): string {
  return table(
    ['what', 'limit'],
    [
      ['depth of JSON', String(MAX_DEPTH)],
      ['a salt', `${SALT_SIZE} bytes`],
      ['a leaf', `${MAX_ENTRY_SIZE} bytes`],
      ['a frame, without its length', `${MAX_FRAME} bytes`],
      ['entries in a chunk', String(MAX_CHUNK)],
      ['a checkpoint of an idle log', `every ${seconds(TIMING.idleMs)}`],
      ['silence of the other side that is a mode', seconds(TIMING.silentMs)],
      ['judgements are gathered for', seconds(TIMING.judgeMs)],
      ['a starting node waits for the other side', seconds(TIMING.patienceMs)],
      ['who polls looks', `every ${seconds(TIMING.pollMs)}`],
      ['first and longest pause between attempts', `${seconds(TIMING.retryMinMs)}, ${seconds(TIMING.retryMaxMs)}`],
      ['a stream that stands still is given up after', seconds(TIMING.stuckMs)],
      ['a side that does not serve what it signed', `${TIMING.unservedTimes} times over ${seconds(TIMING.unservedMs)}`],
      ['a TLS handshake, the head of a request', seconds(TIMING.headersMs)],
    ],
  );
}

const note3 = noteAt(3);
const authorKey = keyOf(document.parties.VN.logOrigin, ED25519, pairOf('VN', 'checkpoint').publicKey);
const cosigned = countersign(note3, () => [authorKey], () => [cosigner], COSIGNED_AT)!;
const textOf = (signedNote: string): string => signedNote.slice(0, signedNote.indexOf('\n\n') + 1);

/** Proves entry 1 in the log of 3; entry 0 puts the agreement in force that it is made under. */
export const evidence = {
  format: 'pairgate-evidence/1',
  pair: document.pair,
  reference: (JSON.parse(decodeUtf8(entries[1]!.leaf)!) as { envelope: { stream: string } }).envelope.stream.slice('crossing:'.length),
  agreements: [signed],
  logs: [
    {
      side: 'VN',
      checkpoint: cosigned,
      entries: [0, 1].map((index) => ({
        index,
        leaf: toBase64(entries[index]!.leaf),
        data: toBase64(entries[index]!.data),
        proof: [leafHashes[1 - index]!, leafHashes[2]!].map(toBase64),
      })),
    },
  ],
};

/** The end of the example's log as a file, before anything was received in the other direction. */
const stick = await (async () => {
  const chunk = { first: 2, entries: entries.slice(2), size: 3, note: note3 };
  const own = { size: 3, next: async () => chunk, noteAt: async () => note3 } as unknown as OwnLog;
  const options = { pair: document.pair, own, ownOrigin: document.parties.VN.logOrigin, mirror: {} } as StickOptions;
  const pieces: Uint8Array[] = [];
  for await (const piece of new Stick(options).write(2)) pieces.push(piece);
  return concatBytes(...pieces);
})();

const ofVN = { pair: document.pair, side: 'VN' } as const;
const newKey = keyPair(seedOf(0x04));
const enrolled = signStatement(requestEnrolment(ofVN, { purpose: 'checkpoint', key: toBase64(newKey.publicKey), pair: newKey }, 3), pairOf('VN', 'root'));
const retired = signStatement(
  requestRetirement({ ...ofVN, purpose: 'checkpoint', key: document.parties.VN.checkpointKey }, 10),
  pairOf('VN', 'root'),
);

const version2 = { version: amended.version, digest: agreementDigest(amended) };
const proposed = { ...version2, openUntil: '2026-12-01T00:00:00.000Z', signature: signAgreement(amended, 'VN', pairOf('VN', 'root')) };
const accepted = { ...version2, signature: signAgreement(amended, 'CN', pairOf('CN', 'root')) };

function disguises(): string {
  const { purpose } = document.messages.AttachmentReplaced!.to!;
  const plates = ['12C-345.67', '桂A12345', 'AB'];
  return table(
    ['value', '`mask`, `keep` 3', '`pseudonym`'],
    plates.map((plate) => [plate, mask(plate, 3), pseudonyms(purpose, plate)].map((each) => `\`${each}\``)),
  );
}

/** The log of `VN` goes on from size 2. */
function epoch(): string {
  const made = makeEpoch(agreement, { side: 'VN', epoch: 2, size: 2, root: rootAt(2) });
  const signatures = Object.fromEntries(SIDES.map((side) => [side, toBase64(pairOf(side, 'root').sign(epochBytes(made)))]));
  return json({ document: made, signatures });
}

export const EXAMPLES: Readonly<Record<string, () => string>> = {
  keys,
  limits,
  'agreement-document': () => json(document),
  'agreement-bytes': () => text(decodeUtf8(encodeCanonical(document))!),
  'agreement-digest': () => text(digest),
  'agreement-signatures': () => json(signed.signatures),
  'leaf-0': () => text(decodeUtf8(entries[0]!.leaf)!),
  'data-0': () => text(decodeUtf8(entries[0]!.data)!),
  'leaf-1': () => text(decodeUtf8(entries[1]!.leaf)!),
  'data-1': () => text(decodeUtf8(entries[1]!.data)!),
  'leaf-2': () => text(decodeUtf8(entries[2]!.leaf)!),
  'data-2': () => text(decodeUtf8(entries[2]!.data)!),
  commitments,
  tree: () =>
    table(
      ['what', 'SHA-256'],
      [
        ...leafHashes.map((hash, index) => [`leaf ${index}`, `\`${toHex(hash)}\``]),
        ['node over leaves 0 and 1', `\`${toHex(nodeHash(sha256, leafHashes[0]!, leafHashes[1]!))}\``],
        ...[0, 1, 2, 3].map((size) => [`root at size ${size}`, `\`${toHex(rootAt(size))}\``]),
      ],
    ),
  checkpoint: () => note(note3),
  'checkpoint-bytes': () => hex(encodeUtf8(note3)),
  'cosignature-message': () => text(decodeUtf8(cosignatureMessage(textOf(note3), COSIGNED_AT / 1000))!),
  countersignature: () => note(cosigned),
  'frame-entries': () => hex(encodeEntries(1, entries.slice(1, 2))),
  'frame-checkpoint': () => hex(encodeNote(FRAME.checkpoint, noteAt(2))),
  'frame-countersignature': () => hex(encodeNote(FRAME.countersignature, cosigned)),
  'frame-nothing-held': () => hex(encodeNote(FRAME.countersignature, '')),
  'frame-unknown': () => hex(encodeFrame({ kind: 9, body: new Uint8Array(4) })),
  'tile-paths': () =>
    table(
      ['what', 'path below `/exchange/v1/log/`'],
      [
        ['the full tile 0 of level 0', `\`${tilePath({ level: 0, index: 0, width: 256 })}\``],
        ['the tile 1234067 of level 0', `\`${tilePath({ level: 0, index: 1_234_067, width: 256 })}\``],
        ['the first 17 hashes of tile 0 of level 1', `\`${tilePath({ level: 1, index: 0, width: 17 })}\``],
        ['the first 3 entries of the log', `\`${entriesPath(0, 3)}\``],
      ],
    ),
  tile: () => hex(concatBytes(...leafHashes)),
  'data-range': () => hex(encodeParts(entries.map(({ data }) => data))),
  bundle: () => hex(encodeBundle(entries.slice(0, 1).map(({ leaf }) => leaf))),
  'frame-digest': () => hex(encodeFrame({ kind: FRAME.digest, body: sha256(encodeEntries(1, entries.slice(1, 2)).subarray(FRAME_HEAD)) })),
  'stick-line': () => text(decodeUtf8(stick.subarray(0, stick.indexOf(0x0a)))!),
  'stick-bytes': () => hex(stick),
  disguises,
  epoch,
  'amended-field': () => json({ AttachmentReplaced: amended.messages.AttachmentReplaced }),
  'amendment-proposed': () => json(proposed),
  'amendment-accepted': () => json(accepted),
  'key-enrolled': () => json(enrolled),
  'key-retired': () => json(retired),
  evidence: () => json(evidence),
};
