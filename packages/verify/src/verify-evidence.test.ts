import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODES } from './codes.ts';
import { verifyEvidence } from './verify-evidence.ts';
import type { Report } from './verdict.ts';

/*
 * A writer of evidence for these tests alone, on node:crypto, so that the verifier is not tested against itself.
 */

type Fields = Record<string, unknown>;

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
};
const canonical = (value: unknown): string => JSON.stringify(sorted(value));
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString();

interface Key {
  secret: KeyObject;
  raw: Buffer;
}
const newKey = (): Key => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { secret: privateKey, raw: publicKey.export({ format: 'der', type: 'spki' }).subarray(12) };
};

const SIDES = ['VN', 'CN'] as const;
type Side = (typeof SIDES)[number];
const PAIR = 'huu-nghi--youyi-guan';
const REFERENCE = 'PG-4K7N-8821';
const ORIGIN = { VN: 'huu-nghi.example/log', CN: 'youyi-guan.example/log' };
const keys = {
  VN: { root: newKey(), checkpoint: newKey(), cosignature: newKey() },
  CN: { root: newKey(), checkpoint: newKey(), cosignature: newKey() },
};
const fingerprint = (side: Side): string => sha256(keys[side].root.raw).toString('hex');
const TRUST = SIDES.map(fingerprint);

const partyOf = (side: Side): Fields => ({
  name: side === 'VN' ? 'Cửa khẩu Hữu Nghị' : '友谊关口岸',
  rootKey: base64(keys[side].root.raw),
  logOrigin: ORIGIN[side],
  checkpointKey: base64(keys[side].checkpoint.raw),
  cosignatureKey: base64(keys[side].cosignature.raw),
  tlsAuthority: 'ab'.repeat(32),
});
const documentOf = (): Fields => ({
  format: 'pairgate-agreement/1',
  version: 1,
  pair: PAIR,
  parties: { VN: partyOf('VN'), CN: partyOf('CN') },
  messages: { VehicleArrived: { weight: { class: 'operational' } } },
});

function sealAgreement(document: Fields): { document: Fields; signatures: Record<string, string> } {
  const message = Buffer.from(`pairgate-agreement/1\n${canonical(document)}`);
  const signatures = SIDES.map((side) => [side, base64(sign(null, message, keys[side].root.secret))]);
  return { document, signatures: Object.fromEntries(signatures) as Record<string, string> };
}

interface Spec {
  envelope: Fields;
  classes: Record<string, Fields>;
}
let ids = 0;
function spec(side: Side, seq: number, type: string, classes: Spec['classes'], stream = `crossing:${REFERENCE}`): Spec {
  const envelope = {
    agreement: 1, datacontenttype: 'application/json', id: (++ids).toString(16).padStart(32, '0'), saw: 3, seq,
    recordedtime: '2026-11-19T03:42:00.120Z', source: ORIGIN[side], specversion: '1.0', stream,
    time: '2026-11-19T03:42:00.000Z', type,
  };
  return { envelope, classes };
}
const specsOf = (side: Side): Spec[] =>
  side === 'VN'
    ? [
        spec(side, 1, 'VehicleArrived', { operational: { weight: '27400' }, plate: { plate: '12C-345.67' } }),
        spec(side, 2, 'VehicleCalled', { operational: { reason: 'Quả tươi' } }),
        spec(side, 1, 'ConsignmentAssessed', { operational: { outcome: 'green' } }, 'consignment:PG-7QXD-1130'),
        spec(side, 3, 'OriginReleased', { operational: {} }),
      ]
    : [spec(side, 1, 'BorderCrossed', { operational: { lane: '2' } }), spec(side, 2, 'VehicleDeparted', {})];

interface FileEntry { index: number; leaf: string; data: string | null; proof: string[] }
interface FileLog { side: string; checkpoint: string; entries: FileEntry[] }
interface File {
  format: string;
  pair: string;
  reference: string;
  agreements: { document: Fields; signatures: Record<string, string> }[];
  logs: FileLog[];
}

