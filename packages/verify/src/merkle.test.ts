import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import { isIncluded, leafHash } from './merkle.ts';

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'));

// Roots and paths of the test tree of the Certificate Transparency reference implementation.
const LEAF_0 = hex('');
const LEAF_5 = hex('40414243');
const ROOT_8 = hex('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
const PATH_0 = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
].map(hex);
const PATH_5 = [
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
].map(hex);

describe('inclusion', () => {
  it('is that of the published proofs', async () => {
    expect(await isIncluded(LEAF_0, 0, 8, ROOT_8, PATH_0)).toBe(true);
    expect(await isIncluded(LEAF_5, 5, 8, ROOT_8, PATH_5)).toBe(true);
    expect(await isIncluded(LEAF_0, 0, 1, await leafHash(LEAF_0), [])).toBe(true);
  });

  it('holds at no other index, in no other size, and along no other path', async () => {
    for (const index of [0, 1, 2, 3, 4, 6, 7, 8]) {
      expect(await isIncluded(LEAF_5, index, 8, ROOT_8, PATH_5)).toBe(false);
    }
    // Sizes 7 and 8 ask for the same path of leaf 0; the size is bound by the signature of the checkpoint.
    for (const size of [1, 2, 4, 9, 16]) expect(await isIncluded(LEAF_0, 0, size, ROOT_8, PATH_0)).toBe(false);
    expect(await isIncluded(LEAF_5, 5, 8, ROOT_8, PATH_5.slice(1))).toBe(false);
    expect(await isIncluded(LEAF_5, 5, 8, ROOT_8, [...PATH_5, ROOT_8])).toBe(false);
    expect(await isIncluded(LEAF_5, 5, 8, ROOT_8, [PATH_5[1]!, PATH_5[0]!, PATH_5[2]!])).toBe(false);
    expect(await isIncluded(LEAF_5, 5, 8, ROOT_8, [PATH_5[0]!.slice(1), PATH_5[1]!, PATH_5[2]!])).toBe(false);
  });

  it('holds for no inner node that is passed for a leaf', async () => {
    const node = Uint8Array.of(1, ...(await leafHash(LEAF_0)), ...PATH_0[0]!);
    expect(await isIncluded(node.slice(1), 0, 4, ROOT_8, PATH_0.slice(1))).toBe(false);
  });

  it('hashes a leaf apart from a node', async () => {
    expect(toHex(await leafHash(LEAF_0))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });
});
