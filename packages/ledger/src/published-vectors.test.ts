import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from './base64.ts';
import { openCheckpoint } from './checkpoint.ts';
import { openCosignature } from './cosignature.ts';
import { fromHex, toHex } from './hex.ts';
import { appendAll, EMPTY_EDGE, leafHash, rootOf } from './merkle.ts';
import { parseVerifierKey, signaturesBy, type NoteKey } from './note.ts';
import type { Outcome, Sha256, VerifyEd25519 } from './ports.ts';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion, type HashReader } from './proof.ts';
import { entriesPath, parseTilePath, tileOf, tilePath } from './tiles.ts';

/** What others have published, so that this package agrees with them and not only with itself. */

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
};

function get<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(outcome.fault);
  return outcome.value;
}

/** Every complete subtree of a log, and its root at every size. */
function treeOf(leaves: readonly Uint8Array[]): { reader: HashReader; hashes: Uint8Array[]; roots: Uint8Array[] } {
  const subtrees = new Map<string, Uint8Array>();
  const hashes = leaves.map((leaf) => leafHash(sha256, leaf));
  const roots: Uint8Array[] = [];
  let edge = EMPTY_EDGE;
  for (const hash of hashes) {
    roots.push(rootOf(sha256, edge));
    edge = appendAll(sha256, edge, [hash], (level, index, subtree) => subtrees.set(`${level}/${index}`, subtree));
  }
  roots.push(rootOf(sha256, edge));
  return { reader: { hash: (level, index) => subtrees.get(`${level}/${index}`)! }, hashes, roots };
}

describe('the example of RFC 6962, section 2.1.3, and RFC 9162, section 2.1.5', () => {
  const node = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.concat([Uint8Array.of(1), left, right]));
  const { reader, hashes, roots } = treeOf(Array.from({ length: 7 }, (_, i) => Uint8Array.of(i)));
  const [a, b, c, d, e, f, j] = hashes as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const [g, h, i] = [node(a, b), node(c, d), node(e, f)];
  const [k, l] = [node(g, h), node(i, j)];
  const hex = (parts: readonly Uint8Array[]) => parts.map(toHex);

  it('has the root over k and l', () => {
    expect(toHex(roots[7]!)).toBe(toHex(node(k, l)));
  });

  it.each([[0, [b, h, l]], [3, [c, g, l]], [4, [f, j, k]], [6, [i, k]]] as const)('has its inclusion proof for d%i', (index, path) => {
    expect(hex(inclusionProof(sha256, reader, index, 7))).toEqual(hex(path));
  });

  it.each([[3, [c, d, g, l]], [4, [l]], [6, [i, j, k]]] as const)('has its consistency proof from size %i', (oldSize, path) => {
    expect(hex(consistencyProof(sha256, reader, oldSize, 7))).toEqual(hex(path));
  });
});

/**
 * The proofs of the Certificate Transparency test tree and the ways to spoil them: github.com/transparency-dev/merkle,
 * proof/verify_test.go and testdata/{inclusion,consistency}. Leaves count from 0 here.
 */
