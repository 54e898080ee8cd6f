import { readFileSync, statSync } from 'node:fs';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { canonicalForm } from '../canonical-form.ts';
import { printJson } from '../context.ts';
import { failureWith } from '../sentences.ts';
import { doing, exitCodes, type Program } from './common.ts';

/** A document is held in memory several times over while it is read. */
const MAX_MEGABYTES = 128;

const HELP = `
Two documents that mean the same have the same canonical form, so that form is what is hashed, signed and sent: keys
sorted, no white space, one way to write each number and text. Only the bytes are printed, with no newline after them.
A document with a duplicate key, a number beyond 2^53 - 1, half of a surrogate pair, text that is not NFC, a byte order
mark, or nesting deeper than 32 is refused, never repaired: programs would read different things in it.`;

export function addCanonical(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('canonical')
    .summary('print the canonical form of a JSON file')
    .description('Prints the canonical form (RFC 8785) of a JSON file as the two nodes exchange it, or says why it has none.')
    .argument('<file>', 'JSON in any layout, UTF-8')
    .addHelpText('after', `${HELP}\n${exitCodes({ 0: 'printed', 1: 'refused, or not read; one sentence on the error output says why' })}`);
  doing(program, command, async ({ language, json }, name) => {
    const file = name!;
    if (statSync(file).size > MAX_MEGABYTES * 1e6) throw failureWith('too_large', language, { file, megabytes: MAX_MEGABYTES });
    const document = readFileSync(file);
    const form = canonicalForm(document);
    if (!form.ok) {
      const { fault, pointer, offset } = form;
      throw failureWith(fault, language, { file, offset, pointer: pointer || '/' }, { pointer });
    }
    const canonical = Buffer.from(form.bytes).toString('utf8');
    if (!json) context.out.write(canonical);
    else {
      const unchanged = equalBytes(document, form.bytes);
      printJson(context.out, { file, unchanged, size: form.bytes.length, sha256: toHex(sha256(form.bytes)), canonical });
    }
    return 0;
  });
}
