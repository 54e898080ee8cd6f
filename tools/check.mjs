#!/usr/bin/env node
import './node-version.mjs';

/** `npm run check`: the fast loop. Types, lint with the arrows, then unit, property and store suites. */

const { spawn } = await import('node:child_process');
const { join } = await import('node:path');
const { install } = await import('./install.mjs');
const { ROOT } = await import('./tree.mjs');

const STEPS = [
  ['types of the pure packages', 'typescript/bin/tsc', ['-p', 'tsconfig.pure.json']],
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['lint and arrows', 'oxlint/bin/oxlint', ['-c', 'oxlint.config.mjs', '--deny-warnings', '.']],
  ['unit, property and store suites', 'vitest/vitest.mjs', ['run', '--project', 'unit', '--reporter=dot']],
];

const run = (program, args) =>
  new Promise((done) => {
    const file = join(ROOT, 'node_modules', ...program.split('/'));
    const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: 'inherit' });
    child.on('exit', (code) => done(code ?? -1));
  });

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const report = (line) => process.stdout.write(`${line}\n`);

const begun = performance.now();
await install(report);
const failed = [];
for (const [name, program, args] of STEPS) {
  const since = performance.now();
  const code = await run(program, args);
  report(`${code === 0 ? 'passed' : 'FAILED'}: ${name} (${seconds(since)})`);
  if (code !== 0) failed.push(name);
}
process.exitCode = failed.length > 0 ? 1 : 0;
const outcome = failed.length > 0 ? `failed (${failed.join('; ')})` : 'passed';
report(`check ${outcome} in ${seconds(begun)}`);
