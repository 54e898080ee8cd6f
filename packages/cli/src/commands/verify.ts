import { readFileSync } from 'node:fs';
import type { CheckResult, Report } from '@pairgate/verify/verdict.ts';
import { verifyEvidence } from '@pairgate/verify/verify-evidence.ts';
import { fingerprintOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions } from '../context.ts';
import { DataFolder } from '../data-folder.ts';
import { Failure, failureOf } from '../failure.ts';
import { tableOf } from '../table.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly trust?: string[];
}

const EXIT: Readonly<Record<Report['verdict'], number>> = { VALID: 0, INVALID: 1, CANNOT_TELL: 2 };
const MARKS: Readonly<Record<CheckResult['verdict'], string>> = { VALID: 'ok', INVALID: 'WRONG', CANNOT_TELL: 'open', SKIPPED: 'skipped' };
const SENTENCES: Readonly<Record<Report['verdict'], string>> = {
  VALID: 'VALID: both sides have signed what is in this file, and nothing in it was changed.',
  INVALID: 'INVALID: this file does not prove what it says.',
  CANNOT_TELL: 'CANNOT TELL: nothing is wrong, but a question stays open.',
};

/** Without fingerprints of one's own, those that the demonstration keeps; elsewhere none, and the verdict is open. */
function trusted({ trust, data }: Options & CommonOptions): string[] {
  if (trust) return trust;
  const known = new DataFolder(data).fingerprints();
  return known ? Object.entries(known).map(([side, fingerprint]) => `${side}=${fingerprint}`) : [];
}

/** The table of all questions, what is wrong and where, then the verdict; its last line is for whoever reads only one. */
export function reportLines({ checks, verdict }: Report): string[] {
  const place = ({ where, detail }: CheckResult) => (where === undefined || where === '' ? detail : `${where}: ${detail}`);
  const wrong = checks.filter((check) => check.verdict === 'INVALID' || check.verdict === 'CANNOT_TELL');
  return [
    ...tableOf(checks.map((check) => [MARKS[check.verdict], check.code, check.verdict === 'VALID' ? check.question : place(check)])),
    '',
    SENTENCES[verdict],
    ...wrong.map((check) => `  ${MARKS[check.verdict]}: ${place(check)} (${check.question})`),
  ];
}

/** A file that cannot be read is not judged: that is "cannot tell". */
function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(failureOf(error).message, { exitCode: EXIT.CANNOT_TELL, cause: error });
  }
}

export function addVerify(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('verify')
    .summary('check an evidence file without trusting anybody')
    .description(
      'Checks a file of evidence by itself, with no node and no network. Who signed can be told only with the fingerprints ' +
        "of both root keys from outside the file: --trust, or else those in the demonstration's data folder.",
    )
    .argument('<file>', 'evidence, as "pairgate evidence" writes it')
    .option('--trust <fingerprint...>', 'fingerprints of root keys, each alone or as VN=… or CN=…', (text: string, before: string[] = []) => [
      ...before,
      fingerprintOf(text),
    ])
    .addHelpText('after', exitCodes({ 0: 'valid', 1: 'invalid', 2: 'cannot tell: a question stays open, or the file cannot be read' }));
  doing<Options>(program, command, async (options, file) => {
    const report = await verifyEvidence(bytesOf(file!), { trust: trusted(options) });
    if (options.json) printJson(context.out, { file, ...report });
    else for (const line of reportLines(report)) printLine(context.out, line);
    return EXIT[report.verdict];
  });
}
