import { CODES, type Code } from '@pairgate/verify/codes.ts';
import type { Report, Verdict } from '@pairgate/verify/verdict.ts';

export const verify = {
  open: 'Verify an evidence file',
  title: 'Verify an evidence file',
  explain: 'The file is checked in this browser and is sent nowhere. Trust comes from the fingerprints below, not from the file.',
  choose: 'Choose a file',
  drop: 'or drop it here',
  trust: 'Trusted fingerprints of root keys, one a line',
  trustHelp: 'Filled in from this node. Whoever does not trust it puts in those that came on paper.',
  checking: 'Checking',
  unreadable: 'This browser could not read the file.',
  overall: {
    VALID: '**Valid.** Every question below has a good answer.',
    INVALID: '**Invalid.** At least one question below has a bad answer.',
    CANNOT_TELL: '**Cannot tell.** Nothing is wrong, but a question stays open.',
  } as Record<Report['verdict'], string>,
  verdicts: { VALID: 'valid', INVALID: 'invalid', CANNOT_TELL: 'cannot tell', SKIPPED: 'skipped' } as Record<Verdict, string>,
  fine: 'nothing wrong',
  columns: { question: 'Question', verdict: 'Verdict', where: 'Where, and what was found' },
  questions: CODES as Record<Code, string>,
};