describe('the proofs of transparency-dev/merkle', () => {
  const { reader, hashes, roots } = treeOf(
    ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => fromHex(hex)!),
  );
  const OTHER = fromHex('abacaba000000000000000000000000000000000000000000060061e00123456')!;
  const EMPTY = fromHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')!;
  const WRONG = Buffer.from('WrongLeaf');
  const NOTHING = new Uint8Array(0);
  const flip = (hash: Uint8Array, mask: number) => Uint8Array.from(hash, (byte, at) => (at === 0 ? byte ^ mask : byte));
  const flips = (proof: readonly Uint8Array[], mask: number) =>
    proof.map((_, at) => proof.map((hash, other) => (other === at ? flip(hash, mask) : hash)));

  it.each<[number, number, string[]]>([
    [0, 1, []],
    [0, 8, [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]],
    [5, 8, [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [1, 5, [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]],
  ])('of inclusion of %i in %i holds, and none of its spoilt forms', (index, size, published) => {
    const proof = published.map((hex) => fromHex(hex)!);
    expect(inclusionProof(sha256, reader, index, size).map(toHex)).toEqual(published);
    const claim = { index, size, leafHash: hashes[index]!, root: roots[size]!, proof };
    expect(verifyInclusion(sha256, claim)).toBe(true);
    const spoilt = [
      { index: index - 1 }, { index: index + 1 }, { index: index ^ 2 }, { size: size * 2 }, { size: Math.floor(size / 2) },
      { leafHash: WRONG }, { root: EMPTY }, { root: OTHER }, { proof: [...proof, NOTHING] }, { proof: [...proof, claim.root] },
      { proof: [NOTHING, ...proof] }, { proof: [claim.root, ...proof] }, ...flips(proof, 8).map((flipped) => ({ proof: flipped })),
      ...(proof.length > 0 ? [{ proof: proof.slice(0, -1) }] : []),
      ...(proof.length > 1 ? [{ proof: [proof[0]!, OTHER, ...proof.slice(1)] }] : []),
    ];
    expect(spoilt.map((wrong) => verifyInclusion(sha256, { ...claim, ...wrong })).filter(Boolean)).toEqual([]);
  });

  it.each<[number, number, string[]]>([
    [1, 8, [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]],
    [6, 8, [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]],
    [2, 5, [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]],
    [6, 7, [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]],
  ])('of consistency of %i with %i holds, and none of its spoilt forms', (oldSize, size, published) => {
    const proof = published.map((hex) => fromHex(hex)!);
    expect(consistencyProof(sha256, reader, oldSize, size).map(toHex)).toEqual(published);
    const [oldRoot, root] = [roots[oldSize]!, roots[size]!];
    const claim = { oldSize, size, oldRoot, root, proof };
    expect(verifyConsistency(sha256, claim)).toBe(true);
    const spoilt = [
      { oldSize: oldSize - 1 }, { oldSize: oldSize + 1 }, { oldSize: oldSize ^ 2 }, { size: size * 2 }, { size: Math.floor(size / 2) },
      { oldRoot: WRONG }, { root: WRONG }, { oldRoot: root, root: oldRoot }, { proof: [] }, { proof: [...proof, NOTHING] },
      { proof: [...proof, oldRoot] }, { proof: [...proof, root] }, { proof: [NOTHING, ...proof] }, { proof: [oldRoot, ...proof] },
      { proof: [root, ...proof] }, { proof: [proof[0]!, ...proof] }, { proof: proof.slice(0, -1) },
      ...flips(proof, 16).map((flipped) => ({ proof: flipped })),
    ];
    expect(spoilt.map((wrong) => verifyConsistency(sha256, { ...claim, ...wrong })).filter(Boolean)).toEqual([]);
  });
});

/**
 * A checkpoint that was in service: of the Certificate Transparency log arche2025h1 (staging), with its own Ed25519
 * signature, one of a type that is unknown here, and cosignatures of the public witness network. The key of the witness
 * also stands in github.com/transparency-dev/formats, note/note_cosigv1_test.go.
 */
describe('a checkpoint of the public witness network', () => {
  const ORIGIN = 'arche2025h1.staging.ct.transparency.dev';
  const NOTE = `${ORIGIN}
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— ${ORIGIN} zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— ${ORIGIN} ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`;
  const keyOf = (text: string): NoteKey => get(parseVerifierKey(sha256, text));
  const log = keyOf(`${ORIGIN}+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f`);
  const witness = keyOf('remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2');
  const open = (note: string) => openCheckpoint(note, { origin: ORIGIN, key: log }, verifyEd25519);

  it('opens with the key of the log, whose lines of another type it passes over', () => {
    const { checkpoint, note } = get(open(NOTE));
    expect(checkpoint).toEqual({ origin: ORIGIN, size: 1_432_088_532, root: fromBase64('U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=') });
    expect(note.signatures.length).toBe(6);
    expect(signaturesBy(note, log).length).toBe(1);
  });

  it('opens with the cosignature/v1 of a witness, and its time', () => {
    const { note } = get(open(NOTE));
    expect(openCosignature(note, witness, verifyEd25519)).toEqual({ ok: true, value: { seconds: 0x6a122120 } });
  });

  it('opens with neither when its size was changed', () => {
    const changed = NOTE.replace('1432088532', '42');
    expect(open(changed)).toEqual({ ok: false, fault: 'signature_invalid' });
    const { note } = get(open(NOTE));
    expect(openCosignature({ ...note, text: note.text.replace('1432088532', '42') }, witness, verifyEd25519)).toEqual({
      ok: false, fault: 'signature_invalid',
    });
  });
});

/** The paths of github.com/transparency-dev/tessera, api/layout/paths_test.go, but those beyond 2^53 - 1. */
describe('the paths of Tessera', () => {
  it.each([
    ['tile/entries/000', 0, 256], ['tile/entries/000.p/255', 251, 255], ['tile/entries/001', 256, 512], ['tile/entries/001.p/1', 256, 257],
    ['tile/entries/x123/x456/789', 123_456_789 * 256, 123_456_790 * 256], ['tile/entries/000.p/8', 0, 8], ['tile/entries/000', 0, 289],
    ['tile/entries/254.p/253', 254 * 256, 255 * 256 - 3],
  ] as const)('%s has entry %i of a log of %i', (path, entry, size) => {
    const { index, width } = tileOf({ level: 0, index: entry }, size);
    expect(entriesPath(index, width)).toBe(path);
  });

  it.each([
    ['tile/0/000', 0, 0, 256], ['tile/0/000.p/255', 0, 0, 255], ['tile/1/000.p/1', 1, 0, 256], ['tile/1/000.p/4', 1, 0, 1024],
  ] as const)('%s is the tile of level %i at %i in a log of %i', (path, level, index, size) => {
    expect(tilePath(tileOf({ level: level * 8, index: index * 256 }, size))).toBe(path);
  });

  it.each([
    ['tile/0/x001/x234/067', 0, 1_234_067, 256], ['tile/0/x001/x234/067.p/89', 0, 1_234_067, 89], ['tile/0/001', 0, 1, 256],
    ['tile/15/x455/667', 15, 455_667, 256], ['tile/3/x001/x234/567', 3, 1_234_567, 256], ['tile/15/x123/x456/789', 15, 123_456_789, 256],
    ['tile/entries/x123/x456/x789/000', 'entries', 123_456_789_000, 256],
  ] as const)('%s names what it names', (path, level, index, width) => {
    expect(parseTilePath(path)).toEqual({ level, index, width });
  });

  it.each([
    'tile/0/x001/x234/067.p/', 'tile/0/x001/x234/067.p', 'tile/0/x001/x234/', 'tile/0/x001/x234', 'tile/0/x001/', 'tile/0/x001',
    'tile/1/x001/.p/abc', 'tile/64/x001/002', 'tile/-1/x001/002', 'tile/abc/x001/002', 'tile/8/001/002', 'tile/8/x001/0002',
    'tile/8/x001/-002', 'tile/8/x001/002.p/256',
  ])('%s names nothing', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});
