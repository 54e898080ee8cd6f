import type { Checkpoint, Signed } from '../checkpoint.ts';
import { cosignedBy, signedBy } from '../checkpoint.ts';
import { epochOf } from '../epoch.ts';
import type { Signer, Standing } from '../keys.ts';
import { standingAt } from '../keys.ts';
import type { Finding, Findings } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check, OpenLog, Subject } from './check.ts';
import { counterpartsOf, keysOf, logOriginsOf } from './check.ts';

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
      const origins = logOriginsOf(subject, log.side);
      if (origins.length === 0) return cannotTell(where, `no agreement in the file names a log of ${log.side}`);
      return epochOf(origin, origins) === undefined ? invalid(where, `${origin} is not the log of ${log.side}`) : undefined;
    }),
};

const SAID: Readonly<Record<Exclude<Standing, 'counts' | 'proves'>, string>> = {
  not_yet: 'did not count yet',
  retired: 'was retired before it',
  revoked: 'was revoked, and no countersignature shows that it was made before',
};

/** What one key of a side has done with a checkpoint, and how it stands at the size. */
interface Mark {
  readonly standing: Standing;
  readonly signed: Signed;
}

/**
 * What the keys of a side have done with a checkpoint; lines of unknown keys are ignored. A key stands in notes under the
 * origin of its side's log, whatever the epoch.
 */
async function marksOf(subject: Subject, checkpoint: Checkpoint, side: string, purpose: Signer): Promise<Mark[]> {
  const verify = purpose === 'checkpoint' ? signedBy : cosignedBy;
  const marks: Mark[] = [];
  for (const held of keysOf(subject, side, purpose)) {
    const standing = standingAt(held, checkpoint.size);
    for (const name of logOriginsOf(subject, side)) {
      marks.push({ standing, signed: await verify(checkpoint, { name, key: held.key }) });
    }
  }
  return marks;
}

const counts = ({ standing }: Mark): boolean => standing === 'counts' || standing === 'proves';
const isGood = ({ signed }: Mark): boolean => signed === 'good';

/** One good line is enough while keys overlap; a line of a key that counts must be good. */
function signedOf(marks: readonly Mark[]): Signed {
  const wrong = marks.find((mark) => counts(mark) && (mark.signed === 'bad' || mark.signed === 'unsupported'));
  if (wrong !== undefined) return wrong.signed;
  if (marks.some(isGood)) return 'good';
  return marks.some(({ signed }) => signed === 'unsupported') ? 'unsupported' : 'missing';
}

const cosignerMarks = async (subject: Subject, checkpoint: Checkpoint, side: string): Promise<Mark[]> => {
  const marks: Mark[] = [];
  for (const other of counterpartsOf(subject, side)) marks.push(...(await marksOf(subject, checkpoint, other, 'cosignature')));
  return marks;
};

export const checkpointSignature: Check = {
  code: 'CHECKPOINT_SIGNATURE',
  run: (subject) =>
    perCheckpoint(subject, async (checkpoint, { log }, where) => {
      const marks = await marksOf(subject, checkpoint, log.side, 'checkpoint');
      if (marks.length === 0) return cannotTell(where, `no agreement in the file has a usable key of ${log.side}`);
      switch (signedOf(marks)) {
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

export const checkpointKey: Check = {
  code: 'CHECKPOINT_KEY',
  run: (subject) =>
    perCheckpoint(subject, async (checkpoint, { log }, where) => {
      const good = (await marksOf(subject, checkpoint, log.side, 'checkpoint')).filter(isGood);
      if (good.length === 0) return skipped(where, `no key of ${log.side} has signed`);
      if (good.some(({ standing }) => standing === 'counts')) return undefined;
      const cosigned = (await cosignerMarks(subject, checkpoint, log.side)).some((mark) => isGood(mark) && counts(mark));
      if (cosigned && good.some(({ standing }) => standing === 'proves')) return undefined;
      const { standing } = good[0]!;
      const said = SAID[standing === 'not_yet' || standing === 'retired' ? standing : 'revoked'];
      return invalid(where, `at size ${checkpoint.size} the key of ${log.side} ${said}`);
    }),
};

export const checkpointCountersignature: Check = {
  code: 'CHECKPOINT_COUNTERSIGNATURE',
  run: (subject) =>
    perCheckpoint(subject, async (checkpoint, { log }, where) => {
      const marks = await cosignerMarks(subject, checkpoint, log.side);
      if (marks.length === 0) return cannotTell(where, 'no agreement in the file has a usable key of the other side');
      switch (signedOf(marks)) {
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

export const countersignatureKey: Check = {
  code: 'COUNTERSIGNATURE_KEY',
  run: (subject) =>
    perCheckpoint(subject, async (checkpoint, { log }, where) => {
      const good = (await cosignerMarks(subject, checkpoint, log.side)).filter(isGood);
      if (good.length === 0) return skipped(where, 'no key of the other side has countersigned');
      if (good.some(counts)) return undefined;
      const { standing } = good[0]!;
      // The line counts as that of a stranger: it neither proves anything nor contradicts the file.
      return cannotTell(where, `at size ${checkpoint.size} the key of the other side ${SAID[standing as keyof typeof SAID]}`);
    }),
};
