#!/usr/bin/env node
import './node-version.mjs';

/** `npm start`: from a fresh clone to the running demonstration. Options after `--` are those of `pairgate demo`. */

const { prepareOrExit, becomePairgate } = await import('./launch.mjs');
await prepareOrExit((line) => process.stdout.write(`${line}\n`));
await becomePairgate(['demo', ...process.argv.slice(2)]);
