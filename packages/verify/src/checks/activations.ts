import { toHex, utf8 } from '../bytes.ts';
import { sha256 } from '../crypto.ts';
import type { Entry } from '../evidence.ts';
import type { Leaf } from '../leaf.ts';
import { readCanonical } from '../leaf.ts';
import type { JsonObject } from '../strict-json.ts';
import { canonical, isObject } from '../strict-json.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check, OpenLog, Subject } from './check.ts';
import { leavesOf, readable } from './check.ts';

/**
 * An agreement is in force in a log from its activation entry on: an entry of the log's own stream, of the type
 * `AgreementActivated`, that is itself made under the version which it activates and names the document by its digest.
 */

const isActivation = ({ envelope: { stream, type } }: Leaf, side: string): boolean =>
  type === 'AgreementActivated' && stream === `log:${side}`;

const activationsOf = (open: OpenLog): { entry: Entry; leaf: Leaf }[] =>
  leavesOf(open).filter(({ leaf }) => isActivation(leaf, open.log.side));

/** The fields of an entry of every class together; nothing when its data is not in the file or cannot be read. */
function fieldsOf({ data }: Entry): JsonObject | undefined {
  const read = data === undefined ? undefined : readCanonical(data);
  if (read === undefined || 'fault' in read || !isObject(read.value)) return undefined;
  const all: Record<string, JsonObject[string]> = {};
  for (const value of Object.values(read.value)) {
    if (isObject(value) && isObject(value['fields'])) Object.assign(all, value['fields']);
  }
  return all;
}

async function digestFinding(subject: Subject, { entry, leaf }: { entry: Entry; leaf: Leaf }): Promise<Finding | undefined> {
  const where = `${entry.where}/data`;
  const fields = fieldsOf(entry);
  if (fields === undefined) return skipped(where, 'the data of the activation entry is not in the file');
  const { agreement } = leaf.envelope;
  if (fields['version'] !== agreement) return invalid(where, `activates another version than ${agreement}, under which it was made`);
  const documents = readable(subject).filter(({ version }) => version === agreement);
  if (documents.length === 0) return cannotTell(where, `agreement version ${agreement} is not in the file`);
  for (const { signed } of documents) {
    const digest = toHex(await sha256(utf8(canonical(signed.document))));
    if (fields['digest'] !== digest) return invalid(where, `activates another document of version ${agreement} than that in the file`);
  }
  return undefined;
}

export const agreementActivation: Check = {
  code: 'AGREEMENT_ACTIVATION',
  async run(subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const open of subject.logs) {
      let newest = 0;
      for (const each of activationsOf(open)) {
        const { agreement } = each.leaf.envelope;
        asked += 1;
        if (agreement <= newest) findings.push(invalid(`${each.entry.where}/leaf`, `version ${agreement} after version ${newest}`));
        newest = agreement;
        const finding = await digestFinding(subject, each);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return { findings, asked };
  },
};

/** What the activation entries in the file say of the version that one entry names. */
function forceFinding({ entry, leaf }: { entry: Entry; leaf: Leaf }, activations: readonly { entry: Entry; leaf: Leaf }[]) {
  const where = `${entry.where}/leaf`;
  const named = leaf.envelope.agreement;
  const before = activations.filter((each) => each.entry.index <= entry.index);
  const newest = Math.max(0, ...before.map((each) => each.leaf.envelope.agreement));
  if (named === newest) return undefined;
  if (named < newest) return invalid(where, `made under version ${named} when version ${newest} was in force`);
  const later = activations.find((each) => each.leaf.envelope.agreement === named);
  return later === undefined
    ? cannotTell(where, `the entry that activates version ${named} is not in the file`)
    : invalid(where, `made under version ${named} before it was in force, from index ${later.entry.index} on`);
}

/**
 * Versions of a log only rise, so the newest activation up to an entry names its version. One that was left out of the
 * file cannot be seen; what the file shows must not contradict it.
 */
export const entryInForce: Check = {
  code: 'ENTRY_IN_FORCE',
  run(subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const open of subject.logs) {
      const activations = activationsOf(open);
      for (const each of leavesOf(open)) {
        asked += 1;
        const finding = forceFinding(each, activations);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return { findings, asked };
  },
};
