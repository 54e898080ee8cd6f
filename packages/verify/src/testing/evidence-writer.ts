import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Report } from '../verdict.ts';
import { verifyEvidence } from '../verify-evidence.ts';

/** A writer of evidence for the tests alone, on node:crypto, so that the verifier is not tested against itself. */

export type Fields = Record<string, unknown>;

export const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
};
export const canonical = (value: unknown): string => JSON.stringify(sorted(value));
export const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
export const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString();

export interface Key {
  secret: KeyObject;
  raw: Buffer;
}
export const newKey = (): Key => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { secret: privateKey, raw: publicKey.export({ format: 'der', type: 'spki' }).subarray(12) };
};

export const SIDES = ['VN', 'CN'] as const;
export type Side = (typeof SIDES)[number];
export const PAIR = 'huu-nghi--youyi-guan';
export const REFERENCE = 'PG-4K7N-8821';
export const ORIGIN = { VN: 'huu-nghi.example/log', CN: 'youyi-guan.example/log' };
export const keys = {
  VN: { root: newKey(), checkpoint: newKey(), cosignature: newKey() },
  CN: { root: newKey(), checkpoint: newKey(), cosignature: newKey() },
};
export const fingerprint = (side: Side): string => sha256(keys[side].root.raw).toString('hex');
export const TRUST = SIDES.map(fingerprint);

export const partyOf = (side: Side): Fields => ({
  name: side === 'VN' ? 'Cửa khẩu Hữu Nghị' : '友谊关口岸',
  rootKey: base64(keys[side].root.raw),
  logOrigin: ORIGIN[side],
  checkpointKey: base64(keys[side].checkpoint.raw),
  cosignatureKey: base64(keys[side].cosignature.raw),
  tlsAuthority: 'ab'.repeat(32),
});
export const documentOf = (version = 1): Fields => ({
  format: 'pairgate-agreement/1',
  version,
  pair: PAIR,
  parties: { VN: partyOf('VN'), CN: partyOf('CN') },
  messages: { VehicleArrived: { weight: { class: 'operational' } } },
});

/** A document that both root keys have signed, under the name of its format. */
export function sealDocument(document: Fields): { document: Fields; signatures: Record<string, string> } {
  const message = Buffer.from(`${String(document['format'])}\n${canonical(document)}`);
  const signatures = SIDES.map((side) => [side, base64(sign(null, message, keys[side].root.secret))]);
  return { document, signatures: Object.fromEntries(signatures) as Record<string, string> };
}

export interface Spec {
  envelope: Fields;
  classes: Record<string, Fields>;
}
let ids = 0;
export function spec(side: Side, seq: number, type: string, classes: Spec['classes'], stream = `crossing:${REFERENCE}`): Spec {
  const envelope = {
    agreement: 1, datacontenttype: 'application/json', id: (++ids).toString(16).padStart(32, '0'), saw: 3, seq,
    recordedtime: '2026-11-19T03:42:00.120Z', source: ORIGIN[side], specversion: '1.0', stream,
    time: '2026-11-19T03:42:00.000Z', type,
  };
  return { envelope, classes };
}
export const specsOf = (side: Side): Spec[] =>
  side === 'VN'
    ? [
        spec(side, 1, 'VehicleArrived', { operational: { weight: '27400' }, plate: { plate: '12C-345.67' } }),
        spec(side, 2, 'VehicleCalled', { operational: { reason: 'Quả tươi' } }),
        spec(side, 1, 'ConsignmentAssessed', { operational: { outcome: 'green' } }, 'consignment:PG-7QXD-1130'),
        spec(side, 3, 'OriginReleased', { operational: {} }),
      ]
    : [spec(side, 1, 'BorderCrossed', { operational: { lane: '2' } }), spec(side, 2, 'VehicleDeparted', {})];

/** The entry that puts a version in force, made under that version. */
export function activation(side: Side, seq: number, document: Fields, more: Fields = {}): Spec {
  const { version } = document;
  const made = spec(side, seq, 'AgreementActivated', {
    operational: { digest: sha256(canonical(document)).toString('hex'), version, ...more },
  }, `log:${side}`);
  return { ...made, envelope: { ...made.envelope, agreement: version } };
}

export interface FileEntry { index: number; leaf: string; data: string | null; proof: string[] }
export interface FileLog { side: string; checkpoint: string; entries: FileEntry[] }
export interface File {
  format: string;
  pair: string;
  reference?: string;
  entry?: string;
  agreements: { document: Fields; signatures: Record<string, string> }[];
  keys?: Fields[];
  epochs?: { document: Fields; signatures: Record<string, string> }[];
  logs: FileLog[];
}

