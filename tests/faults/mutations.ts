/**
 * Errors that somebody could make in the product. The simulation must find each of them, or it proves nothing. They are
 * made while the bundle is made, in the sources as they are then; the product itself has no hook for them.
 */
export interface Edit {
  /** Below `packages`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly snippet: string;
  readonly instead: string;
}

export interface Mutation {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** It must be found within so many seeds. */
  readonly seeds: number;
  /** What the checker that finds it says: another failure would be found by chance. */
  readonly reason: RegExp;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'sign-before-commit',
    seeds: 2,
    reason: /before it is on disk/,
    edits: [
      {
        file: 'node/src/writer.ts',
        snippet: 'const encoded = this.#encode(open);\n    const commit: Commit = {',
        instead: `const encoded = this.#encode(open);
    if (encoded) {
      const { own, peer } = encoded.next;
      this.options.afterCommit({ change: 0, crossings: new Set(), streams: [], ownSize: own.edge.size,
        peerSize: peer.edge.size, entries: open.group.entries, facts: 0, millis: 0 }, encoded.next);
    }
    const commit: Commit = {`,
      },
    ],
  },
  {
    name: 'skip-root-check',
    seeds: 60,
    reason: /of the mirror is another one|other data than/,
    edits: [
      {
        file: 'exchange/src/intake.ts',
        snippet: "if (!equalBytes(root, checkpoint.root)) return { ok: false, fault: 'root_differs' };",
        instead: '',
      },
    ],
  },
  {
    name: 'resume-off-by-one',
    seeds: 2,
    reason: /Intake is frozen/,
    edits: [
      { file: 'node/src/exchange/caller.ts', snippet: 'peer.entries(mirror.held, signal)', instead: 'peer.entries(mirror.held === 0 ? 0 : mirror.held + 1, signal)' },
    ],
  },
  {
    name: 'apply-again-on-reconnect',
    seeds: 10,
    reason: /is not to the reader what was published/,
    edits: [
      {
        file: 'node/src/exchange/mirror.ts',
        snippet: '    const reader = new FrameReader();\n',
        instead: '    const reader = new FrameReader();\n    if (this.again) await this.options.writer.take(this.again);\n',
      },
      { file: 'node/src/exchange/mirror.ts', snippet: '  #countersignature: string | undefined;\n', instead: '  #countersignature: string | undefined;\n  again: Received | undefined;\n' },
      { file: 'node/src/exchange/mirror.ts', snippet: '    watch.received.chunks += 1;\n', instead: '    watch.received.chunks += 1;\n    this.again = received;\n' },
      {
        file: 'node/src/group.ts',
        snippet: "if (received.size - received.entries.length !== this.saw) throw new Error('a chunk that does not follow was to be taken in');",
        instead: 'const again = received.size - received.entries.length !== this.saw;',
      },
      { file: 'node/src/group.ts', snippet: 'if (envelope && envelope.seq !== before.peerSeq + 1)', instead: 'if (!again && envelope && envelope.seq !== before.peerSeq + 1)' },
      { file: 'node/src/group.ts', snippet: 'this.#intakeRows.push({', instead: 'if (!again) this.#intakeRows.push({' },
      { file: 'node/src/group.ts', snippet: 'this.#intake.push(received);', instead: 'if (!again) this.#intake.push(received);' },
      { file: 'node/src/group.ts', snippet: 'return this.#facts.length === 0 &&', instead: 'return this.#changed.size === 0 && this.#facts.length === 0 &&' },
    ],
  },
  {
    name: 'skip-projection-after-amendment',
    seeds: 12,
    reason: /lets \S+ cross/,
    edits: [
      {
        file: 'node/src/group.ts',
        snippet: '?? force) : force;',
        instead: '?? force) : { ...force, terms: this.#agreements.first.compiled.terms };',
      },
    ],
  },
  {
    name: 'sign-with-an-ended-key',
    seeds: 12,
    reason: /is sent by a key that has ended/,
    edits: [
      {
        file: 'node/src/exchange/working-keys.ts',
        snippet: 'size >= term.from && size <= term.until',
        instead: 'size >= term.from',
      },
    ],
  },
];
