import { readAgreement } from './agreement.ts';
import { fromUtf8 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { agreementKeys, agreementShape, agreementSignatures, rootTrusted } from './checks/agreements.ts';
import { agreementActivation, entryInForce } from './checks/activations.ts';
import type { Check, Subject } from './checks/check.ts';
import { rootKeysOf } from './checks/check.ts';
import {
  checkpointCountersignature, checkpointKey, checkpointOrigin, checkpointShape, checkpointSignature, countersignatureKey,
} from './checks/checkpoints.ts';
import { entryAgreement, entryData, entryInclusion, entryLeaf, entrySource } from './checks/entries.ts';
import { checkpointEpoch, epochShape, epochSignatures } from './checks/epochs.ts';
import { keyKnown, keyPossession, keyShape, keySignatures } from './checks/keys.ts';
import { fileEntry, fileReference, streamSequence } from './checks/streams.ts';
import { CODES } from './codes.ts';
import type { Code } from './codes.ts';
import { readEpoch } from './epoch.ts';
import { readEvidence } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { readKeyStatement, rootSigned } from './keys.ts';
import { readLeaf } from './leaf.ts';
import { parseStrict } from './strict-json.ts';
import type { CheckResult, Finding, Findings, Report } from './verdict.ts';
import { invalid, NOTHING_TO_ASK, overall, UNREADABLE } from './verdict.ts';

/**
 * The stand-alone verifier of Pairgate evidence. It shares no code with the software that writes the evidence and needs
 * only WebCrypto, so it runs in Node and in a browser. It trusts nothing in the file: who signed is CANNOT_TELL without
 * the fingerprints of both root keys from outside.
 *
 * The format, `pairgate-evidence/1`, stands in `docs/reference/evidence.md` with every question and what its verdicts mean.
 */

const CHECKS: readonly Check[] = [
  fileReference, fileEntry, agreementShape, agreementKeys, agreementSignatures, rootTrusted, keyShape, keySignatures,
  keyPossession, keyKnown, epochShape, epochSignatures, checkpointShape, checkpointOrigin, checkpointEpoch,
  checkpointSignature, checkpointKey, checkpointCountersignature, countersignatureKey, entryInclusion, entryLeaf,
  entrySource, entryAgreement, agreementActivation, entryInForce, entryData, streamSequence,
];

function resultsOf(code: Code, { findings, asked }: Findings): CheckResult[] {
  const question = CODES[code];
  const results: CheckResult[] = findings.map((finding) => ({ code, question, ...finding }));
  if (results.some(({ verdict }) => verdict !== 'SKIPPED')) return results;
  const answered = asked - results.length;
  if (answered > 0) return [{ code, question, verdict: 'VALID', detail: `checked: ${answered}, nothing wrong` }, ...results];
  return results.length > 0 ? results : [{ code, question, verdict: 'SKIPPED', detail: NOTHING_TO_ASK }];
}

const fileFault = (code: Code, finding: Finding): Report => {
  const before: CheckResult[] = code === 'FILE_JSON' ? [] : resultsOf('FILE_JSON', { findings: [], asked: 1 });
  const own = resultsOf(code, { findings: [finding], asked: 1 });
  const done = new Set<Code>([...before, ...own].map((result) => result.code));
  const rest = (Object.keys(CODES) as Code[])
    .filter((other) => !done.has(other))
    .map((other): CheckResult => ({
      code: other, question: CODES[other], verdict: 'SKIPPED', detail: UNREADABLE,
    }));
  const checks = [...before, ...own, ...rest];
  return { verdict: overall(checks), checks };
};

async function open(evidence: Evidence, trust: readonly string[]): Promise<Subject> {
  const agreements = evidence.agreements.map((agreement) => readAgreement(agreement, evidence.pair));
  const roots = rootKeysOf({ agreements });
  const keys: Subject['keys'][number][] = [];
  for (const each of evidence.keys) {
    const statement = readKeyStatement(each, evidence.pair);
    const signed = 'act' in statement ? await rootSigned(statement, roots.get(statement.side) ?? []) : 'bad';
    keys.push({ statement, signed });
  }
  return {
    evidence,
    agreements,
    keys,
    epochs: evidence.epochs.map((epoch) => readEpoch(epoch, evidence.pair)),
    logs: evidence.logs.map((log) => ({
      log,
      checkpoint: parseCheckpoint(log.checkpoint),
      entries: log.entries.map((entry) => ({ entry, leaf: readLeaf(entry.leaf) })),
    })),
    trust: new Set(trust.map((fingerprint) => fingerprint.trim().toLowerCase())),
  };
}

export interface VerifyOptions {
  /**
   * Fingerprints of root keys, got from outside the file: hex SHA-256 of the 32 bytes. With a side before it, as in
   * `VN=<hex>`, a fingerprint counts for that side only.
   */
  readonly trust: readonly string[];
}

/** Asks every question of an evidence file. Never throws on a file, whatever its bytes. */
export async function verifyEvidence(bytes: Uint8Array, { trust }: VerifyOptions): Promise<Report> {
  const text = fromUtf8(bytes);
  if (text === undefined) return fileFault('FILE_JSON', invalid('', 'not UTF-8'));
  const parsed = parseStrict(text);
  if (!parsed.ok) return fileFault('FILE_JSON', invalid(parsed.where, parsed.detail));
  const evidence = readEvidence(parsed.value);
  if ('verdict' in evidence) return fileFault('FILE_SHAPE', evidence);
  const subject = await open(evidence, trust);
  const checks = [
    ...resultsOf('FILE_JSON', { findings: [], asked: 1 }),
    ...resultsOf('FILE_SHAPE', { findings: [], asked: 1 }),
  ];
  for (const check of CHECKS) checks.push(...resultsOf(check.code, await check.run(subject)));
  return { verdict: overall(checks), checks };
}