export function sealEntry({ envelope, classes }: Spec): { leaf: string; data: string } {
  const commitments: Fields = {};
  const data: Fields = {};
  for (const [name, fields] of Object.entries(classes)) {
    const salt = randomBytes(32);
    commitments[name] = base64(sha256(`pairgate-commitment/1\n${name}\n`, salt, canonical(fields)));
    data[name] = { fields, salt: base64(salt) };
  }
  return { leaf: canonical({ commitments, envelope }), data: canonical(data) };
}

// MTH and PATH of RFC 9162, sections 2.1.1 and 2.1.3.1.
export const half = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
export const treeHash = (leaves: string[]): Buffer =>
  leaves.length === 1
    ? sha256('\0', leaves[0]!)
    : sha256('\u0001', treeHash(leaves.slice(0, half(leaves.length))), treeHash(leaves.slice(half(leaves.length))));
export function pathOf(index: number, leaves: string[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = half(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k ? [...pathOf(index, left), treeHash(right)] : [...pathOf(index - k, right), treeHash(left)];
}

export const keyId = (name: string, type: number, key: Key): Buffer =>
  sha256(`${name}\n`, Uint8Array.of(type), key.raw).subarray(0, 4);
export const line = (name: string, ...parts: Uint8Array[]): string => `\u2014 ${name} ${base64(Buffer.concat(parts))}\n`;

export function authorLine(text: string, name: string, key: Key): string {
  return line(name, keyId(name, 1, key), sign(null, Buffer.from(text), key.secret));
}
export function cosignerLine(text: string, name: string, key: Key, signer = key): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1_795_000_000n);
  const message = Buffer.from(`cosignature/v1\ntime 1795000000\n${text}`);
  return line(name, keyId(name, 4, key), time, sign(null, message, signer.secret));
}

export interface LogOptions {
  /** What stands before the entries, in place of the activation of version 1. */
  before?: Spec[];
  edit?: (specs: Spec[]) => void;
  editLeaves?: (leaves: { leaf: string; data: string }[]) => void;
  author?: (text: string) => string;
  cosigner?: (text: string) => string;
  document?: Fields;
  origin?: string;
  root?: Buffer;
}
export function sealLog(side: Side, options: LogOptions = {}): FileLog {
  const other = side === 'VN' ? 'CN' : 'VN';
  const specs = specsOf(side);
  options.edit?.(specs);
  const named = specs.map(sealEntry);
  options.editLeaves?.(named);
  const sealed = [...(options.before ?? [activation(side, 1, options.document ?? documentOf())]).map(sealEntry), ...named];
  // Entries of other lorries stand between those of this file.
  const leaves = sealed.flatMap(({ leaf }, i) => [`other ${side} ${i}`, leaf]).concat('the last');
  const root = options.root ?? treeHash(leaves);
  const text = `${options.origin ?? ORIGIN[side]}\n${leaves.length}\n${base64(root)}\n`;
  const author = options.author ?? ((of) => authorLine(of, ORIGIN[side], keys[side].checkpoint));
  const cosigner = options.cosigner ?? ((of) => cosignerLine(of, ORIGIN[other], keys[other].cosignature));
  const entries = sealed.map(({ leaf, data }, i) => ({
    index: 2 * i + 1, leaf: base64(leaf), data: base64(data), proof: pathOf(2 * i + 1, leaves).map(base64),
  }));
  return { side, checkpoint: `${text}\n${author(text)}${cosigner(text)}`, entries };
}

export interface FileOptions {
  document?: (document: Fields & { parties: Record<Side, Fields> }) => void;
  vn?: LogOptions;
  cn?: LogOptions;
}
export function sealFile({ document, vn, cn }: FileOptions = {}): File {
  const agreed = documentOf();
  document?.(agreed as Fields & { parties: Record<Side, Fields> });
  return {
    format: 'pairgate-evidence/1', pair: PAIR, reference: REFERENCE, agreements: [sealDocument(agreed)],
    logs: [sealLog('VN', { document: agreed, ...vn }), sealLog('CN', { document: agreed, ...cn })],
  };
}

export const verifyText = (text: string, trust: string[] = TRUST): Promise<Report> =>
  verifyEvidence(Buffer.from(text), { trust });
export const verifyFile = (file: File, trust?: string[]): Promise<Report> => verifyText(JSON.stringify(file), trust);

/** Everything that speaks against the file, as `code verdict where`. */
export const faultsOf = ({ checks }: Report): string[] =>
  checks
    .filter(({ verdict }) => verdict === 'INVALID' || verdict === 'CANNOT_TELL')
    .map(({ code, verdict, where }) => `${code} ${verdict} ${where}`);
