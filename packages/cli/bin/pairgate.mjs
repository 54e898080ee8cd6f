#!/usr/bin/env node
import '../../../tools/node-version.mjs';

/** `npx pairgate`, run from a clone. Progress goes to the error output: the other one may be read by a program. */

const { prepareOrExit, becomePairgate } = await import('../../../tools/launch.mjs');
await prepareOrExit((line) => process.stderr.write(`${line}\n`));
await becomePairgate(process.argv.slice(2));
