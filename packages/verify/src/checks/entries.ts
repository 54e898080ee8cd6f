import type { Bytes } from '../bytes.ts';
import { concat, fromBase64, same, utf8 } from '../bytes.ts';
import { sha256 } from '../crypto.ts';
import { epochOf } from '../epoch.ts';
import { readCanonical } from '../leaf.ts';
import type { Leaf } from '../leaf.ts';
import { isIncluded } from '../merkle.ts';
import type { Json } from '../strict-json.ts';
import { canonical, isObject } from '../strict-json.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check, Subject } from './check.ts';
import { leavesOf, logOriginsOf, readable } from './check.ts';

const entriesIn = ({ logs }: Subject): number => logs.reduce((count, { entries }) => count + entries.length, 0);

export const entryInclusion: Check = {
  code: 'ENTRY_INCLUSION',
  async run(subject) {
    const findings: Finding[] = [];
    for (const { checkpoint, entries } of subject.logs) {
      for (const { entry } of entries) {
        if (checkpoint === undefined) {
          findings.push(skipped(entry.where, 'the checkpoint cannot be read'));
        } else if (entry.index >= checkpoint.size) {
          findings.push(invalid(`${entry.where}/index`, `the checkpoint covers ${checkpoint.size} entries only`));
        } else if (!(await isIncluded(entry.leaf, entry.index, checkpoint.size, checkpoint.root, entry.proof))) {
          const detail = `leaf and proof do not lead to the root at index ${entry.index}`;
          findings.push(invalid(`${entry.where}/leaf`, detail));
        }
      }
    }
    return { findings, asked: entriesIn(subject) };
  },
};

export const entryLeaf: Check = {
  code: 'ENTRY_LEAF',
  run: (subject) => ({
    findings: subject.logs.flatMap(({ entries }) =>
      entries.flatMap(({ entry, leaf }) => ('fault' in leaf ? [invalid(`${entry.where}/leaf`, leaf.fault)] : [])),
    ),
    asked: entriesIn(subject),
  }),
};

export const entrySource: Check = {
  code: 'ENTRY_SOURCE',
  run(subject) {
    const findings: Finding[] = [];
    for (const open of subject.logs) {
      const origin = open.checkpoint?.origin;
      // An epoch gives the checkpoints another origin; the entries go on naming the log.
      const log = origin === undefined ? undefined : (epochOf(origin, logOriginsOf(subject, open.log.side))?.logOrigin ?? origin);
      for (const { entry, leaf } of leavesOf(open)) {
        const { source, agreement } = leaf.envelope;
        const where = `${entry.where}/leaf`;
        const party = readable(subject).find(({ version }) => version === agreement)?.parties.get(open.log.side);
        if (log !== undefined && source !== log) {
          findings.push(invalid(where, `the entry says that it is of ${source}, the log is ${log}`));
        } else if (party !== undefined && source !== party.logOrigin) {
          findings.push(invalid(where, `agreement ${agreement} names ${party.logOrigin} for ${open.log.side}`));
        }
      }
    }
    return { findings, asked: subject.logs.reduce((count, open) => count + leavesOf(open).length, 0) };
  },
};

export const entryAgreement: Check = {
  code: 'ENTRY_AGREEMENT',
  run(subject) {
    const known = new Set(readable(subject).map(({ version }) => version));
    const leaves = subject.logs.flatMap(leavesOf);
    const findings = leaves
      .filter(({ leaf }) => !known.has(leaf.envelope.agreement))
      .map(({ entry, leaf }) =>
        cannotTell(`${entry.where}/leaf`, `agreement version ${leaf.envelope.agreement} is not in the file`),
      );
    return { findings, asked: leaves.length };
  },
};

/** SHA-256 over a tag with the class, 32 random bytes and the canonical fields. */
const commit = (name: string, salt: Bytes, fields: Json): Promise<Bytes> =>
  sha256(concat(utf8(`pairgate-commitment/1\n${name}\n`), salt, utf8(canonical(fields))));

async function classFault(name: string, value: Json, commitment: Bytes | undefined): Promise<string | undefined> {
  if (commitment === undefined) return `the leaf commits to no data of class ${name}`;
  if (!isObject(value) || Object.keys(value).sort().join() !== 'fields,salt') return `class ${name} is malformed`;
  const salt = typeof value['salt'] === 'string' ? fromBase64(value['salt']) : undefined;
  if (!isObject(value['fields']) || salt?.length !== 32) return `class ${name} is malformed`;
  const fits = same(await commit(name, salt, value['fields']), commitment);
  return fits ? undefined : `the data of class ${name} is not what the leaf commits to`;
}

async function dataFindings(leaf: Leaf, data: Bytes | undefined, where: string): Promise<Finding[]> {
  const read = data === undefined ? { value: {} } : readCanonical(data);
  if ('fault' in read) return [invalid(where, read.fault)];
  if (!isObject(read.value)) return [invalid(where, 'not an object of classes')];
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(read.value)) {
    const fault = await classFault(name, value, leaf.commitments.get(name));
    if (fault !== undefined) findings.push(invalid(where, fault));
  }
  for (const name of leaf.commitments.keys()) {
    if (!Object.hasOwn(read.value, name)) findings.push(skipped(where, `the data of class ${name} is not in the file`));
  }
  return findings;
}

export const entryData: Check = {
  code: 'ENTRY_DATA',
  async run(subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const { entry, leaf } of subject.logs.flatMap(leavesOf)) {
      asked += leaf.commitments.size;
      findings.push(...(await dataFindings(leaf, entry.data, `${entry.where}/data`)));
    }
    return { findings, asked };
  },
};
