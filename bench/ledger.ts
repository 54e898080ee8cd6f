import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { inclusionProof, verifyInclusion } from '@pairgate/ledger/proof.ts';
import { EMPTY_TIP, grow, hashReader, partialTiles, tilePath, type Tile, type Tip } from '@pairgate/ledger/tiles.ts';
import { random, sha256 } from '@pairgate/node/crypto.ts';

/**
 * The log in memory, one thread: leaves of 1 kB hashed and appended in groups of 500, each group with its root and the
 * tiles that it filled; then inclusion proofs out of the tiles, and their verification. Medians of the rounds.
 */
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const SMOKE = process.argv.includes('--smoke');
const LEAVES = argument('--leaves', SMOKE ? 5_000 : 500_000);
const PROOFS = argument('--proofs', SMOKE ? 500 : 20_000);
const ROUNDS = argument('--rounds', SMOKE ? 1 : 5);
const GROUP = 500;
const LEAF_BYTES = 1000;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const perSecond = (count: number, run: () => void): number => {
  const begun = performance.now();
  run();
  return count / ((performance.now() - begun) / 1000);
};

const leaf = random(LEAF_BYTES);
/** A different leaf for each index. */
function leafOf(index: number): Uint8Array {
  new DataView(leaf.buffer, leaf.byteOffset).setUint32(0, index);
  return leaf;
}

const rates = { leaves: [] as number[], proofs: [] as number[], verify: [] as number[] };
// The first round warms up and is not counted.
for (let round = 0; round <= ROUNDS; round += 1) {
  const tiles = new Map<string, Tile>();
  let tip: Tip = EMPTY_TIP;
  let root = new Uint8Array(0);
  const leaves = perSecond(LEAVES, () => {
    for (let first = 0; first < LEAVES; first += GROUP) {
      const hashes = Array.from({ length: Math.min(GROUP, LEAVES - first) }, (_, at) => leafHash(sha256, leafOf(first + at)));
      const grown = grow(sha256, tip, hashes);
      tip = grown.tip;
      for (const tile of grown.full) tiles.set(tilePath(tile), tile);
      root = new Uint8Array(rootOf(sha256, tip.edge));
    }
  });
  for (const tile of partialTiles(tip)) tiles.set(tilePath(tile), tile);
  const reader = hashReader(sha256, { tile: (coordinate) => tiles.get(tilePath(coordinate))!.bytes }, LEAVES);
  const indices = Array.from({ length: PROOFS }, (_, at) => Math.floor((at * LEAVES) / PROOFS));
  const proven: Uint8Array[][] = [];
  const proofs = perSecond(PROOFS, () => {
    for (const index of indices) proven.push(inclusionProof(sha256, reader, index, LEAVES));
  });
  const claims = indices.map((index, at) => ({
    leafHash: leafHash(sha256, leafOf(index)), index, size: LEAVES, root, proof: proven[at]!,
  }));
  const verify = perSecond(PROOFS, () => {
    for (const claim of claims) if (!verifyInclusion(sha256, claim)) throw new Error(`entry ${claim.index} is not proved`);
  });
  if (verifyInclusion(sha256, { ...claims[0]!, index: 1 })) throw new Error('a wrong place was proved');
  process.stderr.write(
    `round ${round}: ${Math.round(leaves)} leaves/s, ${Math.round(proofs)} proofs/s, ${Math.round(verify)} checks/s\n`,
  );
  if (round === 0) continue;
  rates.leaves.push(leaves);
  rates.proofs.push(proofs);
  rates.verify.push(verify);
}
const result = {
  leaves_per_s: Math.round(median(rates.leaves)),
  proofs_per_s: Math.round(median(rates.proofs)),
  verify_per_s: Math.round(median(rates.verify)),
  leaves: LEAVES,
  load_average: loadavg().map((each) => each.toFixed(1)).join(' '),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
