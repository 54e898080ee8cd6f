import { hash } from 'node:crypto';

/** RFC 9162 §2.1.1, written anew from the text: the checkers share no code with what they check. */
const digest = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** A tree that grows; its roots at all sizes so far, in base64. */
export class OwnTree {
  readonly roots: string[] = [digest().toString('base64')];
  /** Perfect subtrees, largest first. */
  readonly #peaks: { leaves: number; hash: Buffer }[] = [];

  get size(): number {
    return this.roots.length - 1;
  }

  append(leaf: Uint8Array): void {
    let peak = { leaves: 1, hash: digest(LEAF, leaf) };
    for (let last = this.#peaks.at(-1); last?.leaves === peak.leaves; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { leaves: 2 * peak.leaves, hash: digest(NODE, last.hash, peak.hash) };
    }
    this.#peaks.push(peak);
    const root = this.#peaks.reduceRight<Buffer | undefined>(
      (right, { hash: left }) => (right ? digest(NODE, left, right) : left),
      undefined,
    );
    this.roots.push(root!.toString('base64'));
  }
}
