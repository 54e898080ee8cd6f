import './node-version.mjs';

/**
 * `npm run properties [-- --rounds 10 FILE ...]`: the property tests with cases that nobody has drawn before, until a round
 * fails or all are over. Each round prints its seed, with which `PROPERTY_SEED=N npx vitest run --project unit FILE` draws the same.
 */

const { spawnSync } = await import('node:child_process');
const { randomInt } = await import('node:crypto');
const { readFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { parseArgs } = await import('node:util');
const { filesUnder, ROOT } = await import('./tree.mjs');

const { values, positionals } = parseArgs({ options: { rounds: { type: 'string', default: '10' } }, allowPositionals: true });
if (!/^[1-9]\d{0,5}$/.test(values.rounds)) {
  process.stderr.write('--rounds is a number from 1 on.\n');
  process.exit(1);
}

const isPropertyTest = (file) =>
  /\.test\.tsx?$/.test(file) && !file.includes('.slow.') && readFileSync(join(ROOT, file), 'utf8').includes("from 'fast-check'");
const files = positionals.length > 0 ? positionals : ['packages', 'tests'].flatMap(filesUnder).filter(isPropertyTest);

const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const seed = randomInt(2 ** 31);
  process.stdout.write(`round ${round} of ${values.rounds}, PROPERTY_SEED=${seed}, ${files.length} files\n`);
  const env = { ...process.env, PROPERTY_SEED: String(seed) };
  // What is looked for is a wrong answer: a slow one is for the tests of every day.
  const args = [program, 'run', '--project', 'unit', '--reporter=dot', '--test-timeout=600000', ...files];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
