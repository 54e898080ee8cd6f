import './node-version.mjs';

/**
 * `npm run torture [-- --faults 120 --seed 1]`: two real nodes on PostgreSQL under load while processes are killed and the
 * link is broken. Takes about three seconds a fault. Ends with the report, which stays in `reports/torture.md`.
 */

const { spawn } = await import('node:child_process');
const { readFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { parseArgs } = await import('node:util');
const { prepare } = await import('./launch.mjs');
const { ROOT } = await import('./tree.mjs');

const { values } = parseArgs({ options: { faults: { type: 'string', default: '120' }, seed: { type: 'string', default: '1' } } });
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d{0,5}$/.test(value)) {
    process.stderr.write(`--${name} is a number from 1 on.\n`);
    process.exit(1);
  }
}

await prepare((line) => process.stderr.write(`${line}\n`));
const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const env = { ...process.env, TORTURE_FAULTS: values.faults, TORTURE_SEED: values.seed };
const child = spawn(process.execPath, [program, 'run', '--project', 'torture'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  if (code === 0) process.stdout.write(`\n${readFileSync(join(ROOT, 'reports', 'torture.md'), 'utf8')}`);
  process.exit(code ?? 1);
});
