import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODES } from './codes.ts';
import {
  ORIGIN, SIDES, TRUST, authorLine, base64, canonical, cosignerLine, documentOf, faultsOf, fingerprint,
  fromBase64, keys, newKey, sealDocument, sealFile, spec, verifyFile, verifyText,
} from './testing/evidence-writer.ts';
import type { Fields, File, FileEntry, FileOptions, Side } from './testing/evidence-writer.ts';
import { verifyEvidence } from './verify-evidence.ts';

describe('good evidence', () => {
  it('is VALID, and every question was asked', async () => {
    const report = await verifyFile(sealFile());
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('VALID');
    expect(report.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(Object.keys(CODES)),
    );
    const asked = report.checks.filter(({ detail }) => detail !== 'nothing to ask');
    expect(asked.every(({ verdict }) => verdict === 'VALID')).toBe(true);
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
    const [, arrived, called] = file.logs[0]!.entries;
    const { operational } = JSON.parse(fromBase64(arrived!.data!)) as Fields;
    arrived!.data = base64(canonical({ operational }));
    called!.data = null;
    const report = await verifyFile(file);
    expect(report.verdict).toBe('VALID');
    expect(report.checks.filter(({ verdict, where }) => verdict === 'SKIPPED' && where)).toEqual([
      {
        code: 'ENTRY_DATA', question: CODES.ENTRY_DATA, verdict: 'SKIPPED', where: '/logs/0/entries/1/data',
        detail: 'the data of class plate is not in the file',
      },
      {
        code: 'ENTRY_DATA', question: CODES.ENTRY_DATA, verdict: 'SKIPPED', where: '/logs/0/entries/2/data',
        detail: 'the data of class operational is not in the file',
      },
    ]);
  });

  it('is VALID with two agreements, when the keys changed in between', async () => {
    const file = sealFile();
    const next = documentOf() as Fields & { parties: Record<Side, Fields> };
    next['version'] = 2;
    next.parties.VN['checkpointKey'] = base64(newKey().raw);
    file.agreements.push(sealDocument(next));
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
  [0, 1, 2, 3, 4].map((i) => `${code} INVALID /logs/0/entries/${i}${part}`);

const editEnvelope = (at: number, more: Fields): FileOptions => ({
  vn: { edit: (specs) => Object.assign(specs[at]!.envelope, more) },
});
const editLeaf = (at: number, edit: (leaf: string) => string): FileOptions => ({
  vn: { editLeaves: (leaves) => (leaves[at]!.leaf = edit(leaves[at]!.leaf)) },
});
const editData = (edit: (data: Record<string, { fields: Fields; salt: string }>) => void) => (file: File): void => {
  const entry = file.logs[0]!.entries[1]!;
  const data = JSON.parse(fromBase64(entry.data!)) as Record<string, { fields: Fields; salt: string }>;
  edit(data);
  entry.data = base64(canonical(data));
};
const LOW_ORDER = base64(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'));
const stranger = newKey();

// Each fault: its name, how the file is sealed, what is done to it afterwards, and all that speaks against it.
const FAULTS: [name: string, options: FileOptions, tamper: (file: File) => void, faults: string[]][] = [
  ['an edited leaf', {}, ({ logs }) => {
    const entry = logs[0]!.entries[2]!;
    entry.leaf = base64(fromBase64(entry.leaf).replace('VehicleCalled', 'VehicleMissed'));
  }, ['ENTRY_INCLUSION INVALID /logs/0/entries/2/leaf']],
  ['edited data', {}, editData((data) => (data['operational']!.fields['weight'] = '17400')), [
    'ENTRY_DATA INVALID /logs/0/entries/1/data',
  ]],
  ['another salt', {}, editData((data) => (data['plate']!.salt = base64(randomBytes(32)))), [
    'ENTRY_DATA INVALID /logs/0/entries/1/data',
  ]],
  ['a short salt', {}, editData((data) => (data['plate']!.salt = base64(randomBytes(31)))), [
    'ENTRY_DATA INVALID /logs/0/entries/1/data',
  ]],
  ['data that nothing commits to', {}, editData((data) => {
    data['health'] = { fields: {}, salt: base64(randomBytes(32)) };
  }), ['ENTRY_DATA INVALID /logs/0/entries/1/data']],
  ['data that is not canonical', {}, ({ logs }) => {
    const entry = logs[0]!.entries[1]!;
    entry.data = base64(` ${fromBase64(entry.data!)}`);
  }, ['ENTRY_DATA INVALID /logs/0/entries/1/data']],
  ['the data of another entry', {}, ({ logs }) => {
    logs[0]!.entries[2]!.data = logs[0]!.entries[4]!.data;
  }, ['ENTRY_DATA INVALID /logs/0/entries/2/data']],
  ['swapped proofs', {}, ({ logs }) => {
    const [, a, b] = logs[0]!.entries;
    [a!.proof, b!.proof] = [b!.proof, a!.proof];
  }, ['ENTRY_INCLUSION INVALID /logs/0/entries/1/leaf', 'ENTRY_INCLUSION INVALID /logs/0/entries/2/leaf']],
  ['a proof that is too short', {}, ({ logs }) => logs[1]!.entries[1]!.proof.pop(), [
    'ENTRY_INCLUSION INVALID /logs/1/entries/1/leaf',
  ]],
  ['a proof that is too long', {}, ({ logs }) => logs[1]!.entries[1]!.proof.push(base64(randomBytes(32))), [
    'ENTRY_INCLUSION INVALID /logs/1/entries/1/leaf',
  ]],
  ['a hash of 31 bytes in a proof', {}, ({ logs }) => (logs[1]!.entries[1]!.proof[0] = base64(randomBytes(31))), [
    'ENTRY_INCLUSION INVALID /logs/1/entries/1/leaf',
  ]],
  ['another index', {}, ({ logs }) => (logs[0]!.entries[1]!.index = 2), [
    'ENTRY_INCLUSION INVALID /logs/0/entries/1/leaf',
  ]],
  ['an index beyond the checkpoint', {}, ({ logs }) => (logs[0]!.entries[4]!.index = 11), [
    'ENTRY_INCLUSION INVALID /logs/0/entries/4/index',
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
    logs[0]!.checkpoint = logs[0]!.checkpoint.replace('\n11\n', '\n011\n');
  }, ['CHECKPOINT_SHAPE INVALID /logs/0/checkpoint']],
  ['a checkpoint with an extension line', {}, ({ logs }) => {
    logs[0]!.checkpoint = logs[0]!.checkpoint.replace('\n\n', '\nmore\n\n');
  }, ['CHECKPOINT_SHAPE INVALID /logs/0/checkpoint']],
  ['a leaf that is not canonical', editLeaf(1, (leaf) => ` ${leaf}`), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/2/leaf', 'STREAM_SEQUENCE INVALID /logs/0/entries/4/leaf',
  ]],
  ['a leaf with a duplicate key', editLeaf(2, (leaf) => leaf.replace('"saw":3', '"saw":3,"saw":3')), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/3/leaf',
  ]],
  ['a leaf of something else', editLeaf(2, () => '{"commitments":{},"envelope":{},"note":1}'), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/3/leaf',
  ]],
  ['a commitment that is no hash', editLeaf(2, () => canonical({
    commitments: { operational: 'AAAA' }, envelope: spec('VN', 1, 'Noted', {}, 'gate:VN').envelope,
  })), () => {}, ['ENTRY_LEAF INVALID /logs/0/entries/3/leaf']],
  ['an envelope with an unknown attribute', editEnvelope(2, { driver: 'A' }), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/3/leaf',
  ]],
  ['an envelope with a wrong time', editEnvelope(2, { time: '2026-02-30T00:00:00.000Z' }), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/3/leaf',
  ]],
  ['an envelope without an attribute', editEnvelope(2, { saw: undefined }), () => {}, [
    'ENTRY_LEAF INVALID /logs/0/entries/3/leaf',
  ]],
  ['an envelope of another source', editEnvelope(0, { source: ORIGIN.CN }), () => {}, [
    'ENTRY_SOURCE INVALID /logs/0/entries/1/leaf',
  ]],
  ['an unknown agreement version', editEnvelope(3, { agreement: 7 }), () => {}, [
    'ENTRY_AGREEMENT CANNOT_TELL /logs/0/entries/4/leaf', 'ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/4/leaf',
  ]],
  ['a gap in a stream', editEnvelope(3, { seq: 4 }), () => {}, ['STREAM_SEQUENCE INVALID /logs/0/entries/4/leaf']],
  ['a stream that does not begin at 1', {}, ({ logs }) => logs[1]!.entries.splice(1, 1), [
    'STREAM_SEQUENCE INVALID /logs/1/entries/1/leaf',
  ]],
  ['an entry left out', {}, ({ logs }) => logs[0]!.entries.splice(2, 1), [
    'STREAM_SEQUENCE INVALID /logs/0/entries/3/leaf',
  ]],
  ['entries in another order', {}, ({ logs: [log] }) => log!.entries.splice(2, 2, log!.entries[3]!, log!.entries[2]!), [
    'STREAM_SEQUENCE INVALID /logs/0/entries/3/index',
  ]],
  ['an entry twice', {}, ({ logs }) => logs[1]!.entries.push(logs[1]!.entries[2]!), [
    'STREAM_SEQUENCE INVALID /logs/1/entries/3/index', 'STREAM_SEQUENCE INVALID /logs/1/entries/3/leaf',
  ]],
  ['the name of a log for a reference', {}, (file) => (file.reference = 'CN'), ['FILE_REFERENCE INVALID /reference']],
  ['another reference', {}, (file) => (file.reference = 'PG-0000-0000'), ['FILE_REFERENCE INVALID /reference']],
  ['an edited agreement', {}, ({ agreements }) => (agreements[0]!.document['messages'] = {}), [
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/VN',
    'AGREEMENT_SIGNATURES INVALID /agreements/0/signatures/CN',
    'AGREEMENT_ACTIVATION INVALID /logs/0/entries/0/data', 'AGREEMENT_ACTIVATION INVALID /logs/1/entries/0/data',
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
  ['an unknown field', {}, (file) => Object.assign(file.logs[0]!.entries[2]!, { note: '' }), [
    'FILE_SHAPE INVALID /logs/0/entries/2/note',
  ]],
  ['a missing field', {}, (file) => delete (file.logs[0]!.entries[2] as Partial<FileEntry>).data, [
    'FILE_SHAPE INVALID /logs/0/entries/2/data',
  ]],
  ['base 64 with bits left over', {}, (file) => (file.logs[1]!.entries[1]!.proof[1] = 'AB=='), [
    'FILE_SHAPE INVALID /logs/1/entries/1/proof/1',
  ]],
  ['a negative index', {}, (file) => (file.logs[1]!.entries[1]!.index = -1), [
    'FILE_SHAPE INVALID /logs/1/entries/1/index',
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
  });
});