function sealEntry({ envelope, classes }: Spec): { leaf: string; data: string } {
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
const half = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
const treeHash = (leaves: string[]): Buffer =>
  leaves.length === 1
    ? sha256('\0', leaves[0]!)
    : sha256('\u0001', treeHash(leaves.slice(0, half(leaves.length))), treeHash(leaves.slice(half(leaves.length))));
function pathOf(index: number, leaves: string[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = half(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k ? [...pathOf(index, left), treeHash(right)] : [...pathOf(index - k, right), treeHash(left)];
}

const keyId = (name: string, type: number, key: Key): Buffer =>
  sha256(`${name}\n`, Uint8Array.of(type), key.raw).subarray(0, 4);
const line = (name: string, ...parts: Uint8Array[]): string => `\u2014 ${name} ${base64(Buffer.concat(parts))}\n`;

function authorLine(text: string, name: string, key: Key): string {
  return line(name, keyId(name, 1, key), sign(null, Buffer.from(text), key.secret));
}
function cosignerLine(text: string, name: string, key: Key, signer = key): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1_795_000_000n);
  const message = Buffer.from(`cosignature/v1\ntime 1795000000\n${text}`);
  return line(name, keyId(name, 4, key), time, sign(null, message, signer.secret));
}

interface LogOptions {
  edit?: (specs: Spec[]) => void;
  editLeaves?: (leaves: { leaf: string; data: string }[]) => void;
  author?: (text: string) => string;
  cosigner?: (text: string) => string;
  origin?: string;
  root?: Buffer;
}
function sealLog(side: Side, options: LogOptions = {}): FileLog {
  const other = side === 'VN' ? 'CN' : 'VN';
  const specs = specsOf(side);
  options.edit?.(specs);
  const sealed = specs.map(sealEntry);
  options.editLeaves?.(sealed);
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

interface FileOptions {
  document?: (document: Fields & { parties: Record<Side, Fields> }) => void;
  vn?: LogOptions;
}
function sealFile({ document, vn }: FileOptions = {}): File {
  const agreed = documentOf();
  document?.(agreed as Fields & { parties: Record<Side, Fields> });
  return {
    format: 'pairgate-evidence/1', pair: PAIR, reference: REFERENCE, agreements: [sealAgreement(agreed)],
    logs: [sealLog('VN', vn), sealLog('CN')],
  };
}

const verifyText = (text: string, trust: string[] = TRUST): Promise<Report> =>
  verifyEvidence(Buffer.from(text), { trust });
const verifyFile = (file: File, trust?: string[]): Promise<Report> => verifyText(JSON.stringify(file), trust);
/** Everything that speaks against the file, as `code verdict where`. */
const faultsOf = ({ checks }: Report): string[] =>
  checks
    .filter(({ verdict }) => verdict === 'INVALID' || verdict === 'CANNOT_TELL')
    .map(({ code, verdict, where }) => `${code} ${verdict} ${where}`);

describe('good evidence', () => {
  it('is VALID, and every question was asked', async () => {
    const report = await verifyFile(sealFile());
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('VALID');
    expect(report.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(Object.keys(CODES)),
    );
    expect(report.checks.every(({ verdict }) => verdict === 'VALID')).toBe(true);
  });

  it('is VALID in any layout and with keys in any order', async () => {
    const file = sealFile();
    const turned = Object.fromEntries(Object.entries(file).reverse()) as unknown as File;
    expect((await verifyText(JSON.stringify(turned, null, 2))).verdict).toBe('VALID');
  });

  it('is VALID without the last entries of a log: a file proves what it holds', async () => {
    const file = sealFile();
    file.logs[0]!.entries.pop();
    expect((await verifyFile(file)).verdict).toBe('VALID');
  });

  it('is VALID when data was erased, which is SKIPPED and named', async () => {
    const file = sealFile();
    const [arrived, called] = file.logs[0]!.entries;
    const { operational } = JSON.parse(fromBase64(arrived!.data!)) as Fields;
    arrived!.data = base64(canonical({ operational }));
    called!.data = null;
    const report = await verifyFile(file);
    expect(report.verdict).toBe('VALID');
    expect(report.checks.filter(({ verdict }) => verdict === 'SKIPPED')).toEqual([
      {
        code: 'ENTRY_DATA', question: CODES.ENTRY_DATA, verdict: 'SKIPPED', where: '/logs/0/entries/0/data',
        detail: 'the data of class plate is not in the file',
      },
      {
        code: 'ENTRY_DATA', question: CODES.ENTRY_DATA, verdict: 'SKIPPED', where: '/logs/0/entries/1/data',
        detail: 'the data of class operational is not in the file',
      },
    ]);
  });

  it('is VALID with two agreements, when the keys changed in between', async () => {
    const file = sealFile();
    const next = documentOf() as Fields & { parties: Record<Side, Fields> };
    next['version'] = 2;
    next.parties.VN['checkpointKey'] = base64(newKey().raw);
    file.agreements.push(sealAgreement(next));
    expect((await verifyFile(file)).verdict).toBe('VALID');
  });
});

describe('trust', () => {
  const roots = SIDES.map((side) => `ROOT_TRUSTED CANNOT_TELL /agreements/0/document/parties/${side}/rootKey`);

  it('comes from outside: without it, who signed is CANNOT_TELL', async () => {
    const report = await verifyFile(sealFile(), []);
    expect(faultsOf(report)).toEqual(roots);
    expect(report.verdict).toBe('CANNOT_TELL');
  });

  it('in one party does not extend to the other', async () => {
    expect(faultsOf(await verifyFile(sealFile(), [fingerprint('VN')]))).toEqual([roots[1]]);
  });

  it('can be bound to a side', async () => {
    const file = sealFile();
    expect((await verifyFile(file, SIDES.map((side) => `${side}=${fingerprint(side)}`))).verdict).toBe('VALID');
    const crossed = [`VN=${fingerprint('CN')}`, `CN=${fingerprint('VN')}`];
    expect(faultsOf(await verifyFile(file, crossed))).toEqual(roots);
  });
});

const vnEntries = (code: string, part = '/leaf'): string[] =>
  [0, 1, 2, 3].map((i) => `${code} INVALID /logs/0/entries/${i}${part}`);

const editEnvelope = (at: number, more: Fields): FileOptions => ({
  vn: { edit: (specs) => Object.assign(specs[at]!.envelope, more) },
});
const editLeaf = (at: number, edit: (leaf: string) => string): FileOptions => ({
  vn: { editLeaves: (leaves) => (leaves[at]!.leaf = edit(leaves[at]!.leaf)) },
});
const editData = (edit: (data: Record<string, { fields: Fields; salt: string }>) => void) => (file: File): void => {
  const entry = file.logs[0]!.entries[0]!;
  const data = JSON.parse(fromBase64(entry.data!)) as Record<string, { fields: Fields; salt: string }>;
  edit(data);
  entry.data = base64(canonical(data));
};
const LOW_ORDER = base64(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'));
const stranger = newKey();

// Each fault: its name, how the file is sealed, what is done to it afterwards, and all that speaks against it.
const FAULTS: [name: string, options: FileOptions, tamper: (file: File) => void, faults: string[]][] = [
  ['an edited leaf', {}, ({ logs }) => {
    const entry = logs[0]!.entries[1]!;
    entry.leaf = base64(fromBase64(entry.leaf).replace('VehicleCalled', 'VehicleMissed'));
  }, ['ENTRY_INCLUSION INVALID /logs/0/entries/1/leaf']],
  ['edited data', {}, editData((data) => (data['operational']!.fields['weight'] = '17400')), [
    'ENTRY_DATA INVALID /logs/0/entries/0/data',
  ]],
  ['another salt', {}, editData((data) => (data['plate']!.salt = base64(randomBytes(32)))), [
    'ENTRY_DATA INVALID /logs/0/entries/0/data',
  ]],
  ['a short salt', {}, editData((data) => (data['plate']!.salt = base64(randomBytes(31)))), [
    'ENTRY_DATA INVALID /logs/0/entries/0/data',
  ]],
  ['data that nothing commits to', {}, editData((data) => {
    data['health'] = { fields: {}, salt: base64(randomBytes(32)) };
  }), ['ENTRY_DATA INVALID /logs/0/entries/0/data']],
  ['data that is not canonical', {}, ({ logs }) => {
    const entry = logs[0]!.entries[0]!;
    entry.data = base64(` ${fromBase64(entry.data!)}`);
  }, ['ENTRY_DATA INVALID /logs/0/entries/0/data']],
  ['the data of another entry', {}, ({ logs }) => {
    logs[0]!.entries[1]!.data = logs[0]!.entries[3]!.data;
  }, ['ENTRY_DATA INVALID /logs/0/entries/1/data']],
  ['swapped proofs', {}, ({ logs }) => {
    const [a, b] = logs[0]!.entries;
    [a!.proof, b!.proof] = [b!.proof, a!.proof];
  }, ['ENTRY_INCLUSION INVALID /logs/0/entries/0/leaf', 'ENTRY_INCLUSION INVALID /logs/0/entries/1/leaf']],
  ['a proof that is too short', {}, ({ logs }) => logs[1]!.entries[0]!.proof.pop(), [
    'ENTRY_INCLUSION INVALID /logs/1/entries/0/leaf',
  ]],
  ['a proof that is too long', {}, ({ logs }) => logs[1]!.entries[0]!.proof.push(base64(randomBytes(32))), [
    'ENTRY_INCLUSION INVALID /logs/1/entries/0/leaf',
  ]],
  ['a hash of 31 bytes in a proof', {}, ({ logs }) => (logs[1]!.entries[0]!.proof[0] = base64(randomBytes(31))), [
    'ENTRY_INCLUSION INVALID /logs/1/entries/0/leaf',
  ]],
  ['another index', {}, ({ logs }) => (logs[0]!.entries[0]!.index = 2), [
    'ENTRY_INCLUSION INVALID /logs/0/entries/0/leaf',
  ]],
  ['an index beyond the checkpoint', {}, ({ logs }) => (logs[0]!.entries[3]!.index = 9), [
    'ENTRY_INCLUSION INVALID /logs/0/entries/3/index',
  ]],
  ['a wrong root, signed by both', { vn: { root: randomBytes(32) } }, () => {}, vnEntries('ENTRY_INCLUSION')],
  ['an edited root', {}, ({ logs }) => {
    const lines = logs[0]!.checkpoint.split('\n');
    lines[2] = base64(randomBytes(32));
    logs[0]!.checkpoint = lines.join('\n');
  }, [
    'CHECKPOINT_SIGNATURE INVALID /logs/0/checkpoint', 'CHECKPOINT_COUNTERSIGNATURE INVALID /logs/0/checkpoint',
    ...vnEntries('ENTRY_INCLUSION'),
  ]],
  ['a checkpoint signed with a foreign key', {
    vn: { author: (text) => authorLine(text, ORIGIN.VN, stranger) },
  }, () => {}, ['CHECKPOINT_SIGNATURE INVALID /logs/0/checkpoint']],
  ['a checkpoint signed with the root key', {
    vn: { author: (text) => authorLine(text, ORIGIN.VN, keys.VN.root) },
  }, () => {}, ['CHECKPOINT_SIGNATURE INVALID /logs/0/checkpoint']],
  ['a missing countersignature', { vn: { cosigner: () => '' } }, () => {}, [
    'CHECKPOINT_COUNTERSIGNATURE CANNOT_TELL /logs/0/checkpoint',
  ]],
  ['a countersignature with a foreign key', {
    vn: { cosigner: (text) => cosignerLine(text, ORIGIN.CN, stranger) },
  }, () => {}, ['CHECKPOINT_COUNTERSIGNATURE CANNOT_TELL /logs/0/checkpoint']],
  ['a forged countersignature', {
    vn: { cosigner: (text) => cosignerLine(text, ORIGIN.CN, keys.CN.cosignature, stranger) },
  }, () => {}, ['CHECKPOINT_COUNTERSIGNATURE INVALID /logs/0/checkpoint']],
  ['a countersignature by the author itself', {
    vn: { cosigner: (text) => cosignerLine(text, ORIGIN.VN, keys.VN.cosignature) },
  }, () => {}, ['CHECKPOINT_COUNTERSIGNATURE CANNOT_TELL /logs/0/checkpoint']],
  ['a countersignature of another checkpoint', {
    vn: { cosigner: () => cosignerLine(`${ORIGIN.VN}\n1\n`, ORIGIN.CN, keys.CN.cosignature) },
  }, () => {}, ['CHECKPOINT_COUNTERSIGNATURE INVALID /logs/0/checkpoint']],
  ['a checkpoint of another log', { vn: { origin: 'elsewhere.example/log' } }, () => {}, [
    'CHECKPOINT_ORIGIN INVALID /logs/0/checkpoint', ...vnEntries('ENTRY_SOURCE'),
  ]],
  ['a checkpoint with a leading zero', {}, ({ logs }) => {
    logs[0]!.checkpoint = logs[0]!.checkpoint.replace('\n9\n', '\n09\n');
  }, ['CHECKPOINT_SHAPE INVALID /logs/0/checkpoint']],
  ['a checkpoint with an extension line', {}, ({ logs }) => {
    logs[0]!.checkpoint = logs[0]!.checkpoint.replace('\n\n', '\nmore\n\n');
  }, ['CHECKPOINT_SHAPE INVALID /logs/0/checkpoint']],
  ['a leaf that is not canonical', editLeaf(1, (leaf) => ` ${leaf}`), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/1/leaf', 'STREAM_SEQUENCE INVALID /logs/0/entries/3/leaf',
  ]],
  ['a leaf with a duplicate key', editLeaf(2, (leaf) => leaf.replace('"saw":3', '"saw":3,"saw":3')), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/2/leaf',
  ]],
  ['a leaf of something else', editLeaf(2, () => '{"commitments":{},"envelope":{},"note":1}'), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/2/leaf',
  ]],
  ['a commitment that is no hash', editLeaf(2, () => canonical({
    commitments: { operational: 'AAAA' }, envelope: spec('VN', 1, 'Noted', {}, 'gate:VN').envelope,
  })), () => {}, ['ENTRY_LEAF INVALID /logs/0/entries/2/leaf']],
  ['an envelope with an unknown attribute', editEnvelope(2, { driver: 'A' }), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/2/leaf',
  ]],
  ['an envelope with a wrong time', editEnvelope(2, { time: '2026-02-30T00:00:00.000Z' }), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/2/leaf',
  ]],
  ['an envelope without an attribute', editEnvelope(2, { saw: undefined }), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/2/leaf',
  ]],
  ['an envelope of another source', editEnvelope(0, { source: ORIGIN.CN }), () => {}, [
    'ENTRY_SOURCE INVALID /logs/0/entries/0/leaf',
  ]],
  ['an unknown agreement version', editEnvelope(3, { agreement: 7 }), () => {}, [
    'ENTRY_AGREEMENT CANNOT_TELL /logs/0/entries/3/leaf',
  ]],
  ['a gap in a stream', editEnvelope(3, { seq: 4 }), () => {}, ['STREAM_SEQUENCE INVALID /logs/0/entries/3/leaf']],
  ['a stream that does not begin at 1', {}, ({ logs }) => logs[1]!.entries.shift(), [
    'STREAM_SEQUENCE INVALID /logs/1/entries/0/leaf',
  ]],
  ['an entry left out', {}, ({ logs }) => logs[0]!.entries.splice(1, 1), [
    'STREAM_SEQUENCE INVALID /logs/0/entries/2/leaf',
  ]],
  ['entries in another order', {}, ({ logs: [log] }) => log!.entries.splice(1, 2, log!.entries[2]!, log!.entries[1]!), [
    'STREAM_SEQUENCE INVALID /logs/0/entries/2/index',
  ]],
  ['an entry twice', {}, ({ logs }) => logs[1]!.entries.push(logs[1]!.entries[1]!), [
    'STREAM_SEQUENCE INVALID /logs/1/entries/2/index', 'STREAM_SEQUENCE INVALID /logs/1/entries/2/leaf',
  ]],
  ['another reference', {}, (file) => (file.reference = 'PG-0000-0000'), ['FILE_REFERENCE INVALID /reference']],
  ['an edited agreement', {}, ({ agreements }) => (agreements[0]!.document['messages'] = {}), [
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/VN',
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/CN',
  ]],
  ['an agreement that one party has not signed', {}, ({ agreements }) => delete agreements[0]!.signatures['CN'], [
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/CN',
  ]],
  ['swapped agreement signatures', {}, ({ agreements }) => {
    const { VN, CN } = agreements[0]!.signatures as Record<Side, string>;
    agreements[0]!.signatures = { VN: CN, CN: VN };
  }, [
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/VN',
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/CN',
  ]],
  ['a signature of no party', {}, ({ agreements }) => (agreements[0]!.signatures['LA'] = 'AAAA'), [
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/LA',
  ]],
  ['an agreement twice', {}, ({ agreements }) => agreements.push(agreements[0]!), [
    'AGREEMENT_SHAPE INVALID /agreements/1/document/version',
  ]],
  ['a root key of low order', { document: ({ parties }) => (parties.CN['rootKey'] = LOW_ORDER) }, () => {}, [
    'AGREEMENT_KEYS INVALID /agreements/0/document/parties/CN/rootKey',
  ]],
  ['a checkpoint key of low order', {
    document: ({ parties }) => (parties.VN['checkpointKey'] = LOW_ORDER),
  }, () => {}, [
    'AGREEMENT_KEYS INVALID /agreements/0/document/parties/VN/checkpointKey',
    'CHECKPOINT_SIGNATURE CANNOT_TELL /logs/0/checkpoint',
  ]],
  ['a key that is not canonical', {
    document: ({ parties }) => (parties.CN['cosignatureKey'] = base64(Buffer.alloc(32, 255))),
  }, () => {}, [
    'AGREEMENT_KEYS INVALID /agreements/0/document/parties/CN/cosignatureKey',
    'CHECKPOINT_COUNTERSIGNATURE CANNOT_TELL /logs/0/checkpoint',
  ]],
  ['one key for both parties', {
    document: ({ parties }) => (parties.CN['cosignatureKey'] = parties.VN['checkpointKey']),
  }, () => {}, [
    'AGREEMENT_KEYS INVALID /agreements/0/document/parties/CN/cosignatureKey',
    'CHECKPOINT_COUNTERSIGNATURE CANNOT_TELL /logs/0/checkpoint',
  ]],
  ['an unknown format', {}, (file) => (file.format = 'something/1'), ['FILE_SHAPE INVALID /format']],
  ['a newer format', {}, (file) => (file.format = 'pairgate-evidence/2'), ['FILE_SHAPE CANNOT_TELL /format']],
  ['an unknown field', {}, (file) => Object.assign(file.logs[0]!.entries[1]!, { note: '' }), [
    'FILE_SHAPE INVALID /logs/0/entries/1/note',
  ]],
  ['a missing field', {}, (file) => delete (file.logs[0]!.entries[1] as Partial<FileEntry>).data, [
    'FILE_SHAPE INVALID /logs/0/entries/1/data',
  ]],
  ['base 64 with bits left over', {}, (file) => (file.logs[1]!.entries[0]!.proof[1] = 'AB=='), [
    'FILE_SHAPE INVALID /logs/1/entries/0/proof/1',
  ]],
  ['a negative index', {}, (file) => (file.logs[1]!.entries[0]!.index = -1), [
    'FILE_SHAPE INVALID /logs/1/entries/0/index',
  ]],
  ['a second log of a side', {}, (file) => file.logs.push(file.logs[0]!), ['FILE_SHAPE INVALID /logs/2/side']],
  ['a side in small letters', {}, (file) => (file.logs[0]!.side = 'vn'), ['FILE_SHAPE INVALID /logs/0/side']],
  ['decomposed text', {}, (file) => (file.agreements[0]!.document['note'] = 'Qua\u0309'), [
    'FILE_JSON INVALID /agreements/0/document/note',
  ]],
];

