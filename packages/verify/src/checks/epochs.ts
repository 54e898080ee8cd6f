import { same } from '../bytes.ts';
import type { Epoch } from '../epoch.ts';
import { epochOf, originOf, signedEpoch } from '../epoch.ts';
import { step } from '../strict-json.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid } from '../verdict.ts';
import type { Check, OpenLog, Subject } from './check.ts';
import { epochsOf, logOriginsOf, rootKeysOf } from './check.ts';
import { signatureFinding } from './signatures.ts';

export const epochShape: Check = {
  code: 'EPOCH_SHAPE',
  run(subject) {
    const findings: Finding[] = [];
    const seen = new Set<string>();
    for (const epoch of subject.epochs) {
      if ('verdict' in epoch) {
        findings.push(epoch);
        continue;
      }
      const { where, side, origin } = epoch;
      if (seen.has(`${side} ${epoch.epoch}`)) {
        findings.push(invalid(`${where}/epoch`, `a second document of epoch ${epoch.epoch} of ${side}`));
      }
      seen.add(`${side} ${epoch.epoch}`);
      const origins = logOriginsOf(subject, side);
      if (origins.length === 0) findings.push(cannotTell(`${where}/side`, `no agreement in the file names a log of ${side}`));
      else if (!origins.some((each) => originOf(each, epoch.epoch) === origin)) {
        findings.push(invalid(`${where}/origin`, `${origin} is not an epoch of the log of ${side}`));
      }
    }
    return { findings, asked: subject.epochs.length };
  },
};

export const epochSignatures: Check = {
  code: 'EPOCH_SIGNATURES',
  async run(subject) {
    const findings: Finding[] = [];
    const parties = rootKeysOf(subject);
    let asked = 0;
    for (const epoch of subject.epochs) {
      if ('verdict' in epoch) continue;
      for (const [side, keys] of parties) {
        asked += 1;
        const where = `${epoch.signed.where}/signatures/${side}`;
        const signature = epoch.signed.signatures.get(side);
        const finding = await signatureFinding({ where, side, keys, signature, message: signedEpoch(epoch.signed.document) });
        if (finding !== undefined) findings.push(finding);
      }
      for (const side of epoch.signed.signatures.keys()) {
        if (!parties.has(side)) findings.push(invalid(`${epoch.signed.where}/signatures${step(side)}`, 'not a party'));
      }
    }
    return { findings, asked };
  },
};

/**
 * What an epoch says of a checkpoint of the same log, which has the epoch `own`. An epoch may begin before the one before
 * it began; a checkpoint that an epoch in between made void has no root in common with what came later.
 */
function epochFinding({ log, checkpoint, entries }: OpenLog, own: number, epoch: Epoch, epochs: readonly Epoch[]): Finding | undefined {
  const where = `${log.where}/checkpoint`;
  const { size, root } = checkpoint!;
  const begins = `epoch ${epoch.epoch} begins at size ${epoch.size}`;
  const isVoid = epochs.some((each) => each.epoch > own && each.epoch < epoch.epoch && each.size < size);
  if (size === epoch.size && own <= epoch.epoch && !isVoid && !same(root, epoch.root)) {
    return invalid(where, `${begins} with another root`);
  }
  if (own === epoch.epoch && size < epoch.size) return invalid(where, `${begins}, beyond this checkpoint`);
  if (own >= epoch.epoch || size <= epoch.size) return undefined;
  const left = entries.find(({ entry }) => entry.index >= epoch.size);
  if (left !== undefined) return invalid(`${left.entry.where}/index`, `${begins}: this entry was left behind`);
  return cannotTell(where, `${begins}: whether these entries stand in it, an older checkpoint beyond it cannot say`);
}

/** Whether each checkpoint is one that the epochs in the file let stand. */
export const checkpointEpoch: Check = {
  code: 'CHECKPOINT_EPOCH',
  run(subject: Subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const open of subject.logs) {
      const { log, checkpoint } = open;
      const own = checkpoint && epochOf(checkpoint.origin, logOriginsOf(subject, log.side));
      if (own === undefined) continue;
      const epochs = epochsOf(subject, log.side);
      asked += 1;
      if (own.epoch > 1 && !epochs.some(({ epoch }) => epoch === own.epoch)) {
        findings.push(cannotTell(`${log.where}/checkpoint`, `the document of epoch ${own.epoch} is not in the file`));
      }
      for (const epoch of epochs) {
        const finding = epochFinding(open, own.epoch, epoch, epochs);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return { findings, asked };
  },
};
