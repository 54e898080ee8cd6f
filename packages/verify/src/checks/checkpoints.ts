import type { Checkpoint, NoteKey, Signed } from '../checkpoint.ts';
import { cosignedBy, signedBy } from '../checkpoint.ts';
import type { Finding, Findings } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check, OpenLog, Subject } from './check.ts';
import { counterpartsOf, partiesOf } from './check.ts';

export const checkpointShape: Check = {
  code: 'CHECKPOINT_SHAPE',
  run: ({ logs }) => ({
    findings: logs.flatMap(({ log, checkpoint }) =>
      checkpoint === undefined ? [invalid(`${log.where}/checkpoint`, 'not a signed checkpoint')] : [],
    ),
    asked: logs.length,
  }),
};

async function perCheckpoint(
  { logs }: Subject,
  ask: (checkpoint: Checkpoint, open: OpenLog, where: string) => Promise<Finding | undefined> | Finding | undefined,
): Promise<Findings> {
  const findings: Finding[] = [];
  for (const open of logs) {
    const where = `${open.log.where}/checkpoint`;
    const finding =
      open.checkpoint === undefined
        ? skipped(where, 'the checkpoint cannot be read')
        : await ask(open.checkpoint, open, where);
    if (finding !== undefined) findings.push(finding);
  }
  return { findings, asked: logs.length };
}

export const checkpointOrigin: Check = {
  code: 'CHECKPOINT_ORIGIN',
  run: (subject) =>
    perCheckpoint(subject, ({ origin }, { log }, where) => {
      const origins = partiesOf(subject, log.side).map(({ logOrigin }) => logOrigin);
      if (origins.length === 0) return cannotTell(where, `no agreement in the file names a log of ${log.side}`);
      return origins.includes(origin) ? undefined : invalid(where, `${origin} is not the log of ${log.side}`);
    }),
};

// Keys change between agreements, so any of them may have signed; a line of any of them that does not verify counts.
async function signedByAny(keys: readonly NoteKey[], verify: (key: NoteKey) => Promise<Signed>): Promise<Signed> {
  let best: Signed = 'missing';
  for (const key of keys) {
    const signed = await verify(key);
    if (signed === 'bad' || signed === 'unsupported') return signed;
    if (signed === 'good') best = signed;
  }
  return best;
}

export const checkpointSignature: Check = {
  code: 'CHECKPOINT_SIGNATURE',
  run: (subject) =>
    perCheckpoint(subject, async (checkpoint, { log }, where) => {
      const keys = partiesOf(subject, log.side).flatMap(({ logOrigin, keys: { checkpointKey } }) =>
        checkpointKey === undefined ? [] : [{ name: logOrigin, key: checkpointKey }],
      );
      if (keys.length === 0) return cannotTell(where, `no agreement in the file has a usable key of ${log.side}`);
      switch (await signedByAny(keys, (key) => signedBy(checkpoint, key))) {
        case 'good':
          return undefined;
        case 'bad':
          return invalid(where, `the signature of ${log.side} is not over this checkpoint`);
        case 'missing':
          return invalid(where, `no signature by the checkpoint key of ${log.side}`);
        case 'unsupported':
          return cannotTell(where, 'this platform cannot verify Ed25519');
      }
    }),
};

export const checkpointCountersignature: Check = {
  code: 'CHECKPOINT_COUNTERSIGNATURE',
  run: (subject) =>
    perCheckpoint(subject, async (checkpoint, { log }, where) => {
      const keys = counterpartsOf(subject, log.side).flatMap(({ logOrigin, keys: { cosignatureKey } }) =>
        cosignatureKey === undefined ? [] : [{ name: logOrigin, key: cosignatureKey }],
      );
      if (keys.length === 0) return cannotTell(where, 'no agreement in the file has a usable key of the other side');
      switch (await signedByAny(keys, (key) => cosignedBy(checkpoint, key))) {
        case 'good':
          return undefined;
        case 'bad':
          return invalid(where, 'the countersignature is not over this checkpoint');
        case 'missing':
          // Nothing contradicts the file: the other side may not have had it yet.
          return cannotTell(where, 'no countersignature by the key of the other side');
        case 'unsupported':
          return cannotTell(where, 'this platform cannot verify Ed25519');
      }
    }),
};