const FIRST_INDEX_FAULT = 'FILE_JSON INVALID /logs/0/entries/0/index';

describe('evidence with a fault', () => {
  it.each(FAULTS)('shows %s', async (_, options, tamper, faults) => {
    const file = sealFile(options);
    tamper(file);
    const report = await verifyFile(file);
    expect(faultsOf(report)).toEqual(faults);
    expect(report.verdict).toBe(faults.some((fault) => fault.includes(' INVALID ')) ? 'INVALID' : 'CANNOT_TELL');
  });

  it('shows an agreement of another pair, or of a newer format, and cannot tell who signed then', async () => {
    const other = faultsOf(await verifyFile(sealFile({ document: (document) => (document['pair'] = 'elsewhere') })));
    expect(other[0]).toBe('AGREEMENT_SHAPE INVALID /agreements/0/document/pair');
    expect(other).toContain('ROOT_TRUSTED CANNOT_TELL /agreements');
    const next = sealFile({ document: (document) => (document['format'] = 'pairgate-agreement/2') });
    const newer = await verifyFile(next);
    expect(faultsOf(newer)[0]).toBe('AGREEMENT_SHAPE CANNOT_TELL /agreements/0/document/format');
    expect(newer.verdict).toBe('CANNOT_TELL');
  });

  it.each<[name: string, edit: (text: string) => string, fault: string]>([
    ['a key twice', (text) => text.replace('"reference"', '"pair":"x","reference"'), 'FILE_JSON INVALID /pair'],
    ['a key twice inside', (text) => text.replace('"proof"', '"index":5,"proof"'), FIRST_INDEX_FAULT],
    ['a rounded index', (text) => text.replace('"index":1', '"index":9007199254740993'), FIRST_INDEX_FAULT],
    ['text after the end', (text) => `${text}{}`, 'FILE_JSON INVALID '],
    ['a byte order mark', (text) => `\ufeff${text}`, 'FILE_JSON INVALID '],
    ['half a file', (text) => text.slice(0, text.length / 2), 'FILE_JSON INVALID /'],
    ['no object', () => '[]', 'FILE_SHAPE INVALID '],
    ['nothing', () => '', 'FILE_JSON INVALID '],
    ['very deep nesting', () => '['.repeat(100_000), 'FILE_JSON INVALID /0/0/0/'],
  ])('shows %s', async (_, edit, fault) => {
    const report = await verifyText(edit(JSON.stringify(sealFile())));
    expect(faultsOf(report)).toHaveLength(1);
    expect(faultsOf(report)[0]!.startsWith(fault)).toBe(true);
    expect(report.verdict).toBe('INVALID');
    expect(new Set(report.checks.map(({ code }) => code)).size).toBe(Object.keys(CODES).length);
  });

  it('shows bytes that are not UTF-8', async () => {
    const report = await verifyEvidence(Uint8Array.of(0x7b, 0xff, 0x7d), { trust: TRUST });
    expect(faultsOf(report)).toEqual(['FILE_JSON INVALID ']);
  });

  it('proves nothing when it is empty', async () => {
    const report = await verifyFile({ ...sealFile(), agreements: [], logs: [] });
    expect(faultsOf(report)).toEqual(['FILE_REFERENCE CANNOT_TELL /logs', 'ROOT_TRUSTED CANNOT_TELL /agreements']);
  });

  it('is never VALID again after any one bit of it was flipped', async () => {
    const bytes = Buffer.from(JSON.stringify(sealFile()));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Uint8Array.from(bytes);
        flipped[at]! ^= 1 << bit;
        expect((await verifyEvidence(flipped, { trust: TRUST })).verdict).not.toBe('VALID');
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
