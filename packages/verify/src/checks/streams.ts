import type { Evidence } from '../evidence.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check } from './check.ts';
import { leavesOf } from './check.ts';

/** The stream of a log itself, from which a file takes the activation entries that the others need. */
const isOfLog = (stream: string): boolean => stream.startsWith('log:');

/** Streams that a file holds only in part: those of the logs, and every stream of a file about a single message. */
const isPartial = ({ about }: Evidence, stream: string): boolean => about.kind === 'entry' || isOfLog(stream);

/**
 * Entries stand in the order of the log, and those of one stream count 1, 2, 3. That later entries were left out cannot
 * be seen from a file: it proves what it holds. In a stream that is there only in part the numbers still rise.
 */
export const streamSequence: Check = {
  code: 'STREAM_SEQUENCE',
  run({ evidence, logs }) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const open of logs) {
      const last = new Map<string, number>();
      let index = -1;
      for (const { entry, leaf } of leavesOf(open)) {
        const { stream, seq } = leaf.envelope;
        const partial = isPartial(evidence, stream);
        const expected = (last.get(stream) ?? 0) + 1;
        asked += 1;
        if (entry.index <= index) findings.push(invalid(`${entry.where}/index`, 'not after the entry before it'));
        if (partial ? seq < expected : seq !== expected) {
          findings.push(invalid(`${entry.where}/leaf`, `${stream}: ${seq} comes where ${expected} should`));
        } else if (partial && seq > expected && !isOfLog(stream)) {
          findings.push(skipped(`${entry.where}/leaf`, `${stream}: what came before ${seq} is not in a file about one entry`));
        }
        last.set(stream, seq);
        index = entry.index;
      }
    }
    return { findings, asked };
  },
};

export const fileReference: Check = {
  code: 'FILE_REFERENCE',
  run({ evidence: { about }, logs }) {
    if (about.kind !== 'reference') return { findings: [], asked: 0 };
    const streams = logs.flatMap(leavesOf).map(({ leaf }) => leaf.envelope.stream);
    if (streams.length === 0) return { findings: [cannotTell('/logs', 'the file holds no readable entry')], asked: 0 };
    // `log:VN` is in every file, only in part, so that no file proves anything as a whole about `VN`.
    const named = streams.some((stream) => !isOfLog(stream) && stream.slice(stream.indexOf(':') + 1) === about.reference);
    return { findings: named ? [] : [invalid('/reference', `no entry concerns ${about.reference}`)], asked: 1 };
  },
};

export const fileEntry: Check = {
  code: 'FILE_ENTRY',
  run({ evidence: { about }, logs }) {
    if (about.kind !== 'entry') return { findings: [], asked: 0 };
    const { side, index } = about;
    const found = logs.some(({ log, entries }) => log.side === side && entries.some(({ entry }) => entry.index === index));
    return { findings: found ? [] : [invalid('/entry', `the file has no entry ${index} of the log of ${side}`)], asked: 1 };
  },
};
