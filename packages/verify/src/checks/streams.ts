import type { Finding } from '../verdict.ts';
import { cannotTell, invalid } from '../verdict.ts';
import type { Check } from './check.ts';
import { leavesOf } from './check.ts';

/**
 * Entries stand in the order of the log, and those of one stream count 1, 2, 3. That later entries were left out cannot
 * be seen from a file: it proves what it holds.
 */
export const streamSequence: Check = {
  code: 'STREAM_SEQUENCE',
  run({ logs }) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const open of logs) {
      const last = new Map<string, number>();
      let index = -1;
      for (const { entry, leaf } of leavesOf(open)) {
        const { stream, seq } = leaf.envelope;
        const expected = (last.get(stream) ?? 0) + 1;
        asked += 1;
        if (entry.index <= index) findings.push(invalid(`${entry.where}/index`, 'not after the entry before it'));
        if (seq !== expected) {
          findings.push(invalid(`${entry.where}/leaf`, `${stream}: ${seq} comes where ${expected} should`));
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
  run({ evidence, logs }) {
    const streams = logs.flatMap(leavesOf).map(({ leaf }) => leaf.envelope.stream);
    const { reference } = evidence;
    if (streams.length === 0) return { findings: [cannotTell('/logs', 'the file holds no readable entry')], asked: 0 };
    const named = streams.some((stream) => stream.slice(stream.indexOf(':') + 1) === reference);
    return { findings: named ? [] : [invalid('/reference', `no entry concerns ${reference}`)], asked: 1 };
  },
};
